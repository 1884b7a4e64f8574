//! What readers find: entries to be, and things that are none.

use std::collections::HashMap;

use companion_core::limits::{MAX_ATTACHMENTS, MAX_TAG_CHARS, MAX_TAGS};
use companion_core::{AttachmentKind, EntryId, Mood, Origin, Skipped, Timestamp};

/// One thing in a file that might become an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is called there: a title, a file's name. Shown to its writer alone.
    pub name: String,
    /// The entry, or why it is none.
    pub entry: Result<ForeignEntry, Skipped>,
}

/// An entry as another program has written it, in Markdown.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignEntry {
    /// What it is called there for as long as it exists.
    pub source_id: Option<String>,
    /// Its name here, of an entry that Companion itself has written.
    pub id: Option<EntryId>,
    /// Where it came from before that.
    pub origin: Option<Origin>,
    /// When it was written.
    pub created: Timestamp,
    /// When it was last changed.
    pub edited: Timestamp,
    /// The text.
    pub content: String,
    /// The question that was answered.
    pub prompt_used: Option<String>,
    /// Seconds spent writing.
    pub duration_seconds: u32,
    /// A mood, set by hand.
    pub mood: Option<Mood>,
    /// Whether it is marked as dear.
    pub is_favourite: bool,
    /// Without their sign.
    pub tags: Vec<String>,
    /// Photos and recordings.
    pub attachments: Vec<ForeignAttachment>,
    /// Attachments that it names and that are not in the file, or that are of no kind known here.
    pub attachments_missing: u32,
    /// What its reader had to guess.
    pub guesses: Guesses,
}

impl ForeignEntry {
    /// A text of a moment, and nothing more.
    #[must_use]
    pub fn new(content: String, created: Timestamp) -> Self {
        Self {
            source_id: None,
            id: None,
            origin: None,
            created,
            edited: created,
            content,
            prompt_used: None,
            duration_seconds: 0,
            mood: None,
            is_favourite: false,
            tags: Vec::new(),
            attachments: Vec::new(),
            attachments_missing: 0,
            guesses: Guesses::default(),
        }
    }

    /// Adds a tag as it was written there, unless there are too many.
    pub fn add_tag(&mut self, tag: &str) {
        let tag = tag.trim().trim_start_matches(['#', '@']);
        let is_sound = !tag.is_empty() && tag.chars().count() <= MAX_TAG_CHARS;
        if is_sound && self.tags.len() < MAX_TAGS && !self.tags.iter().any(|other| other == tag) {
            self.tags.push(tag.to_owned());
        }
    }

    /// Adds an attachment, or counts it as missing if there are too many.
    pub fn add_attachment(&mut self, attachment: ForeignAttachment) {
        if self.attachments.len() < MAX_ATTACHMENTS {
            self.attachments.push(attachment);
        } else {
            self.attachments_missing += 1;
        }
    }
}

/// The tags of each note, where a file lists tags apart from notes. One title may be given to as many
/// notes as there is room for, so what [`ForeignEntry::add_tag`] would not take is not kept for each.
#[derive(Default)]
pub(super) struct TagLists(HashMap<String, Vec<String>>);

impl TagLists {
    /// Gives a note a tag.
    pub(super) fn add(&mut self, note: &str, title: &str) {
        if title.chars().nth(MAX_TAG_CHARS + 1).is_some() {
            return;
        }
        let titles = self.0.entry(note.to_owned()).or_default();
        if titles.len() < MAX_TAGS {
            titles.push(title.to_owned());
        }
    }

    /// The tags of a note.
    pub(super) fn of(&self, note: &str) -> impl Iterator<Item = &str> {
        self.0.get(note).into_iter().flatten().map(String::as_str)
    }
}

/// What was not written in the file in so many words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guesses {
    /// The date is the file's, not the text's.
    pub date_of_file: bool,
    /// The text was HTML or another rich text, and was turned into Markdown.
    pub converted: bool,
}

/// A photo or recording in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignAttachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// Its media type.
    pub media_type: String,
    /// What it shows.
    pub description: String,
    /// What its writer says about it.
    pub caption: String,
    /// How long a recording plays, in milliseconds.
    pub duration_ms: Option<u32>,
    /// What its file was called, where its writer has kept that.
    pub name: Option<String>,
    /// Where its bytes are.
    pub place: Place,
}

impl ForeignAttachment {
    /// A file of which nothing is said.
    #[must_use]
    pub const fn new(kind: AttachmentKind, media_type: String, place: Place) -> Self {
        Self {
            kind,
            media_type,
            description: String::new(),
            caption: String::new(),
            duration_ms: None,
            name: None,
            place,
        }
    }
}

/// Where an attachment's bytes are.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// A file of the zip, tar or folder, by its number.
    Member(usize),
    /// In the document itself.
    Inline(Vec<u8>),
}

/// A text with at most one blank line in a row and none at either end: where a photo stood, two remain.
#[must_use]
pub(super) fn collapse_blank_lines(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.trim().lines() {
        let is_blank = line.trim().is_empty();
        if !(is_blank && lines.last().is_some_and(|last| last.trim().is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// The media type that an ending stands for, of the kinds that a journal keeps.
#[must_use]
pub(super) fn media_type_of(extension: &str) -> Option<&'static str> {
    Some(match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "heic" | "heif" => "image/heic",
        "m4a" | "mp4a" => "audio/mp4",
        "aac" => "audio/aac",
        "flac" => "audio/flac",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "weba" => "audio/webm",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_lose_their_sign_and_come_once() {
        let mut entry = ForeignEntry::new(String::new(), Timestamp::default());
        for tag in ["#garden", "@garden", " work ", "", "#", &"x".repeat(101)] {
            entry.add_tag(tag);
        }
        assert_eq!(entry.tags, ["garden", "work"]);
    }

    #[test]
    fn a_long_title_is_not_kept_for_every_note() {
        let mut tags = TagLists::default();
        let long = "x".repeat(1 << 16);
        for note in 0..1_000 {
            tags.add(&note.to_string(), &long);
            tags.add("all", "garden");
        }
        assert_eq!(tags.0.len(), 1);
        assert_eq!(tags.of("all").count(), MAX_TAGS);
    }
}
