//! What the page asks of the vault worker about imports.
//!
//! The file travels beside [`Request::Open`] as a `File` or `Blob`, and stays with the worker until the import
//! ends. An import is made in steps: the page asks for the next one until an answer says that it is done,
//! shows how far it is in between, and may stop after any of them.

use companion_core::{EntryId, Source, Tally, Timestamp};
use minicbor::{Decode, Encode};

use crate::Progress;
use crate::vault::Passphrase;

/// A request about imports.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// Look at the file beside this request and begin the dry run. Answer: [`Response::Looking`].
    #[n(0)]
    Open {
        /// What the file is called.
        #[n(0)]
        name: String,
        /// When it was last changed, in milliseconds since 1970.
        #[n(1)]
        modified_ms: Option<i64>,
        /// What opens it, if it is encrypted.
        #[n(2)]
        password: Option<Passphrase>,
    },
    /// The next step of the dry run. Answer: [`Response::Looking`] or [`Response::Preview`].
    #[n(1)]
    Look,
    /// The next step of the import. Answer: [`Response::Bringing`] or [`Response::Done`].
    #[n(2)]
    Bring {
        /// Whether photos stay as they are, with everything that their files tell.
        #[n(0)]
        keeps_originals: bool,
    },
    /// End here; what was brought in stays. Answer: [`Response::Done`], or [`Response::Closed`] if nothing was.
    #[n(3)]
    Stop,
    /// What earlier imports have done, the last first. Answer: [`Response::Receipts`].
    #[n(4)]
    Receipts,
    /// Move everything that an import brought to the trash. Answer: [`Response::Undone`].
    #[n(5)]
    Undo(#[n(0)] EntryId),
}

/// An answer about imports.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// How far the dry run is.
    #[n(0)]
    Looking(#[n(0)] Progress),
    /// What the import would do.
    #[n(1)]
    Preview(#[n(0)] Preview),
    /// How far the import is.
    #[n(2)]
    Bringing(#[n(0)] Progress),
    /// What the import did.
    #[n(3)]
    Done(#[n(0)] Receipt),
    /// The file was put away, and nothing was changed.
    #[n(4)]
    Closed,
    /// See [`Request::Receipts`].
    #[n(5)]
    Receipts(#[n(0)] Vec<Receipt>),
    /// See [`Request::Undo`].
    #[n(6)]
    Undone(#[n(0)] Undone),
}

/// What an import would do.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Preview {
    /// Which program has written the file.
    #[n(0)]
    pub source: Source,
    /// What the file is called.
    #[n(1)]
    pub file_name: String,
    /// Things in the file.
    #[n(2)]
    pub found: u64,
    /// Those that would become entries.
    #[n(3)]
    pub new: u64,
    /// The entries that they would become.
    #[n(4)]
    pub entries: u64,
    /// Texts that would be cut into several entries.
    #[n(5)]
    pub cut: u64,
    /// Those that would be skipped.
    #[n(6)]
    pub skipped: Tally,
    /// Photos among those that would come that not every browser can show.
    #[n(7)]
    pub unseen: u64,
    /// Photos that would come along.
    #[n(8)]
    pub photos: u64,
    /// Recordings that would come along.
    #[n(9)]
    pub recordings: u64,
    /// Attachments that the file lacks, or that are of no kind that is kept.
    #[n(10)]
    pub attachments_missing: u64,
    /// Entries whose date is only that of their file.
    #[n(11)]
    pub dates_of_files: u64,
    /// Entries that were turned into Markdown.
    #[n(12)]
    pub converted: u64,
    /// The first moment of what would come.
    #[n(13)]
    pub first: Option<Timestamp>,
    /// The last one.
    #[n(14)]
    pub last: Option<Timestamp>,
    /// Some of what would come.
    #[n(15)]
    pub samples: Vec<Sample>,
}

/// One entry as it would be.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Sample {
    /// The day it would be listed under.
    #[n(0)]
    pub created: Timestamp,
    /// Its title.
    #[n(1)]
    pub title: String,
    /// The first line below that says something.
    #[n(2)]
    pub line: String,
}

/// What undoing an import did.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Undone {
    /// The receipt as it is now.
    #[n(0)]
    pub receipt: Receipt,
    /// Entries that went to the trash.
    #[n(1)]
    pub moved: u64,
}

/// The receipt of an import: of everything that was found, what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// Its name.
    #[n(0)]
    pub id: EntryId,
    /// Which program had written the file.
    #[n(1)]
    pub source: Source,
    /// What the file was called.
    #[n(2)]
    pub file_name: String,
    /// When the import began.
    #[n(3)]
    pub begun: Timestamp,
    /// Whether it came to an end by itself or was stopped; false if it was cut off.
    #[n(4)]
    pub is_finished: bool,
    /// Things in the file.
    #[n(5)]
    pub total: u64,
    /// Those that were looked at.
    #[n(6)]
    pub found: u64,
    /// Those that became entries.
    #[n(7)]
    pub imported: u64,
    /// Entries that were made of them.
    #[n(8)]
    pub entries: u64,
    /// Those that became none.
    #[n(9)]
    pub skipped: Tally,
    /// Photos among those that came that not every browser can show.
    #[n(10)]
    pub unseen: u64,
    /// Photos and recordings that came along.
    #[n(11)]
    pub attachments: u64,
    /// Those that did not.
    #[n(12)]
    pub attachments_missing: u64,
    /// When it was undone.
    #[n(13)]
    pub undone: Option<Timestamp>,
    /// Photos and recordings that came with what their files tell, such as where they were taken.
    #[n(14)]
    pub telling: u64,
}
