//! Words about the record of activity.

use companion_core::{AuditFinding, Timestamp};
use companion_protocol::audit::{Compared, Line, Progress, Status, Verdict};
use companion_protocol::vault::{Failure, FailureKind};

use super::storage::age;
use crate::platform::intl::count;
use crate::platform::now;
use crate::state::Standing;
use crate::text::dates;

pub(crate) const TITLE: &str = "Activity and integrity";
pub(crate) const LEAD: &str = "Companion keeps a sealed record of what happens to your journal: unlocking, saving, deleting, backups, what the model did. Never what you write. The record cannot be thinned out or changed without being noticed.";
pub(crate) const LOOKING: &str = "Looking at the record…";
pub(crate) const OK: &str = "Everything is in order";
pub(crate) const OK_SO_FAR: &str = "Nothing amiss so far";
pub(crate) const WARNING: &str = "In order, with a remark";
pub(crate) const BROKEN: &str = "Something is not as it was left";
pub(crate) const VERIFY: &str = "Verify now";
pub(crate) const SHOW: &str = "Show activity";
pub(crate) const PAGE: &str = "Activity";
pub(crate) const PROBLEMS: &str = "What is wrong";
pub(crate) const PROBLEMS_KNOWN: &str = "What was wrong, and you have read";
pub(crate) const WHAT_TO_DO: &str = "What to do: your entries are checked on their own each time you unlock, so look there first for anything missing. Then save a backup under a new name, keep your older backups, and compare a checkpoint if you have one. If somebody else can use this device, change your passphrase.";
pub(crate) const SEEN: &str = "I have read this";
pub(crate) const ANCHOR_HINT: &str = "The end of the record has not been kept outside this browser for a while. Save a backup, or make a checkpoint.";
pub(crate) const CHECKPOINT: &str = "Checkpoints";
pub(crate) const CHECKPOINT_LEAD: &str = "A checkpoint is a short code for everything recorded so far. Keep it on paper or in a message to yourself. Compared later, it shows what nothing on this device can: that the whole journal was put back to an earlier state.";
pub(crate) const CHECKPOINT_MAKE: &str = "Make a checkpoint";
pub(crate) const CHECKPOINT_COPY: &str = "Copy it";
pub(crate) const CHECKPOINT_COPIED: &str = "Copied";
pub(crate) const CHECKPOINT_NOT_COPIED: &str =
    "This browser does not allow copying. Please select and copy it.";
pub(crate) const CHECKPOINT_FIELD: &str = "A checkpoint you have kept";
pub(crate) const CHECKPOINT_COMPARE: &str = "Compare";
pub(crate) const EXPORT: &str = "Export as a file";
pub(crate) const EXPORT_HINT: &str = "Anybody can check the file without your passphrase, with “companion-native audit verify”. It shows what you see here without titles, and nothing of your entries.";
pub(crate) const PRINT: &str = "Print";
pub(crate) const EARLIER: &str = "Show earlier";
pub(crate) const EVENTS: &str = "What happened";
pub(crate) const NO_DAY: &str = "Unknown day";
pub(crate) const NOT_SAVED: &str = "This browser did not save the file. Nothing is lost.";
const DAMAGED: &str = "This event is missing or damaged";
const NEWER: &str = "An event that a newer Companion has recorded";

/// The record in one line.
pub(crate) const fn headline(standing: Standing, was_verified: bool) -> &'static str {
    match standing {
        Standing::Ok if !was_verified => OK_SO_FAR,
        Standing::Ok => OK,
        Standing::Warning => WARNING,
        Standing::Broken => BROKEN,
    }
}

/// "Verified to #1,204: Today, 10:03. Last kept elsewhere: 3 days ago, up to #1,180."
pub(crate) fn detail(status: &Status) -> String {
    let verified = match &status.verified {
        Some(mark) => format!(
            "Verified to #{}: {}.",
            count(mark.audit_length),
            dates::moment(mark.when)
        ),
        None => format!(
            "{} recorded. It is verified as a whole soon after unlocking, or now.",
            events(status.audit_length)
        ),
    };
    let anchored = match &status.anchored {
        Some(mark) => format!(
            "Last kept elsewhere: {}, up to #{}.",
            when_kept(mark.when),
            count(mark.audit_length)
        ),
        None => "Not kept elsewhere yet: a backup or a checkpoint does that.".into(),
    };
    format!("{verified} {anchored}")
}

fn when_kept(when: Timestamp) -> String {
    let day = when.local_day();
    age(day, now().local_day()).unwrap_or_else(|| dates::moment(when))
}

fn events(length: u64) -> String {
    match length {
        1 => "1 event".into(),
        _ => format!("{} events", count(length)),
    }
}

/// How far verifying or exporting is.
pub(crate) fn progress(progress: Progress) -> String {
    format!(
        "{} of {} events",
        count(progress.done),
        count(progress.total)
    )
}

/// One event.
pub(crate) fn line(line: &Line) -> String {
    let told = match (&line.event, line.when) {
        (Some(event), _) => event.to_string(),
        (None, Some(_)) => NEWER.into(),
        (None, None) => DAMAGED.into(),
    };
    match line.title.as_deref() {
        None => told,
        Some("") => format!("{told}: {}", super::UNTITLED),
        Some(title) => format!("{told}: “{title}”"),
    }
}

/// One problem.
pub(crate) fn finding(finding: &AuditFinding) -> String {
    finding.to_string()
}

/// A checkpoint as it is kept: words first, the code last.
pub(crate) fn checkpoint_text(code: &str, length: u64, made: Timestamp) -> String {
    let day = made.local_day().to_iso().unwrap_or_default();
    format!("Companion checkpoint, {day}, up to #{length}\n{code}")
}

/// A checkpoint's caption.
pub(crate) fn checkpoint_made(length: u64) -> String {
    format!(
        "For everything up to #{}. Print it or copy it somewhere that is not this device.",
        count(length)
    )
}

/// What comparing says.
pub(crate) fn compared(compared: &Compared) -> String {
    let of = format!(
        "of {}, up to #{}",
        dates::day(compared.made.local_day()),
        count(compared.audit_length)
    );
    match compared.verdict {
        Verdict::Matches => {
            format!("It matches. Everything recorded up to the checkpoint {of}, is here unchanged.")
        }
        Verdict::OtherJournal => "This checkpoint belongs to another journal.".into(),
        Verdict::Ahead => format!(
            "It does not match. The checkpoint {of}, knows more than this journal: an older state of the whole journal has been put in its place. If you restored an older backup yourself, that is why. If not, look for a newer backup."
        ),
        Verdict::Differs => format!(
            "It does not match. This journal went another way than the one the checkpoint {of}, was made of. If you restored a backup or a copy since, that is why. If not, somebody has exchanged the journal for another copy."
        ),
        Verdict::Lost => format!(
            "It cannot be compared: the event at which the checkpoint {of}, was made is missing or damaged here."
        ),
    }
}

/// Why it was not done.
pub(crate) fn failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::NotACheckpoint => {
            "This is no checkpoint, or characters of it are missing or mistyped.".into()
        }
        _ => super::vault_failure(failure),
    }
}
