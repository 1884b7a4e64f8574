//! What the audit log says: fixed kinds of events, numbers and short names, never text of
//! entries. Indices are part of the format (`docs/FORMAT.md`) and only ever added to.

mod details;
mod finding;
mod words;

use minicbor::{Decode, Encode};

use crate::{EntryId, Source, Timestamp};

pub use details::{AiOutcome, AiTask, Detection, ModelName, PassphraseDerivation, WayIn};
pub use finding::AuditFinding;

/// Something that happened to the journal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum AuditEvent {
    /// The journal was created.
    #[n(0)]
    JournalCreated,
    /// The log begins later than its journal.
    #[n(1)]
    LogBegun,
    /// The journal was unlocked.
    #[n(2)]
    Unlocked(#[n(0)] WayIn),
    /// Wrong passphrases or recovery keys since the last unlocking: how many, and the last.
    #[n(3)]
    UnlocksFailed {
        /// How many.
        #[n(0)]
        count: u32,
        /// When the last one was.
        #[n(1)]
        last: Timestamp,
    },
    /// Events that could not be written and were too many to be kept.
    #[n(4)]
    EventsLost(#[n(0)] u32),
    /// Something in the log or the journal was not as it was left.
    #[n(5)]
    ProblemFound(#[n(0)] AuditFinding),
    /// A new entry was saved.
    #[n(10)]
    EntryCreated(#[n(0)] EntryId),
    /// An entry was saved again.
    #[n(11)]
    EntryEdited(#[n(0)] EntryId),
    /// An entry was moved to the trash.
    #[n(12)]
    EntryDeleted(#[n(0)] EntryId),
    /// An entry was brought back from the trash.
    #[n(13)]
    EntryRestored(#[n(0)] EntryId),
    /// An entry was removed for good.
    #[n(14)]
    EntryPurged(#[n(0)] EntryId),
    /// An earlier revision of an entry was made its current one.
    #[n(15)]
    RevisionRestored(#[n(0)] EntryId),
    /// Entries left the journal in readable form.
    #[n(16)]
    EntriesExported(#[n(0)] u32),
    /// The journal locks itself after so many minutes; 0 is never.
    #[n(20)]
    IdleLockChanged {
        /// Minutes so far.
        #[n(0)]
        from_minutes: u32,
        /// Minutes from now on.
        #[n(1)]
        to_minutes: u32,
    },
    /// The passphrase was exchanged, or its derivation.
    #[n(21)]
    PassphraseChanged(#[n(0)] PassphraseDerivation),
    /// A forgotten passphrase was replaced by means of the recovery key.
    #[n(22)]
    PassphraseReset(#[n(0)] PassphraseDerivation),
    /// A recovery key was put in use.
    #[n(23)]
    RecoveryKeyMade,
    /// The recovery key opens nothing any more.
    #[n(24)]
    RecoveryKeyRemoved,
    /// A model was loaded.
    #[n(30)]
    ModelLoaded {
        /// Which.
        #[n(0)]
        model: ModelName,
        /// SHA-256 of its file.
        #[cbor(n(1), with = "minicbor::bytes")]
        sha256: [u8; 32],
    },
    /// A model did something with text of the journal.
    #[n(31)]
    AiOperation {
        /// What.
        #[n(0)]
        task: AiTask,
        /// Which model.
        #[n(1)]
        model: ModelName,
        /// For how long, in milliseconds.
        #[n(2)]
        duration_ms: u64,
        /// How it ended.
        #[n(3)]
        outcome: AiOutcome,
    },
    /// A detector found something in a text; never what.
    #[n(40)]
    Detected {
        /// What kind of thing.
        #[n(0)]
        what: Detection,
        /// How many of them.
        #[n(1)]
        count: u32,
    },
    /// A backup was written, and holds the log up to a record: an anchor outside the storage.
    #[n(50)]
    BackupMade {
        /// Entries in it, outside the trash.
        #[n(0)]
        entries: u64,
        /// Last record of the log in it.
        #[n(1)]
        audit_length: u64,
    },
    /// The journal was made from a backup; the log goes on from there.
    #[n(51)]
    BackupRestored {
        /// When the backup was made.
        #[n(0)]
        made: Timestamp,
        /// Last record of the log in it.
        #[n(1)]
        audit_length: u64,
    },
    /// A backup was brought into the journal; its own log was not.
    #[n(52)]
    BackupMerged {
        /// When the backup was made.
        #[n(0)]
        made: Timestamp,
        /// Entries that it added or changed.
        #[n(1)]
        entries: u64,
    },
    /// The whole log was verified up to a record.
    #[n(53)]
    LogVerified {
        /// Up to which.
        #[n(0)]
        audit_length: u64,
        /// Problems that were found.
        #[n(1)]
        findings: u32,
    },
    /// A checkpoint of the log, this record included, was shown.
    #[n(54)]
    CheckpointMade,
    /// A checkpoint was compared with the log.
    #[n(55)]
    CheckpointCompared {
        /// The checkpoint's last record.
        #[n(0)]
        audit_length: u64,
        /// Whether the log still holds it unchanged.
        #[n(1)]
        matches: bool,
    },
    /// The log was exported up to a record.
    #[n(56)]
    LogExported(#[n(0)] u64),
    /// A damaged journal was accepted as it is.
    #[n(57)]
    JournalRepaired {
        /// Problems that were accepted.
        #[n(0)]
        problems: u32,
    },
    /// The problems that were found in the log have been read.
    #[n(58)]
    FindingsSeen(#[n(0)] u32),
    /// Entries were brought in from another program.
    #[n(60)]
    EntriesImported {
        /// From which.
        #[n(0)]
        source: Source,
        /// How many.
        #[n(1)]
        count: u32,
    },
    /// Entries that an import had brought were moved to the trash together.
    #[n(61)]
    ImportUndone(#[n(0)] u32),
}

impl AuditEvent {
    /// The entry that it is about, if it is about one.
    #[must_use]
    pub const fn entry(&self) -> Option<EntryId> {
        match self {
            Self::EntryCreated(id)
            | Self::EntryEdited(id)
            | Self::EntryDeleted(id)
            | Self::EntryRestored(id)
            | Self::EntryPurged(id)
            | Self::RevisionRestored(id) => Some(*id),
            _ => None,
        }
    }
}
