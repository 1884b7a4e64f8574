//! Words about what keeps the journal from being lost.

use companion_core::Day;
use companion_protocol::device::Cost;
use companion_protocol::vault::Failure;

use super::backup;
use super::from_languages::storage as said;
pub(crate) use super::from_languages::storage::*;
use crate::platform::evidence::Evidence;
use crate::platform::storage::Keeping;
use crate::state::Reminder;
use crate::text::dates;

/// What the browser promises, and what that means.
pub(crate) fn keeping(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Unknown => keeping_unknown(),
        Keeping::Lasting => keeping_lasting(),
        Keeping::WhileRoom => keeping_while_room(),
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

/// What is remembered of a vanished journal's last backup.
pub(crate) fn vanished_backup(evidence: Evidence) -> String {
    match evidence.backup {
        Some(day) => vanished_last_backup(dates::day(day)),
        None => vanished_no_backup().to_owned(),
    }
}

/// Why a backup, and why now.
pub(crate) fn reminder(reminder: Reminder) -> String {
    match reminder {
        Reminder::Never => reminder_never().to_owned(),
        Reminder::Old(days) => reminder_old(days),
    }
}

/// "3 days ago", for somebody who wonders whether it is time again.
pub(crate) fn age(made: Day, today: Day) -> Option<String> {
    match today.0 - made.0 {
        days @ 2.. => Some(said::age(days)),
        // The day itself says it, or the clock was wrong.
        _ => None,
    }
}

/// The choices for how often, in days.
pub(crate) const FOLDER_CHOICES: [u16; 2] = [1, 7];

/// How often, in words.
pub(crate) fn folder_choice(days: u16) -> &'static str {
    match days {
        1 => folder_every_day(),
        _ => folder_every_week(),
    }
}

/// Why the vault could not write it.
pub(crate) fn folder_failure(failure: &Failure) -> String {
    backup::failure(failure).trim_end_matches('.').to_owned()
}

/// What both ways of making guesses costly take here.
pub(crate) fn costs(time: Cost, memory: Cost) -> String {
    said::costs(seconds(time), seconds(memory))
}

/// Seconds, to a tenth.
fn seconds(cost: Cost) -> f64 {
    // Far inside the range in which a double is exact.
    cost.duration_ms.div_ceil(100).max(1) as f64 / 10.0
}
