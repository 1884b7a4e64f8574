//! Words about earlier versions of entries.

use companion_protocol::history::Known;

use crate::platform::intl::count;

pub(crate) const TITLE: &str = "Earlier versions";
pub(crate) const LEAD: &str = "Each time you save a changed text, what it said before is kept here. Bringing a version back loses nothing: today’s text is kept as a version, too.";
pub(crate) const NONE: &str = "There are no earlier versions of this entry.";
pub(crate) const DAMAGED: &str = "This version cannot be read";
pub(crate) const DAMAGED_DETAIL: &str = "What is stored of it was changed or broken.";
pub(crate) const RESTORE: &str = "Bring this version back";
pub(crate) const RESTORED: &str =
    "That version is the entry’s text again. What it said before is kept as a version.";
pub(crate) const SHOW: &str = "Show";
pub(crate) const SHOWN: [&str; 2] = ["What changed", "As it was"];
pub(crate) const LEGEND: &str = "Struck through: only in this version. Underlined: written later.";
pub(crate) const UNCHANGED: &str = "It says the same as the entry does now.";
pub(crate) const HAS_DRAFT: &str =
    "This entry has changes that you have not saved. They stay as they are.";
pub(crate) const ENTRY_DAMAGED: &str = "This entry cannot be read: what is stored of it was changed or broken. These are its earlier versions.";
pub(crate) const REMOVED_BEFORE: &str = "Removed since: ";
pub(crate) const ADDED_BEFORE: &str = "Written later: ";

// Settings.
pub(crate) const KEEP: &str = "Keep of each entry";
pub(crate) const KEEP_HINT: &str = "When you save a changed entry, what it said before stays readable on the entry’s page. Beyond this number, the oldest go.";
pub(crate) const KEEP_CHOICES: [u16; 6] = [0, 5, 10, 20, 50, 100];
pub(crate) const KEEP_NONE: &str = "None";
pub(crate) const FEWER_TITLE: &str = "Keep fewer earlier versions?";
pub(crate) const FEWER_ACTION: &str = "Remove them";

/// How many versions an entry has, as a link to them.
pub(crate) fn link(versions: u32) -> String {
    match versions {
        1 => "1 earlier version".into(),
        _ => format!("{} earlier versions", count(versions.into())),
    }
}

/// How a version's length compares with the entry's.
pub(crate) fn difference(known: &Known) -> String {
    let words = known.words_more.unsigned_abs();
    let noun = if words == 1 { "word" } else { "words" };
    match known.words_more {
        0 => "as many as now".into(),
        1.. => format!("{} {noun} more than now", count(words)),
        _ => format!("{} {noun} fewer than now", count(words)),
    }
}

/// A number in the settings' choice.
pub(crate) fn kept(number: u16) -> String {
    match number {
        0 => KEEP_NONE.into(),
        _ => format!("{} versions", count(number.into())),
    }
}

/// What keeping fewer means.
pub(crate) fn fewer(versions: u64) -> String {
    match versions {
        1 => "One earlier version is beyond that number and would be removed for good. The entries themselves stay as they are.".into(),
        _ => format!(
            "{} earlier versions are beyond that number and would be removed for good. The entries themselves stay as they are.",
            count(versions)
        ),
    }
}

/// What keeping fewer has done.
pub(crate) fn removed(versions: u64) -> String {
    match versions {
        1 => "1 earlier version removed".into(),
        _ => format!("{} earlier versions removed", count(versions)),
    }
}
