//! What keeps the journal from being lost: the browser's promise, the evidence that there was
//! one, and a reminder where there is no backup.

use companion_core::{Day, EntrySummary};
use companion_protocol::backup::Last;
use companion_protocol::device::Derivation;
use companion_protocol::problem::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use super::folder::Folder;
use crate::platform::evidence::Evidence;
use crate::platform::storage::{self, Keeping};
use crate::platform::turn::next_task;
use crate::platform::{now, read_setting, write_setting};

/// Days without a backup after which one is suggested, and days until it is suggested again.
const REMIND_AFTER_DAYS: i64 = 14;
/// A journal with fewer entries is still being tried out.
const REMIND_FROM_ENTRIES: usize = 3;
/// The day of the last reminder, as days since 1970.
const REMINDED: &str = "companion.reminded";
/// A clock that is further behind than this, in milliseconds, is wrong: no journey changes it.
const CLOCK_BEHIND_MS: i64 = 36 * 60 * 60 * 1000;

/// Why a backup is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reminder {
    /// There has never been one.
    Never,
    /// The last one is this many days old.
    Old(i64),
}

/// What the page knows about the journal's safety.
#[derive(Clone, Copy)]
pub(crate) struct Safety {
    /// What the browser promises.
    pub(crate) keeping: RwSignal<Keeping>,
    /// A journal was here and is gone.
    pub(crate) vanished: RwSignal<Option<Evidence>>,
    /// A backup is suggested.
    pub(crate) reminder: RwSignal<Option<Reminder>>,
    /// The folder for backups that are made by themselves.
    pub(crate) folder: RwSignal<Folder>,
    /// How far the derivation of a key is.
    pub(crate) derivation: RwSignal<Option<Derivation>>,
    /// The notice about the folder was put away.
    pub(crate) is_notice_away: RwSignal<bool>,
    /// Backups that the browser may still be saving.
    pub(super) leaving: StoredValue<u32>,
    /// The vault worker has ended by a fault since the journal was last open.
    pub(crate) was_interrupted: RwSignal<bool>,
}

impl Safety {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self {
            keeping: RwSignal::new(Keeping::Unknown),
            vanished: RwSignal::new(None),
            reminder: RwSignal::new(None),
            folder: RwSignal::new(Folder::Off),
            derivation: RwSignal::new(None),
            is_notice_away: RwSignal::new(false),
            leaving: StoredValue::new(0),
            was_interrupted: RwSignal::new(false),
        }
    }
}

impl App {
    /// There is no journal: was there one?
    pub(super) fn look_for_evidence(self) {
        self.safety.vanished.set(Evidence::find());
    }

    /// The journal has just been opened: leaves evidence of it, and looks after its backups.
    pub(super) fn look_after(self) {
        self.safety.vanished.set(None);
        self.safety.was_interrupted.set(false);
        self.safety.is_notice_away.set(false);
        if self.is_in_sample() {
            // Nothing of it is kept, so nothing tells that it was there.
            return;
        }
        spawn_local(async move {
            // The journal is drawn first.
            next_task().await;
            self.safety.keeping.set(storage::keeping().await);
            // Without an answer nothing is known, and nothing is said.
            let Ok(last) = self.vault.last_backup().await else {
                return;
            };
            self.note_backup(last.as_ref());
            self.tell_clock(last.as_ref());
            self.suggest_backup(last.as_ref());
            self.back_up_if_due(last.as_ref()).await;
        });
    }

    /// Remembers outside the journal when its last backup was made.
    pub(super) fn note_backup(self, last: Option<&Last>) {
        let backup = last.map(|last| last.made.local_day());
        Evidence { backup }.keep();
        if backup.is_some_and(|day| now().local_day().0 - day.0 < REMIND_AFTER_DAYS) {
            self.safety.reminder.set(None);
        }
    }

    /// Asks the browser to keep the journal, once there is something to keep. Later it is asked
    /// in the settings only: some browsers ask the person.
    pub(super) fn ask_to_keep_once(self) {
        if self.is_in_sample() {
            return;
        }
        spawn_local(async move {
            let known = storage::keeping().await;
            self.safety.keeping.set(known);
            if known == Keeping::WhileRoom && storage::is_first_time_to_ask() {
                self.ask_to_keep().await;
            }
        });
    }

