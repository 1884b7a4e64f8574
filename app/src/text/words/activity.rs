//! What the record of activity says, in the reader's language. (Its own lines, in the exported
//! file and on the command line, are English.)

use companion_core::{
    AiOutcome, AiTask, AuditEvent, AuditFinding, Detection, PassphraseDerivation, Source, WayIn,
};

pub(crate) use super::from_languages::activity::*;
use super::from_languages::import;

/// One event, without names of entries.
pub(crate) fn event(event: &AuditEvent) -> String {
    match event {
        AuditEvent::JournalCreated => journal_created().to_owned(),
        AuditEvent::LogBegun => log_begun().to_owned(),
        AuditEvent::Unlocked(WayIn::Passphrase) => unlocked().to_owned(),
        AuditEvent::Unlocked(WayIn::RecoveryKey) => unlocked_with_recovery_key().to_owned(),
        AuditEvent::UnlocksFailed { count, .. } => unlocks_failed(*count),
        AuditEvent::EventsLost(count) => events_lost(*count),
        AuditEvent::ProblemFound(found) => problem_found(finding(found)),
        AuditEvent::EntryCreated(_) => entry_written().to_owned(),
        AuditEvent::EntryEdited(_) => entry_changed().to_owned(),
        AuditEvent::EntryDeleted(_) => entry_deleted().to_owned(),
        AuditEvent::EntryRestored(_) => entry_restored().to_owned(),
        AuditEvent::EntryPurged(_) => entry_purged().to_owned(),
        AuditEvent::RevisionRestored(_) => version_restored().to_owned(),
        AuditEvent::EntriesExported(count) => entries_exported(*count),
        AuditEvent::EntriesImported { source, count } => {
            entries_imported(*count, source_name(*source))
        }
        AuditEvent::ImportUndone(count) => import_undone(*count),
        AuditEvent::IdleLockChanged {
            from_minutes,
            to_minutes,
        } => idle_lock_changed(idle_after(*to_minutes), idle_after(*from_minutes)),
        AuditEvent::PassphraseChanged(derivation) => passphrase_changed(protection(*derivation)),
        AuditEvent::PassphraseReset(derivation) => passphrase_reset(protection(*derivation)),
        AuditEvent::RecoveryKeyMade => recovery_key_made().to_owned(),
        AuditEvent::RecoveryKeyRemoved => recovery_key_removed().to_owned(),
        AuditEvent::ModelLoaded { model, .. } => model_loaded(model.as_str()),
        AuditEvent::AiOperation {
            task,
            model,
            duration_ms,
            outcome,
        } => {
            let (task, model, seconds) = (task_name(*task), model.as_str(), seconds(*duration_ms));
            match outcome {
                AiOutcome::Finished => task_finished(task, model, seconds),
                AiOutcome::Stopped => task_stopped(task, model, seconds),
                AiOutcome::Failed => task_failed(task, model, seconds),
            }
        }
        AuditEvent::Detected { what, count } => detected(detection(*what), *count),
        AuditEvent::BackupMade {
            entries,
            audit_length,
        } => backup_made(*entries, *audit_length),
        AuditEvent::BackupRestored { audit_length, .. } => backup_restored(*audit_length),
        AuditEvent::BackupMerged { entries, .. } => backup_merged(*entries),
        AuditEvent::LogVerified {
            audit_length,
            findings: 0,
        } => verified(*audit_length),
        AuditEvent::LogVerified {
            audit_length,
            findings,
        } => verified_with_problems(*audit_length, *findings),
        AuditEvent::CheckpointMade => checkpoint_made().to_owned(),
        AuditEvent::CheckpointCompared {
            audit_length,
            matches: true,
        } => checkpoint_matches(*audit_length),
        AuditEvent::CheckpointCompared { audit_length, .. } => checkpoint_differs(*audit_length),
        AuditEvent::LogExported(length) => log_exported(*length),
        AuditEvent::FindingsSeen(_) => findings_seen().to_owned(),
        AuditEvent::JournalRepaired { problems } => journal_repaired(*problems),
    }
}

/// What was found and what it means.
pub(crate) fn finding(finding: &AuditFinding) -> String {
    match *finding {
        AuditFinding::TornTail { at } => torn_end(at),
        AuditFinding::Truncated { from, to } if from == to => cut_off_one(to),
        AuditFinding::Truncated { from, to } => cut_off(from, to),
        AuditFinding::Removed { from, to } if from == to => removed_one(to),
        AuditFinding::Removed { from, to } => removed(from, to),
        AuditFinding::Inserted { at: 0 } => inserted_somewhere().to_owned(),
        AuditFinding::Inserted { at } => inserted(at),
        AuditFinding::Edited { at } => edited(at),
        AuditFinding::Forked { after } => forked(after),
        AuditFinding::Downgraded { sealed, found } => downgraded(sealed, found),
    }
}

const fn protection(derivation: PassphraseDerivation) -> &'static str {
    match derivation {
        PassphraseDerivation::Pbkdf2 => "PBKDF2",
        PassphraseDerivation::Argon2id => "Argon2id",
    }
}

fn task_name(task: AiTask) -> &'static str {
    match task {
        AiTask::Question => task_question(),
        AiTask::Sentiment => task_sentiment(),
        AiTask::Themes => task_themes(),
        AiTask::Summary => task_summary(),
        AiTask::Patterns => task_patterns(),
        AiTask::Embedding => task_embedding(),
        AiTask::Detection => task_detection(),
    }
}

fn source_name(source: Source) -> &'static str {
    match source {
        Source::Companion => import::source_companion(),
        Source::DayOne => import::source_day_one(),
        Source::Jrnl => import::source_jrnl(),
        Source::Joplin => import::source_joplin(),
        Source::StandardNotes => import::source_standard_notes(),
        Source::Markdown => import::source_markdown(),
        Source::Sample => import::source_sample(),
    }
}

fn detection(what: Detection) -> &'static str {
    match what {
        Detection::PersonalDetails => detected_personal_details(),
        Detection::PromptInjection => detected_prompt_injection(),
        Detection::DataPoisoning => detected_data_poisoning(),
    }
}

/// Whole tenths of a second.
fn seconds(duration_ms: u64) -> f64 {
    // Durations are far inside the range in which a double is exact.
    (duration_ms / 100) as f64 / 10.0
}
