//! Words about backups.

use companion_protocol::backup::{Merged, Progress, Report};
use companion_protocol::vault::{Failure, FailureKind};

use crate::platform::intl::count;
use crate::text::dates;

pub(crate) const TITLE: &str = "Backup";
pub(crate) const LEAD: &str = "A backup is one encrypted file with your whole journal. Keep it on another device: it opens with the passphrase or the recovery key you have today, and with nothing else.";
pub(crate) const NEVER: &str = "No backup has been made yet.";
pub(crate) const LOOKING: &str = "Looking for the last backup…";
pub(crate) const CREATE: &str = "Save a backup";
pub(crate) const CREATING: &str = "Writing the backup…";
pub(crate) const PICK: &str = "Open a backup file";
pub(crate) const PICK_HINT: &str = "To check a backup, or to bring what is in it into this journal. Nothing you have here is overwritten: where two texts differ, both are kept.";
pub(crate) const FIRST_RUN_TITLE: &str = "Do you have a backup?";
pub(crate) const FIRST_RUN_HINT: &str =
    "Your journal comes back as it was, with the passphrase of the day the backup was made.";
pub(crate) const PASSPHRASE: &str = "Its passphrase, or its recovery key";
pub(crate) const CHECK: &str = "Check it";
pub(crate) const RESTORE: &str = "Restore my journal";
pub(crate) const MERGE: &str = "Bring it in";
pub(crate) const WORKING: &str = "Reading the backup…";
pub(crate) const NOT_FOUND: &str = "The backup was written, but this browser did not hand it over. Nothing is lost. Please try again.";

/// The last backup, and how long ago it was.
pub(crate) fn last(when: &str, age: Option<&str>, entries: u64) -> String {
    let age = age.map(|age| format!(" ({age})")).unwrap_or_default();
    format!("Last backup: {when}{age}, {}.", entry_count(entries))
}

/// A backup that was given to the browser to save.
pub(crate) fn written(name: &str, report: &Report) -> String {
    let mut told = format!(
        "{name} was written, read back and compared: {}. Check that your browser has saved it, and keep it on another device.",
        contents(report)
    );
    add_problems(&mut told, report);
    told
}

/// A backup that was checked.
pub(crate) fn checked(report: &Report) -> String {
    let mut told = format!(
        "This backup is whole. It was made {} and holds {}. Nothing was changed.",
        dates::moment(report.made),
        contents(report)
    );
    add_problems(&mut told, report);
    told
}

/// A backup that was brought in.
pub(crate) fn merged(merged: &Merged) -> String {
    let mut parts = Vec::new();
    if merged.added > 0 {
        parts.push(format!("{} added", count(merged.added)));
    }
    if merged.updated > 0 {
        parts.push(format!(
            "{} replaced by a newer version",
            count(merged.updated)
        ));
    }
    if merged.kept_beside > 0 {
        parts.push(format!(
            "{} kept beside yours, because the texts differ",
            count(merged.kept_beside)
        ));
    }
    if merged.kept_as_version > 0 {
        parts.push(format!(
            "{} kept as an earlier version, because the texts differ",
            count(merged.kept_as_version)
        ));
    }
    match merged.versions {
        0 => {}
        1 => parts.push("1 earlier version added".into()),
        versions => parts.push(format!("{} earlier versions added", count(versions))),
    }
    let mut told = match parts.as_slice() {
        [] => "Everything in this backup was in your journal already.".to_owned(),
        parts => format!("The backup is in your journal: {}.", parts.join(", ")),
    };
    add_problems(&mut told, &merged.report);
    told
}

/// How far it is.
pub(crate) fn progress(progress: Progress) -> String {
    format!("{} of {}", count(progress.done), count(progress.total))
}

/// What happened, what is safe, what to do.
pub(crate) fn failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::WrongPassphrase => "That passphrase does not open this backup. It needs the one you had when the backup was made. Nothing was changed.".into(),
        FailureKind::NotABackup => "This file is not a Companion backup. Nothing was changed. A backup’s name ends with .companion.".into(),
        FailureKind::BackupDamaged => format!("This backup cannot be used: {}. Nothing was changed. Try another copy of it, or an older backup.", failure.detail),
        FailureKind::BackupNewer => "This backup was made by a newer version of Companion. Nothing was changed. Reload this page to update Companion, then try again.".into(),
        FailureKind::BackupFile => "The file could not be read or written. Nothing is lost. Copy it to this device and try again.".into(),
        FailureKind::StorageFull => "This device has no room left for that. Everything in your journal is safe. Free some space and do it again: what has arrived stays, and nothing comes twice.".into(),
        _ => super::vault_failure(failure),
    }
}

fn contents(report: &Report) -> String {
    let mut parts = vec![entry_count(report.entries)];
    if report.in_trash > 0 {
        parts.push(format!("{} in the trash", count(report.in_trash)));
    }
    match report.drafts {
        0 => {}
        1 => parts.push("1 draft".into()),
        drafts => parts.push(format!("{} drafts", count(drafts))),
    }
    parts.join(", ")
}

fn entry_count(entries: u64) -> String {
    match entries {
        1 => "1 entry".into(),
        _ => format!("{} entries", count(entries)),
    }
}

fn add_problems(told: &mut String, report: &Report) {
    for problem in &report.problems {
        told.push(' ');
        told.push_str(problem);
    }
}
