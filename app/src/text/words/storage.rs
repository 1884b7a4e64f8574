//! Words about what keeps the journal from being lost.

use companion_core::Day;
use companion_protocol::device::Cost;
use companion_protocol::vault::Failure;

use super::backup;
use crate::platform::evidence::Evidence;
use crate::platform::intl::count;
use crate::platform::storage::Keeping;
use crate::state::Reminder;
use crate::text::dates;

// Deriving a key.
pub(crate) const DERIVING: &str =
    "Working out your keys. This is slow on purpose: it makes guessing slow, too.";
pub(crate) const DERIVING_LABEL: &str = "Working out your keys";
pub(crate) const MEASURING: &str = "Measuring on this device…";

// The worker has ended, or another tab was quicker.
pub(crate) const INTERRUPTED_TITLE: &str = "Companion had to start again";
pub(crate) const INTERRUPTED: &str = "The part that guards your journal ended unexpectedly, and your keys with it. Everything saved is safe. Unlock to go on.";
pub(crate) const RESCUED_TITLE: &str = "This text is only on this page";
pub(crate) const RESCUED: &str = "Its last lines may not be stored yet. Unlock your journal here and you write on where you were; until then you can copy it.";
pub(crate) const RESCUED_BACK: &str = "Your text is back, and stored";
pub(crate) const RESCUED_SAVED: &str = "Your entry was saved";
pub(crate) const RESCUED_BESIDE: &str =
    "It was written on elsewhere: this text is a draft of its own, beside the other";
pub(crate) const CLOCK_BEHIND: &str = "This device’s clock is behind: your journal holds something from a later day. Nothing is lost. Set the clock right, so that new entries get the right day.";

// The browser's promise.
pub(crate) const KEEPING_TITLE: &str = "Storage on this device";
pub(crate) const KEEPING_ASK: &str = "Ask the browser to keep it";
pub(crate) const KEEPING_REFUSED: &str = "The browser did not agree. It often does later, when you use Companion more often or install it.";

/// What the browser promises, and what that means.
pub(crate) const fn keeping(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Unknown => {
            "This browser does not say whether it keeps your journal when the device runs out of room. Keep a backup."
        }
        Keeping::Lasting => {
            "This browser has promised not to clear your journal by itself. It still goes when you clear this site’s data, or lose this device: keep a backup."
        }
        Keeping::WhileRoom => {
            "This browser may clear your journal when the device runs out of room. That is rare. You can ask it not to; a backup is safe in any case."
        }
    }
}

/// Its name for tests and styles.
pub(crate) const fn keeping_state(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Unknown => "unknown",
        Keeping::Lasting => "lasting",
        Keeping::WhileRoom => "while-room",
    }
}

// A vanished journal.
pub(crate) const VANISHED_TITLE: &str = "Your journal is not here any more";
pub(crate) const VANISHED: &str = "There was a journal in this browser, and its storage is gone. You did not delete it in Companion: a browser clears storage when the device runs out of room, when somebody clears this site’s data, or when its files are damaged.";
pub(crate) const VANISHED_BACKUP: &str = "If you have a backup file, everything in it comes back.";
pub(crate) const VANISHED_ELSEWHERE: &str = "Perhaps you wrote in another browser, or at another address? A journal made there is still there.";
pub(crate) const RESTORE_TITLE: &str = "Restore a backup";
pub(crate) const BEGIN_TITLE: &str = "Or begin a new journal";

/// What is remembered of its last backup.
pub(crate) fn vanished_backup(evidence: Evidence) -> String {
    match evidence.backup {
        Some(day) => format!("Its last backup: {}. {VANISHED_BACKUP}", dates::day(day)),
        None => format!("Companion knows of no backup made here. {VANISHED_BACKUP}"),
    }
}

// The reminder.
pub(crate) const REMINDER_TITLE: &str = "Time for a backup?";
pub(crate) const REMINDER_DO: &str = "Make one now";
pub(crate) const LATER: &str = "Not now";

