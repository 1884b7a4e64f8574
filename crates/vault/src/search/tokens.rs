//! Cutting text into what can be searched for: words by Unicode's rules, and pairs of letters
//! where a script has no spaces.

use core::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::fold::{fold, is_unspaced};

/// Longest term in bytes: what is longer (a link, a key, noise) is found by its beginning.
const MAX_TERM_BYTES: usize = 64;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// As it is compared.
    pub(super) term: &'a str,
    /// Where it stands, in bytes.
    pub(super) bytes: Range<usize>,
    /// Its number in the text.
    pub(super) position: u32,
    /// The last letter of a run without spaces, which the pair before holds already: it is
    /// there so that a single letter is found at the end of a run too.
    pub(super) is_tail: bool,
}

/// Calls `take` with each token of `text`, in order.
pub(super) fn each_token(text: &str, mut take: impl FnMut(Token<'_>)) {
    let mut cutter = Cutter {
        position: 0,
        term: String::new(),
        run: Vec::new(),
        take: &mut take,
    };
    for (start, piece) in text.split_word_bound_indices() {
        let Some(first) = piece.chars().next() else {
            continue;
        };
        if is_unspaced(first) {
            cutter.extend_run(start, piece);
            continue;
        }
        cutter.end_run();
        if piece.chars().any(char::is_alphanumeric) {
            cutter.words(start, piece);
        } else if is_pictograph(first) {
            cutter.word(start, piece);
        }
    }
    cutter.end_run();
}

struct Cutter<'a, F> {
    position: u32,
    /// The term in the making.
    term: String,
    /// Letters of a script without spaces, with their places.
    run: Vec<(usize, char)>,
    take: &'a mut F,
}

impl<F: FnMut(Token<'_>)> Cutter<'_, F> {
    /// A word by Unicode's rules, cut once more at what may stand within one: "don't" and "3.14"
    /// are two terms each, one after the other.
    fn words(&mut self, start: usize, piece: &str) {
        let mut at = start;
        for part in piece.split_inclusive(is_joint) {
            let word = part.trim_end_matches(is_joint);
            if word.chars().any(char::is_alphanumeric) {
                self.word(at, word);
            }
            at += part.len();
        }
    }

    fn word(&mut self, start: usize, word: &str) {
        self.term.clear();
        for letter in word.chars() {
            fold(letter, &mut self.term);
            if self.term.len() > MAX_TERM_BYTES {
                let end = self.term.floor_char_boundary(MAX_TERM_BYTES);
                self.term.truncate(end);
                break;
            }
        }
        self.give(start..start + word.len(), false);
    }

    fn extend_run(&mut self, start: usize, piece: &str) {
        let letters = piece.char_indices().filter(|(_, it)| is_unspaced(*it));
        self.run.extend(letters.map(|(at, it)| (start + at, it)));
    }

    fn end_run(&mut self) {
        let run = core::mem::take(&mut self.run);
        for (index, &(start, letter)) in run.iter().enumerate() {
            self.term.clear();
            fold(letter, &mut self.term);
            let mut end = start + letter.len_utf8();
            let next = run.get(index + 1);
            if let Some(&(at, letter)) = next {
                fold(letter, &mut self.term);
                end = at + letter.len_utf8();
            }
            self.give(start..end, next.is_none() && index > 0);
        }
    }

    fn give(&mut self, bytes: Range<usize>, is_tail: bool) {
        if self.term.is_empty() {
            return;
        }
        (self.take)(Token {
            term: &self.term,
            bytes,
            position: self.position,
            is_tail,
        });
        self.position += 1;
    }
}

/// What Unicode lets stand within a word and is no letter of it.
const fn is_joint(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '’'
            | '‘'
            | '.'
            | ','
            | ':'
            | ';'
            | '·'
            | '‧'
            | '_'
            | '․'
            | '﹒'
            | '＇'
            | '．'
            | '՟'
            | '״'
    )
}

/// Whether a sign is a picture, which people search for like a word.
const fn is_pictograph(letter: char) -> bool {
    matches!(letter, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut terms = Vec::new();
        each_token(text, |token| terms.push(token.term.to_owned()));
        terms
    }

    #[test]
    fn words_are_cut_as_people_see_them() {
        assert_eq!(
            terms("Lena’s garden, 3.14 & well-known #rain_day!"),
            [
                "lena", "s", "garden", "3", "14", "well", "known", "rain", "day"
            ]
        );
        assert_eq!(terms("don't l'amour"), ["don", "t", "l", "amour"]);
        assert_eq!(terms("हिन्दी में"), ["हिन्दी", "में"]);
        assert_eq!(terms("rain 🌧️ today"), ["rain", "🌧", "today"]);
        assert_eq!(terms(" \n\t—…"), [] as [&str; 0]);
    }

    #[test]
    fn scripts_without_spaces_become_pairs() {
        assert_eq!(
            terms("東京に行く 2020年"),
            ["東京", "京に", "に行", "行く", "く", "2020", "年"]
        );
        assert_eq!(terms("カフェ"), ["カフ", "フェ", "ェ"]);
        assert_eq!(terms("오늘은"), ["오늘", "늘은", "은"]);
    }

    #[test]
    fn long_words_are_found_by_their_beginning() {
        assert_eq!(terms(&"é".repeat(500)), ["e".repeat(MAX_TERM_BYTES)]);
        assert_eq!(terms(&"ж".repeat(500))[0].len(), MAX_TERM_BYTES);
    }

    proptest! {
        #[test]
        fn every_token_lies_in_its_text(text in "\\PC{0,80}|[a-zé'’. 東京か한국🌧️]{0,80}") {
            let (mut last, mut positions) = (0, 0);
            each_token(&text, |token| {
                assert!(text.get(token.bytes.clone()).is_some_and(|it| !it.is_empty()));
                assert!(token.bytes.start >= last);
                assert!(!token.term.is_empty() && token.term.len() <= MAX_TERM_BYTES);
                assert_eq!(token.position, positions);
                (last, positions) = (token.bytes.start, positions + 1);
            });
        }
    }
}
