//! What a file that somebody else has written may ask of this device.

/// Largest document that is read as a whole: JSON, a jrnl journal, one that is encrypted. Ten
/// years of a thousand words a day are 25 MB.
pub const MAX_DOCUMENT_BYTES: u64 = 64 << 20;
/// Largest single note or Markdown file. One entry holds 50,000 characters; what exceeds this is
/// no note.
pub const MAX_NOTE_BYTES: u64 = 8 << 20;
/// Files in one zip, tar or folder.
pub const MAX_MEMBERS: usize = 200_000;
/// Entries in one import.
pub const MAX_ENTRIES: usize = 200_000;
/// JSON documents of one zip that are looked at.
pub const MAX_DOCUMENTS: usize = 64;
/// How much more a compressed file may hold than it measures: text shrinks to a fifth, and
/// monotonous text to a fiftieth.
pub const MAX_RATIO: u64 = 200;
/// Up to this size the ratio says nothing: a blank image is small.
pub const RATIO_FLOOR_BYTES: u64 = 1 << 20;
/// JSON documents of one zip that are kept at a time, in bytes: a zip of a third of a megabyte can hold
/// one that is as large as may be, and there may be many.
pub const MAX_DOCUMENTS_BYTES: usize = 128 << 20;
/// How long Markdown made of HTML may be until lists and quotes are no longer shown as nested, in
/// bytes: a thousand thousand empty lines in eight quotes would take sixteen times their room.
pub const MAX_NESTED_BYTES: usize = 4 << 20;
/// How deep lists and quotes of HTML are shown as nested: each step costs every line a few signs.
pub const MAX_HTML_DEPTH: usize = 8;