    /// Asks the browser to keep the journal.
    pub(crate) async fn ask_to_keep(self) -> Keeping {
        let answer = storage::ask_to_keep().await;
        self.safety.keeping.set(answer);
        answer
    }

    /// A clock that was set back makes days wrong, and what goes by age.
    fn tell_clock(self, last: Option<&Last>) {
        let newest_ms = self
            .entries
            .with_untracked(|entries| entries.iter().map(|entry| entry.created.unix_ms).max());
        let newest_ms = newest_ms.max(last.map(|last| last.made.unix_ms));
        if newest_ms.is_some_and(|newest| newest - now().unix_ms > CLOCK_BEHIND_MS) {
            self.problems
                .update(|problems| problems.push(Problem::ClockBehind));
        }
    }

    fn suggest_backup(self, last: Option<&Last>) {
        let reminded = read_setting(REMINDED).and_then(|day| day.parse().ok());
        let today = now().local_day();
        let reminder = self
            .entries
            .with_untracked(|entries| reminder(entries, last, reminded.map(Day), today));
        if reminder.is_some() {
            write_setting(REMINDED, &today.0.to_string());
        }
        self.safety.reminder.set(reminder);
    }
}

/// Whether to suggest a backup: once in each period, and all of that day.
fn reminder(
    entries: &[EntrySummary],
    last: Option<&Last>,
    reminded: Option<Day>,
    today: Day,
) -> Option<Reminder> {
    if entries.len() < REMIND_FROM_ENTRIES {
        return None;
    }
    // A reminder from the future was given by a clock that was wrong.
    let was_reminded =
        reminded.is_some_and(|day| (1..REMIND_AFTER_DAYS).contains(&(today.0 - day.0)));
    if was_reminded {
        return None;
    }
    let oldest = entries
        .iter()
        .map(|entry| entry.created.local_day())
        .min()?;
    let since = last.map_or(oldest, |last| last.made.local_day());
    let age_days = today.0 - since.0;
    (age_days >= REMIND_AFTER_DAYS).then_some(match last {
        Some(_) => Reminder::Old(age_days),
        None => Reminder::Never,
    })
}

#[cfg(test)]
mod tests {
    use companion_core::{EntryId, Timestamp};

    use super::*;

    const TODAY: Day = Day(20_000);

    fn at(day: i64) -> Timestamp {
        Timestamp {
            unix_ms: day * 86_400_000,
            utc_offset_minutes: 0,
        }
    }

    fn entries(count: usize, oldest: i64) -> Vec<EntrySummary> {
        let entry = EntrySummary::new(EntryId::from_bytes([0; 16]), at(oldest));
        vec![entry; count]
    }

    fn backup(day: i64) -> Last {
        Last {
            made: at(day),
            entries: 3,
        }
    }

    #[test]
    fn a_backup_is_suggested_after_two_weeks_without_one() {
        let told = |entries: &[EntrySummary], last: Option<Last>| {
            reminder(entries, last.as_ref(), None, TODAY)
        };
        assert_eq!(told(&entries(3, 19_987), None), None);
        assert_eq!(told(&entries(3, 19_986), None), Some(Reminder::Never));
        assert_eq!(told(&entries(2, 19_000), None), None);
        assert_eq!(told(&entries(3, 19_000), Some(backup(19_987))), None);
        let old = told(&entries(3, 19_000), Some(backup(19_980)));
        assert_eq!(old, Some(Reminder::Old(20)));
        // A clock that was ahead when the backup was made.
        assert_eq!(told(&entries(3, 19_000), Some(backup(20_400))), None);
    }

    #[test]
    fn it_is_said_on_one_day_in_each_period() {
        let told = |reminded| reminder(&entries(3, 19_000), None, Some(Day(reminded)), TODAY);
        assert!(told(TODAY.0).is_some(), "on the day itself");
        assert!(told(TODAY.0 - 1).is_none());
        assert!(told(TODAY.0 - 13).is_none());
        assert!(told(TODAY.0 - 14).is_some());
        assert!(told(TODAY.0 + 400).is_some(), "a clock was ahead");
    }
}
