//! Words about backups.

use companion_protocol::Progress;
use companion_protocol::backup::{Merged, Report};
use companion_protocol::vault::{Failure, FailureKind};

use super::from_languages::backup as said;
pub(crate) use super::from_languages::backup::*;
use crate::text::dates;

/// The last backup, and how long ago it was.
pub(crate) fn last(when: &str, age: Option<&str>, entries: u64) -> String {
    match age {
        Some(age) => last_and_age(when, age, entries),
        None => said::last(when, entries),
    }
}

/// A backup that was given to the browser to save.
pub(crate) fn written(name: &str, report: &Report) -> String {
    with_problems(said::written(name, contents(report)), report)
}

/// A backup that was checked.
pub(crate) fn checked(report: &Report) -> String {
    with_problems(
        said::checked(dates::moment(report.made), contents(report)),
        report,
    )
}

/// A backup that was brought in.
pub(crate) fn merged(merged: &Merged) -> String {
    type Say = fn(u64) -> String;
    let counted: [(u64, Say); 5] = [
        (merged.added, |count| merged_added(count)),
        (merged.updated, |count| merged_updated(count)),
        (merged.kept_beside, |count| merged_beside(count)),
        (merged.kept_as_version, |count| merged_as_version(count)),
        (merged.versions, |count| merged_versions(count)),
    ];
    let parts: Vec<_> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, say)| say(count))
        .collect();
    let told = match parts.as_slice() {
        [] => merged_all_known().to_owned(),
        parts => said::merged(parts.join(", ")),
    };
    with_problems(told, &merged.report)
}

/// How far it is.
pub(crate) fn progress(progress: Progress) -> String {
    said::progress(progress.done, progress.total)
}

/// What happened, what is safe, what to do.
pub(crate) fn failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::WrongPassphrase => failure_wrong_passphrase().to_owned(),
        FailureKind::NotABackup => failure_not_a_backup().to_owned(),
        FailureKind::BackupDamaged => failure_damaged().to_owned(),
        FailureKind::BackupCutOff => failure_cut_off().to_owned(),
        FailureKind::BackupNewer => failure_newer().to_owned(),
        FailureKind::BackupFile => failure_file().to_owned(),
        FailureKind::StorageFull => failure_storage_full().to_owned(),
        _ => super::vault_failure(failure),
    }
}

fn contents(report: &Report) -> String {
    let mut parts = vec![entry_count(report.entries)];
    if report.in_trash > 0 {
        parts.push(in_trash(report.in_trash));
    }
    if report.drafts > 0 {
        parts.push(draft_count(report.drafts));
    }
    parts.join(", ")
}

fn with_problems(told: String, report: &Report) -> String {
    let mut told = told;
    for problem in &report.problems {
        told.push(' ');
        told.push_str(&super::problem::sentence(problem));
    }
    told
}
