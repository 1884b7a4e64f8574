//! Words about the trash.

use crate::platform::intl::count;

pub(crate) const TITLE: &str = "Trash";
pub(crate) const LEAD: &str = "What you delete stays here for 30 days, as encrypted as everything else. Then it goes for good.";
pub(crate) const NOTHING: &str = "The trash is empty.";
pub(crate) const RESTORE: &str = "Bring back";
pub(crate) const PURGE: &str = "Delete for good";
pub(crate) const PURGE_TITLE: &str = "Delete this entry for good?";
pub(crate) const PURGE_TEXT: &str =
    "It goes with its earlier versions, and nobody can bring it back. A backup may still hold it.";
pub(crate) const PURGED: &str = "Deleted for good";
pub(crate) const EMPTY: &str = "Empty trash";
pub(crate) const EMPTY_ACTION: &str = "Empty it";
pub(crate) const OPEN: &str = "Open the trash";
pub(crate) const SETTING_HINT: &str =
    "Deleted entries can be brought back from the trash for 30 days.";

/// When it was deleted.
pub(crate) fn deleted(when: &str) -> String {
    format!("Deleted {when}")
}

/// How long it stays.
pub(crate) fn days_left(days: u16) -> String {
    match days {
        1 => "1 day left".into(),
        _ => format!("{} days left", count(days.into())),
    }
}

/// The question before emptying.
pub(crate) fn empty_title(entries: u64) -> String {
    match entries {
        1 => "Delete 1 entry for good?".into(),
        _ => format!("Delete {} entries for good?", count(entries)),
    }
}

/// What emptying means.
pub(crate) const EMPTY_TEXT: &str = "Everything in the trash goes, earlier versions included, and nobody can bring it back. A backup may still hold it.";

/// What emptying has done.
pub(crate) fn emptied(entries: u64) -> String {
    match entries {
        1 => "1 entry deleted for good".into(),
        _ => format!("{} entries deleted for good", count(entries)),
    }
}
