//! Cutting an entry into passages whose meaning is looked at one by one.

use core::ops::Range;

/// Length of a passage that is aimed at, in bytes: about what the encoder reads of a text (256
/// tokens).
const LENGTH: usize = 900;
/// Passages of an entry at most. Of entries longer than all of them together, the passages are
/// spread over the whole, and the encoder reads the beginning of each.
const MOST: usize = 8;

/// The passages of a text, in order: whole paragraphs where they fit.
pub(super) fn passages(text: &str) -> Vec<Range<usize>> {
    if !text.chars().any(char::is_alphanumeric) {
        return Vec::new();
    }
    let length = LENGTH.max(text.len().div_ceil(MOST));
    let mut passages = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = end_of(text, start, length);
        if text[start..end].chars().any(char::is_alphanumeric) {
            passages.push(start..end);
        }
        start = end;
    }
    // Cuts at paragraphs make some passages shorter than the length; the last ones are joined.
    if passages.len() > MOST {
        let last = text.len();
        passages.truncate(MOST);
        if let Some(passage) = passages.last_mut() {
            passage.end = last;
        }
    }
    passages
}

/// Where a passage ends that begins at `start`: behind a paragraph, a sentence or a word, in
/// this order, of what fits.
fn end_of(text: &str, start: usize, length: usize) -> usize {
    if text.len() - start <= length {
        return text.len();
    }
    let limit = text.floor_char_boundary(start + length);
    let fits = &text[start..limit];
    let half = fits.len() / 2;
    let behind = |sign: &str| fits.rfind(sign).map(|at| at + sign.len());
    let ends = ["\n\n", "\n", ". ", "。", " "]
        .into_iter()
        .filter_map(behind);
    ends.filter(|&end| end > half)
        .map(|end| start + end)
        .next()
        // A single letter always fits.
        .unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_entry_is_one_passage() {
        assert_eq!(passages("Rain.\n\nTea.").first(), Some(&(0..11)));
        assert!(passages(" \n— \n").is_empty());
        assert!(passages("").is_empty());
    }

    #[test]
    fn paragraphs_stay_whole() {
        let paragraph = format!("{}\n\n", "word ".repeat(120));
        let text = paragraph.repeat(3);
        let length = paragraph.len();
        assert_eq!(
            passages(&text),
            [0..length, length..2 * length, 2 * length..3 * length]
        );
    }

    proptest! {
        #[test]
        fn passages_are_apart_and_few(text in "[a-z東 .\n]{0,200}", times in 1_usize..200) {
            let text = text.repeat(times);
            let passages = passages(&text);
            prop_assert!(passages.len() <= MOST);
            let mut last = 0;
            for passage in passages {
                prop_assert!(passage.start >= last && !text[passage.clone()].is_empty());
                last = passage.end;
            }
        }
    }
}
