//! When the writer wants to be reminded of writing.

mod calendar_file;

use minicbor::decode::{Decoder, Error};
use minicbor::{Decode, Encode};

use crate::Day;

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;
/// A reminder that nothing could tell in its own minute is still told for this many minutes.
const LATEST_MINUTES: u16 = 60;

/// A reminder: it names a time and nothing of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reminder {
    /// When in the day, wherever the writer is.
    #[n(0)]
    pub at: MinuteOfDay,
    /// On which days of the week.
    #[n(1)]
    pub days: Weekdays,
    /// Whether Companion itself tells it, besides the calendar that has its file.
    #[n(2)]
    pub notifies: bool,
    /// By what calendars know it, drawn at random.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub uid: [u8; 16],
    /// How often it was changed: calendars take the file with the greater number.
    #[n(4)]
    pub changes: u32,
}

impl Reminder {
    /// At nine in the evening of every day, told by nobody yet.
    #[must_use]
    pub const fn new(uid: [u8; 16]) -> Self {
        Self {
            at: MinuteOfDay::new(21 * 60),
            days: Weekdays::ALL,
            notifies: false,
            uid,
            changes: 0,
        }
    }

    /// The day whose reminder is to be told at this minute of `today`, if there is one. After
    /// midnight it may be yesterday's.
    #[must_use]
    pub fn due(&self, today: Day, minute: u16) -> Option<Day> {
        let yesterday = Day(today.0 - 1);
        let on_time = |day: &Day| {
            let since_midnight = if *day == today { 0 } else { DAY_MINUTES };
            let late = (minute + since_midnight).checked_sub(self.at.get());
            self.days.has(day.weekday()) && late.is_some_and(|late| late < LATEST_MINUTES)
        };
        [today, yesterday].into_iter().find(on_time)
    }
}

/// A minute of the day, from 0 at midnight to 1,439.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode)]
#[cbor(transparent)]
pub struct MinuteOfDay(#[n(0)] u16);

impl MinuteOfDay {
    /// This minute, or the last one of the day.
    #[must_use]
    pub const fn new(minute: u16) -> Self {
        if minute < DAY_MINUTES {
            Self(minute)
        } else {
            Self(DAY_MINUTES - 1)
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// `21:05`, as time fields of browsers have it.
    #[must_use]
    pub fn to_clock(self) -> String {
        format!("{:02}:{:02}", self.0 / 60, self.0 % 60)
    }

    /// The same, read; seconds behind it are left out.
    #[must_use]
    pub fn from_clock(clock: &str) -> Option<Self> {
        let mut parts = clock.split(':').map(|part| part.parse::<u16>().ok());
        match (parts.next()??, parts.next()??) {
            (hour @ 0..24, minute @ 0..60) => Some(Self(hour * 60 + minute)),
            _ => None,
        }
    }
}

impl<'b, C> Decode<'b, C> for MinuteOfDay {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, Error> {
        decoder.u16().map(Self::new)
    }
}

/// Days of the week, one bit each, Monday the least. There is always one at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
#[cbor(transparent)]
pub struct Weekdays(#[n(0)] u8);

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);

    /// Whether this day, 1 for Monday to 7 for Sunday, is among them.
    #[must_use]
    pub const fn has(self, weekday: u8) -> bool {
        self.0 & bit(weekday) != 0
    }

    /// The same with this day or without it; `None` if no day would be left.
    #[must_use]
    pub const fn with(self, weekday: u8, is_in: bool) -> Option<Self> {
        let bits = if is_in {
            self.0 | bit(weekday)
        } else {
            self.0 & !bit(weekday)
        };
        if bits == 0 { None } else { Some(Self(bits)) }
    }
}

impl<'b, C> Decode<'b, C> for Weekdays {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, Error> {
        let bits = decoder.u8()? & Self::ALL.0;
        Ok(if bits == 0 { Self::ALL } else { Self(bits) })
    }
}

const fn bit(weekday: u8) -> u8 {
    match weekday {
        1..=7 => 1 << (weekday - 1),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    const MONDAY: Day = Day(4);

    fn on(days: &[u8], at: u16) -> Reminder {
        let mut reminder = Reminder::new([7; 16]);
        reminder.at = MinuteOfDay::new(at);
        for day in 1..=7 {
            if !days.contains(&day) {
                reminder.days = reminder.days.with(day, false).unwrap();
            }
        }
        reminder
    }

    #[test]
    fn it_is_due_for_an_hour_on_its_days() {
        let reminder = on(&[1, 3], 21 * 60);
        assert_eq!(reminder.due(MONDAY, 21 * 60 - 1), None);
        assert_eq!(reminder.due(MONDAY, 21 * 60), Some(MONDAY));
        assert_eq!(reminder.due(MONDAY, 22 * 60 - 1), Some(MONDAY));
        assert_eq!(reminder.due(MONDAY, 22 * 60), None);
        assert_eq!(reminder.due(Day(MONDAY.0 + 1), 21 * 60), None);
    }

    #[test]
    fn after_midnight_it_is_still_yesterdays() {
        let reminder = on(&[7], 23 * 60 + 50);
        assert_eq!(reminder.due(MONDAY, 49), Some(Day(MONDAY.0 - 1)));
        assert_eq!(reminder.due(MONDAY, 50), None);
        assert_eq!(reminder.due(MONDAY, 23 * 60 + 55), None);
    }

    #[test]
    fn a_day_is_always_left() {
        let mut days = Weekdays::ALL;
        for day in 1..=6 {
            days = days.with(day, false).unwrap();
        }
        assert_eq!(days.with(7, false), None);
        assert!(days.has(7) && !days.has(1) && !days.has(0) && !days.has(9));
    }

    #[test]
    fn clocks_are_read_as_they_are_written() {
        for minute in [0, 1, 61, 21 * 60 + 5, 1439] {
            let minute = MinuteOfDay::new(minute);
            assert_eq!(MinuteOfDay::from_clock(&minute.to_clock()), Some(minute));
        }
        assert_eq!(MinuteOfDay::from_clock("07:30:15"), Some(MinuteOfDay(450)));
        for wrong in ["", "7", "24:00", "12:60", "-1:00", "a:b"] {
            assert_eq!(MinuteOfDay::from_clock(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn it_comes_back_with_the_settings_and_old_settings_have_none() {
        let settings = Settings {
            reminder: Some(on(&[2], 7 * 60)),
            marks_icon: true,
            ..Settings::default()
        };
        let bytes = minicbor::to_vec(&settings).unwrap();
        assert_eq!(minicbor::decode::<Settings>(&bytes).unwrap(), settings);
        // { 0: 3 }, as the first version wrote it.
        let old: Settings = minicbor::decode(&[0xa1, 0x00, 0x03]).unwrap();
        assert_eq!((old.reminder, old.marks_icon), (None, false));
    }

    #[test]
    fn what_cannot_be_is_read_as_something_that_can() {
        assert_eq!(
            minicbor::decode::<Weekdays>(&[0x18, 0x80]).unwrap(),
            Weekdays::ALL
        );
        let minute = minicbor::decode::<MinuteOfDay>(&[0x19, 0xff, 0xff]).unwrap();
        assert_eq!(minute.to_clock(), "23:59");
    }
}
