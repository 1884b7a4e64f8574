//! Limits that every part keeps, in one place.

/// Longest entry in Unicode scalar values (the source document's input limit).
pub const MAX_ENTRY_CHARS: usize = 50_000;
/// Longest draft in bytes that is still stored: far above what can be saved as one entry, so
/// that a text over the limit is never lost while its writer decides how to split it.
pub const MAX_DRAFT_BYTES: usize = 4 << 20;
/// Shortest passphrase in Unicode scalar values.
pub const MIN_PASSPHRASE_CHARS: usize = 8;
/// Longest passphrase in bytes; PBKDF2 hashes longer ones first, so more adds nothing.
pub const MAX_PASSPHRASE_BYTES: usize = 1024;
/// Longest title kept for lists, in Unicode scalar values.
pub const MAX_TITLE_CHARS: usize = 80;
/// Bytes of one piece of an attachment. With the four bytes of its length in front it is exactly
/// 256 KiB, a size that padding leaves as it is.
pub const ATTACHMENT_CHUNK_BYTES: usize = (256 << 10) - 4;
/// Largest photo or recording in bytes: some 80 photos of a phone, or four hours of speech.
pub const MAX_ATTACHMENT_BYTES: u64 = 64 << 20;
/// Photos and recordings of one entry.
pub const MAX_ATTACHMENTS: usize = 30;
/// Longest description or caption of an attachment, in Unicode scalar values.
pub const MAX_DESCRIPTION_CHARS: usize = 1_000;
/// Longest side of a photo, in pixels, unless its writer keeps it as it is.
pub const MAX_PHOTO_SIDE_PX: u32 = 2_048;
/// Longest side of a photo's small picture, in pixels.
pub const PREVIEW_SIDE_PX: u32 = 480;
/// Pixels of a picture that is taken at all: decoding takes four bytes for each.
pub const MAX_PHOTO_PIXELS: u64 = 120_000_000;
/// Longest name of a file or of a foreign text that is kept and shown, in Unicode scalar values.
pub const MAX_FOREIGN_NAME_CHARS: usize = 200;
/// Longest name of a tag, in Unicode scalar values.
pub const MAX_TAG_CHARS: usize = 50;
/// Tags of one entry: they stand in its line of the list.
pub const MAX_TAGS: usize = 40;
/// Templates of the writer's own.
pub const MAX_TEMPLATES: usize = 100;
/// Longest text of a template, in Unicode scalar values.
pub const MAX_TEMPLATE_CHARS: usize = 10_000;
/// Longest name of a template, in Unicode scalar values.
pub const MAX_TEMPLATE_NAME_CHARS: usize = 60;
/// Days for which a written prompt rests once it was shown.
pub const PROMPT_REST_DAYS: i64 = 60;
/// Days a deleted entry can be brought back.
pub const TRASH_DAYS: i64 = 30;
