//! A journal entry, and what a list needs to know of it.

use minicbor::{Decode, Encode};

use crate::limits::MAX_TITLE_CHARS;
use crate::{EntryId, Timestamp};

/// One piece of writing. Keys 5 (sentiment) and 6 (themes) are reserved for insight.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct JournalEntry {
    /// Its name for life.
    #[n(0)]
    pub id: EntryId,
    /// When it was begun; the day it is listed under.
    #[n(1)]
    pub created: Timestamp,
    /// When it was last saved.
    #[n(2)]
    pub edited: Timestamp,
    /// The text, as Markdown.
    #[n(3)]
    pub content: String,
    /// The question or prompt that the writer answered.
    #[n(4)]
    pub prompt_used: Option<String>,
    /// Words in `content`, see [`count_words`].
    #[n(7)]
    pub word_count: u32,
    /// Seconds spent writing, over all sittings.
    #[n(8)]
    pub duration_seconds: u32,
}

/// What the journal list shows of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EntrySummary {
    /// The entry.
    #[n(0)]
    pub id: EntryId,
    /// When it was begun.
    #[n(1)]
    pub created: Timestamp,
    /// First line without Markdown signs, at most [`MAX_TITLE_CHARS`] long.
    #[n(2)]
    pub title: String,
    /// Words in the entry.
    #[n(3)]
    pub word_count: u32,
    /// Set while the entry lies in the trash.
    #[n(4)]
    pub deleted: Option<Timestamp>,
    /// The record could not be opened or does not match the manifest: shown, never hidden.
    #[n(5)]
    pub damaged: bool,
}

impl JournalEntry {
    /// The entry's line in a list.
    #[must_use]
    pub fn summary(&self) -> EntrySummary {
        EntrySummary {
            id: self.id,
            created: self.created,
            title: title_of(&self.content),
            word_count: self.word_count,
            deleted: None,
            damaged: false,
        }
    }
}

/// Counts runs of letters and digits between white space: "well-known" is one word, a lone
/// dash none.
#[must_use]
pub fn count_words(text: &str) -> u32 {
    let words = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// The first line that says something, without leading Markdown signs, cut at a word.
#[must_use]
pub fn title_of(content: &str) -> String {
    let line = content
        .lines()
        .map(|line| {
            line.trim_start_matches(['#', '>', '-', '*', '+', ' ', '\t'])
                .trim_end()
        })
        .find(|line| line.chars().any(char::is_alphanumeric))
        .unwrap_or_default();
    let plain: String = line.replace(['*', '`', '_'], "");
    if plain.chars().count() <= MAX_TITLE_CHARS {
        return plain;
    }
    let mut cut: String = plain.chars().take(MAX_TITLE_CHARS - 1).collect();
    if let Some(space) = cut.rfind(' ').filter(|&at| at > cut.len() / 2) {
        cut.truncate(space);
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_people_do() {
        assert_eq!(count_words(""), 0);
        assert_eq!(count_words("  A well-known – fact.\n\n* two "), 4);
        assert_eq!(count_words("naïve café"), 2);
    }

    #[test]
    fn a_title_is_the_first_line_that_says_something() {
        assert_eq!(
            title_of("\n\n---\n# Grandma's *garden*\ntext"),
            "Grandma's garden"
        );
        assert_eq!(title_of("* * *"), "");
        let long = title_of(&"word ".repeat(40));
        assert!(long.chars().count() <= MAX_TITLE_CHARS && long.ends_with("word…"));
        assert!(title_of(&"𝄞".repeat(200)).is_empty());
        assert_eq!(title_of(&"é".repeat(200)).chars().count(), MAX_TITLE_CHARS);
    }
}
