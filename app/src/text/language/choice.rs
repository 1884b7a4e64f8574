//! Which language is spoken: the one chosen in Settings, else the first of the browser's that
//! Companion knows, else English. `?lang=…` in the address is for one visit.

use leptos::prelude::{document, window};

use super::{Pseudo, SPOKEN, Spoken};
use crate::platform::intl;
use crate::text::words::LANGUAGES;

/// Speaks what the address asks for, else what was chosen, else what the browser asks for; and tells the browser, for
/// hyphens, voices and the direction of the page.
pub(crate) fn speak(for_this_visit: Option<&str>, chosen: Option<&str>) {
    let wanted = wanted();
    let spoken = for_this_visit
        .and_then(find)
        .or_else(|| chosen.and_then(find))
        .or_else(|| wanted.iter().find_map(|id| find(id)))
        .unwrap_or(Spoken::Language(0));
    SPOKEN.set(spoken);
    let (id, is_rtl) = match spoken {
        Spoken::Language(at) => LANGUAGES
            .get(at)
            .map_or(("en", false), |language| (language.id, language.is_rtl)),
        Spoken::Pseudo(pseudo) => (pseudo.id(), pseudo == Pseudo::Mirrored),
    };
    intl::speak(&locale(spoken, id, wanted));
    if let Some(root) = document().document_element() {
        // Setting attributes with plain names cannot fail.
        let _ = root.set_attribute("lang", id);
        let _ = root.set_attribute("dir", if is_rtl { "rtl" } else { "ltr" });
    }
}

/// The language that speaks for this id: itself, or one of the same kind (`de` for `de-AT`).
fn find(id: &str) -> Option<Spoken> {
    if let Some(pseudo) = Pseudo::ALL.into_iter().find(|pseudo| pseudo.id() == id) {
        return Some(Spoken::Pseudo(pseudo));
    }
    let of = |is_it: &dyn Fn(&str) -> bool| LANGUAGES.iter().position(|known| is_it(known.id));
    of(&|known| known.eq_ignore_ascii_case(id))
        .or_else(|| of(&|known| kind(known).eq_ignore_ascii_case(kind(id))))
        .map(Spoken::Language)
}

/// `de` of `de-AT`.
fn kind(id: &str) -> &str {
    id.split('-').next().unwrap_or(id)
}

/// How dates and numbers are written: as the browser's own variety of the language does it, so
/// that somebody in Vienna or London reads their own.
fn locale(spoken: Spoken, id: &'static str, wanted: Vec<String>) -> String {
    match spoken {
        Spoken::Language(_) => wanted
            .into_iter()
            .find(|wanted| kind(wanted).eq_ignore_ascii_case(kind(id)))
            .unwrap_or_else(|| id.to_owned()),
        Spoken::Pseudo(_) => "en".to_owned(),
    }
}

/// The browser's languages, the dearest first.
fn wanted() -> Vec<String> {
    let languages = window().navigator().languages();
    languages.iter().filter_map(|id| id.as_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variety_finds_its_language() {
        let german = LANGUAGES.iter().position(|known| known.id == "de");
        assert!(german.is_some());
        assert_eq!(find("de"), german.map(Spoken::Language));
        assert_eq!(find("de-AT"), find("de"));
        assert_eq!(find("EN-gb"), Some(Spoken::Language(0)));
        assert_eq!(find("ar-XB"), Some(Spoken::Pseudo(Pseudo::Mirrored)));
        assert_eq!(find("tlh"), None);
    }

    #[test]
    fn dates_are_those_of_the_browsers_own_variety() {
        let locale = |wanted: &[&str]| {
            let wanted = wanted.iter().map(|id| (*id).to_owned()).collect();
            locale(Spoken::Language(1), "de", wanted)
        };
        assert_eq!(locale(&["en-GB", "de-CH", "de"]), "de-CH");
        assert_eq!(locale(&["fr"]), "de");
    }
}
