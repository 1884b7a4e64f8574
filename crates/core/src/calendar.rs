//! Days as a calendar has them: years, months, weeks.

use time::{Date, Month};

use crate::Day;

const UNIX_EPOCH_JULIAN_DAY: i64 = 2_440_588;
const DAYS_OF_WEEK: i64 = 7;

/// A day by its year, month (1 to 12) and day of the month (1 to 31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDay {
    /// Year of the Gregorian calendar.
    pub year: i32,
    /// 1 for January.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

impl Day {
    /// The day of this year, month and day of the month; `None` if there is none.
    #[must_use]
    pub fn from_civil(civil: CivilDay) -> Option<Self> {
        let month = Month::try_from(civil.month).ok()?;
        let date = Date::from_calendar_date(civil.year, month, civil.day).ok()?;
        Some(Self(
            i64::from(date.to_julian_day()) - UNIX_EPOCH_JULIAN_DAY,
        ))
    }

    /// Its year, month and day of the month; `None` outside the years -9999 to 9999.
    #[must_use]
    pub fn civil(self) -> Option<CivilDay> {
        let julian = self.0.checked_add(UNIX_EPOCH_JULIAN_DAY)?;
        let date = Date::from_julian_day(i32::try_from(julian).ok()?).ok()?;
        Some(CivilDay {
            year: date.year(),
            month: date.month().into(),
            day: date.day(),
        })
    }

    /// Reads the ISO form `2026-11-22`.
    #[must_use]
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let mut next = || {
            parts
                .next()
                .filter(|part| part.bytes().all(|it| it.is_ascii_digit()))
        };
        Self::from_civil(CivilDay {
            year: next()?.parse().ok()?,
            month: next()?.parse().ok()?,
            day: next()?.parse().ok()?,
        })
    }

    /// Its place in the week, 1 for Monday to 7 for Sunday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        // The first of January 1970 was a Thursday. A remainder of seven always fits.
        ((self.0 + 3).rem_euclid(DAYS_OF_WEEK) + 1) as u8
    }
}

impl CivilDay {
    /// The same month `count` months on, and its last day where it is shorter.
    #[must_use]
    pub fn plus_months(self, count: i32) -> Self {
        let months = self.year.saturating_mul(12) + i32::from(self.month) - 1;
        let months = months.saturating_add(count);
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u8 + 1);
        Self {
            year,
            month,
            day: self.day.min(days_in(year, month)),
        }
    }

    /// Days of its month.
    #[must_use]
    pub fn days_in_month(self) -> u8 {
        days_in(self.year, self.month)
    }
}

fn days_in(year: i32, month: u8) -> u8 {
    Month::try_from(month).map_or(31, |month| month.length(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn civil(year: i32, month: u8, day: u8) -> CivilDay {
        CivilDay { year, month, day }
    }

    #[test]
    fn days_and_dates_are_the_same_thing() {
        for (at, date, weekday) in [
            (0, civil(1970, 1, 1), 4),
            (-1, civil(1969, 12, 31), 3),
            (20_779, civil(2026, 11, 22), 7),
            (11_016, civil(2000, 2, 29), 2),
        ] {
            assert_eq!(Day(at).civil(), Some(date));
            assert_eq!(Day::from_civil(date), Some(Day(at)));
            assert_eq!(Day(at).weekday(), weekday);
            let iso = Day(at).to_iso().unwrap();
            assert_eq!(Day::from_iso(&iso), Some(Day(at)));
        }
        assert_eq!(Day::from_civil(civil(2026, 2, 29)), None);
        assert_eq!(Day(i64::MAX).civil(), None);
        for wrong in [
            "",
            "2026-13-01",
            "2026-02-30",
            "-1-2-3",
            "2026-1",
            "+2026-01-01",
            "x",
        ] {
            assert_eq!(Day::from_iso(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn months_go_on_and_back() {
        assert_eq!(civil(2026, 11, 30).plus_months(3), civil(2027, 2, 28));
        assert_eq!(civil(2026, 1, 31).plus_months(-1), civil(2025, 12, 31));
        assert_eq!(civil(2023, 2, 28).plus_months(12), civil(2024, 2, 28));
        assert_eq!(civil(2024, 2, 29).plus_months(-48), civil(2020, 2, 29));
        assert_eq!(civil(2024, 2, 1).days_in_month(), 29);
    }
}
