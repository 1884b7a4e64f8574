//! What the page asks of the vault worker about moods, favourites and tags.

use companion_core::{EntryId, EntrySummary, Mood};
use minicbor::{Decode, Encode};

/// A request about marks.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// Say how the writer felt, or nothing any more. Answer: [`Response::Marked`].
    #[n(0)]
    SetMood {
        /// The entry.
        #[n(0)]
        entry: EntryId,
        /// The mood.
        #[n(1)]
        mood: Option<Mood>,
    },
    /// Mark an entry as dear, or take the mark away. Answer: [`Response::Marked`].
    #[n(1)]
    SetFavourite {
        /// The entry.
        #[n(0)]
        entry: EntryId,
        /// Whether it is.
        #[n(1)]
        is_favourite: bool,
    },
    /// One step of calling a tag something else. Answer: [`Response::Renamed`], empty when all
    /// is done, or [`Response::NotAName`].
    #[n(2)]
    RenameTag {
        /// Its name so far.
        #[n(0)]
        from: String,
        /// Its name from now on, as typed.
        #[n(1)]
        to: String,
    },
    /// Put the texts back that renaming has changed, unless they were changed since. Answer:
    /// [`Response::Undone`].
    #[n(3)]
    UndoRename {
        /// Its name before.
        #[n(0)]
        from: String,
        /// What it was renamed to, as typed.
        #[n(1)]
        to: String,
        /// Some of the entries that were changed.
        #[n(2)]
        entries: Vec<Retagged>,
    },
    /// One step of writing the lines of the list anew that an earlier version wrote; the first
    /// begins at 0. Answer: [`Response::CaughtUp`].
    #[n(4)]
    CatchUp(#[n(0)] u16),
}

/// An answer about marks.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// The entry's line, with the mark.
    #[n(0)]
    Marked(#[n(0)] EntrySummary),
    /// Entries that this step has changed.
    #[n(1)]
    Renamed(#[n(0)] Vec<Retagged>),
    /// No tag can be called so. Nothing was changed.
    #[n(2)]
    NotAName,
    /// How many entries are as they were.
    #[n(3)]
    Undone(#[n(0)] u32),
    /// How far the list is.
    #[n(4)]
    CaughtUp {
        /// Lines that were written anew.
        #[n(0)]
        changed: u32,
        /// Where the next step begins; nothing when all is done.
        #[n(1)]
        next: Option<u16>,
    },
}

/// An entry in which a tag was renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Retagged {
    /// The entry.
    #[n(0)]
    pub entry: EntryId,
    /// The earlier version that keeps the text as it was, if one is kept.
    #[n(1)]
    pub version: Option<u64>,
}
