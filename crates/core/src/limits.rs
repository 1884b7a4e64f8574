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
/// Days a deleted entry can be brought back.
pub const TRASH_DAYS: i64 = 30;
