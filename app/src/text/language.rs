//! The language that the page speaks. Its words are tables in the page (see `words.rs`); plurals,
//! numbers and dates are the browser's, asked for by the same language (see `platform::intl`).

pub(crate) mod choice;
mod fill;
mod pseudo;

use core::cell::Cell;

pub(crate) use fill::{Case, Part, Value};
pub(crate) use pseudo::Pseudo;

use crate::platform::intl;

/// A language that the page can speak.
#[derive(Debug)]
pub(crate) struct Language {
    /// BCP 47, as in the name of its folder.
    pub(crate) id: &'static str,
    /// Its own name for itself.
    pub(crate) name: &'static str,
    /// Whether it is written from right to left.
    pub(crate) is_rtl: bool,
}

/// What is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spoken {
    /// A language of the table, by its place.
    Language(usize),
    /// English dressed up, to find what was not meant for translation or has no room.
    Pseudo(Pseudo),
}

thread_local! {
    static SPOKEN: Cell<Spoken> = const { Cell::new(Spoken::Language(0)) };
}

/// The id of a language of the table, or of one in disguise.
pub(crate) fn known(id: &str) -> Option<&'static str> {
    let languages = super::words::LANGUAGES.iter().map(|language| language.id);
    languages
        .chain(Pseudo::ALL.map(Pseudo::id))
        .find(|known| *known == id)
}

/// What is spoken now.
pub(crate) fn spoken() -> Spoken {
    SPOKEN.get()
}

/// A text without gaps, given in every language.
pub(crate) fn say(texts: &'static [&'static str]) -> &'static str {
    match spoken() {
        Spoken::Language(at) => texts.get(at).copied().unwrap_or_default(),
        Spoken::Pseudo(pseudo) => pseudo.say(texts.first().copied().unwrap_or_default()),
    }
}

/// Several texts that belong together, given in every language.
pub(crate) fn list<const N: usize>(lists: &'static [[&'static str; N]]) -> [&'static str; N] {
    match spoken() {
        Spoken::Language(at) => lists.get(at).copied().unwrap_or([""; N]),
        Spoken::Pseudo(pseudo) => lists
            .first()
            .map_or([""; N], |list| list.map(|text| pseudo.say(text))),
    }
}

/// A text with gaps, given in every language.
pub(crate) fn fill(tables: &'static [&'static [Part]], values: &[Value<'_>]) -> String {
    match spoken() {
        Spoken::Language(at) => {
            let parts = tables.get(at).copied().unwrap_or_default();
            let isolates = super::words::LANGUAGES
                .get(at)
                .is_some_and(|language| language.is_rtl);
            fill::fill(parts, values, &Browser { isolates })
        }
        Spoken::Pseudo(pseudo) => {
            let parts = tables.first().copied().unwrap_or_default();
            pseudo.mark(&fill::fill(parts, values, &pseudo))
        }
    }
}

/// What the browser made in this language: a date or a number.
pub(crate) fn mark(text: String) -> String {
    match spoken() {
        Spoken::Language(_) => text,
        Spoken::Pseudo(pseudo) => pseudo.mark(&text),
    }
}

/// Numbers and plurals as the browser knows them.
struct Browser {
    isolates: bool,
}

impl fill::Speaker for Browser {
    fn number(&self, number: f64) -> String {
        intl::number(number)
    }

    fn plural(&self, number: f64) -> String {
        intl::plural(number)
    }

    fn isolates(&self) -> bool {
        self.isolates
    }
}

#[cfg(test)]
mod tests {
    use crate::text::words;

    /// One fault a line: what `languages/<id>` lacks.
    #[test]
    fn every_language_has_every_word() {
        assert!(words::FAULTS.is_empty(), "{}", words::FAULTS.join("\n"));
    }

    #[test]
    fn languages_have_names_and_the_first_is_english() {
        assert_eq!(words::LANGUAGES[0].id, "en");
        assert!(
            words::LANGUAGES
                .iter()
                .all(|language| !language.name.is_empty())
        );
    }
}
