//! Languages that nobody speaks, for people who build Companion: `?lang=en-XA` shows accented and
//! longer words, `?lang=ar-XB` the same from right to left. What stays plain was not meant for
//! translation; what overflows has no room for one.

use core::cell::RefCell;
use std::borrow::Cow;
use std::collections::HashMap;

use super::fill::Speaker;
use crate::platform::intl;

/// How English is dressed up. The names are those that browsers and phones use for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Pseudo {
    /// `en-XA`: accents, and a third more of everything.
    Accented,
    /// `ar-XB`: that, from right to left.
    Mirrored,
}

thread_local! {
    /// Texts without gaps are lent for good, as those of real languages are: each is made once.
    static SAID: RefCell<HashMap<(Pseudo, &'static str), &'static str>> = RefCell::default();
}

impl Pseudo {
    /// Both of them.
    pub(crate) const ALL: [Self; 2] = [Self::Accented, Self::Mirrored];

    /// BCP 47.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Accented => "en-XA",
            Self::Mirrored => "ar-XB",
        }
    }

    /// A text without gaps.
    pub(crate) fn say(self, text: &'static str) -> &'static str {
        SAID.with_borrow_mut(|said| {
            *said.entry((self, text)).or_insert_with(|| {
                let dressed = self.mark(&self.text(text));
                Box::leak(dressed.into_boxed_str())
            })
        })
    }

    /// Marks where a text begins and ends: text on screen outside these marks is no word of ours.
    pub(crate) fn mark(self, text: &str) -> String {
        format!("⟦{text}⟧")
    }
}

impl Speaker for Pseudo {
    fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut dressed = String::with_capacity(2 * text.len());
        if *self == Self::Mirrored {
            // Runs from right to left, whatever its letters are.
            dressed.push('\u{202e}');
        }
        for letter in text.chars() {
            dressed.push(accented(letter));
            if "aeiou".contains(letter) {
                dressed.push(accented(letter));
            }
        }
        if *self == Self::Mirrored {
            dressed.push('\u{202c}');
        }
        dressed.into()
    }

    fn number(&self, number: f64) -> String {
        intl::number(number)
    }

    fn plural(&self, number: f64) -> String {
        intl::plural(number)
    }

    fn isolates(&self) -> bool {
        *self == Self::Mirrored
    }
}

const fn accented(letter: char) -> char {
    match letter {
        'a' => 'á',
        'c' => 'ç',
        'e' => 'é',
        'i' => 'î',
        'n' => 'ñ',
        'o' => 'ö',
        's' => 'š',
        'u' => 'û',
        'y' => 'ý',
        'A' => 'Å',
        'C' => 'Ç',
        'E' => 'É',
        'I' => 'Î',
        'N' => 'Ñ',
        'O' => 'Ö',
        'S' => 'Š',
        'U' => 'Û',
        'Y' => 'Ý',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_still_readable_marked_and_a_third_longer() {
        let plain = "Choose a passphrase";
        let said = Pseudo::Accented.say(plain);
        assert_eq!(said, "⟦Çhööööšéé áá pááššphráášéé⟧");
        assert!(said.chars().count() * 3 >= plain.len() * 4);
    }

    #[test]
    fn a_text_is_made_once() {
        let first = Pseudo::Mirrored.say("Trash");
        assert!(core::ptr::eq(first, Pseudo::Mirrored.say("Trash")));
        assert_ne!(first, Pseudo::Accented.say("Trash"));
    }

    #[test]
    fn the_mirrored_one_runs_from_right_to_left() {
        assert!(Pseudo::Mirrored.text("Trash").starts_with('\u{202e}'));
    }
}
