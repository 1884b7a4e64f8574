//! What the calendar knows of a month's days.

use std::collections::BTreeMap;

use companion_core::{CivilDay, Day, EntrySummary, Mood};

/// What a day's mark shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shade {
    /// How much was written.
    Amount,
    /// How the writer felt.
    Mood,
}

/// A month and its days with writing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Month {
    /// Its first day.
    pub(super) first: CivilDay,
    /// Days with writing, by their day of the month.
    pub(super) days: BTreeMap<u8, Mark>,
}

/// A day with writing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Mark {
    /// Entries that are listed under it.
    pub(super) entries: usize,
    /// Their words, all together.
    pub(super) words: u32,
    /// Levels of the moods that were set, 1 to 5.
    moods: Vec<u8>,
}

/// Words from which on a day has the next longer mark; half of all days hold under 140.
const AMOUNTS: [u32; 3] = [100, 300, 700];

impl Mark {
    /// How much was written, 1 to 4.
    pub(super) fn amount(&self) -> usize {
        1 + AMOUNTS.iter().filter(|&&from| self.words >= from).count()
    }

    /// The middle of the day's moods; the better one of two, as in a day that turned out well.
    pub(super) fn mood(&self) -> Option<Mood> {
        let mut moods = self.moods.clone();
        moods.sort_unstable();
        let middle = moods.get(moods.len() / 2)?;
        Mood::ALL.get(usize::from(*middle).checked_sub(1)?).copied()
    }
}

/// The marks of the month that begins with `first`.
pub(super) fn marks_of(entries: &[EntrySummary], first: CivilDay) -> Month {
    let mut days: BTreeMap<u8, Mark> = BTreeMap::new();
    let Some(begin) = Day::from_civil(first) else {
        return Month { first, days };
    };
    let length = i64::from(first.days_in_month());
    for entry in entries {
        let at = entry.created.local_day().0 - begin.0;
        if !(0..length).contains(&at) {
            continue;
        }
        // A day of a month, from 1.
        let mark = days.entry(at as u8 + 1).or_default();
        mark.entries += 1;
        mark.words = mark.words.saturating_add(entry.word_count);
        mark.moods.extend(entry.mood.map(level));
    }
    Month { first, days }
}

const fn level(mood: Mood) -> u8 {
    match mood {
        Mood::Awful => 1,
        Mood::Low => 2,
        Mood::Okay => 3,
        Mood::Good => 4,
        Mood::Great => 5,
    }
}

/// The month's weeks as rows of seven: a day of the month, or nothing before and after it.
pub(super) fn weeks(first: CivilDay, first_weekday: u8) -> Vec<[Option<u8>; 7]> {
    let weekday = Day::from_civil(first).map_or(first_weekday, Day::weekday);
    let before = usize::from((weekday + 7 - first_weekday) % 7);
    let days = (1..=first.days_in_month()).map(Some);
    let cells: Vec<Option<u8>> = core::iter::repeat_n(None, before).chain(days).collect();
    cells
        .chunks(7)
        .map(|week| core::array::from_fn(|at| week.get(at).copied().flatten()))
        .collect()
}

#[cfg(test)]
mod tests {
    use companion_core::{EntryId, Timestamp};

    use super::*;

    const NOVEMBER: CivilDay = CivilDay {
        year: 2026,
        month: 11,
        day: 1,
    };

    fn entry(day: u8, words: u32, mood: Option<Mood>) -> EntrySummary {
        let Day(at) = Day::from_civil(CivilDay { day, ..NOVEMBER }).unwrap();
        let created = Timestamp {
            // Late in the evening, where the writer was.
            unix_ms: at * 86_400_000 + 82_800_000,
            utc_offset_minutes: 30,
        };
        EntrySummary {
            word_count: words,
            mood,
            ..EntrySummary::new(EntryId::from_bytes([0; 16]), created)
        }
    }

    #[test]
    fn a_day_has_one_mark_for_all_its_entries() {
        let entries = [
            entry(22, 80, Some(Mood::Great)),
            entry(22, 40, Some(Mood::Low)),
            entry(22, 0, None),
            entry(1, 900, None),
        ];
        let month = marks_of(&entries, NOVEMBER);
        assert_eq!(month.days.len(), 2);
        let mark = &month.days[&22];
        assert_eq!((mark.entries, mark.words, mark.amount()), (3, 120, 2));
        assert_eq!(mark.mood(), Some(Mood::Great));
        assert_eq!((month.days[&1].amount(), month.days[&1].mood()), (4, None));
        let december = CivilDay {
            month: 12,
            ..NOVEMBER
        };
        assert!(marks_of(&entries, december).days.is_empty());
    }

    #[test]
    fn weeks_begin_where_the_reader_begins_them() {
        // The first of November 2026 is a Sunday.
        let from_monday = weeks(NOVEMBER, 1);
        assert_eq!(from_monday.len(), 6);
        assert_eq!(
            from_monday[0],
            [None, None, None, None, None, None, Some(1)]
        );
        assert_eq!(from_monday[5][0], Some(30));
        let from_sunday = weeks(NOVEMBER, 7);
        assert_eq!(from_sunday.len(), 5);
        assert_eq!(from_sunday[0][0], Some(1));
        let from_saturday = weeks(NOVEMBER, 6);
        assert_eq!(from_saturday[0][1], Some(1));
    }
}
