//! Companion's own JSON: everything that an entry holds, for other programs and for coming back.
//! `docs/EXCHANGE.md` describes it; the two change together, and [`VERSION`] with them.
//!
//! A journal is one object, `{"format", "version", "exported", "entries": […]}`, alone in a file or
//! as [`FILE_NAME`] in a zip whose other files are the attachments that entries name.

use companion_core::{
    Attachment, AttachmentId, AttachmentKind, EntryId, JournalEntry, Mood, Origin, Source,
    Timestamp, count_words,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::when;

/// What the object says under `format`.
pub const FORMAT: &str = "companion-journal";
/// What the object says under `version`.
pub const VERSION: u32 = 1;
/// The object's name in a zip.
pub const FILE_NAME: &str = "journal.json";
/// The folder of a zip in which attachments lie.
pub const ATTACHMENTS: &str = "attachments";

/// The object without its entries: a writer puts them into its last array one by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// When it was written.
    #[serde(with = "moment")]
    pub exported: Timestamp,
}

impl Head {
    /// The head of a journal that is written now.
    #[must_use]
    pub fn new(exported: Timestamp) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            exported,
        }
    }
}

/// An entry as it is written. What is absent is none, false or empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 32 hexadecimal digits.
    #[serde(with = "entry_id")]
    pub id: EntryId,
    /// When it was begun.
    #[serde(with = "moment")]
    pub created: Timestamp,
    /// When it was last saved.
    #[serde(with = "moment")]
    pub edited: Timestamp,
    /// Markdown.
    pub content: String,
    /// The question that was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_used: Option<String>,
    /// Words in `content`. A reader counts for itself.
    #[serde(default)]
    pub word_count: u32,
    /// Seconds spent writing.
    #[serde(default)]
    pub duration_seconds: u32,
    /// 1 (worst) to 5 (best).
    #[serde(default, skip_serializing_if = "Option::is_none", with = "mood")]
    pub mood: Option<Mood>,
    /// Whether it is a favourite.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_favourite: bool,
    /// Without their sign.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// In the writer's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentFile>,
    /// Where it came from before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<OriginNote>,
}

/// An attachment as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentFile {
    /// 32 hexadecimal digits.
    #[serde(with = "attachment_id")]
    pub id: AttachmentId,
    /// `photo` or `recording`.
    #[serde(with = "attachment_kind")]
    pub kind: AttachmentKind,
    /// Such as `image/jpeg`.
    pub media_type: String,
    /// Its length in bytes.
    pub length_bytes: u64,
    /// What it shows, in the writer's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Width in pixels, of a photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width_px: Option<u32>,
    /// Height in pixels, of a photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_px: Option<u32>,
    /// How long a recording plays, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u32>,
    /// What the writer says about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// What its file was called, where it was kept as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its name in the zip; see [`attachment_name`]. Absent where the bytes were not exported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its bytes in base 64 (RFC 4648, padded), where there is no zip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

/// Where an entry came from before it came to Companion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginNote {
    /// One of [`source_name`].
    #[serde(with = "source")]
    pub source: Source,
    /// When it came.
    #[serde(with = "moment")]
    pub imported: Timestamp,
    /// What it was called there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
}

impl From<&JournalEntry> for Entry {
    fn from(entry: &JournalEntry) -> Self {
        Self {
            id: entry.id,
            created: entry.created,
            edited: entry.edited,
            content: entry.content.clone(),
            prompt_used: entry.prompt_used.clone(),
            word_count: entry.word_count,
            duration_seconds: entry.duration_seconds,
            mood: entry.mood,
            is_favourite: entry.is_favourite,
            tags: entry.tags.clone(),
            attachments: entry.attachments.iter().map(AttachmentFile::from).collect(),
            origin: entry.origin.as_ref().map(OriginNote::from),
        }
    }
}

impl From<Entry> for JournalEntry {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            created: entry.created,
            edited: entry.edited,
            word_count: count_words(&entry.content),
            content: entry.content,
            prompt_used: entry.prompt_used,
            duration_seconds: entry.duration_seconds,
            mood: entry.mood,
            is_favourite: entry.is_favourite,
            tags: entry.tags,
            attachments: entry.attachments.into_iter().map(Into::into).collect(),
            origin: entry.origin.map(Into::into),
        }
    }
}

