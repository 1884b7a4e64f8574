//! A photo made ready by the browser's own decoder and encoder: turned as the camera was held,
//! not larger than needed, and with nothing in it but the picture.

use companion_core::limits::{
    MAX_ATTACHMENT_BYTES, MAX_PHOTO_PIXELS, MAX_PHOTO_SIDE_PX, PREVIEW_SIDE_PX,
};
use companion_protocol::attachments::Picture;
use companion_vault::attachments::look;
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DedicatedWorkerGlobalScope, ImageBitmap, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};

use super::{PhotoError, PreparedPhoto};

/// Bytes of a file in which its kind and the picture's size are looked for.
const HEAD_BYTES: f64 = (1 << 20) as f64;
/// Quality of the picture: nobody sees the difference, and files are a tenth of a camera's.
const QUALITY: f64 = 0.85;
/// Quality of its small picture.
const PREVIEW_QUALITY: f64 = 0.75;

/// Makes a photo ready to be kept.
///
/// # Errors
/// [`PhotoError`]: the file is as it was, and nothing was kept.
pub(crate) async fn prepare(
    blob: &Blob,
    keeps_original: bool,
) -> Result<PreparedPhoto, PhotoError> {
    if blob.size() > MAX_ATTACHMENT_BYTES as f64 {
        return Err(PhotoError::TooLarge);
    }
    let unreadable = |_: JsValue| PhotoError::Unreadable;
    let head = blob.slice_with_f64_and_f64(0.0, HEAD_BYTES);
    let head = bytes_of(&head.map_err(unreadable)?)
        .await
        .map_err(unreadable)?;
    let found = look::media_type(&head).filter(|kind| kind.starts_with("image/"));
    let found = found.ok_or(PhotoError::Unreadable)?;
    if look::size_px(&head).is_some_and(|size| pixels(size) > MAX_PHOTO_PIXELS) {
        return Err(PhotoError::TooLarge);
    }
    let bitmap = decode(blob).await.map_err(unreadable)?;
    let photo = draw(blob, &bitmap, found, keeps_original).await;
    bitmap.close();
    photo.map_err(unreadable)
}

/// Draws a photo small.
///
/// # Errors
/// [`PhotoError`].
pub(crate) async fn draw_small(bytes: &[u8]) -> Result<Picture, PhotoError> {
    let found = look::media_type(bytes).filter(|kind| kind.starts_with("image/"));
    let found = found.ok_or(PhotoError::Unreadable)?;
    if look::size_px(bytes).is_some_and(|size| pixels(size) > MAX_PHOTO_PIXELS) {
        return Err(PhotoError::TooLarge);
    }
    let drawn = async {
        let parts = js_sys::Array::of1(&Uint8Array::from(bytes));
        let bitmap = decode(&Blob::new_with_u8_array_sequence(&parts)?).await?;
        let preview = draw_preview(&bitmap, found).await;
        bitmap.close();
        preview
    };
    let (media_type, bytes) = drawn.await.map_err(|_: JsValue| PhotoError::Unreadable)?;
    Ok(Picture { media_type, bytes })
}

fn pixels((width, height): (u32, u32)) -> u64 {
    u64::from(width) * u64::from(height)
}

/// What a photo is written as again. What may be seen through keeps that; photos are smaller and quicker as
/// JPEG.
fn written_as(found: &str) -> &'static str {
    match found {
        "image/jpeg" | "image/heic" => "image/jpeg",
        _ => "image/webp",
    }
}

async fn draw_preview(bitmap: &ImageBitmap, found: &str) -> Result<(String, Vec<u8>), JsValue> {
    let size = within((bitmap.width(), bitmap.height()), PREVIEW_SIDE_PX);
    encode(bitmap, size, written_as(found), PREVIEW_QUALITY).await
}

async fn draw(
    blob: &Blob,
    bitmap: &ImageBitmap,
    found: &str,
    keeps_original: bool,
) -> Result<PreparedPhoto, JsValue> {
    let size = (bitmap.width(), bitmap.height());
    let preview = draw_preview(bitmap, found).await?;
    let (kept, size_px) = if keeps_original {
        let kept = (found.to_owned(), bytes_of(blob).await?);
        (kept, size)
    } else {
        let size = within(size, MAX_PHOTO_SIDE_PX);
        (
            encode(bitmap, size, written_as(found), QUALITY).await?,
            size,
        )
    };
    Ok(PreparedPhoto {
        media_type: kept.0,
        bytes: kept.1,
        size_px,
        preview_type: preview.0,
        preview: preview.1,
    })
}

/// The size that a picture has when its longest side is at most `side` pixels.
fn within((width, height): (u32, u32), side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    let scale = f64::from(side) / f64::from(longest);
    let scaled = |length: u32| ((f64::from(length) * scale).round() as u32).max(1);
    (scaled(width), scaled(height))
}

/// Decodes a picture, turned as its file says.
async fn decode(blob: &Blob) -> Result<ImageBitmap, JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    wait(scope.create_image_bitmap_with_blob(blob)?).await
}

/// The picture in another size, as a file: its media type, which the browser chooses if it cannot
/// write the wanted one, and its bytes.
async fn encode(
    bitmap: &ImageBitmap,
    (width, height): (u32, u32),
    media_type: &str,
    quality: f64,
) -> Result<(String, Vec<u8>), JsValue> {
    let canvas = OffscreenCanvas::new(width, height)?;
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: OffscreenCanvasRenderingContext2d = context.dyn_into()?;
    js_sys::Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
    context.draw_image_with_image_bitmap_and_dw_and_dh(
        bitmap,
        0.0,
        0.0,
        f64::from(width),
        f64::from(height),
    )?;
    let options = ImageEncodeOptions::new();
    options.set_type(media_type);
    options.set_quality(quality);
    let blob: Blob = wait(canvas.convert_to_blob_with_options(&options)?).await?;
    let bytes = bytes_of(&blob).await?;
    // The picture's memory goes at once, not when somebody tidies up.
    canvas.set_width(0);
    canvas.set_height(0);
    Ok((blob.type_(), bytes))
}

async fn bytes_of(blob: &Blob) -> Result<Vec<u8>, JsValue> {
    let buffer: ArrayBuffer = wait(blob.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn wait<T: JsCast>(promise: Promise) -> Result<T, JsValue> {
    Ok(JsFuture::from(promise).await?.unchecked_into())
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn pictures_become_smaller_and_keep_their_shape() {
        assert_eq!(within((4_000, 3_000), 2_048), (2_048, 1_536));
        assert_eq!(within((3_000, 4_000), 2_048), (1_536, 2_048));
        assert_eq!(within((300, 400), 2_048), (300, 400));
        assert_eq!(within((90_000, 1), 480), (480, 1));
    }
}
