//! The first words of a question about an entry, in its language.

use crate::language::language_of;

/// An opening for a question about `entry`; other seeds give other ones. Of an entry in a
/// language that is not known, the question is asked in English.
pub(super) fn choose(entry: &str, seed: u64) -> &'static str {
    let openings = language_of(entry).about;
    let count = openings.len() as u64;
    // The remainder is below the number of openings, of which every language has some.
    openings[(seed % count) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_is_in_the_language_of_the_entry() {
        for (entry, start) in [
            ("Today I went to the sea and it was cold.", "What did it"),
            ("Heute war ich am Meer, und es war kalt.", "Wie hat"),
            (
                "Je suis allé à la mer et il faisait froid, je crois.",
                "Qu'as",
            ),
            ("Hoy fui al mar y no me quedé, pero el agua.", "¿Qué"),
            ("今日は海に行きました。", "What did it"),
            ("", "What did it"),
        ] {
            assert!(choose(entry, 0).starts_with(start), "{entry}");
        }
    }

    #[test]
    fn seeds_bring_variety_and_any_seed_is_fine() {
        assert_ne!(choose("the", 0), choose("the", 1));
        assert_eq!(choose("the", 1), choose("the", 1));
        assert!(!choose("the", u64::MAX).is_empty());
    }
}
