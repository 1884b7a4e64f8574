//! Pictures, as the PDF's writer takes them.

use krilla::image::Image;

use crate::sizes::{MEASURE, PIXELS_PER_POINT};

/// The picture in a file's bytes, by what the file begins with; `None` for what is none.
pub(crate) fn read(bytes: &[u8]) -> Option<Image> {
    let data = || bytes.to_vec().into();
    let image = match bytes {
        [0xff, 0xd8, 0xff, ..] => Image::from_jpeg(data(), true),
        [0x89, b'P', b'N', b'G', ..] => Image::from_png(data(), true),
        [b'G', b'I', b'F', b'8', ..] => Image::from_gif(data(), true),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Image::from_webp(data(), true),
        _ => return None,
    };
    image.ok()
}

/// Its size on the page in points: its own, or as much of it as fits.
pub(crate) fn size(image: &Image, max_height: f32) -> Option<(f32, f32)> {
    let (width, height) = image.size();
    // Pictures have far fewer pixels a side than a float counts exactly.
    let (width, height) = (width as f32, height as f32);
    if width < 1.0 || height < 1.0 {
        return None;
    }
    let fit = (MEASURE / width)
        .min(max_height / height)
        .min(1.0 / PIXELS_PER_POINT);
    Some((width * fit, height * fit))
}
