//! What the audit log says: fixed kinds of events, numbers and short names, never text of
//! entries. Indices are part of the format (`docs/FORMAT.md`) and only ever added to.

use core::fmt;

use minicbor::{Decode, Encode};

use crate::{EntryId, Source, Timestamp};

/// Longest name of a model in the log, in characters: with it, every record of the log has
/// the same size.
const MAX_MODEL_NAME_CHARS: usize = 48;

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

/// By what the journal was unlocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum WayIn {
    /// The passphrase.
    #[n(0)]
    Passphrase,
    /// The recovery key.
    #[n(1)]
    RecoveryKey,
}

/// How the passphrase is made costly to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum PassphraseDerivation {
    /// PBKDF2.
    #[n(0)]
    Pbkdf2,
    /// Argon2id.
    #[n(1)]
    Argon2id,
}

/// What a model was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum AiTask {
    /// A question in the margin.
    #[n(0)]
    Question,
    /// The mood of an entry.
    #[n(1)]
    Sentiment,
    /// The themes of an entry.
    #[n(2)]
    Themes,
    /// A summary.
    #[n(3)]
    Summary,
    /// Patterns over many entries.
    #[n(4)]
    Patterns,
    /// The meaning of a text as numbers, for search.
    #[n(5)]
    Embedding,
    /// Looking for things that should not be there.
    #[n(6)]
    Detection,
}

/// How an operation of a model ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum AiOutcome {
    /// With an answer.
    #[n(0)]
    Finished,
    /// Stopped by the writer or a limit.
    #[n(1)]
    Stopped,
    /// Without one.
    #[n(2)]
    Failed,
}

/// What a detector looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Detection {
    /// Details that identify a person.
    #[n(0)]
    PersonalDetails,
    /// Text that gives orders to a model.
    #[n(1)]
    PromptInjection,
    /// Text that is meant to mislead later answers.
    #[n(2)]
    DataPoisoning,
}

/// A problem of the log, by record numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub enum AuditFinding {
    /// The last record was written only in part.
    #[n(0)]
    TornTail {
        /// Which.
        #[n(0)]
        at: u64,
    },
    /// Records at the end are gone.
    #[n(1)]
    Truncated {
        /// The first that is gone.
        #[n(0)]
        from: u64,
        /// The last that there was.
        #[n(1)]
        to: u64,
    },
    /// Records in the middle are gone.
    #[n(2)]
    Removed {
        /// The first.
        #[n(0)]
        from: u64,
        /// The last.
        #[n(1)]
        to: u64,
    },
    /// Something that was never written to the log lies in it, at this place.
    #[n(3)]
    Inserted {
        /// Where: the number under which it lies, 0 where it has none.
        #[n(0)]
        at: u64,
    },
    /// A record is not as it was written.
    #[n(4)]
    Edited {
        /// Which.
        #[n(0)]
        at: u64,
    },
    /// Two records are each authentic and do not belong together: two copies of the journal
    /// went separate ways and were mixed.
    #[n(5)]
    Forked {
        /// The record after which the ways part.
        #[n(0)]
        after: u64,
    },
    /// The log goes on after the record that the journal's seal names as its last: an older
    /// seal was put back.
    #[n(6)]
    Downgraded {
        /// The last record by the seal.
        #[n(0)]
        sealed: u64,
        /// The last record that is there.
        #[n(1)]
        found: u64,
    },
}

/// A model's name in the log: at most 48 letters, digits, dots, hyphens and underscores.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct ModelName(#[n(0)] String);

impl ModelName {
    /// What may stand in the log of `name`: other characters become hyphens, and it is cut.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') {
                c
            } else {
                '-'
            }
        };
        Self(name.chars().take(MAX_MODEL_NAME_CHARS).map(plain).collect())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
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

