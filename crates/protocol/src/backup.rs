//! What the page asks of the vault worker about backups.
//!
//! A backup that is to be read travels as a `File` beside the message. One that was written
//! waits in the browser's private file system, where the page finds it by its name.

use crate::problem::Problem;
use companion_core::Timestamp;
use minicbor::{Decode, Encode};

use crate::vault::{Passphrase, Unlocked};

/// The directory of the private file system in which written backups wait to be saved.
pub const DIRECTORY: &str = "backups";

/// A request about backups. Those with a passphrase come with a file; it is the passphrase of
/// the day on which that backup was made.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// The last backup that was made. Answer: [`Response::Last`].
    #[n(0)]
    Status,
    /// Write a backup, read it back and compare. Answer: [`Response::Written`].
    #[n(1)]
    Write,
    /// The page has given the written backup away: it may go. Answer: [`Response::Forgotten`].
    #[n(2)]
    Forget,
    /// Read everything, change nothing. Answer: [`Response::Checked`].
    #[n(3)]
    Check(#[n(0)] Passphrase),
    /// Make the journal from the backup, where there is none. Answer: [`Response::Restored`].
    #[n(4)]
    Restore(#[n(0)] Passphrase),
    /// Bring the backup into the unlocked journal. Answer: [`Response::Merged`].
    #[n(5)]
    Merge(#[n(0)] Passphrase),
}

/// An answer about backups.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// See [`Request::Status`].
    #[n(0)]
    Last(#[n(0)] Option<Last>),
    /// See [`Request::Write`].
    #[n(1)]
    Written(#[n(0)] Written),
    /// See [`Request::Forget`].
    #[n(2)]
    Forgotten,
    /// See [`Request::Check`].
    #[n(3)]
    Checked(#[n(0)] Report),
    /// See [`Request::Restore`].
    #[n(4)]
    Restored(#[n(0)] Restored),
    /// See [`Request::Merge`].
    #[n(5)]
    Merged(#[n(0)] Merged),
}

/// The last backup that was made.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Last {
    /// When.
    #[n(0)]
    pub made: Timestamp,
    /// Entries outside the trash that it holds.
    #[n(1)]
    pub entries: u64,
}

/// A backup that was written, read back and found the same.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Written {
    /// Name of the file in [`DIRECTORY`], and the name to save it under.
    #[n(0)]
    pub name: String,
    /// What it holds.
    #[n(1)]
    pub report: Report,
}

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Report {
    /// When it was made.
    #[n(0)]
    pub made: Timestamp,
    /// Entries outside the trash.
    #[n(1)]
    pub entries: u64,
    /// Entries in the trash.
    #[n(2)]
    pub in_trash: u64,
    /// Texts that were not saved yet.
    #[n(3)]
    pub drafts: u64,
    /// What was not in order when it was made.
    #[n(4)]
    pub problems: Vec<Problem>,
    /// Photos and recordings.
    #[n(5)]
    #[cbor(default)]
    pub attachments: u64,
}

/// A journal made from a backup.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Restored {
    /// What the backup held.
    #[n(0)]
    pub report: Report,
    /// The journal, open.
    #[n(1)]
    pub unlocked: Unlocked,
}

/// What bringing a backup in has done.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Merged {
    /// What the backup held.
    #[n(0)]
    pub report: Report,
    /// Entries and drafts that were not here, or damaged here.
    #[n(1)]
    pub added: u64,
    /// Entries whose version in the backup was the newer one.
    #[n(2)]
    pub updated: u64,
    /// Texts that differ and were kept as entries or drafts of their own.
    #[n(3)]
    pub kept_beside: u64,
    /// The journal as it is now.
    #[n(4)]
    pub unlocked: Unlocked,
    /// Texts that differ and were kept as earlier versions of their entry.
    #[n(5)]
    pub kept_as_version: u64,
    /// Earlier versions that were not here.
    #[n(6)]
    pub versions: u64,
}
