//! Events as lines to be read, in an exported log and on the command line.

use core::fmt;

use super::{AuditEvent, WayIn};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AiOutcome, AiTask, ModelName};

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
