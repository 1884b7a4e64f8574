//! The language of a text, and how questions begin in it.

/// A language with words that nearly every text in it contains, and openings of questions.
pub(crate) struct Language {
    /// The beginning of its tags of BCP 47.
    tag: &'static str,
    words: &'static [&'static str],
    /// For a question about an entry: what an experience meant or felt like. The experience is
    /// left to the model. Each was tried on varied entries.
    pub(crate) about: &'static [&'static str],
    /// For a question about a text that is still being written.
    pub(crate) going_on: &'static [&'static str],
    /// For a question on an empty page.
    pub(crate) lately: &'static [&'static str],
}

static LANGUAGES: [Language; 4] = [
    Language {
        tag: "en",
        words: &[
            "the", "and", "i", "it", "was", "to", "of", "my", "that", "is", "in", "a",
        ],
        about: &[
            "What did it mean to you to",
            "How did it feel to",
            "What was it like to",
            "How did it feel when you",
        ],
        going_on: &[
            "What happened when you",
            "What did you notice when you",
            "How did you feel when",
            "What made you",
        ],
        lately: &[
            "How do you feel today about",
            "What has changed since",
            "What would you like to write today about",
        ],
    },
    Language {
        tag: "de",
        words: &[
            "der", "die", "das", "und", "ich", "nicht", "ist", "es", "ein", "zu", "mit", "war",
        ],
        about: &[
            "Wie hat es sich angefühlt, als du",
            "Was ging dir durch den Kopf, als du",
        ],
        going_on: &[
            "Was ist dir aufgefallen, als du",
            "Was geschah, nachdem du",
            "Wie ging es dir, als du",
        ],
        lately: &["Wie geht es dir heute mit", "Was hat sich verändert seit"],
    },
    Language {
        tag: "fr",
        words: &[
            "le", "la", "les", "et", "je", "une", "un", "des", "que", "est", "pas", "dans",
        ],
        about: &["Qu'as-tu ressenti quand tu"],
        going_on: &["Qu'as-tu remarqué quand tu"],
        lately: &["Comment te sens-tu aujourd'hui par rapport à"],
    },
    Language {
        tag: "es",
        words: &[
            "el", "la", "los", "y", "que", "de", "en", "una", "un", "no", "me", "mi",
        ],
        about: &["¿Qué sentiste cuando"],
        going_on: &["¿Qué notaste cuando"],
        lately: &["¿Cómo te sientes hoy con respecto a"],
    },
];

/// The language whose common words a text has most of; the first where it has none.
pub(crate) fn language_of(text: &str) -> &'static Language {
    let words: Vec<String> = text
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
    others.iter().fold(first, |best, language| {
        if hits(language) > hits(best) {
            language
        } else {
            best
        }
    })
}

/// The language of a tag of BCP 47; the first where it is not known.
pub(crate) fn language_of_tag(tag: &str) -> &'static Language {
    let wanted = tag.split('-').next().unwrap_or_default();
    let [first, ..] = &LANGUAGES;
    LANGUAGES
        .iter()
        .find(|language| language.tag.eq_ignore_ascii_case(wanted))
        .unwrap_or(first)
}

/// Whether a question ends where its opening does: "What made you?" asks nothing.
pub(crate) fn is_bare(question: &str) -> bool {
    LANGUAGES
        .iter()
        .flat_map(|language| language.going_on.iter().chain(language.lately))
        .filter_map(|opening| question.strip_prefix(opening))
        .any(|rest| !rest.contains(char::is_alphanumeric))
}
