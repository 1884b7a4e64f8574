//! Moments as text, read and written.
//!
//! Other programs write a moment with its offset from UTC, in UTC, in a named zone, or as the
//! wall clock showed it. What they leave out is asked of a [`Zones`].

use companion_core::Timestamp;
use time::{Date, Month};

const MS_PER_SECOND: i64 = 1_000;
const MS_PER_MINUTE: i64 = 60 * MS_PER_SECOND;
const MS_PER_DAY: i64 = 24 * 60 * MS_PER_MINUTE;
const UNIX_EPOCH_JULIAN_DAY: i64 = 2_440_588;
/// Zones lie within a day of UTC.
const MAX_OFFSET_MINUTES: i16 = 24 * 60 - 1;

/// The offset from UTC, in minutes east, that was in force in a zone (by its IANA name; `None` is
/// the writer's own) at a moment in milliseconds since 1970. `None` for a zone that is not known.
pub type Zones<'a> = dyn Fn(Option<&str>, i64) -> Option<i16> + 'a;

/// A moment as it was written: the wall clock, and the offset if it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Milliseconds since 1970-01-01T00:00 on the wall clock.
    local_ms: i64,
    /// Minutes east of UTC.
    offset_minutes: Option<i16>,
    /// Whether a time of day was written.
    has_time: bool,
}

impl Written {
    /// A day without a time.
    #[must_use]
    pub fn of_day(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = Month::try_from(month).ok()?;
        let date = Date::from_calendar_date(year, month, day).ok()?;
        let days = i64::from(date.to_julian_day()) - UNIX_EPOCH_JULIAN_DAY;
        Some(Self {
            local_ms: days * MS_PER_DAY,
            offset_minutes: None,
            has_time: false,
        })
    }

    /// The same day at a time.
    #[must_use]
    pub fn at(self, hour: u8, minute: u8, second: u8, millisecond: u16) -> Option<Self> {
        // A leap second is the last millisecond of its minute here.
        let (second, millisecond) = match second {
            60 => (59, 999),
            second => (second, millisecond),
        };
        let is_sound = hour < 24 && minute < 60 && second < 60 && millisecond < 1_000;
        let of_day = (i64::from(hour) * 60 + i64::from(minute)) * MS_PER_MINUTE
            + i64::from(second) * MS_PER_SECOND
            + i64::from(millisecond);
        is_sound.then_some(Self {
            local_ms: self.local_ms - self.local_ms.rem_euclid(MS_PER_DAY) + of_day,
            has_time: true,
            ..self
        })
    }

    /// Whether a time of day was written, not a day alone.
    #[must_use]
    pub const fn has_time(self) -> bool {
        self.has_time
    }

    /// The moment, with the offset that was in force in `zone` (`None` is the writer's own). A
    /// day without a time is taken at noon, which is that day wherever it is read.
    #[must_use]
    pub fn moment(self, zone: Option<&str>, zones: &Zones<'_>) -> Timestamp {
        let local_ms = if self.has_time {
            self.local_ms
        } else {
            self.local_ms + MS_PER_DAY / 2
        };
        let at = |offset: i16| local_ms.saturating_sub(i64::from(offset) * MS_PER_MINUTE);
        let offset_at = |unix_ms| {
            zones(zone, unix_ms)
                .or_else(|| zones(None, unix_ms))
                .unwrap_or(0)
        };
        match self.offset_minutes {
            // "Z" says when, not where: the zone says that, if there is one.
            Some(0) => {
                let unix_ms = at(0);
                Timestamp {
                    unix_ms,
                    utc_offset_minutes: offset_at(unix_ms),
                }
            }
            Some(offset) => Timestamp {
                unix_ms: at(offset),
                utc_offset_minutes: offset,
            },
            None => {
                // The offset depends on the moment, and the moment on the offset: the second
                // guess is right except within the hour that a change of clocks repeats or skips.
                let guess = offset_at(at(0));
                let offset = offset_at(at(guess));
                Timestamp {
                    unix_ms: at(offset),
                    utc_offset_minutes: offset,
                }
            }
        }
    }
}

/// A moment in milliseconds since 1970, as the writer lived it in `zone` (`None` is their own).
#[must_use]
pub fn lived(unix_ms: i64, zone: Option<&str>, zones: &Zones<'_>) -> Timestamp {
    let offset = zones(zone, unix_ms).or_else(|| zones(None, unix_ms));
    Timestamp {
        unix_ms,
        utc_offset_minutes: offset.unwrap_or(0),
    }
}

