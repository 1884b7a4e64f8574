//! What the page asks of the vault worker about exports.
//!
//! An export is written step by step, so that nothing else waits for it: [`Request::Begin`], then
//! [`Request::Continue`] until it is finished. It leaves the worker in one of two ways. A file that
//! the person has picked travels as a handle beside [`Request::Begin`], and the worker writes into
//! it. Where the browser lets nobody pick, the worker keeps it as a blob, and the page finds it by
//! its address.

use companion_core::{Day, Selection};
use minicbor::{Decode, Encode};

/// A request about exports.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// Begin an export; one under way is dropped. Answer: [`Response::Going`].
    #[n(0)]
    Begin(#[n(0)] Wanted),
    /// Write some more. Answer: [`Response::Going`] or [`Response::Finished`].
    #[n(1)]
    Continue,
    /// Drop the export under way: nothing of it stays. Answer: [`Response::Dropped`].
    #[n(2)]
    Cancel,
    /// The page has given the finished export away: the blob may go. Answer:
    /// [`Response::Dropped`].
    #[n(3)]
    Forget,
}

/// What is to be exported, and how.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Wanted {
    /// Which entries.
    #[n(0)]
    pub selection: Selection,
    /// As what.
    #[n(1)]
    pub format: Format,
    /// The language of what Companion itself says in it, BCP 47.
    #[n(2)]
    pub language: String,
    /// Whether sheets of paper have the size "Letter" where this is; else they are A4.
    #[n(3)]
    pub is_letter_paper: bool,
}

/// A way of writing entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Format {
    /// A zip with a Markdown file for each entry.
    #[n(0)]
    Markdown,
    /// JSON that Companion can import again.
    #[n(1)]
    Json,
    /// One page for any browser.
    #[n(2)]
    Html,
    /// A book.
    #[n(3)]
    Pdf,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Markdown, Self::Pdf, Self::Html, Self::Json];

    /// How its files end.
    #[must_use]
    pub const fn extension(self, has_attachments: bool) -> &'static str {
        match self {
            Self::Markdown => "zip",
            Self::Json if has_attachments => "zip",
            Self::Json => "json",
            Self::Html => "html",
            Self::Pdf => "pdf",
        }
    }

    /// The media type of a file that ends so.
    #[must_use]
    pub const fn media_type(self, has_attachments: bool) -> &'static str {
        match self {
            Self::Markdown => "application/zip",
            Self::Json if has_attachments => "application/zip",
            Self::Json => "application/json",
            Self::Html => "text/html",
            Self::Pdf => "application/pdf",
        }
    }

    /// What a file that is made on this day is called.
    #[must_use]
    pub fn file_name(self, made: Day, has_attachments: bool) -> String {
        let day = made.to_iso().unwrap_or_default();
        format!("companion-{day}.{}", self.extension(has_attachments))
    }
}

/// An answer about exports.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// So far it is.
    #[n(0)]
    Going(#[n(0)] Progress),
    /// It is written.
    #[n(1)]
    Finished(#[n(0)] Finished),
    /// Nothing of it is left.
    #[n(2)]
    Dropped,
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Progress {
    /// Steps that are done. A PDF takes two for each entry.
    #[n(0)]
    pub done: u64,
    /// Of so many.
    #[n(1)]
    pub total: u64,
    /// Whether letters for a PDF are being fetched: it may take a while.
    #[n(2)]
    pub is_fetching: bool,
}

/// An export that is written.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Finished {
    /// Entries in it.
    #[n(0)]
    pub entries: u64,
    /// Entries and attachments that could not be read and are not in it.
    #[n(1)]
    pub unreadable: u64,
    /// Its length.
    #[n(2)]
    pub size_bytes: u64,
    /// Where the page finds it, if it was not written into a picked file.
    #[n(3)]
    pub address: Option<String>,
    /// Letters for which there is no font: boxes stand for them in a PDF.
    #[n(4)]
    pub without_font: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_the_day() {
        let day = Day::from_iso("2026-11-22").unwrap();
        assert_eq!(Format::Pdf.file_name(day, true), "companion-2026-11-22.pdf");
        assert_eq!(
            Format::Json.file_name(day, false),
            "companion-2026-11-22.json"
        );
        assert_eq!(
            Format::Json.file_name(day, true),
            "companion-2026-11-22.zip"
        );
    }
}
