//! What the page asks of the vault worker about earlier versions of entries, and the trash.

use companion_core::{EntryId, EntrySummary, KeptRevisions, Timestamp};
use minicbor::{Decode, Encode};

/// A request about earlier versions or the trash.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// The earlier versions of an entry. Answer: [`Response::Versions`].
    #[n(0)]
    Versions(#[n(0)] EntryId),
    /// One earlier version, beside the present text. Answer: [`Response::Version`].
    #[n(1)]
    ReadVersion {
        /// The entry.
        #[n(0)]
        entry: EntryId,
        /// The version's number.
        #[n(1)]
        number: u64,
    },
    /// Make an earlier version the entry's text again; the present text becomes an earlier
    /// version. Answer: [`Response::Restored`].
    #[n(2)]
    Restore {
        /// The entry.
        #[n(0)]
        entry: EntryId,
        /// The version's number.
        #[n(1)]
        number: u64,
    },
    /// What lies in the trash. Answer: [`Response::Trash`].
    #[n(3)]
    Trash,
    /// Remove one entry of the trash for good. Answer: [`Response::Removed`].
    #[n(4)]
    Purge(#[n(0)] EntryId),
    /// Remove everything in the trash for good. Answer: [`Response::Removed`].
    #[n(5)]
    EmptyTrash,
    /// How many earlier versions would go if no more than these were kept of every entry?
    /// Answer: [`Response::Removed`], as it would be.
    #[n(6)]
    CountBeyond(#[n(0)] KeptRevisions),
    /// Keep no more than these of every entry from now on. Answer: [`Response::Removed`].
    #[n(7)]
    Keep(#[n(0)] KeptRevisions),
}

/// An answer about earlier versions or the trash.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// Newest first. See [`Request::Versions`].
    #[n(0)]
    Versions(#[n(0)] Vec<VersionLine>),
    /// See [`Request::ReadVersion`].
    #[n(1)]
    Version(#[n(0)] VersionView),
    /// The entry's new line in the list. See [`Request::Restore`].
    #[n(2)]
    Restored(#[n(0)] EntrySummary),
    /// Last deleted first. See [`Request::Trash`].
    #[n(3)]
    Trash(#[n(0)] Vec<TrashLine>),
    /// How many entries, or versions, are gone.
    #[n(4)]
    Removed(#[n(0)] u64),
}

/// An earlier version in a list.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct VersionLine {
    /// Its name among the entry's versions.
    #[n(0)]
    pub number: u64,
    /// What is known of it; nothing if its record is damaged.
    #[n(1)]
    pub known: Option<Known>,
}

/// What is known of an earlier version without showing its text.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Known {
    /// When it was saved.
    #[n(0)]
    pub saved: Timestamp,
    /// Its words.
    #[n(1)]
    pub word_count: u32,
    /// Words that it has more than the present text; negative for fewer.
    #[n(2)]
    pub words_more: i64,
    /// Its first line.
    #[n(3)]
    pub title: String,
}

/// An earlier version to be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct VersionView {
    /// Its line.
    #[n(0)]
    pub line: VersionLine,
    /// Its Markdown as sanitised HTML.
    #[n(1)]
    pub html: String,
    /// Its text and the present one, joined, as typed. Nothing if the present one is damaged.
    #[n(2)]
    pub changes: Vec<Piece>,
}

/// A stretch of text, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Piece {
    /// In which of the texts it is.
    #[n(0)]
    pub change: Change,
    /// The text itself: to be shown as text, never as HTML.
    #[n(1)]
    pub text: String,
}

/// What became of a stretch of text between an earlier version and the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Change {
    /// It is in both.
    #[n(0)]
    Same,
    /// It was in the version and is gone.
    #[n(1)]
    Removed,
    /// It came later.
    #[n(2)]
    Added,
}

/// An entry in the trash.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TrashLine {
    /// Its line in the list.
    #[n(0)]
    pub entry: EntrySummary,
    /// Days for which it can still be brought back, at least 1.
    #[n(1)]
    pub days_left: u16,
}
