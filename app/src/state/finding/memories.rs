//! What was written on this day in earlier years, and on how many of the last days something was.

use companion_core::{CivilDay, Day, EntrySummary};

/// Days that are looked back on.
const DAYS: i64 = 7;
/// What a list that is sorted by the moment may be out of order by the writer's own days.
const SLACK_DAYS: i64 = 2;

/// An entry of this day in an earlier year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Memory {
    /// Years since then.
    pub(crate) years: i32,
    /// The entry.
    pub(crate) entry: EntrySummary,
}

/// Entries of `today` in earlier years, the latest year first; `entries` are newest first. The
/// 29th of February is remembered in leap years.
pub(crate) fn memories(entries: &[EntrySummary], today: Day) -> Vec<Memory> {
    let (Some(now), Some(first)) = (today.civil(), entries.last()) else {
        return Vec::new();
    };
    let first = first.created.local_day().civil();
    let first_year = first.map_or(now.year, |first| first.year - 1);
    let days: Vec<(Day, i32)> = (first_year..now.year)
        .filter_map(|year| Some((Day::from_civil(CivilDay { year, ..now })?, now.year - year)))
        .collect();
    let remembered = entries.iter().filter_map(|entry| {
        let day = entry.created.local_day();
        let at = days.binary_search_by_key(&day, |(day, _)| *day).ok()?;
        let entry = (!entry.damaged).then(|| entry.clone())?;
        Some(Memory {
            years: days[at].1,
            entry,
        })
    });
    remembered.collect()
}

/// On how many of the last seven days, `today` included, something was written.
pub(crate) fn written_days(entries: &[EntrySummary], today: Day) -> usize {
    let mut days = [false; DAYS as usize];
    for entry in entries {
        let ago = today.0 - entry.created.local_day().0;
        if let Some(day) = usize::try_from(ago).ok().and_then(|ago| days.get_mut(ago)) {
            *day = true;
        } else if ago > DAYS + SLACK_DAYS {
            break;
        }
    }
    days.iter().filter(|day| **day).count()
}

#[cfg(test)]
mod tests {
    use super::super::filter::tests::entry_on;
    use super::*;

    fn day(year: i32, month: u8, day: u8) -> Day {
        Day::from_civil(CivilDay { year, month, day }).unwrap()
    }

    fn journal(days: &[Day]) -> Vec<EntrySummary> {
        days.iter().map(|day| entry_on(day.0)).collect()
    }

    #[test]
    fn this_day_of_earlier_years_is_remembered() {
        let entries = journal(&[
            day(2026, 11, 22),
            day(2025, 11, 22),
            day(2025, 11, 21),
            day(2023, 11, 22),
            day(2023, 11, 22),
        ]);
        let years: Vec<_> = memories(&entries, day(2026, 11, 22))
            .iter()
            .map(|it| it.years)
            .collect();
        assert_eq!(years, [1, 3, 3]);
        assert_eq!(memories(&entries, day(2026, 11, 23)), []);
        assert_eq!(memories(&[], day(2026, 11, 22)), []);
        let leap = journal(&[day(2024, 2, 29), day(2023, 3, 1)]);
        assert_eq!(memories(&leap, day(2026, 3, 1)).len(), 1);
        assert_eq!(memories(&leap, day(2028, 2, 29)).len(), 1);
    }

    #[test]
    fn days_written_on_are_counted_once() {
        let today = day(2026, 11, 22);
        let on =
            |ago: &[i64]| journal(&ago.iter().map(|ago| Day(today.0 - ago)).collect::<Vec<_>>());
        assert_eq!(written_days(&on(&[]), today), 0);
        assert_eq!(written_days(&on(&[0, 0, 1, 3, 6, 7, 30]), today), 4);
        assert_eq!(written_days(&on(&[0, 1, 2, 3, 4, 5, 6]), today), 7);
        // Written for a day to come.
        assert_eq!(written_days(&on(&[-1, 0]), today), 1);
    }
}