/// One plain line without names of entries.
impl fmt::Display for AuditEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JournalCreated => f.write_str("Journal created"),
            Self::LogBegun => f.write_str("The record of activity begins"),
            Self::Unlocked(WayIn::Passphrase) => f.write_str("Unlocked"),
            Self::Unlocked(WayIn::RecoveryKey) => f.write_str("Unlocked with the recovery key"),
            Self::UnlocksFailed { count: 1, .. } => {
                f.write_str("One wrong passphrase before this unlocking")
            }
            Self::UnlocksFailed { count, .. } => {
                write!(f, "{count} wrong passphrases before this unlocking")
            }
            Self::EventsLost(count) => write!(
                f,
                "{count} events could not be written because the storage failed"
            ),
            Self::ProblemFound(finding) => write!(f, "Problem found. {finding}"),
            Self::EntryCreated(_) => f.write_str("Entry written"),
            Self::EntryEdited(_) => f.write_str("Entry changed"),
            Self::EntryDeleted(_) => f.write_str("Entry moved to the trash"),
            Self::EntryRestored(_) => f.write_str("Entry brought back from the trash"),
            Self::EntryPurged(_) => f.write_str("Entry removed for good"),
            Self::RevisionRestored(_) => f.write_str("Earlier version of an entry brought back"),
            Self::EntriesExported(1) => f.write_str("One entry exported as readable text"),
            Self::EntriesExported(count) => {
                write!(f, "{count} entries exported as readable text")
            }
            Self::IdleLockChanged {
                from_minutes,
                to_minutes,
            } => write!(
                f,
                "Locks itself {}, before it was {}",
                Idle(*to_minutes),
                Idle(*from_minutes)
            ),
            Self::PassphraseChanged(derivation) => {
                write!(f, "Passphrase or its protection changed ({derivation})")
            }
            Self::PassphraseReset(derivation) => write!(
                f,
                "Passphrase replaced by means of the recovery key ({derivation})"
            ),
            Self::RecoveryKeyMade => f.write_str("Recovery key made"),
            Self::RecoveryKeyRemoved => f.write_str("Recovery key removed"),
            Self::ModelLoaded { model, .. } => write!(f, "Model loaded: {}", model.as_str()),
            Self::AiOperation {
                task,
                model,
                duration_ms,
                outcome,
            } => {
                let (seconds, tenths) = (duration_ms / 1_000, duration_ms % 1_000 / 100);
                write!(
                    f,
                    "{task} by {}, {seconds}.{tenths} s{outcome}",
                    model.as_str()
                )
            }
            Self::Detected { what, count } => write!(f, "{what} noticed in a text ({count})"),
            Self::BackupMade {
                entries,
                audit_length,
            } => write!(f, "Backup made of {entries} entries, up to #{audit_length}"),
            Self::BackupRestored { audit_length, .. } => write!(
                f,
                "Journal restored from a backup that went up to #{audit_length}"
            ),
            Self::BackupMerged { entries, .. } => write!(
                f,
                "Backup brought in: {entries} entries or drafts added or changed"
            ),
            Self::LogVerified {
                audit_length,
                findings: 0,
            } => write!(f, "Verified up to #{audit_length}: all in order"),
            Self::LogVerified {
                audit_length,
                findings,
            } => write!(f, "Verified up to #{audit_length}: {findings} problems"),
            Self::CheckpointMade => f.write_str("Checkpoint made"),
            Self::CheckpointCompared {
                audit_length,
                matches: true,
            } => write!(f, "Checkpoint of #{audit_length} compared: it matches"),
            Self::CheckpointCompared { audit_length, .. } => write!(
                f,
                "Checkpoint of #{audit_length} compared: it does not match"
            ),
            Self::LogExported(length) => write!(f, "Activity exported up to #{length}"),
            Self::FindingsSeen(_) => f.write_str("Problems of this record marked as read"),
            Self::EntriesImported { source, count: 1 } => {
                write!(f, "One entry imported from {source}")
            }
            Self::EntriesImported { source, count } => {
                write!(f, "{count} entries imported from {source}")
            }
            Self::ImportUndone(1) => f.write_str("Import undone: one entry moved to the trash"),
            Self::ImportUndone(count) => {
                write!(f, "Import undone: {count} entries moved to the trash")
            }
            Self::JournalRepaired { problems: 1 } => {
                f.write_str("Journal accepted as it is, with one problem")
            }
            Self::JournalRepaired { problems } => {
                write!(f, "Journal accepted as it is, with {problems} problems")
            }
        }
    }
}

