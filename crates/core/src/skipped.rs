//! What an import leaves out, and why: the same for the readers of files, for the receipt that a journal
//! keeps, and for the page.

use minicbor::{Decode, Encode};

use crate::limits::MAX_FOREIGN_NAME_CHARS;

/// Things that are named; of the others there is a number.
const MAX_NAMED: usize = 50;

/// Why something in a file becomes no entry. The numbers are part of the format of receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Skipped {
    /// There is no text in it.
    #[n(0)]
    Empty,
    /// It is here already.
    #[n(1)]
    Duplicate,
    /// It is here already, with another text; what is here stays.
    #[n(2)]
    Differs,
    /// Nothing says when it was written.
    #[n(3)]
    NoDate,
    /// It cannot be read as what it should be.
    #[n(4)]
    Unreadable,
    /// It is larger than any entry.
    #[n(5)]
    TooLarge,
    /// It is encrypted, and nothing here opens it.
    #[n(6)]
    Encrypted,
    /// It lies in the other program's trash.
    #[n(7)]
    Deleted,
}

impl Skipped {
    /// All reasons in the order in which they are told, what is most expected first.
    const TOLD: [Self; 8] = [
        Self::Duplicate,
        Self::Differs,
        Self::Empty,
        Self::NoDate,
        Self::Unreadable,
        Self::TooLarge,
        Self::Encrypted,
        Self::Deleted,
    ];
}

/// How many things were skipped for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct SkippedCount {
    /// Why.
    #[n(0)]
    pub reason: Skipped,
    /// How many.
    #[n(1)]
    pub count: u64,
}

/// Something that was skipped.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct SkippedThing {
    /// What it is called where it lies.
    #[n(0)]
    pub name: String,
    /// Why.
    #[n(1)]
    pub reason: Skipped,
}

/// What was skipped: how many things by reason, with the names of some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Tally {
    #[n(0)]
    counts: Vec<SkippedCount>,
    #[n(1)]
    named: Vec<SkippedThing>,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, reason: Skipped, name: &str) {
        match self.counts.iter_mut().find(|count| count.reason == reason) {
            Some(count) => count.count += 1,
            None => self.counts.push(SkippedCount { reason, count: 1 }),
        }
        // What is here already needs no list of names.
        if self.named.len() < MAX_NAMED && reason != Skipped::Duplicate {
            let name = short_name(name);
            self.named.push(SkippedThing { name, reason });
        }
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|count| count.count).sum()
    }

    /// How many there were of each reason, what is most expected first.
    pub fn counts(&self) -> impl Iterator<Item = SkippedCount> {
        let count_of = |reason| self.counts.iter().find(move |count| count.reason == reason);
        Skipped::TOLD.into_iter().filter_map(count_of).copied()
    }

    /// Some of them by name.
    #[must_use]
    pub fn named(&self) -> &[SkippedThing] {
        &self.named
    }
}

/// A name that others have given, short enough to be kept and shown: its first line that says something,
/// without what steers a terminal.
#[must_use]
pub fn short_name(name: &str) -> String {
    let line = name.lines().map(str::trim).find(|line| !line.is_empty());
    let plain = line.unwrap_or_default().chars().filter(|c| !c.is_control());
    plain.take(MAX_FOREIGN_NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_counts_all_and_names_some() {
        let mut tally = Tally::default();
        for number in 0..60 {
            tally.add(Skipped::Unreadable, &format!("{number}\u{1b}[31m"));
        }
        tally.add(Skipped::Duplicate, "here");
        assert_eq!(tally.total(), 61);
        let counts: Vec<_> = tally.counts().map(|it| (it.reason, it.count)).collect();
        assert_eq!(counts, [(Skipped::Duplicate, 1), (Skipped::Unreadable, 60)]);
        assert_eq!(tally.named().len(), MAX_NAMED);
        assert_eq!(tally.named()[0].name, "0[31m");
    }

    #[test]
    fn every_reason_is_told() {
        for code in 0_u8.. {
            let Ok(reason) = minicbor::decode::<Skipped>(&[code]) else {
                assert_eq!(usize::from(code), Skipped::TOLD.len());
                break;
            };
            assert!(Skipped::TOLD.contains(&reason), "{reason:?}");
        }
    }

    #[test]
    fn a_tally_is_stored_as_the_first_one_was() {
        let mut tally = Tally::default();
        tally.add(Skipped::Deleted, "a");
        // { 0: [[7, 1]], 1: [["a", 7]] }
        let bytes = [
            0xa2, 0x00, 0x81, 0x82, 7, 1, 0x01, 0x81, 0x82, 0x61, b'a', 7,
        ];
        assert_eq!(minicbor::to_vec(&tally).unwrap(), bytes);
        assert_eq!(minicbor::decode::<Tally>(&bytes).unwrap(), tally);
    }

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(short_name("\n  A\u{7}b \nrest"), "Ab");
        assert_eq!(
            short_name(&"é".repeat(900)).chars().count(),
            MAX_FOREIGN_NAME_CHARS
        );
        assert_eq!(short_name(""), "");
    }
}