impl From<&Attachment> for AttachmentFile {
    /// Names the file as a zip does.
    fn from(attachment: &Attachment) -> Self {
        Self {
            id: attachment.id,
            kind: attachment.kind,
            media_type: attachment.media_type.clone(),
            length_bytes: attachment.length_bytes,
            description: attachment.description.clone(),
            width_px: attachment.width_px,
            height_px: attachment.height_px,
            duration_ms: attachment.duration_ms,
            caption: attachment.caption.clone(),
            name: attachment.name.clone(),
            file: Some(attachment_name(attachment)),
            data: None,
        }
    }
}

impl From<AttachmentFile> for Attachment {
    fn from(file: AttachmentFile) -> Self {
        Self {
            id: file.id,
            kind: file.kind,
            media_type: file.media_type,
            length_bytes: file.length_bytes,
            description: file.description,
            width_px: file.width_px,
            height_px: file.height_px,
            duration_ms: file.duration_ms,
            caption: file.caption,
            name: file.name,
        }
    }
}

impl From<&Origin> for OriginNote {
    fn from(origin: &Origin) -> Self {
        Self {
            source: origin.source,
            imported: origin.imported,
            source_id: origin.source_id.clone(),
        }
    }
}

impl From<OriginNote> for Origin {
    fn from(note: OriginNote) -> Self {
        Self {
            source: note.source,
            imported: note.imported,
            source_id: note.source_id,
        }
    }
}

/// Where an attachment lies in a zip: `attachments/0123….jpg`.
#[must_use]
pub fn attachment_name(attachment: &Attachment) -> String {
    format!("{ATTACHMENTS}/{}.{}", attachment.id, attachment.extension())
}

/// What a source is called in the file.
#[must_use]
pub const fn source_name(source: Source) -> &'static str {
    match source {
        Source::Companion => "companion",
        Source::DayOne => "day_one",
        Source::Jrnl => "jrnl",
        Source::Joplin => "joplin",
        Source::StandardNotes => "standard_notes",
        Source::Markdown => "markdown",
        Source::Sample => "sample",
    }
}

/// The source that is called so in the file.
#[must_use]
pub fn source_named(name: &str) -> Option<Source> {
    SOURCES
        .into_iter()
        .find(|source| source_name(*source) == name)
}

const SOURCES: [Source; 7] = [
    Source::Companion,
    Source::DayOne,
    Source::Jrnl,
    Source::Joplin,
    Source::StandardNotes,
    Source::Markdown,
    Source::Sample,
];

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what it may skip by reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Text that must be what a function reads.
fn parse<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    read(&text).ok_or_else(|| serde::de::Error::custom(format_args!("expected {expected}")))
}

mod moment {
    use super::{Deserializer, Serializer, Timestamp, parse, when};

    pub(super) fn serialize<S: Serializer>(value: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&when::write(*value))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        parse(from, "a moment with its offset", when::read_exact)
    }
}

mod entry_id {
    use super::{Deserializer, EntryId, Serializer, parse};

    pub(super) fn serialize<S: Serializer>(value: &EntryId, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<EntryId, D::Error> {
        parse(from, "32 hexadecimal digits", |text| text.parse().ok())
    }
}

mod attachment_id {
    use super::{AttachmentId, Deserializer, Serializer, parse};

    pub(super) fn serialize<S: Serializer>(value: &AttachmentId, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<AttachmentId, D::Error> {
        parse(from, "32 hexadecimal digits", |text| text.parse().ok())
    }
}

mod attachment_kind {
    use super::{AttachmentKind, Deserializer, Serializer, parse};