/// Writes a moment as RFC 3339 with milliseconds and offset: `2026-11-22T14:05:00.000+01:00`.
/// Moments outside the years 0 to 9999, which that form cannot say, become its nearest.
#[must_use]
pub fn write(moment: Timestamp) -> String {
    const YEAR_0: i64 = -62_167_219_200_000;
    const YEAR_10000: i64 = 253_402_300_800_000;
    let offset = moment
        .utc_offset_minutes
        .clamp(-MAX_OFFSET_MINUTES, MAX_OFFSET_MINUTES);
    let local_ms = moment
        .unix_ms
        .saturating_add(i64::from(offset) * MS_PER_MINUTE)
        .clamp(YEAR_0, YEAR_10000 - 1);
    let julian = local_ms.div_euclid(MS_PER_DAY) + UNIX_EPOCH_JULIAN_DAY;
    let of_day = local_ms.rem_euclid(MS_PER_DAY);
    // Clamped above: always a day that `time` knows.
    let date = i32::try_from(julian)
        .ok()
        .and_then(|julian| Date::from_julian_day(julian).ok())
        .unwrap_or(Date::MIN);
    let (minute_of_day, ms) = (of_day / MS_PER_MINUTE, of_day % MS_PER_MINUTE);
    let sign = if offset < 0 { '-' } else { '+' };
    let offset = offset.unsigned_abs();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{sign}{:02}:{:02}",
        date.year(),
        u8::from(date.month()),
        date.day(),
        minute_of_day / 60,
        minute_of_day % 60,
        ms / MS_PER_SECOND,
        ms % MS_PER_SECOND,
        offset / 60,
        offset % 60,
    )
}

/// Reads what [`write()`] writes, and nothing that leaves the offset out.
#[must_use]
pub fn read_exact(text: &str) -> Option<Timestamp> {
    let written = read(text)?;
    let offset = written.offset_minutes?;
    Some(Timestamp {
        unix_ms: written.local_ms - i64::from(offset) * MS_PER_MINUTE,
        utc_offset_minutes: offset,
    })
}

/// Reads a moment: a day (`2026-11-22`, also with `/` or `.` between), then perhaps a time
/// (`14:05`, `14:05:30.250`, `2:05 PM`) after `T` or a space, then perhaps `Z` or an offset.
#[must_use]
pub fn read(text: &str) -> Option<Written> {
    let mut rest = Cursor(text.trim());
    let day = read_day(&mut rest)?;
    if rest.0.is_empty() {
        return Some(day);
    }
    rest.skip(|c| matches!(c, 'T' | 't' | ' ' | ',' | '_'))?;
    rest.0 = rest.0.trim_start();
    let written = read_time(&mut rest, day)?;
    let written = read_offset(&mut rest, written)?;
    // A weekday or a zone's name after the time says nothing new.
    let is_name =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | '/' | '_' | '[' | ']' | '(' | ')');
    rest.0.chars().all(is_name).then_some(written)
}

/// Reads the day that a text begins with, and what follows it.
#[must_use]
pub fn read_leading_day(text: &str) -> Option<(Written, &str)> {
    let mut rest = Cursor(text);
    let day = read_day(&mut rest)?;
    Some((day, rest.0))
}

fn read_day(rest: &mut Cursor<'_>) -> Option<Written> {
    let year = rest.number(4, 4)?;
    let separator = rest.0.chars().next()?;
    let (month, day) = if matches!(separator, '-' | '/' | '.' | '_') {
        rest.skip(|c| c == separator)?;
        let month = rest.number(1, 2)?;
        rest.skip(|c| c == separator)?;
        (month, rest.number(1, 2)?)
    } else {
        (rest.number(2, 2)?, rest.number(2, 2)?)
    };
    // Digits that go on are no day but some other number.
    if rest.0.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Written::of_day(
        i32::try_from(year).ok()?,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    )
}

fn read_time(rest: &mut Cursor<'_>, day: Written) -> Option<Written> {
    let hour = rest.number(1, 2)?;
    let mut minute = 0;
    let mut second = 0;
    let mut millisecond = 0;
    if rest.skip(|c| matches!(c, ':' | '.' | 'h')).is_some() {
        minute = rest.number(2, 2)?;
        if rest.skip(|c| c == ':').is_some() {
            second = rest.number(2, 2)?;
            if rest.skip(|c| matches!(c, '.' | ',')).is_some() {
                let digits = rest.take_digits(9);
                let first: String = digits.chars().chain("00".chars()).take(3).collect();
                millisecond = first.parse().ok()?;
            }
        }
    } else if let Some(minutes) = rest.number(2, 2) {
        minute = minutes;
        second = rest.number(2, 2).unwrap_or(0);
    }
    let trimmed = rest.0.trim_start();
    let half = trimmed.get(..2).map(str::to_ascii_lowercase);
    let hour = match (half.as_deref(), hour) {
        (Some("am"), 12) => 0,
        (Some("pm"), 1..=11) => hour + 12,
        (_, hour) => hour,
    };
    if matches!(half.as_deref(), Some("am" | "pm")) {
        rest.0 = &trimmed[2..];
    }
    day.at(
        u8::try_from(hour).ok()?,
        u8::try_from(minute).ok()?,
        u8::try_from(second).ok()?,
        millisecond,
    )
}

