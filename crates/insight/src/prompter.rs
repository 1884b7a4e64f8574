//! Questions in the margin, asked by the model: about what has been written so far
//! (`get_continuation_prompt` of the source document) and, on an empty page, about the time of
//! day and what was on the writer's mind lately (`get_time_based_prompt`).
//!
//! As in [`reflect`](crate::reflect), the model completes the opening of a question: on so short a
//! lead a small model stays with the text, and in its language.

use crate::language::{Language, is_bare, language_of, language_of_tag};
use crate::reflect::{Conversation, Decoding, MARK, clean_question};

/// Longest question in the margin, in Unicode scalar values: three lines of a phone.
const MAX_QUESTION_CHARS: usize = 140;
/// The part of a text that is read, in Unicode scalar values: its end, which the writer has just
/// left. About 180 tokens: somebody who pauses does not wait long.
const TAIL_CHARS: usize = 700;
/// Longest title or tag that is told, in Unicode scalar values.
const WORD_CHARS: usize = 60;

const GOING_ON: &str = "You read a journal entry that is still being written, and ask its writer \
     one short question that helps them go on. Say \"you\" to the writer.";
const OPENING: &str = "You ask somebody who is about to write in their journal one short, warm, \
     concrete question. Say \"you\" to the writer.";

/// As for [`reflect`](crate::reflect::DECODING), and shorter.
pub const DECODING: Decoding = Decoding {
    temperature: 0.4,
    top_k: 40,
    top_p: 0.9,
    repetition_penalty: 1.12,
    max_tokens: 48,
};

/// What was on the writer's mind lately.
#[derive(Debug, Clone, Copy)]
pub struct Lately<'a> {
    /// Minutes since the writer's midnight.
    pub minute_of_day: u16,
    /// First lines of the last entries, newest first.
    pub titles: &'a [String],
    /// Tags that came up most.
    pub tags: &'a [String],
    /// Moods, newest first, 1 (low) to 5 (high).
    pub moods: &'a [u8],
}

/// The conversation whose next turn is a question about `text`, which is being written. The same
/// seed gives the same conversation.
#[must_use]
pub fn continuation(text: &str, seed: u64) -> Conversation {
    let tail = tail(text.trim_end());
    Conversation {
        system: GOING_ON,
        opening: pick(language_of(tail).going_on, seed),
        user: format!("Entry:\n{MARK}\n{}\n{MARK}", fenced(tail)),
    }
}

/// The conversation whose next turn is a question for an empty page, in the language of the
/// recent titles, or if there are none, in that of a tag of BCP 47.
#[must_use]
pub fn time_based(lately: &Lately<'_>, language: &str, seed: u64) -> Conversation {
    let told = lately.titles.join(". ");
    let language: &Language = if lately.titles.len() > 1 {
        language_of(&told)
    } else {
        language_of_tag(language)
    };
    let time = match lately.minute_of_day / 60 {
        5..11 => "morning",
        11..17 => "the middle of the day",
        17..22 => "evening",
        _ => "night",
    };
    let mut user = format!("It is {time}.");
    let mut tell = |what: &str, words: &[String]| {
        if !words.is_empty() {
            let words: Vec<String> = words.iter().map(|word| fenced(cut(word))).collect();
            user.push_str(&format!(" {what}:\n{MARK}\n{}\n{MARK}\n", words.join("\n")));
        }
    };
    tell("Lately they wrote about", lately.titles);
    tell("Their topics", lately.tags);
    if let Some(mood) = mood_in_words(lately.moods) {
        user.push_str(&format!(" Their last days were {mood}."));
    }
    Conversation {
        system: OPENING,
        opening: pick(language.lately, seed),
        user,
    }
}

/// Makes a question for the margin of what the model wrote: one question on one line, short, as
/// plain text. `None` if there is none in it.
#[must_use]
pub fn clean(raw: &str) -> Option<String> {
    clean_question(raw)
        .filter(|question| question.chars().count() <= MAX_QUESTION_CHARS && !is_bare(question))
}

/// The text can not leave its marks.
fn fenced(text: &str) -> String {
    text.replace(MARK, "'''")
}

fn cut(word: &str) -> &str {
    word.char_indices()
        .nth(WORD_CHARS)
        .map_or(word, |(end, _)| &word[..end])
}

/// The end of a text, from the beginning of a word where there is one.
fn tail(text: &str) -> &str {
    let Some((at, _)) = text.char_indices().rev().nth(TAIL_CHARS - 1) else {
        return text;
    };
    let tail = &text[at..];
    tail.split_once(char::is_whitespace)
        .map_or(tail, |(_, kept)| kept)
}

fn pick(openings: &'static [&'static str], seed: u64) -> &'static str {
    let count = openings.len() as u64;
    // The remainder is below the number of openings, of which every language has some.
    openings[(seed % count) as usize]
}

fn mood_in_words(moods: &[u8]) -> Option<&'static str> {
    let count = u32::try_from(moods.len()).ok().filter(|&count| count > 0)?;
    let sum: u32 = moods.iter().map(|&mood| u32::from(mood)).sum();
    Some(match sum * 2 {
        double if double <= 5 * count => "hard",
        double if double >= 7 * count => "good",
        _ => "mixed",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_text_is_read_and_cannot_leave_its_marks() {
        let text = format!("{}\nI said {MARK} and left.", "Long ago. ".repeat(500));
        let conversation = continuation(&text, 1);
        assert!(conversation.user.contains("and left."));
        assert!(conversation.user.chars().count() < TAIL_CHARS + 30);
        assert_eq!(conversation.user.matches(MARK).count(), 2);
        let unbroken = continuation(&"漢".repeat(5_000), 0);
        assert!(unbroken.user.chars().count() <= TAIL_CHARS + 30);
    }

    #[test]
    fn the_question_begins_in_the_language_of_the_text() {
        let german = continuation("Ich war heute am Meer, und es war nicht kalt.", 0);
        let english = continuation("I was at the sea and it was cold.", 0);
        assert_ne!(german.opening, english.opening);
        assert!(language_of_tag("de").going_on.contains(&german.opening));
        for seed in 0..20 {
            assert!(!continuation("", seed).opening.is_empty());
        }
    }

    #[test]
    fn an_empty_page_tells_the_time_and_what_was() {
        let titles = ["The harbour".to_owned(), format!("Say {MARK} hi")];
        let lately = Lately {
            minute_of_day: 8 * 60,
            titles: &titles,
            tags: &["walks".into()],
            moods: &[1, 2],
        };
        let asked = time_based(&lately, "en", 3);
        for part in ["It is morning", "The harbour", "walks", "hard"] {
            assert!(asked.user.contains(part), "{}", asked.user);
        }
        assert_eq!(asked.user.matches(MARK).count(), 4);
        let nothing = Lately {
            titles: &[],
            tags: &[],
            moods: &[],
            ..lately
        };
        assert_eq!(time_based(&nothing, "de", 0).user, "It is morning.");
        let german = time_based(&nothing, "de", 0).opening;
        assert!(language_of_tag("de").lately.contains(&german));
    }

    #[test]
    fn a_question_for_the_margin_is_short() {
        assert_eq!(
            clean("What happened <b>then</b>?\nAnd").as_deref(),
            Some("What happened bthen/b?")
        );
        assert_eq!(clean(&format!("What {}?", "word ".repeat(40))), None);
        assert_eq!(clean("I am sorry."), None);
        assert_eq!(clean("What happened when you?"), None);
        assert!(clean("What made you laugh?").is_some());
    }
}
