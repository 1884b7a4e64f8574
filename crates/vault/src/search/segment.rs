//! How the index is stored: in segments, each some entries with the words they share.
//!
//! A segment is written once and never changed. An update writes a new one, which takes in those
//! that have become small beside it, so that there are few, and a save rewrites little. What a
//! segment says of an entry counts only if the journal's list has that entry with the very
//! bytes that were read for it: so nothing that happens to entries can make the index wrong.

use companion_core::EntryId;
use minicbor::{Decode, Encode};

use super::index::{Index, Indexed, Mark};
use super::list::{self, List};

/// How texts are cut and folded. Another number makes every index anew.
pub(super) const VERSION: u32 = 1;
/// Most entries of a segment: of usual length they stay below 64 KiB, above which Chromium keeps
/// a value in a file of its own and unlocking waits for it.
pub(super) const FULL: usize = 64;

/// A segment as sealed.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Segment {
    /// Its name; it lies where this number says.
    #[n(0)]
    pub(super) number: u64,
    #[n(1)]
    pub(super) version: u32,
    /// The terms in ascending order: of each how many bytes it shares with the one before, how
    /// many follow, and those.
    #[cbor(n(2), with = "minicbor::bytes")]
    terms: Vec<u8>,
    #[n(3)]
    pub(super) entries: Vec<Stored>,
}

/// An entry in a segment.
#[derive(Encode, Decode)]
#[cbor(array)]
pub(super) struct Stored {
    #[n(0)]
    pub(super) id: EntryId,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(super) mark: Mark,
    #[n(2)]
    length: u32,
    #[n(3)]
    title_length: u32,
    /// See [`List`]; terms are numbered as they stand in the segment.
    #[cbor(n(4), with = "minicbor::bytes")]
    list: Vec<u8>,
}

impl Segment {
    /// A segment of these entries of an index.
    pub(super) fn of(number: u64, index: &Index, entries: &[&Indexed]) -> Self {
        let of_all = entries.iter().flat_map(|entry| entry.list.iter());
        let mut used: Vec<u32> = of_all.map(|term| term.term).collect();
        used.sort_unstable();
        used.dedup();
        used.sort_unstable_by(|&one, &other| index.term(one).text.cmp(&index.term(other).text));
        let mut terms = Vec::new();
        let mut last = "";
        for &number in &used {
            let text = &*index.term(number).text;
            let shared = text.bytes().zip(last.bytes()).take_while(|(a, b)| a == b);
            let shared = shared.count();
            // Terms are at most 64 bytes long.
            list::write(&mut terms, shared as u32);
            list::write(&mut terms, (text.len() - shared) as u32);
            terms.extend_from_slice(&text.as_bytes()[shared..]);
            last = text;
        }
        let mut places = vec![0; index.terms().count()];
        for (place, &number) in (0_u32..).zip(&used) {
            places[number as usize] = place;
        }
        let stored = entries.iter().map(|entry| Stored {
            id: entry.id,
            mark: entry.mark,
            length: entry.length,
            title_length: entry.title_length,
            list: entry
                .list
                .renamed(|term| places[term as usize])
                .as_bytes()
                .to_vec(),
        });
        Self {
            number,
            version: VERSION,
            terms,
            entries: stored.collect(),
        }
    }

    /// Numbers of its terms in an index; `None` if it is not sound.
    pub(super) fn numbers(&self, index: &mut Index) -> Option<Vec<u32>> {
        let mut rest = self.terms.as_slice();
        let mut term = Vec::new();
        let mut numbers = Vec::new();
        while !rest.is_empty() {
            let shared = usize::try_from(list::read(&mut rest)?).ok()?;
            let more = usize::try_from(list::read(&mut rest)?).ok()?;
            let (new, behind) = rest.split_at_checked(more)?;
            if shared > term.len() || term.len() > 64 {
                return None;
            }
            term.truncate(shared);
            term.extend_from_slice(new);
            rest = behind;
            numbers.push(index.number(core::str::from_utf8(&term).ok()?));
        }
        Some(numbers)
    }
}

impl Stored {
    /// The entry with its terms as an index numbers them; `None` if it is not sound.
    pub(super) fn indexed(&self, segment: u64, numbers: &[u32]) -> Option<Indexed> {
        let terms = u32::try_from(numbers.len()).ok()?;
        let list = List::from_bytes(&self.list, terms)?;
        Some(Indexed {
            id: self.id,
            mark: self.mark,
            length: self.length,
            title_length: self.title_length,
            list: list.renamed(|term| numbers[term as usize]),
            segment: Some(segment),
            created_ms: 0,
            is_shown: false,
        })
    }
}

/// What is known of a stored segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// Entries in it that count.
    pub(super) live: usize,
    /// Entries in it whose text is another now.
    pub(super) dead: usize,
    /// Whether it holds words of an entry that is gone for good, and must therefore go too.
    pub(super) must_go: bool,
}

/// Which segments a new one of `fresh` entries takes in: those that must go, those with more
/// dead entries than live ones, and the small ones as long as it stays below [`FULL`]. Each entry
/// is thereby written about log₂ of [`FULL`] times, however many saves there are.
pub(super) fn taken_in(held: &[(u64, Held)], fresh: usize) -> Vec<u64> {
    let mut by_size: Vec<&(u64, Held)> = held.iter().collect();
    by_size.sort_unstable_by_key(|(number, it)| (!it.must_go, it.live, *number));
    let mut size = fresh;
    let mut taken = Vec::new();
    for (number, it) in by_size {
        let is_spent = it.must_go || it.live == 0;
        let is_small = it.live <= 2 * size || it.dead > it.live;
        if is_spent || (is_small && size > 0 && size + it.live <= FULL) {
            size += it.live;
            taken.push(*number);
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_rewrites_little_and_segments_stay_few() {
        let (mut held, mut next): (Vec<(u64, Held)>, u64) = (Vec::new(), 0);
        let mut written = 0;
        for _ in 0..5_000 {
            let taken = taken_in(&held, 1);
            let live = held.iter().filter(|(number, _)| taken.contains(number));
            let live = 1 + live.map(|(_, it)| it.live).sum::<usize>();
            assert!(live <= FULL);
            written += live;
            held.retain(|(number, _)| !taken.contains(number));
            held.push((
                next,
                Held {
                    live,
                    ..Held::default()
                },
            ));
            next += 1;
        }
        assert!(held.len() < 2 * 5_000 / FULL, "{} segments", held.len());
        assert!(
            written < 5_000 * 12,
            "{} entries written a save",
            written / 5_000
        );
    }

    #[test]
    fn words_of_what_is_gone_go_at_once() {
        let full = Held {
            live: FULL,
            ..Held::default()
        };
        let gone = Held {
            must_go: true,
            ..full
        };
        assert_eq!(taken_in(&[(1, full), (2, gone)], 0), [2]);
        assert!(taken_in(&[(1, full)], 1).is_empty());
        let dead = Held {
            live: 3,
            dead: 5,
            must_go: false,
        };
        assert_eq!(taken_in(&[(1, dead), (2, Held::default())], 1), [2, 1]);
    }
}
