//! Where an entry came from that was not written here.

use core::fmt;

use minicbor::{Decode, Encode};

use crate::Timestamp;

/// That an entry was imported. What others wrote, or the writer elsewhere, is told apart from
/// what was typed here: it matters when a journal is searched for foreign text.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Origin {
    /// The program it came from.
    #[n(0)]
    pub source: Source,
    /// When it was imported.
    #[n(1)]
    pub imported: Timestamp,
    /// What it was called there, so that importing again brings nothing twice.
    #[n(2)]
    pub source_id: Option<String>,
}

/// A program or format that entries are imported from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Source {
    /// Companion's own JSON.
    #[n(0)]
    Companion,
    /// Day One.
    #[n(1)]
    DayOne,
    /// jrnl.
    #[n(2)]
    Jrnl,
    /// Joplin.
    #[n(3)]
    Joplin,
    /// Standard Notes.
    #[n(4)]
    StandardNotes,
    /// A folder of Markdown files, Obsidian's among them.
    #[n(5)]
    Markdown,
    /// The sample journal that comes with Companion.
    #[n(6)]
    Sample,
}

/// What the program or format is called.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Companion => "Companion’s JSON",
            Self::DayOne => "Day One",
            Self::Jrnl => "jrnl",
            Self::Joplin => "Joplin",
            Self::StandardNotes => "Standard Notes",
            Self::Markdown => "Markdown files",
            Self::Sample => "the sample journal",
        })
    }
}
