//! Words about the record of activity.

use companion_core::Timestamp;
use companion_protocol::Progress;
use companion_protocol::audit::{Compared, Line, Status, Verdict};
use companion_protocol::vault::{Failure, FailureKind};

use super::activity;
pub(crate) use super::activity::finding;
use super::from_languages::audit as said;
pub(crate) use super::from_languages::audit::*;
use super::storage::age;
use crate::platform::now;
use crate::state::Standing;
use crate::text::dates;

/// The record in one line.
pub(crate) fn headline(standing: Standing, was_verified: bool) -> &'static str {
    match standing {
        Standing::Ok if !was_verified => ok_so_far(),
        Standing::Ok => ok(),
        Standing::Warning => warning(),
        Standing::Broken => broken(),
    }
}

/// "Verified to #1,204: Today, 10:03. Last kept elsewhere: 3 days ago, up to #1,180."
pub(crate) fn detail(status: &Status) -> String {
    let verified = match &status.verified {
        Some(mark) => verified_to(mark.audit_length, dates::moment(mark.when)),
        None => recorded(status.audit_length),
    };
    let anchored = match &status.anchored {
        Some(mark) => kept_elsewhere(when_kept(mark.when), mark.audit_length),
        None => kept_nowhere().to_owned(),
    };
    format!("{verified} {anchored}")
}

fn when_kept(when: Timestamp) -> String {
    let day = when.local_day();
    age(day, now().local_day()).unwrap_or_else(|| dates::moment(when))
}

/// How far verifying or exporting is.
pub(crate) fn progress(progress: Progress) -> String {
    said::progress(progress.done, progress.total)
}

/// How far looking through photos and recordings is.
pub(crate) fn looking_through(progress: Progress) -> String {
    looked_through(progress.done, progress.total)
}

/// One event.
pub(crate) fn line(line: &Line) -> String {
    let told = match (&line.event, line.when) {
        (Some(event), _) => activity::event(event),
        (None, Some(_)) => newer().to_owned(),
        (None, None) => damaged().to_owned(),
    };
    match line.title.as_deref() {
        None => told,
        Some("") => line_untitled(told),
        Some(title) => said::line(told, title),
    }
}

/// A checkpoint as it is kept: words first, the code last.
pub(crate) fn checkpoint_text(code: &str, length: u64, made: Timestamp) -> String {
    let day = made.local_day().to_iso().unwrap_or_default();
    format!("{}\n{code}", checkpoint_head(day, length))
}

/// What comparing says.
pub(crate) fn compared(compared: &Compared) -> String {
    let day = dates::day(compared.made.local_day());
    let length = compared.audit_length;
    match compared.verdict {
        Verdict::Matches => compared_matches(day, length),
        Verdict::OtherJournal => compared_other_journal().to_owned(),
        Verdict::Ahead => compared_ahead(day, length),
        Verdict::Differs => compared_differs(day, length),
        Verdict::Lost => compared_lost(day, length),
    }
}

/// Why it was not done.
pub(crate) fn failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::NotACheckpoint => not_a_checkpoint().to_owned(),
        _ => super::vault_failure(failure),
    }
}