/// Why now.
pub(crate) fn reminder(reminder: Reminder) -> String {
    let why = match reminder {
        Reminder::Never => "Your journal exists only in this browser.".to_owned(),
        Reminder::Old(days) => format!("Your last backup is {} days old.", count_of(days)),
    };
    format!(
        "{why} One encrypted file, kept on another device, brings everything back if this one is lost."
    )
}

/// "3 days ago", for somebody who wonders whether it is time again.
pub(crate) fn age(made: Day, today: Day) -> Option<String> {
    match today.0 - made.0 {
        2.. => Some(format!("{} days ago", count_of(today.0 - made.0))),
        // The day itself says it, or the clock was wrong.
        _ => None,
    }
}

fn count_of(days: i64) -> String {
    count(days.unsigned_abs())
}

// The folder.
pub(crate) const FOLDER_TITLE: &str = "Backups by themselves";
pub(crate) const FOLDER_LEAD: &str = "Choose a folder, best one that is copied to another device, and Companion keeps backups in it. The newest seven stay; older ones of this journal are removed.";
pub(crate) const FOLDER_UNSUPPORTED: &str =
    "This browser does not let Companion write into a folder. Chrome and Edge on a computer do.";
pub(crate) const FOLDER_CHOOSE: &str = "Choose a folder";
pub(crate) const FOLDER_CHANGE: &str = "Choose another folder";
pub(crate) const FOLDER_NOW: &str = "Back up now";
pub(crate) const FOLDER_STOP: &str = "Stop";
pub(crate) const FOLDER_EVERY: &str = "How often";
pub(crate) const FOLDER_CHOICES: [(u16, &str); 2] = [(1, "Every day"), (7, "Every week")];
pub(crate) const FOLDER_ALLOW: &str = "Allow it";
pub(crate) const FOLDER_RETRY: &str = "Try again";
pub(crate) const FOLDER_BUSY: &str = "Writing the backup…";
pub(crate) const FOLDER_NONE_YET: &str = "No backup is in it yet.";
pub(crate) const FOLDER_PERMISSION_TITLE: &str = "May Companion write its backup?";
pub(crate) const FOLDER_FAILED_TITLE: &str = "The backup was not made";
pub(crate) const FOLDER_DIFFERS: &str = "what is in the folder is not what was written";
pub(crate) const FOLDER_GONE: &str = "the folder is not there any more";
pub(crate) const FOLDER_FULL: &str = "there is no room left where the folder is";
pub(crate) const FOLDER_REFUSED: &str = "the browser does not let Companion write there";
pub(crate) const FOLDER_UNKNOWN: &str = "the file could not be written";

/// The browser wants to be asked again, by a click.
pub(crate) fn folder_permission(name: &str) -> String {
    format!("A backup into “{name}” is due, and the browser wants your permission for it again.")
}

/// A backup that is in the folder.
pub(crate) fn folder_made(name: &str, when: &str) -> String {
    format!("Last into “{name}”: {when}. It was read back and compared.")
}

/// Why there is none, and what is safe.
pub(crate) fn folder_failed(name: &str, why: &str) -> String {
    format!(
        "The backup into “{name}” did not succeed: {why}. Your journal is not affected, and earlier backups stay."
    )
}

/// Why the vault could not write it.
pub(crate) fn folder_failure(failure: &Failure) -> String {
    backup::failure(failure).trim_end_matches('.').to_owned()
}

/// What both ways of making guesses costly take here.
pub(crate) fn costs(time: Cost, memory: Cost) -> String {
    format!(
        "Unlocking on this device takes {} with time, {} with time and memory.",
        seconds(time),
        seconds(memory)
    )
}

/// "about 0.5 s".
fn seconds(cost: Cost) -> String {
    let tenths = cost.duration_ms.div_ceil(100).max(1);
    format!("about {}.{} s", tenths / 10, tenths % 10)
}