    pub(super) fn serialize<S: Serializer>(
        value: &AttachmentKind,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(match value {
            AttachmentKind::Photo => "photo",
            AttachmentKind::Recording => "recording",
        })
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<AttachmentKind, D::Error> {
        parse(from, "photo or recording", |text| match text {
            "photo" => Some(AttachmentKind::Photo),
            "recording" => Some(AttachmentKind::Recording),
            _ => None,
        })
    }
}

mod mood {
    use super::{Deserialize, Deserializer, Mood, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &Option<Mood>, to: S) -> Result<S::Ok, S::Error> {
        let step = value.and_then(|mood| Mood::ALL.iter().position(|other| *other == mood));
        match step {
            // Of five.
            Some(step) => to.serialize_u64(step as u64 + 1),
            None => to.serialize_none(),
        }
    }

    /// A step that there is not is none: a mood is no reason to lose an entry.
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Mood>, D::Error> {
        let step = Option::<u64>::deserialize(from)?;
        let at = step.and_then(|step| usize::try_from(step.checked_sub(1)?).ok());
        Ok(at.and_then(|at| Mood::ALL.get(at).copied()))
    }
}

mod source {
    use super::{Deserializer, Serializer, Source, parse, source_name, source_named};

    pub(super) fn serialize<S: Serializer>(value: &Source, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(source_name(*value))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Source, D::Error> {
        parse(from, "the name of a source", source_named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> JournalEntry {
        let at = |unix_ms| Timestamp {
            unix_ms,
            utc_offset_minutes: -210,
        };
        JournalEntry {
            id: EntryId::from_bytes(*b"0123456789abcdef"),
            created: at(1_795_348_800_123),
            edited: at(1_795_348_900_000),
            content: "# Rain\n\n\"All\" day \u{1f327}\u{fe0f} \\ #weather".into(),
            prompt_used: Some("And then?".into()),
            word_count: 4,
            duration_seconds: 61,
            mood: Some(Mood::Good),
            is_favourite: true,
            tags: vec!["weather".into()],
            attachments: vec![Attachment {
                id: AttachmentId::from_bytes([0xab; 16]),
                kind: AttachmentKind::Photo,
                media_type: "image/jpeg".into(),
                length_bytes: 3,
                description: "A gutter".into(),
                width_px: Some(4),
                height_px: Some(3),
                duration_ms: None,
                caption: "After the rain".into(),
                name: None,
            }],
            origin: Some(Origin {
                source: Source::DayOne,
                imported: at(1_795_348_950_000),
                source_id: Some("ABC".into()),
            }),
        }
    }

    #[test]
    fn an_entry_comes_back_as_it_left() {
        let entry = full();
        let text = serde_json::to_string(&Entry::from(&entry)).unwrap();
        assert!(text.contains(r#""file":"attachments/abababababababababababababababab.jpg""#));
        assert!(text.contains(r#""mood":4"#) && text.contains(r#""source":"day_one""#));
        let read: Entry = serde_json::from_str(&text).unwrap();
        assert_eq!(JournalEntry::from(read), entry);
    }

    #[test]
    fn what_is_absent_is_none() {
        let text = r#"{"id":"00000000000000000000000000000000","created":"2026-11-22T08:30:00Z",
            "edited":"2026-11-22T08:30:00+01:00","content":"x","mood":9,"unknown":[]}"#;
        let read: Entry = serde_json::from_str(text).unwrap();
        let entry = JournalEntry::from(read);
        assert_eq!(
            (entry.mood, entry.word_count, entry.tags.len()),
            (None, 1, 0)
        );
        let again = serde_json::to_string(&Entry::from(&entry)).unwrap();
        assert!(!again.contains("mood") && !again.contains("tags"));
    }

    #[test]
    fn what_is_malformed_is_refused() {
        for text in [
            r#"{"id":"00","created":"2026-11-22T08:30:00Z","edited":"2026-11-22T08:30:00Z","content":"x"}"#,
            r#"{"id":"00000000000000000000000000000000","created":"2026-11-22","edited":"2026-11-22T08:30:00Z","content":"x"}"#,
            r#"{"id":"00000000000000000000000000000000","created":"2026-11-22T08:30:00Z","edited":"2026-11-22T08:30:00Z"}"#,
        ] {
            assert!(serde_json::from_str::<Entry>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_source_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<&str> =
            SOURCES.into_iter().map(source_name).collect();
        assert_eq!(names.len(), SOURCES.len());
    }
}
