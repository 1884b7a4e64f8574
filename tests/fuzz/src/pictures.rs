//! Pictures, as telephones and other programs write them.

use companion_vault::attachments::{look, metadata};

/// A picture's file. What is left of it is a picture of the same kind and size, in which nothing is
/// found that would have to go.
pub fn photo(bytes: &[u8]) {
    let kind = look::media_type(bytes);
    let _ = look::size_px(bytes);
    let Some(stripped) = metadata::strip(bytes) else {
        return;
    };
    assert_eq!(look::media_type(&stripped), kind);
    // At most a new EXIF block of 36 bytes, which says how the camera was held.
    assert!(stripped.len() <= bytes.len() + 36);
    assert_eq!(metadata::strip(&stripped).as_deref(), Some(&*stripped));
}

/// One picture of each kind, the smallest that there are.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let fixture = |name: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/photos");
        std::fs::read(folder.join(name)).unwrap()
    };
    let names = [
        "told.avif",
        "told.gif",
        "told.heic",
        "told.jpg",
        "told.png",
        "told.webp",
    ];
    names.map(|name| ("photo", fixture(name))).into()
}
