//! What the page asks of the vault worker about the record of activity. What takes long goes in
//! steps that the page asks for one by one, so that a save never waits for more than one.

use companion_core::{AiOutcome, AiTask, AuditEvent, AuditFinding, Detection, Timestamp};
use minicbor::{Decode, Encode};

use crate::Progress;

/// A request about the record of activity.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// How does it stand? Answer: [`Response::Status`].
    #[n(0)]
    Status,
    /// Record what happened outside the vault worker. Answer: [`Response::Noted`].
    #[n(1)]
    Note(#[n(0)] Activity),
    /// Begin to verify all of it. Answer: [`Response::Verifying`].
    #[n(2)]
    BeginVerify,
    /// Verify the next events. Answer: [`Response::Verifying`], at the end
    /// [`Response::Status`].
    #[n(3)]
    ContinueVerify,
    /// The events from a number down. Answer: [`Response::Lines`].
    #[n(4)]
    Read {
        /// The newest event to show.
        #[n(0)]
        newest: u64,
        /// How many at most.
        #[n(1)]
        limit: u16,
    },
    /// Begin to export it. Answer: [`Response::Exported`] with the first piece.
    #[n(5)]
    BeginExport,
    /// The next piece. Answer: [`Response::Exported`].
    #[n(6)]
    ContinueExport,
    /// Make a checkpoint. Answer: [`Response::Checkpoint`].
    #[n(7)]
    MakeCheckpoint,
    /// Compare a checkpoint as pasted or typed. Answer: [`Response::Compared`].
    #[n(8)]
    CompareCheckpoint(#[n(0)] String),
    /// The problems that were found have been read. Answer: [`Response::Status`].
    #[n(9)]
    MarkSeen,
}

/// An answer about the record of activity.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// See [`Request::Status`].
    #[n(0)]
    Status(#[n(0)] Status),
    /// See [`Request::Note`].
    #[n(1)]
    Noted,
    /// See [`Request::ContinueVerify`].
    #[n(2)]
    Verifying(#[n(0)] Progress),
    /// See [`Request::Read`].
    #[n(3)]
    Lines(#[n(0)] Vec<Line>),
    /// See [`Request::ContinueExport`].
    #[n(4)]
    Exported(#[n(0)] Piece),
    /// See [`Request::MakeCheckpoint`].
    #[n(5)]
    Checkpoint(#[n(0)] Checkpoint),
    /// See [`Request::CompareCheckpoint`].
    #[n(6)]
    Compared(#[n(0)] Compared),
}

/// What happened outside the vault worker: never text of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum Activity {
    /// A model was loaded.
    #[n(0)]
    ModelLoaded {
        /// Which.
        #[n(0)]
        model: String,
        /// SHA-256 of its file.
        #[cbor(n(1), with = "minicbor::bytes")]
        sha256: [u8; 32],
    },
    /// A model did something with text of the journal.
    #[n(1)]
    AiOperation {
        /// What.
        #[n(0)]
        task: AiTask,
        /// Which model.
        #[n(1)]
        model: String,
        /// For how long, in milliseconds.
        #[n(2)]
        duration_ms: u64,
        /// How it ended.
        #[n(3)]
        outcome: AiOutcome,
    },
    /// A detector found something in a text.
    #[n(2)]
    Detected {
        /// What kind of thing.
        #[n(0)]
        what: Detection,
        /// How many of them.
        #[n(1)]
        count: u32,
    },
    /// Entries left the journal in readable form.
    #[n(3)]
    EntriesExported(#[n(0)] u32),
}

/// How the record of activity stands.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Status {
    /// Events in it.
    #[n(0)]
    pub audit_length: u64,
    /// When it begins.
    #[n(1)]
    pub begun: Option<Timestamp>,
    /// Its last whole verification.
    #[n(2)]
    pub verified: Option<Mark>,
    /// When its end was last kept outside the storage, in a backup or a checkpoint.
    #[n(3)]
    pub anchored: Option<Mark>,
    /// What is wrong with it, as far as is known.
    #[n(4)]
    pub findings: Vec<AuditFinding>,
    /// Whether the writer has read what is wrong.
    #[n(5)]
    pub is_seen: bool,
}

/// A moment, and the event that the record had come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Mark {
    /// When.
    #[n(0)]
    pub when: Timestamp,
    /// Up to which event.
    #[n(1)]
    pub audit_length: u64,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Line {
    /// Its number, from 1.
    #[n(0)]
    pub number: u64,
    /// When it happened; `None` if its record is missing or damaged.
    #[n(1)]
    pub when: Option<Timestamp>,
    /// What happened; `None` also where only a newer Companion knows.
    #[n(2)]
    pub event: Option<AuditEvent>,
    /// Title of the entry that it is about, as it is now, if there still is one.
    #[n(3)]
    pub title: Option<String>,
}

/// A piece of an export.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Piece {
    /// What follows in the file.
    #[n(0)]
    pub text: String,
    /// How far it is.
    #[n(1)]
    pub progress: Progress,
    /// Whether it is the last.
    #[n(2)]
    pub is_last: bool,
}

/// A checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Checkpoint {
    /// The code to be kept.
    #[n(0)]
    pub code: String,
    /// When it was made.
    #[n(1)]
    pub made: Timestamp,
    /// Up to which event.
    #[n(2)]
    pub audit_length: u64,
}

/// What comparing a checkpoint says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Compared {
    /// When the checkpoint was made, to the minute, in UTC.
    #[n(0)]
    pub made: Timestamp,
    /// Up to which event.
    #[n(1)]
    pub audit_length: u64,
    /// What it says of this journal.
    #[n(2)]
    pub verdict: Verdict,
}

/// What a checkpoint says of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Verdict {
    /// Everything up to it is as it was.
    #[n(0)]
    Matches,
    /// It is of another journal.
    #[n(1)]
    OtherJournal,
    /// It knows more than this journal.
    #[n(2)]
    Ahead,
    /// The journal went another way.
    #[n(3)]
    Differs,
    /// The event at which it was made cannot be read.
    #[n(4)]
    Lost,
}
