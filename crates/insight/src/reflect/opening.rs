//! The first words of a question, in the language of the entry.

/// A language with words that nearly every text in it contains, and openings of questions.
struct Language {
    words: &'static [&'static str],
    openings: &'static [&'static str],
}

/// Openings ask for what an experience meant or felt like, and leave the experience to the
/// model. Each was tried on varied entries.
const LANGUAGES: [Language; 4] = [
    Language {
        words: &[
            "the", "and", "i", "it", "was", "to", "of", "my", "that", "is", "in", "a",
        ],
        openings: &[
            "What did it mean to you to",
            "How did it feel to",
            "What was it like to",
            "How did it feel when you",
        ],
    },
    Language {
        words: &[
            "der", "die", "das", "und", "ich", "nicht", "ist", "es", "ein", "zu", "mit", "war",
        ],
        openings: &[
            "Wie hat es sich angefühlt, als du",
            "Was ging dir durch den Kopf, als du",
        ],
    },
    Language {
        words: &[
            "le", "la", "les", "et", "je", "une", "un", "des", "que", "est", "pas", "dans",
        ],
        openings: &["Qu'as-tu ressenti quand tu"],
    },
    Language {
        words: &[
            "el", "la", "los", "y", "que", "de", "en", "una", "un", "no", "me", "mi",
        ],
        openings: &["¿Qué sentiste cuando"],
    },
];

/// An opening for a question about `entry`; other seeds give other ones. Of an entry in none of
/// the languages, the question is asked in the first.
pub(super) fn choose(entry: &str, seed: u64) -> &'static str {
    let words: Vec<String> = entry
        .split(|char: char| !char.is_alphabetic())
        .map(str::to_lowercase)
        .collect();
    let hits = |language: &Language| {
        words
            .iter()
            .filter(|word| language.words.contains(&word.as_str()))
            .count()
    };
    let [first, others @ ..] = &LANGUAGES;
    let language = others.iter().fold(first, |best, language| {
        if hits(language) > hits(best) {
            language
        } else {
            best
        }
    });
    let count = language.openings.len() as u64;
    // The remainder is below the number of openings.
    language.openings[(seed % count) as usize]
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
