//! A journal entry, and what a list needs to know of it.

use minicbor::{Decode, Encode};

use crate::limits::MAX_TITLE_CHARS;
use crate::{Attachment, AttachmentKind, EntryId, Mood, Origin, Timestamp, tags_with};

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
    /// How the writer says they felt.
    #[n(9)]
    pub mood: Option<Mood>,
    /// Whether the writer has marked it as dear.
    #[n(10)]
    #[cbor(skip_if = "is_false")]
    pub is_favourite: bool,
    /// Tags, without their sign: those typed in `content`, and those that an import brought.
    #[n(11)]
    #[cbor(skip_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Photos and recordings, in the writer's order.
    #[n(12)]
    #[cbor(skip_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Where it came from, if it was not written here.
    #[n(13)]
    pub origin: Option<Origin>,
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
    /// How the writer says they felt.
    #[n(6)]
    pub mood: Option<Mood>,
    /// Whether the writer has marked it as dear.
    #[n(7)]
    #[cbor(skip_if = "is_false")]
    pub is_favourite: bool,
    /// Tags, without their sign.
    #[n(8)]
    #[cbor(skip_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// How many photos it has.
    #[n(9)]
    #[cbor(skip_if = "is_zero")]
    pub photos: u16,
    /// How many recordings it has.
    #[n(10)]
    #[cbor(skip_if = "is_zero")]
    pub recordings: u16,
    /// Whether it was imported.
    #[n(11)]
    #[cbor(skip_if = "is_false")]
    pub is_imported: bool,
}

impl EntrySummary {
    /// The line of an entry without text or marks.
    #[must_use]
    pub const fn new(id: EntryId, created: Timestamp) -> Self {
        Self {
            id,
            created,
            title: String::new(),
            word_count: 0,
            deleted: None,
            damaged: false,
            mood: None,
            is_favourite: false,
            tags: Vec::new(),
            photos: 0,
            recordings: 0,
            is_imported: false,
        }
    }
}

impl JournalEntry {
    /// The entry's line in a list.
    #[must_use]
    pub fn summary(&self) -> EntrySummary {
        EntrySummary {
            title: title_of(&self.content),
            word_count: self.word_count,
            mood: self.mood,
            is_favourite: self.is_favourite,
            // An entry of the time before tags has them in its text alone.
            tags: tags_with(&self.tags, &self.content),
            photos: self.count(AttachmentKind::Photo),
            recordings: self.count(AttachmentKind::Recording),
            is_imported: self.origin.is_some(),
            ..EntrySummary::new(self.id, self.created)
        }
    }

    fn count(&self, kind: AttachmentKind) -> u16 {
        let of_kind = self.attachments.iter().filter(|one| one.kind == kind);
        u16::try_from(of_kind.count()).unwrap_or(u16::MAX)
    }
}

/// What is false or zero is not written: most entries have no marks.
pub(crate) const fn is_false(value: &bool) -> bool {
    !*value
}

const fn is_zero(value: &u16) -> bool {
    *value == 0
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

/// The first line that says something, without leading Markdown signs, cut at a word. Where there
/// are no words, emoji say something too.
#[must_use]
pub fn title_of(content: &str) -> String {
    let mut lines = content.lines().map(|line| {
        line.trim_start_matches(['#', '>', '-', '*', '+', ' ', '\t'])
            .trim_end()
    });
    let line = lines
        .clone()
        .find(|line| line.chars().any(char::is_alphanumeric))
        .or_else(|| lines.find(|line| line.chars().any(is_pictograph)))
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

/// The blocks of Unicode in which the emoji are: symbols and dingbats, and from mahjong tiles on.
fn is_pictograph(char: char) -> bool {
    matches!(char, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
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
    fn an_entry_without_marks_is_written_as_before_there_were_any() {
        // { 0: id, 1: [0, 0], 2: [0, 0], 3: "", 7: 0, 8: 0 }, as the first version wrote it.
        let mut bytes = vec![0xa6, 0x00, 0x50];
        bytes.extend([7; 16]);
        bytes.extend([
            0x01, 0x82, 0, 0, 0x02, 0x82, 0, 0, 0x03, 0x60, 0x07, 0, 0x08, 0,
        ]);
        let entry: JournalEntry = minicbor::decode(&bytes).unwrap();
        assert_eq!((entry.mood, entry.is_favourite), (None, false));
        assert!(entry.tags.is_empty() && entry.attachments.is_empty() && entry.origin.is_none());
        assert_eq!(minicbor::to_vec(&entry).unwrap(), bytes);
    }

    #[test]
    fn a_title_is_the_first_line_that_says_something() {
        assert_eq!(
            title_of("\n\n---\n# Grandma's *garden*\ntext"),
            "Grandma's garden"
        );
        assert_eq!(title_of("* * *"), "");
        assert_eq!(title_of("---\n> 🎉 👩‍👩‍👧\n❤️"), "🎉 👩‍👩‍👧");
        assert_eq!(title_of("🎉\nThe party"), "The party");
        let long = title_of(&"word ".repeat(40));
        assert!(long.chars().count() <= MAX_TITLE_CHARS && long.ends_with("word…"));
        assert!(title_of(&"𝄞".repeat(200)).is_empty());
        assert_eq!(title_of(&"é".repeat(200)).chars().count(), MAX_TITLE_CHARS);
    }
}
