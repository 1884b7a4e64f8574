//! A change of the text on screen, and what is selected after it.

use core::ops::Range;

/// What stands at `range` becomes `text`. All places are bytes, at the borders of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// What is replaced.
    pub(crate) range: Range<usize>,
    /// By what.
    pub(crate) text: String,
    /// What is selected afterwards, in the changed text.
    pub(crate) select: Range<usize>,
}

impl Change {
    /// The smallest change that makes `new` of `old`, so that undoing it is one small step.
    pub(super) fn between(old: &str, new: &str, select: Range<usize>) -> Self {
        let mut start = common(old.bytes(), new.bytes());
        while !(old.is_char_boundary(start) && new.is_char_boundary(start)) {
            start -= 1;
        }
        let mut same = common(old[start..].bytes().rev(), new[start..].bytes().rev());
        while !(old.is_char_boundary(old.len() - same) && new.is_char_boundary(new.len() - same)) {
            same -= 1;
        }
        Self {
            range: start..old.len() - same,
            text: new[start..new.len() - same].to_owned(),
            select,
        }
    }

    /// The whole text after it.
    pub(crate) fn applied(&self, text: &str) -> String {
        let mut new = text.to_owned();
        new.replace_range(self.range.clone(), &self.text);
        new
    }
}

fn common(first: impl Iterator<Item = u8>, second: impl Iterator<Item = u8>) -> usize {
    first.zip(second).take_while(|(a, b)| a == b).count()
}

/// Replacements in the making, in the order of their places.
#[derive(Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Another replacement, behind all others.
    pub(super) fn replace(&mut self, range: Range<usize>, by: impl Into<String>) {
        self.0.push((range, by.into()));
    }

    /// The text after all of them.
    pub(super) fn apply(&self, text: &str) -> String {
        let mut new = String::with_capacity(text.len() + 16 * self.0.len());
        let mut at = 0;
        for (range, by) in &self.0 {
            new.push_str(&text[at..range.start]);
            new.push_str(by);
            at = range.end;
        }
        new.push_str(&text[at..]);
        new
    }

    /// Where a place of the text is after all of them. Something put in exactly there lies
    /// before the place if `behind`.
    pub(super) fn map(&self, place: usize, behind: bool) -> usize {
        let mut shifted = place;
        for (range, by) in &self.0 {
            let is_before = if behind {
                range.start <= place
            } else {
                range.start < place
            };
            if !is_before {
                break;
            }
            // A place within what is replaced goes to its end.
            shifted = shifted + by.len() - (range.end.min(place) - range.start);
        }
        shifted
    }
}

/// The place in bytes of one in UTF-16 code units, as the browser counts.
pub(super) fn byte_of(text: &str, utf16: u32) -> usize {
    let mut left = utf16 as usize;
    for (at, char) in text.char_indices() {
        if left < char.len_utf16() {
            return at;
        }
        left -= char.len_utf16();
    }
    text.len()
}

/// The place in UTF-16 code units of one in bytes.
pub(super) fn utf16_of(text: &str, byte: usize) -> u32 {
    let units: usize = text[..byte].chars().map(char::len_utf16).sum();
    u32::try_from(units).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_change_is_found() {
        let change = Change::between("one two three", "one 2 three", 0..0);
        assert_eq!((change.range.clone(), change.text.as_str()), (4..7, "2"));
        assert_eq!(change.applied("one two three"), "one 2 three");
        // The two letters share a byte of their UTF-8.
        let change = Change::between("aé", "aè", 0..0);
        assert_eq!((change.range.clone(), change.text.as_str()), (1..3, "è"));
        let change = Change::between("aa", "aaa", 0..0);
        assert_eq!((change.range.clone(), change.text.as_str()), (2..2, "a"));
    }

    #[test]
    fn places_follow_their_text() {
        let mut edits = Edits::default();
        edits.replace(2..2, "**");
        edits.replace(4..5, "");
        assert_eq!(edits.apply("abcdef"), "ab**cdf");
        assert_eq!((edits.map(2, true), edits.map(2, false)), (4, 2));
        assert_eq!((edits.map(5, true), edits.map(6, true)), (6, 7));
    }

    #[test]
    fn the_browser_counts_in_utf16() {
        let text = "a🌧é";
        for (utf16, byte) in [(0, 0), (1, 1), (3, 5), (4, 7), (9, 7)] {
            assert_eq!(byte_of(text, utf16), byte);
        }
        assert_eq!(byte_of(text, 2), 1, "within a character: before it");
        assert_eq!(utf16_of(text, 5), 3);
    }
}
