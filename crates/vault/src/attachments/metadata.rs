//! Taking out of a picture's file what it tells beside the picture: the place, the camera, the
//! hour, a name. The picture itself stays byte for byte.

mod jpeg;
mod png;
mod webp;

use std::borrow::Cow;

/// The file without what it tells beside the picture. Files of other kinds than JPEG, PNG and
/// WebP come back as they are; `None` for one of these that is broken, of which it cannot be
/// said what it tells.
#[must_use]
pub fn strip(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    if bytes.starts_with(jpeg::START) {
        jpeg::strip(bytes).map(Cow::Owned)
    } else if bytes.starts_with(png::START) {
        png::strip(bytes).map(Cow::Owned)
    } else if webp::is_webp(bytes) {
        webp::strip(bytes).map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(bytes))
    }
}
