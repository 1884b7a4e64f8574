//! A moment as its writer lived it: UTC milliseconds and the offset of the place.

use minicbor::{Decode, Encode};

const MS_PER_MINUTE: i64 = 60_000;
const MS_PER_DAY: i64 = 86_400_000;

/// A moment and the local offset that was in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(array)]
pub struct Timestamp {
    /// Milliseconds since 1970-01-01T00:00Z.
    #[n(0)]
    pub unix_ms: i64,
    /// Minutes east of UTC.
    #[n(1)]
    pub utc_offset_minutes: i16,
}

impl Timestamp {
    /// The calendar day on which the writer lived this moment.
    #[must_use]
    pub const fn local_day(self) -> Day {
        let local_ms = self
            .unix_ms
            .saturating_add(self.utc_offset_minutes as i64 * MS_PER_MINUTE);
        Day(local_ms.div_euclid(MS_PER_DAY))
    }

    /// Minutes since the writer's midnight, 0 to 1,439.
    #[must_use]
    pub const fn local_minute_of_day(self) -> u16 {
        let local_ms = self
            .unix_ms
            .saturating_add(self.utc_offset_minutes as i64 * MS_PER_MINUTE);
        // A remainder of a day in minutes always fits.
        (local_ms.rem_euclid(MS_PER_DAY) / MS_PER_MINUTE) as u16
    }
}

/// A calendar day: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct Day(#[n(0)] pub i64);

impl Day {
    /// The day in the ISO form `2026-11-22`. Days outside years -9999 to 9999 give `None`.
    #[must_use]
    pub fn to_iso(self) -> Option<String> {
        const UNIX_EPOCH_JULIAN_DAY: i64 = 2_440_588;
        let julian = i32::try_from(self.0.checked_add(UNIX_EPOCH_JULIAN_DAY)?).ok()?;
        let date = time::Date::from_julian_day(julian).ok()?;
        Some(format!(
            "{:04}-{:02}-{:02}",
            date.year(),
            u8::from(date.month()),
            date.day()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_writers_day() {
        // 2026-11-22T23:30Z is already the 23rd in Berlin and still the 22nd in New York.
        let unix_ms = 1_795_390_200_000;
        let at = |utc_offset_minutes| Timestamp {
            unix_ms,
            utc_offset_minutes,
        };
        assert_eq!(at(60).local_day().to_iso().as_deref(), Some("2026-11-23"));
        assert_eq!(at(-300).local_day().to_iso().as_deref(), Some("2026-11-22"));
        assert_eq!(at(60).local_minute_of_day(), 30);
    }

    #[test]
    fn days_before_1970_and_absurd_days_are_handled() {
        let eve = Timestamp {
            unix_ms: -1,
            utc_offset_minutes: 0,
        };
        assert_eq!(eve.local_day().to_iso().as_deref(), Some("1969-12-31"));
        assert_eq!(Day(i64::MAX).to_iso(), None);
    }
}
