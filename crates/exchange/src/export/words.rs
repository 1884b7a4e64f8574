//! What Companion itself says in an export, one file a language.

mod de;
mod en;

use companion_core::{CivilDay, Day, Mood, Timestamp};

/// The words of one language.
#[derive(Debug)]
pub struct Words {
    /// BCP 47.
    pub language: &'static str,
    /// What an export is called.
    pub title: &'static str,
    /// Above the list of entries.
    pub contents: &'static str,
    /// An entry without a line that says something.
    pub untitled: &'static str,
    /// Before the question that an entry answers.
    pub question: &'static str,
    /// Of an entry that the writer has marked as dear.
    pub favourite: &'static str,
    /// Before a mood.
    pub mood: &'static str,
    /// Moods, from worst to best.
    moods: [&'static str; 5],
    /// A voice note.
    pub recording: &'static str,
    /// A picture without a description.
    pub photo: &'static str,
    /// Something that an entry carries and that could not be read.
    pub unreadable: &'static str,
    /// Of a recording, where none can be played.
    pub not_playable: &'static str,
    /// At the foot of what is readable to everybody.
    pub not_encrypted: &'static str,
    /// From Monday.
    weekdays: [&'static str; 7],
    /// From January.
    months: [&'static str; 12],
    /// Puts weekday, day and month with year together.
    join_day: fn(weekday: &str, day: u8, month: &str, year: i32) -> String,
    /// Puts day and month together.
    join_short: fn(day: u8, month: &str) -> String,
    /// Puts a day and a time together.
    join_time: fn(day: &str, hour: u16, minute: u16) -> String,
    /// So many entries.
    pub entries: fn(usize) -> String,
}

impl Words {
    /// The words of a language, by its tag; English where there are none.
    #[must_use]
    pub fn of(language: &str) -> &'static Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        match primary {
            "de" => &de::WORDS,
            _ => &en::WORDS,
        }
    }

    /// "Sunday, 22 November 2026".
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        let Some(CivilDay {
            year,
            month,
            day: date,
        }) = day.civil()
        else {
            return String::new();
        };
        let weekday = self.weekdays[usize::from(day.weekday() - 1)];
        (self.join_day)(weekday, date, self.month(month), year)
    }

    /// "22 November".
    #[must_use]
    pub fn short_day(&self, day: Day) -> String {
        let civil = day.civil();
        civil.map_or_else(String::new, |civil| {
            (self.join_short)(civil.day, self.month(civil.month))
        })
    }

    /// "Sunday, 22 November 2026, 21:40", as the writer's clock showed it.
    #[must_use]
    pub fn moment(&self, moment: Timestamp) -> String {
        let minute = moment.local_minute_of_day();
        (self.join_time)(&self.day(moment.local_day()), minute / 60, minute % 60)
    }

    /// A month by its number from 1.
    #[must_use]
    pub fn month(&self, number: u8) -> &'static str {
        let at = usize::from(number.clamp(1, 12) - 1);
        self.months[at]
    }

    /// A mood.
    #[must_use]
    pub const fn mood(&self, mood: Mood) -> &'static str {
        let [awful, low, okay, good, great] = self.moods;
        match mood {
            Mood::Awful => awful,
            Mood::Low => low,
            Mood::Okay => okay,
            Mood::Good => good,
            Mood::Great => great,
        }
    }
}

/// How long a recording plays: "1:05".
pub(super) fn minutes_and_seconds(duration_ms: u32) -> String {
    let seconds = duration_ms.div_ceil(1_000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_as_people_say_them() {
        let at = Timestamp {
            unix_ms: 1_795_390_200_000,
            utc_offset_minutes: 60,
        };
        assert_eq!(
            Words::of("en-GB").moment(at),
            "Monday, 23 November 2026, 00:30"
        );
        assert_eq!(
            Words::of("de").moment(at),
            "Montag, 23. November 2026, 00:30"
        );
        assert_eq!(Words::of("xx").short_day(Day(0)), "1 January");
        assert_eq!(Words::of("en").day(Day(i64::MAX)), "");
    }

    #[test]
    fn how_long_a_recording_plays() {
        assert_eq!(minutes_and_seconds(64_001), "1:05");
        assert_eq!(minutes_and_seconds(0), "0:00");
    }
}
