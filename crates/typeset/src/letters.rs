//! Which letters a journal is written in.

use std::collections::BTreeSet;

/// In whose way letters that Chinese, Japanese and Korean share are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Han {
    Chinese,
    Japanese,
    Korean,
}

impl Han {
    /// Told from the letters that a text has beside them.
    pub(crate) fn of(text: &str) -> Self {
        let mut han = Self::Chinese;
        for letter in text.chars() {
            match letter {
                '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9d}' => {
                    return Self::Japanese;
                }
                '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' => {
                    han = Self::Korean;
                }
                _ => {}
            }
        }
        han
    }

    /// Itself, then those that may have what it lacks.
    pub(crate) const fn order(self) -> [Self; 3] {
        match self {
            Self::Chinese => [self, Self::Japanese, Self::Korean],
            Self::Japanese => [self, Self::Chinese, Self::Korean],
            Self::Korean => [self, Self::Chinese, Self::Japanese],
        }
    }
}

/// The letters that occur.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letters(BTreeSet<(Han, char)>);

impl Letters {
    /// Adds those of a text.
    pub(crate) fn look(&mut self, text: &str) {
        let han = Han::of(text);
        let letters = text.chars().filter(|&letter| is_drawn(letter));
        self.0.extend(letters.map(|letter| (han, letter)));
    }

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Han, char)> {
        self.0.iter().copied()
    }
}

/// Whether a letter leaves ink: neither space nor a sign that only steers its neighbours.
pub(crate) fn is_drawn(letter: char) -> bool {
    let steers = matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
    );
    !letter.is_control() && !letter.is_whitespace() && !steers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_han_is_told_by_its_neighbours() {
        assert_eq!(Han::of("今天下雨"), Han::Chinese);
        assert_eq!(Han::of("今日は雨"), Han::Japanese);
        assert_eq!(Han::of("오늘은 雨"), Han::Korean);
        assert_eq!(Han::of("rain"), Han::Chinese);
    }
}
