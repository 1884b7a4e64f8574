//! What is said about a text while it is written: how its writer feels, and the day that it is
//! about.

use companion_core::{Day, Mood, Timestamp};
use leptos::prelude::*;

use crate::platform::now;
use crate::state::App;

const MS_PER_DAY: i64 = 86_400_000;

impl App {
    /// Says how the writer feels, or nothing any more: kept with the draft.
    pub(crate) fn feel(self, mood: Option<Mood>) {
        self.editor.mood.set(mood);
        self.editor.sitting.update_value(|sitting| {
            if let Some(sitting) = sitting {
                sitting.draft.mood = mood;
            }
        });
        self.changed();
    }

    /// Looks again under which day the open text is listed: the list has come.
    pub(in crate::state) fn date_again(self) {
        let created = self
            .editor
            .sitting
            .with_value(|sitting| sitting.as_ref().map(|sitting| self.date_of(&sitting.draft)));
        if created.is_some() {
            self.editor.created.set(created);
        }
    }

    /// Opens an empty page for an entry of this day, at the present time of day.
    pub(crate) async fn write_on_day(self, day: Day) {
        self.write_new().await;
        // Nothing is open where no page could be had.
        let is_open = self.editor.is_new();
        if let Some(created) = moment_on(day, now()).filter(|_| is_open) {
            self.editor.set_created(created);
        }
    }
}

/// The moment on `day` when the clock shows what it shows `now`; nothing for the same day.
fn moment_on(day: Day, now: Timestamp) -> Option<Timestamp> {
    let days = day.0 - now.local_day().0;
    (days != 0).then(|| Timestamp {
        unix_ms: now.unix_ms.saturating_add(days.saturating_mul(MS_PER_DAY)),
        ..now
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_another_day_has_the_present_time_of_day() {
        // Half past midnight of the 23rd, east of UTC.
        let now = Timestamp {
            unix_ms: 1_795_390_200_000,
            utc_offset_minutes: 60,
        };
        let moment = moment_on(Day(now.local_day().0 - 3), now).unwrap();
        assert_eq!(moment.local_day().0, now.local_day().0 - 3);
        assert_eq!(moment.local_minute_of_day(), now.local_minute_of_day());
        assert_eq!(moment_on(now.local_day(), now), None);
    }
}
