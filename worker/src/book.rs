//! What the vault worker tells the module that makes PDFs. Both are parts of the same worker, and
//! have memories of their own: what passes between them is bytes.

use companion_core::{EntrySummary, JournalEntry, Timestamp};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// What is known before the first entry.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BookAbout {
    /// The language of what Companion itself says, BCP 47.
    #[n(0)]
    pub language: String,
    /// When it is made.
    #[n(1)]
    pub made: Timestamp,
    /// Whether sheets are of the size "Letter".
    #[n(2)]
    pub is_letter_paper: bool,
    /// The entries to come, in their order.
    #[n(3)]
    pub entries: Vec<EntrySummary>,
}

/// One entry.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BookEntry {
    /// The entry.
    #[n(0)]
    pub entry: JournalEntry,
    /// The bytes of its attachments, in their order.
    #[n(1)]
    pub files: Vec<Option<ByteVec>>,
}

/// A file with letters that the book needs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BookFont {
    /// Where it lies, relative to the app.
    #[n(0)]
    pub path: String,
    /// Its length in bytes.
    #[n(1)]
    pub size_bytes: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal digits.
    #[n(2)]
    pub sha256: String,
}

/// What the letters of all entries need.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BookLetters {
    /// Files to add.
    #[n(0)]
    pub fonts: Vec<BookFont>,
    /// Letters that none of them has.
    #[n(1)]
    pub without_font: String,
}
