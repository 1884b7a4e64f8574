//! Which terms stand where in one entry, in few bytes: what the index keeps of an entry.
//!
//! For each term, ascending: the difference to the number of the term before, how often it
//! occurs, and the differences between its positions. All are numbers of seven bits a byte, the
//! least significant first; the highest bit says that more follow (LEB128).

/// The terms of one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List(Box<[u8]>);

/// A term in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occurrences<'a> {
    /// The term's number.
    pub(super) term: u32,
    /// How often it occurs, at least once.
    pub(super) count: u32,
    /// The encoded positions.
    positions: &'a [u8],
}

impl List {
    /// A list of terms and their positions, in ascending order without repetition.
    pub(super) fn of(places: &[(u32, u32)]) -> Self {
        debug_assert!(places.is_sorted());
        let mut bytes = Vec::with_capacity(places.len() * 3);
        let mut last_term = 0;
        for of_term in places.chunk_by(|one, other| one.0 == other.0) {
            let term = of_term[0].0;
            write(&mut bytes, term - last_term);
            // A text has at most as many terms as bytes, far below 2³².
            write(&mut bytes, of_term.len() as u32);
            let mut last = 0;
            for &(_, position) in of_term {
                write(&mut bytes, position - last);
                last = position;
            }
            last_term = term;
        }
        Self(bytes.into())
    }

    /// A list as stored; `None` if it is none, or names a term that is not below `terms`.
    pub(super) fn from_bytes(bytes: &[u8], terms: u32) -> Option<Self> {
        let mut rest = bytes;
        let mut term = 0_u32;
        let mut is_first = true;
        while !rest.is_empty() {
            let step = read(&mut rest)?;
            if step == 0 && !is_first {
                return None;
            }
            term = term.checked_add(step).filter(|&term| term < terms)?;
            is_first = false;
            let count = read(&mut rest)?;
            if count == 0 {
                return None;
            }
            let mut position = 0_u32;
            for _ in 0..count {
                position = position.checked_add(read(&mut rest)?)?;
            }
        }
        Some(Self(bytes.into()))
    }

    /// The bytes to be stored.
    pub(super) const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The terms, ascending.
    pub(super) const fn iter(&self) -> Iter<'_> {
        Iter {
            rest: &self.0,
            term: 0,
        }
    }

    /// The same list with other numbers for the terms.
    pub(super) fn renamed(&self, name: impl Fn(u32) -> u32) -> Self {
        let renamed = self.iter().map(|it| (name(it.term), it));
        let mut renamed: Vec<(u32, Occurrences<'_>)> = renamed.collect();
        renamed.sort_unstable_by_key(|(term, _)| *term);
        let mut bytes = Vec::with_capacity(self.0.len() + renamed.len());
        let mut last = 0;
        for (term, it) in renamed {
            write(&mut bytes, term - last);
            write(&mut bytes, it.count);
            bytes.extend_from_slice(it.positions);
            last = term;
        }
        Self(bytes.into())
    }
}

impl<'a> Occurrences<'a> {
    /// Where the term stands, ascending.
    pub(super) fn positions(&self) -> impl Iterator<Item = u32> + use<'a> {
        let mut rest = self.positions;
        let mut position = 0;
        (0..self.count).map_while(move |_| {
            position += read(&mut rest)?;
            Some(position)
        })
    }
}

/// Walks a list.
pub(super) struct Iter<'a> {
    rest: &'a [u8],
    term: u32,
}

impl<'a> Iterator for Iter<'a> {
    type Item = Occurrences<'a>;

    fn next(&mut self) -> Option<Occurrences<'a>> {
        let step = read(&mut self.rest)?;
        let count = read(&mut self.rest)?;
        self.term += step;
        let mut left = count;
        let mut length = 0;
        while left > 0 {
            left -= u32::from(self.rest.get(length)? & 0x80 == 0);
            length += 1;
        }
        let (positions, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(Occurrences {
            term: self.term,
            count,
            positions,
        })
    }
}

/// Appends a number.
pub(super) fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number from the front; `None` if there is none.
pub(super) fn read(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for shift in (0..32).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u32::from(byte & 0x7f);
        if part << shift >> shift != part {
            return None;
        }
        number |= part << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places(list: &List) -> Vec<(u32, u32)> {
        let each = list.iter();
        each.flat_map(|it| it.positions().map(move |position| (it.term, position)))
            .collect()
    }

    proptest! {
        #[test]
        fn a_list_says_what_it_was_made_of(
            mut wanted in proptest::collection::vec((0_u32..400, 0_u32..70_000), 0..60)
        ) {
            wanted.sort_unstable();
            wanted.dedup();
            let list = List::of(&wanted);
            prop_assert_eq!(&places(&list), &wanted);
            prop_assert_eq!(List::from_bytes(list.as_bytes(), 400), Some(list.clone()));
            let back = list.renamed(|it| 400 - it).renamed(|it| 400 - it);
            prop_assert_eq!(back, list);
        }

        #[test]
        fn bytes_that_are_no_list_are_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..40), terms in 0_u32..300
        ) {
            if let Some(list) = List::from_bytes(&bytes, terms) {
                prop_assert!(list.iter().all(|it| it.term < terms && it.positions().count() > 0));
            }
        }
    }

    #[test]
    fn numbers_beyond_32_bits_are_refused() {
        assert_eq!(
            read(&mut &[0xff, 0xff, 0xff, 0xff, 0x0f][..]),
            Some(u32::MAX)
        );
        assert_eq!(read(&mut &[0xff, 0xff, 0xff, 0xff, 0x10][..]), None);
        assert_eq!(read(&mut &[0x80, 0x80, 0x80, 0x80, 0x80, 0x00][..]), None);
    }
}
