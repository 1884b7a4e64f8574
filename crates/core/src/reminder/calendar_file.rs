//! A reminder as a file that every calendar program reads (iCalendar, RFC 5545): an event that
//! recurs at the writer's own time, wherever that is, with an alarm.

use super::{MinuteOfDay, Reminder};
use crate::{Day, Timestamp};

/// Octets of a line, without its end (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;
/// Minutes that the event takes in a calendar.
const LENGTH_MINUTES: u16 = 15;
const DAY_NAMES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const MINUTE_MS: i64 = 60 * 1000;

impl Reminder {
    /// The file. `title` is what the calendar shows; `now` is when it is made. `None` where the
    /// clock shows no year that a calendar knows.
    #[must_use]
    pub fn calendar_file(&self, title: &str, now: Timestamp) -> Option<String> {
        let title = escaped(title);
        let first = self.first_day(now);
        let uid: String = self.uid.iter().map(|byte| format!("{byte:02x}")).collect();
        let lines = [
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//Companion//Reminder//EN".to_owned(),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{uid}@companion.invalid"),
            format!("SEQUENCE:{}", self.changes),
            format!(
                "DTSTAMP:{}Z",
                moment(Day(now.unix_ms.div_euclid(DAY_MS)), minute_utc(now))?
            ),
            // Without a zone: at this hour of whatever place the writer is at.
            format!("DTSTART:{}", moment(first, self.at)?),
            format!("DURATION:PT{LENGTH_MINUTES}M"),
            format!("RRULE:FREQ=WEEKLY;BYDAY={}", self.day_names()),
            format!("SUMMARY:{title}"),
            "CLASS:PRIVATE".to_owned(),
            "TRANSP:TRANSPARENT".to_owned(),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{title}"),
            "TRIGGER:PT0S".to_owned(),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
            "END:VCALENDAR".to_owned(),
        ];
        Some(lines.iter().map(|line| folded(line)).collect())
    }

    /// The next day on which it is to be told.
    fn first_day(&self, now: Timestamp) -> Day {
        let today = now.local_day();
        let local_ms = now.unix_ms + i64::from(now.utc_offset_minutes) * MINUTE_MS;
        let has_passed = local_ms.rem_euclid(DAY_MS) >= i64::from(self.at.get()) * MINUTE_MS;
        let days = (0..=7).map(|ahead| Day(today.0 + ahead));
        // One of eight days in a row is always among the days of a week.
        days.skip(usize::from(has_passed))
            .find(|day| self.days.has(day.weekday()))
            .unwrap_or(today)
    }

    fn day_names(&self) -> String {
        let names = (1..=7).zip(DAY_NAMES);
        let chosen = names.filter(|(weekday, _)| self.days.has(*weekday));
        chosen.map(|(_, name)| name).collect::<Vec<_>>().join(",")
    }
}

fn minute_utc(now: Timestamp) -> MinuteOfDay {
    // Below the minutes of a day.
    MinuteOfDay::new((now.unix_ms.rem_euclid(DAY_MS) / MINUTE_MS) as u16)
}

/// `20261122T210000`.
fn moment(day: Day, at: MinuteOfDay) -> Option<String> {
    let date = day.civil().filter(|date| (0..=9999).contains(&date.year))?;
    Some(format!(
        "{:04}{:02}{:02}T{:02}{:02}00",
        date.year,
        date.month,
        date.day,
        at.get() / 60,
        at.get() % 60
    ))
}

/// Text as a value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for char in text.replace("\r\n", "\n").chars() {
        match char {
            '\\' | ';' | ',' => value.extend(['\\', char]),
            '\n' | '\r' => value.push_str("\\n"),
            char if char.is_control() => {}
            char => value.push(char),
        }
    }
    value
}

/// A line with its end; a long one goes on behind a blank, and no character is cut in two.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 2);
    let mut octets = 0;
    for char in line.chars() {
        if octets + char.len_utf8() > LINE_OCTETS {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(char);
        octets += char.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Weekdays;

    /// Monday, 23 November 2026, 21:30 in Vienna.
    const NOW: Timestamp = Timestamp {
        unix_ms: 1_795_465_800_000,
        utc_offset_minutes: 60,
    };

    fn reminder(at: u16, days: u8) -> Reminder {
        Reminder {
            at: MinuteOfDay::new(at),
            days: minicbor::decode::<Weekdays>(&minicbor::to_vec(days).unwrap()).unwrap(),
            changes: 3,
            ..Reminder::new([0xab; 16])
        }
    }

    /// The lines of a file as a reader joins them again, and its values without escapes.
    fn value(file: &str, name: &str) -> String {
        let joined = file.replace("\r\n ", "");
        let line = joined
            .split("\r\n")
            .find(|line| line.starts_with(name))
            .unwrap();
        let mut value = String::new();
        let mut chars = line[name.len()..].chars();
        while let Some(char) = chars.next() {
            match (char, char == '\\') {
                (_, true) => match chars.next().unwrap() {
                    'n' => value.push('\n'),
                    other => value.push(other),
                },
                (char, false) => value.push(char),
            }
        }
        value
    }

    #[test]
    fn the_file_is_an_event_that_recurs() {
        let file = reminder(21 * 60, 0b101)
            .calendar_file("A quiet hour", NOW)
            .unwrap();
        assert_eq!(
            file,
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Companion//Reminder//EN\r\nBEGIN:VEVENT\r\n\
             UID:abababababababababababababababab@companion.invalid\r\nSEQUENCE:3\r\n\
             DTSTAMP:20261123T203000Z\r\nDTSTART:20261125T210000\r\nDURATION:PT15M\r\n\
             RRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\nSUMMARY:A quiet hour\r\nCLASS:PRIVATE\r\n\
             TRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:A quiet hour\r\n\
             TRIGGER:PT0S\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }

    #[test]
    fn it_begins_today_unless_the_hour_has_passed() {
        let begins = |at, days| {
            let file = reminder(at, days).calendar_file("x", NOW).unwrap();
            value(&file, "DTSTART:")
        };
        assert_eq!(begins(22 * 60, 0b1), "20261123T220000");
        assert_eq!(begins(21 * 60, 0b1), "20261130T210000");
        assert_eq!(begins(8 * 60 + 5, 0b1000000), "20261129T080500");
    }

    proptest! {
        #[test]
        fn any_title_comes_back_and_no_line_is_too_long(title in any::<String>(), at in 0u16..1440, days in 1u8..128) {
            let file = reminder(at, days).calendar_file(&title, NOW).unwrap();
            prop_assert!(file.ends_with("END:VCALENDAR\r\n"));
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LINE_OCTETS);
                prop_assert!(!line.contains(char::is_control));
            }
            let plain: String = title
                .replace("\r\n", "\n")
                .replace('\r', "\n")
                .chars()
                .filter(|char| *char == '\n' || !char.is_control())
                .collect();
            prop_assert_eq!(value(&file, "SUMMARY:"), plain);
            prop_assert_eq!(file.matches("BEGIN:").count(), file.matches("END:").count());
        }
    }
}
