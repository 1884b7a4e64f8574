//! What the list shows, in its order: which entries, and which of them stand together under one
//! day. Small numbers only, so that it is made anew with every change of the journal.

use std::ops::Range;
use std::sync::Arc;

use companion_core::{Day, EntryId, EntrySummary};

/// Most entries of a day that are drawn together: where a day has more, as after an import, it is
/// drawn in parts.
const TOGETHER: usize = 12;

/// Entries of one day that are drawn together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// Their day.
    pub(crate) day: Day,
    /// Whether the day begins with them, and is named above them.
    pub(crate) is_first: bool,
    /// Place of the first of them in the order shown.
    from: usize,
    /// How many there are.
    len: usize,
}

impl Chunk {
    /// Their places in the order shown.
    pub(crate) const fn places(&self) -> Range<usize> {
        self.from..self.from + self.len
    }
}

/// What the list shows, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Order {
    /// Places in the journal of what a filter lets through; nothing where there is no filter.
    places: Option<Arc<[usize]>>,
    /// The same by days.
    chunks: Arc<[Chunk]>,
    /// How many entries are shown.
    len: usize,
}

impl Order {
    /// Entries that a filter lets through, or all of them.
    pub(crate) fn new(entries: &[EntrySummary], places: Option<&[usize]>) -> Self {
        let mut shown = Self {
            len: places.map_or(entries.len(), <[usize]>::len),
            places: places.map(Arc::from),
            chunks: Arc::default(),
        };
        shown.chunks = by_day((0..shown.len).filter_map(|at| shown.entry(entries, at)));
        shown
    }

    /// How many entries are shown.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// The days, or parts of days.
    pub(crate) fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    /// The entry at a place of the order shown.
    pub(crate) fn entry<'e>(
        &self,
        entries: &'e [EntrySummary],
        at: usize,
    ) -> Option<&'e EntrySummary> {
        match &self.places {
            None => entries.get(at),
            Some(places) => entries.get(*places.get(at)?),
        }
    }

    /// Where an entry is shown, if it is.
    pub(crate) fn place_of(&self, entries: &[EntrySummary], id: EntryId) -> Option<usize> {
        let at = entries.iter().position(|entry| entry.id == id)?;
        match &self.places {
            None => Some(at),
            Some(places) => places.binary_search(&at).ok(),
        }
    }

    /// Where an entry would be shown that was begun at this moment: the place of the first one
    /// that is no younger. At most [`Self::len`].
    pub(crate) fn place_of_moment(&self, entries: &[EntrySummary], unix_ms: i64) -> usize {
        let mut places = 0..self.len;
        while !places.is_empty() {
            let middle = places.start + places.len() / 2;
            match self.entry(entries, middle) {
                Some(entry) if entry.created.unix_ms > unix_ms => places.start = middle + 1,
                _ => places.end = middle,
            }
        }
        places.start
    }

    /// The chunk that holds a place of the order shown; the last one beyond the end.
    pub(crate) fn chunk_of(&self, place: usize) -> usize {
        let after = self.chunks.partition_point(|chunk| chunk.from <= place);
        after.saturating_sub(1)
    }

    /// The first chunk of a day, or of the next earlier one that is shown.
    pub(crate) fn chunk_of_day(&self, day: Day) -> Option<usize> {
        self.chunks.iter().position(|chunk| chunk.day <= day)
    }
}

/// Consecutive entries of one day together.
fn by_day<'e>(entries: impl Iterator<Item = &'e EntrySummary>) -> Arc<[Chunk]> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for (at, entry) in entries.enumerate() {
        let day = entry.created.local_day();
        match chunks.last_mut() {
            Some(last) if last.day == day && last.len < TOGETHER => last.len += 1,
            last => {
                let is_first = last.is_none_or(|last| last.day != day);
                chunks.push(Chunk {
                    day,
                    is_first,
                    from: at,
                    len: 1,
                });
            }
        }
    }
    chunks.into()
}

#[cfg(test)]
mod tests {
    use super::super::filter::tests::entry_on;
    use super::*;

    fn journal(days: &[i64]) -> Vec<EntrySummary> {
        let numbered = days.iter().enumerate();
        let entries = numbered.map(|(at, day)| EntrySummary {
            id: EntryId::from_bytes([at as u8; 16]),
            ..entry_on(*day)
        });
        entries.collect()
    }

    fn shape(shown: &Order) -> Vec<(i64, bool, Range<usize>)> {
        let chunks = shown.chunks().iter();
        chunks
            .map(|it| (it.day.0, it.is_first, it.places()))
            .collect()
    }

    #[test]
    fn entries_of_one_day_stand_together() {
        let entries = journal(&[2, 2, 1]);
        let shown = Order::new(&entries, None);
        assert_eq!(shape(&shown), [(2, true, 0..2), (1, true, 2..3)]);
        let many = Order::new(&journal(&[7; 30]), None);
        assert_eq!(
            shape(&many),
            [(7, true, 0..12), (7, false, 12..24), (7, false, 24..30)]
        );
        assert_eq!(many.chunk_of(11), 0);
        assert_eq!(many.chunk_of(12), 1);
        assert_eq!(many.chunk_of(900), 2);
        assert_eq!(Order::default().chunk_of(0), 0);
    }

    #[test]
    fn a_filter_leaves_places_of_its_own() {
        let entries = journal(&[9, 8, 7, 7, 3]);
        let shown = Order::new(&entries, Some(&[1, 3, 4]));
        assert_eq!(shown.len(), 3);
        assert_eq!(
            shape(&shown),
            [(8, true, 0..1), (7, true, 1..2), (3, true, 2..3)]
        );
        let of = |id| shown.place_of(&entries, EntryId::from_bytes([id; 16]));
        assert_eq!([of(0), of(1), of(3), of(9)], [None, Some(0), Some(1), None]);
        assert_eq!(shown.entry(&entries, 2), entries.get(4));
        assert_eq!(shown.entry(&entries, 3), None);
    }

    #[test]
    fn days_and_moments_that_are_not_shown_lead_to_the_next_earlier() {
        let entries = journal(&[9, 8, 8, 3]);
        let shown = Order::new(&entries, None);
        let of_day = |day| shown.chunk_of_day(Day(day));
        assert_eq!(
            [of_day(10), of_day(8), of_day(5), of_day(2)],
            [Some(0), Some(1), Some(2), None]
        );
        let of = |unix_ms| shown.place_of_moment(&entries, unix_ms);
        let at = |place: usize| entries[place].created.unix_ms;
        assert_eq!([of(i64::MAX), of(at(0)), of(at(1))], [0, 0, 1]);
        assert_eq!([of(at(3) + 1), of(at(3)), of(0)], [3, 3, 4]);
    }
}
