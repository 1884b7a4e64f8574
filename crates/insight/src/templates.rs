//! Pages that come prepared: what somebody who has sat down to write may begin with.
//!
//! One file of texts a language, each with the same templates in the same order.

mod de;
mod en;

/// A prepared page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// What it is called.
    pub name: &'static str,
    /// What it is for, in a sentence.
    pub lead: &'static str,
    /// Its text, as Markdown. Empty for a free page.
    pub content: &'static str,
}

/// The templates in a language, given by its tag of BCP 47, or in English: free, gratitude,
/// morning pages, thought record, weekly review.
#[must_use]
pub fn given(language: &str) -> &'static [Given; 5] {
    match language.split('-').next() {
        Some(tag) if tag.eq_ignore_ascii_case("de") => &de::GIVEN,
        _ => &en::GIVEN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_pages() {
        let shape = |given: &[Given; 5]| {
            given.map(|template| {
                let lines = template.content.lines();
                // Headings, lists and empty lines are the same; the words between are not.
                lines
                    .map(|line| {
                        line.chars()
                            .take_while(|char| !char.is_alphabetic())
                            .collect()
                    })
                    .collect::<Vec<String>>()
            })
        };
        assert_eq!(shape(given("de-AT")), shape(given("fr")));
        assert_ne!(given("DE")[1].name, given("en")[1].name);
    }

    #[test]
    fn only_the_free_page_is_empty_and_none_ends_where_nothing_can_be_typed() {
        for language in ["en", "de"] {
            let [free, others @ ..] = given(language);
            assert!(free.content.is_empty());
            for template in others {
                assert!(template.content.ends_with(['\n', ' ']), "{}", template.name);
                assert!(!template.name.is_empty() && template.lead.ends_with('.'));
            }
        }
    }
}
