//! Every word that is shown or spoken. The words themselves stand in `app/languages`: one folder a
//! language, one file a topic, in Fluent. `app/build` makes of them one function a message:
//! `new-entry` in `main.ftl` is `words::new_entry()`, `title` in `trash.ftl` is
//! `words::trash::title()`. A new topic is a new file, and needs nothing here.
//!
//! - **A word**: `title = Trash` in `languages/en/trash.ftl`, the same in every other language.
//!   It is a `&'static str`.
//! - **A sentence with gaps**: `deleted = Deleted { $when }` is `deleted(when)`, a `String`. A gap
//!   takes a text or a number; numbers are written as the language writes them. With more than one
//!   gap, a comment before the sentence names them in the order of the call: `# $day and $time`.
//! - **Plurals**: `{ $days -> [one] 1 day *[other] { $days } days }`, each variant on a line of its
//!   own; never a plural made by hand. The categories are CLDR's; an exact number may stand
//!   there too: `[0]`. The browser knows which one holds.
//! - **Several words that belong together**: a message of attributes only, `.light = Light`, is an
//!   array, in the order of English.
//! - **A space at an end**: `{" "}`.
//! - **What depends on a kind or a state** is chosen here or in `words/<topic>.rs`, by functions
//!   that call those of the languages.
//!
//! A new language is a new folder: copy `languages/en`, translate, and it is in Settings. What it
//! lacks is said in English, is warned of by the build, and fails the test in `language.rs`. German
//! says "du". `?lang=en-XA` and `?lang=ar-XB` show English in disguise: text without ⟦marks⟧ was
//! forgotten here.

pub(crate) mod activity;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod engine;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod problem;
pub(crate) mod speed;
pub(crate) mod storage;
pub(crate) mod weakness;

/// What `app/build` made.
mod from_languages {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

use companion_core::limits::{MAX_ENTRY_CHARS, MIN_PASSPHRASE_CHARS};
use companion_protocol::inference::{ModelState, Progress, Stage};
use companion_protocol::vault::{Failure, FailureKind};

use crate::platform::support::Missing;

pub(crate) use from_languages::*;

/// The choices for locking by itself, in minutes; 0 is never.
pub(crate) const IDLE_CHOICES: [u16; 6] = [1, 5, 10, 30, 60, 0];

/// One of them in words.
pub(crate) fn idle_choice(minutes: u16) -> String {
    match minutes {
        0 => idle_never().to_owned(),
        1..60 => idle_minutes(minutes),
        _ => idle_hours(minutes / 60),
    }
}

/// Why a passphrase is refused before anybody asks how strong it is.
pub(crate) fn passphrase_too_short() -> String {
    from_languages::passphrase_too_short(MIN_PASSPHRASE_CHARS)
}

/// The text is longer than an entry may be.
pub(crate) fn too_long() -> String {
    from_languages::too_long(MAX_ENTRY_CHARS)
}

/// Time spent writing; nothing below a minute.
pub(crate) fn time_spent(seconds: u32) -> Option<String> {
    match seconds / 60 {
        0 => None,
        minutes @ 1..60 => Some(minutes_spent(minutes)),
        minutes => Some(hours_spent(minutes / 60, minutes % 60)),
    }
}

/// A size in megabytes, as shops and system settings count them.
pub(crate) fn size(bytes: u64) -> String {
    from_languages::size(bytes.div_ceil(1_000_000))
}

/// What this browser lacks.
pub(crate) fn missing(what: Missing) -> &'static str {
    match what {
        Missing::SecureConnection => missing_secure_connection(),
        Missing::Simd => missing_simd(),
        Missing::Locks => missing_locks(),
        Missing::Database => missing_database(),
        Missing::Files => missing_files(),
    }
}

/// Where the model stands.
pub(crate) fn model_state(state: ModelState) -> &'static str {
    match state {
        ModelState::None => model_none(),
        ModelState::Downloading => model_downloading(),
        ModelState::Ready => model_ready(),
        ModelState::Loading => model_loading(),
        ModelState::Loaded => model_loaded(),
        ModelState::Error => model_error(),
    }
}

/// What is under way, and how far it is.
pub(crate) fn progress(progress: Progress) -> String {
    let stage = match progress.stage {
        Stage::Transfer => stage_transfer(),
        Stage::Verify => stage_verify(),
        Stage::Load => stage_load(),
        Stage::Prefill => reflecting(),
        Stage::Measure => speed::measuring(),
        Stage::Encoder => stage_encoder(),
        Stage::Speech => speech::listening(),
    };
    match percent(progress) {
        Some(percent) => stage_percent(stage, percent),
        None => stage.to_owned(),
    }
}

/// How far it is; unknown where the whole is not known.
pub(crate) fn percent(progress: Progress) -> Option<u64> {
    progress
        .done
        .saturating_mul(100)
        .checked_div(progress.total)
        .map(|percent| percent.min(100))
}

/// What happened, what is safe, what to do: for anything asked of the journal.
pub(crate) fn vault_failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::WrongPassphrase => failure_wrong_passphrase().to_owned(),
        FailureKind::WeakPassphrase => failure_weak_passphrase().to_owned(),
        FailureKind::Locked => failure_locked().to_owned(),
        FailureKind::NotFound => failure_not_found().to_owned(),
        FailureKind::TooLong => failure_too_long(MAX_ENTRY_CHARS),
        FailureKind::DraftTooLarge => failure_draft_too_large().to_owned(),
        FailureKind::Damaged => failure_damaged().to_owned(),
        FailureKind::StorageFull => failure_storage_full().to_owned(),
        FailureKind::TooManyTemplates => writing::too_many_templates().into(),
        FailureKind::TakenOver => failure_taken_over().to_owned(),
        FailureKind::Unreadable => failure_unreadable().to_owned(),
        FailureKind::Storage => failure_storage().to_owned(),
        FailureKind::Incomplete => failure_incomplete().to_owned(),
        FailureKind::AlreadyExists => failure_already_exists().to_owned(),
        FailureKind::NotABackup
        | FailureKind::NotACheckpoint
        | FailureKind::BackupDamaged
        | FailureKind::BackupCutOff
        | FailureKind::BackupNewer
        | FailureKind::BackupFile => backup::failure(failure),
        FailureKind::ExportFile | FailureKind::ExportFonts | FailureKind::ExportPdf => {
            export::failure(failure)
        }
        FailureKind::WrongRecoveryKey => failure_wrong_recovery_key().to_owned(),
        FailureKind::RecoveryKeyMistyped => failure_recovery_key_mistyped().to_owned(),
        FailureKind::RecoveryKeyLength => failure_recovery_key_length(&failure.detail),
        FailureKind::RecoveryKeyGroup => failure_recovery_key_group(&failure.detail),
        FailureKind::NoRecoveryKey => failure_no_recovery_key().to_owned(),
        FailureKind::NotInSample => sample::not_here().to_owned(),
        FailureKind::RecoveryKeyOutdated => failure_recovery_key_outdated().to_owned(),
        // Faults of ours, and whatever the page asks for nowhere.
        _ => failure_other(&failure.detail),
    }
}

/// The same, for text that is still on screen.
pub(crate) fn draft_failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::StorageFull => draft_storage_full().to_owned(),
        FailureKind::Damaged => draft_damaged().to_owned(),
        _ => draft_failed(vault_failure(failure)),
    }
}
