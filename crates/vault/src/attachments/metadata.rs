//! Taking out of a picture's file what it tells beside the picture: the place, the camera, the
//! hour, a name. The picture itself stays byte for byte.

mod gif;
mod heif;
mod jpeg;
mod png;
mod webp;

use std::borrow::Cow;

/// The file without what it tells beside the picture. Files that are no pictures come back as
/// they are; `None` for a picture that is broken, of which it cannot be said what it tells.
#[must_use]
pub fn strip(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    if bytes.starts_with(jpeg::START) {
        jpeg::strip(bytes).map(Cow::Owned)
    } else if bytes.starts_with(png::START) {
        png::strip(bytes).map(Cow::Owned)
    } else if webp::is_webp(bytes) {
        webp::strip(bytes).map(Cow::Owned)
    } else if bytes.starts_with(gif::START) {
        gif::strip(bytes).map(Cow::Owned)
    } else if heif::is_heif(bytes) {
        heif::strip(bytes).map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::strip;

    /// Written by libraries that many programs use (Pillow 13.0, pillow-heif 1.8), with words of their
    /// own, and EXIF and XMP where the kind has them. They show the same picture of what is left.
    const WRITTEN: [&[u8]; 6] = [
        include_bytes!("../../../../tests/fixtures/photos/told.avif"),
        include_bytes!("../../../../tests/fixtures/photos/told.gif"),
        include_bytes!("../../../../tests/fixtures/photos/told.heic"),
        include_bytes!("../../../../tests/fixtures/photos/told.jpg"),
        include_bytes!("../../../../tests/fixtures/photos/told.png"),
        include_bytes!("../../../../tests/fixtures/photos/told.webp"),
    ];

    #[test]
    fn pictures_of_other_programs_tell_nothing() {
        let has = |bytes: &[u8], words: &[u8]| bytes.windows(words.len()).any(|it| it == words);
        for whole in WRITTEN {
            let stripped = strip(whole).unwrap();
            for gone in [b"Canon".as_slice(), b"Vienna", b"Lena"] {
                assert!(has(whole, gone) && !has(&stripped, gone));
            }
        }
    }
}