/// Minutes until a journal locks itself, in words.
struct Idle(u32);

impl fmt::Display for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("never"),
            1 => f.write_str("after 1 minute"),
            minutes => write!(f, "after {minutes} minutes"),
        }
    }
}

impl fmt::Display for PassphraseDerivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pbkdf2 => "PBKDF2",
            Self::Argon2id => "Argon2id",
        })
    }
}

impl fmt::Display for AiTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Question => "A question",
            Self::Sentiment => "Mood of an entry",
            Self::Themes => "Themes of an entry",
            Self::Summary => "A summary",
            Self::Patterns => "Patterns over entries",
            Self::Embedding => "Preparing for search",
            Self::Detection => "A check of a text",
        })
    }
}

/// What is added to a line; nothing where all went well.
impl fmt::Display for AiOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Finished => "",
            Self::Stopped => ", stopped",
            Self::Failed => ", failed",
        })
    }
}

impl fmt::Display for Detection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PersonalDetails => "Personal details",
            Self::PromptInjection => "Orders to a model",
            Self::DataPoisoning => "Misleading text",
        })
    }
}

/// What was found and what it means, for people who read no manuals.
impl fmt::Display for AuditFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TornTail { at } => write!(
                f,
                "Torn end: the last event, #{at}, was written only in part, as by a failing disk or a power cut."
            ),
            Self::Truncated { from, to } => write!(
                f,
                "Cut off: {} missing at the end. Somebody or something has removed the newest events.",
                Events(*from, *to)
            ),
            Self::Removed { from, to } => write!(
                f,
                "Removed: {} missing from the middle.",
                Events(*from, *to)
            ),
            Self::Inserted { at: 0 } => {
                f.write_str("Added: something that Companion never wrote lies among the events.")
            }
            Self::Inserted { at } => write!(
                f,
                "Added: at #{at} lies something that Companion never wrote there."
            ),
            Self::Edited { at } => write!(
                f,
                "Changed: event #{at} is not as it was written, and cannot be read."
            ),
            Self::Forked { after } => write!(
                f,
                "Mixed: the events up to #{after} and those after it come from two different copies of this journal."
            ),
            Self::Downgraded { sealed, found } => write!(
                f,
                "Set back: the journal's seal knows the events up to #{sealed}, and there are events up to #{found}. An older state of the journal was put back."
            ),
        }
    }
}

/// A range of events with its verb.
struct Events(u64, u64);

impl fmt::Display for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == self.1 {
            write!(f, "event #{} is", self.0)
        } else {
            write!(f, "events #{} to #{} are", self.0, self.1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_models_name_is_short_and_plain() {
        let name = ModelName::new("Qwen2.5/0.5B instruct\n<b>é");
        assert_eq!(name.as_str(), "Qwen2.5-0.5B-instruct--b--");
        assert_eq!(ModelName::new(&"é".repeat(99)).as_str().len(), 48);
    }

    #[test]
    fn lines_are_plain_english() {
        let event = AuditEvent::AiOperation {
            task: AiTask::Question,
            model: ModelName::new("qwen2.5"),
            duration_ms: 2_345,
            outcome: AiOutcome::Stopped,
        };
        assert_eq!(event.to_string(), "A question by qwen2.5, 2.3 s, stopped");
        let event = AuditEvent::IdleLockChanged {
            from_minutes: 5,
            to_minutes: 0,
        };
        assert_eq!(
            event.to_string(),
            "Locks itself never, before it was after 5 minutes"
        );
    }
}