fn read_offset(rest: &mut Cursor<'_>, written: Written) -> Option<Written> {
    let trimmed = rest.0.trim_start();
    let Some(sign) = trimmed.chars().next() else {
        return Some(written);
    };
    let offset_minutes = match sign {
        'Z' | 'z' => {
            rest.0 = &trimmed[1..];
            0
        }
        '+' | '-' => {
            rest.0 = &trimmed[1..];
            let hours = rest.number(2, 2)?;
            let _ = rest.skip(|c| c == ':');
            let minutes = rest.number(2, 2).unwrap_or(0);
            let offset = i16::try_from(hours * 60 + minutes).ok()?;
            if offset > MAX_OFFSET_MINUTES {
                return None;
            }
            if sign == '-' { -offset } else { offset }
        }
        _ => return Some(written),
    };
    Some(Written {
        offset_minutes: Some(offset_minutes),
        ..written
    })
}

/// What is still to be read.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn take_digits(&mut self, most: usize) -> &'a str {
        let count = self
            .0
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        digits
    }

    /// A number of so many digits; nothing is taken if it has fewer.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let before = self.0;
        let digits = self.take_digits(most);
        if digits.len() < least {
            self.0 = before;
            return None;
        }
        digits.parse().ok()
    }

    fn skip(&mut self, fits: impl Fn(char) -> bool) -> Option<()> {
        let first = self.0.chars().next().filter(|&c| fits(c))?;
        self.0 = &self.0[first.len_utf8()..];
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Berlin, roughly: an hour east in winter, two from April to October.
    fn berlin(zone: Option<&str>, unix_ms: i64) -> Option<i16> {
        match zone {
            None | Some("Europe/Berlin") => {
                let day = unix_ms.div_euclid(MS_PER_DAY).rem_euclid(365);
                Some(if (90..300).contains(&day) { 120 } else { 60 })
            }
            Some("America/New_York") => Some(-300),
            Some(_) => None,
        }
    }

    fn at(unix_ms: i64, utc_offset_minutes: i16) -> Timestamp {
        Timestamp {
            unix_ms,
            utc_offset_minutes,
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for moment in [
            at(1_795_348_800_123, -210),
            at(0, 0),
            at(-1, 60),
            at(-62_000_000_000_000, 825),
        ] {
            assert_eq!(
                read_exact(&write(moment)),
                Some(moment),
                "{}",
                write(moment)
            );
        }
        assert_eq!(
            write(at(1_795_348_800_123, -210)),
            "2026-11-22T08:30:00.123-03:30"
        );
        // The form ends with the year 9999.
        assert!(write(at(i64::MAX, 0)).starts_with("9999-12-31T23:59:59.999"));
        assert!(write(at(i64::MIN, -2_000)).starts_with("0000-01-01T00:00:00.000"));
        assert_eq!(read_exact("2026-11-22T08:30:00"), None);
    }

    #[test]
    fn moments_are_read_as_people_and_programs_write_them() {
        let noon_utc = 1_795_348_800_000;
        for (text, expected) in [
            ("2026-11-22T12:00:00Z", at(noon_utc, 60)),
            ("2026-11-22T12:00:00.000Z", at(noon_utc, 60)),
            ("2026-11-22T13:00:00+01:00", at(noon_utc, 60)),
            ("2026-11-22T07:00:00-0500", at(noon_utc, -300)),
            ("2026-11-22 13:00", at(noon_utc, 60)),
            ("2026/11/22 13:00:00", at(noon_utc, 60)),
            ("2026-11-22 01:00:00 PM", at(noon_utc, 60)),
            ("2026-11-22 1:00 pm", at(noon_utc, 60)),
            ("2026-11-22", at(noon_utc - 3_600_000, 60)),
            ("20261122", at(noon_utc - 3_600_000, 60)),
            ("20261122T130000", at(noon_utc, 60)),
        ] {
            let read = read(text).map(|written| written.moment(None, &berlin));
            assert_eq!(read, Some(expected), "{text}");
        }
    }

    #[test]
    fn a_zone_says_where_a_moment_was_lived() {
        let written = read("2026-11-22T12:00:00Z").unwrap();
        let lived = written.moment(Some("America/New_York"), &berlin);
        assert_eq!(lived, at(1_795_348_800_000, -300));
        let lived = written.moment(Some("Atlantis/Capital"), &berlin);
        assert_eq!(lived, at(1_795_348_800_000, 60));
        let summer = read("2026-07-01 09:30").unwrap().moment(None, &berlin);
        assert_eq!(summer.utc_offset_minutes, 120);
        assert_eq!(summer.local_minute_of_day(), 9 * 60 + 30);
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "today",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "2026-11-22T25:00",
            "2026-11-22T10:61",
            "2026-11-22 10:00 +99:00",
            "123456789",
            "2026-11-22é",
            "é",
            "2026-11-22 1",
            "0000-00-00",
        ] {
            let is_day_with_hour = text == "2026-11-22 1";
            assert_eq!(read(text).is_some(), is_day_with_hour, "{text}");
        }
    }

    #[test]
    fn a_day_may_lead_a_name() {
        let (day, rest) = read_leading_day("2026-11-22 Rain at last").unwrap();
        assert!(!day.has_time());
        assert_eq!(rest, " Rain at last");
        assert!(read_leading_day("202611221").is_none());
    }
}
