//! What Companion has written comes back as it was: as JSON, alone and in a zip, and as Markdown.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::io::Cursor;

use companion_core::{
    Attachment, AttachmentId, AttachmentKind, EntryId, JournalEntry, Mood, Origin, Source,
    Timestamp, count_words,
};
use companion_exchange::export::{About, Departing, Exporter, Format, Words};
use companion_exchange::import::{self, ForeignEntry, Import};

fn at(unix_ms: i64, utc_offset_minutes: i16) -> Timestamp {
    Timestamp {
        unix_ms,
        utc_offset_minutes,
    }
}

fn attachment(number: u8, media_type: &str, bytes: &[u8]) -> Attachment {
    Attachment {
        id: AttachmentId::from_bytes([number; 16]),
        kind: AttachmentKind::of(media_type).unwrap(),
        media_type: media_type.into(),
        length_bytes: bytes.len() as u64,
        description: String::new(),
        width_px: None,
        height_px: None,
        duration_ms: None,
        caption: String::new(),
        name: None,
    }
}

const PHOTO: &[u8] = b"\xff\xd8\xff a photo";
const VOICE: &[u8] = b"\x1a\x45\xdf\xa3 a voice";

fn entry(number: u8, content: &str) -> JournalEntry {
    JournalEntry {
        id: EntryId::from_bytes([number; 16]),
        created: at(1_795_348_800_123 + i64::from(number), 60),
        edited: at(1_795_348_900_456, -210),
        content: content.into(),
        prompt_used: None,
        word_count: count_words(content),
        duration_seconds: 0,
        mood: None,
        is_favourite: false,
        tags: Vec::new(),
        attachments: Vec::new(),
        origin: None,
    }
}

/// Entries with everything that an entry can hold, and texts that look like what surrounds them.
fn journal() -> Vec<JournalEntry> {
    let full = JournalEntry {
        prompt_used: Some("\"What\": then?\nReally — 🌧️".into()),
        duration_seconds: 61,
        mood: Some(Mood::Good),
        is_favourite: true,
        tags: vec!["weather".into(), "büro".into(), "a, b".into()],
        attachments: vec![
            Attachment {
                description: "A [gutter] *in* rain\\".into(),
                caption: "\"Before\" (noon)".into(),
                ..attachment(0xaa, "image/jpeg", PHOTO)
            },
            Attachment {
                description: "by the pond: late".into(),
                duration_ms: Some(7_000),
                ..attachment(0xbb, "audio/webm", VOICE)
            },
        ],
        origin: Some(Origin {
            source: Source::DayOne,
            imported: at(1_795_300_000_000, 60),
            source_id: None,
        }),
        ..entry(
            1,
            "# Rain\n\nAll day #weather\n\n![a](https://example.org/a.jpg)",
        )
    };
    vec![
        full,
        entry(2, ""),
        entry(
            3,
            "  indented\n---\nid: \"x\"\n---\n\n\ttabs, and two lines at the end\n\nlast",
        ),
        entry(4, "שלום עולם — 今天下雨了。\r\nwith a carriage return"),
        entry(5, "[Recording 0:05](<2026 nothing.webm>)"),
        entry(6, "Same day, same title"),
        entry(7, "Same day, same title"),
    ]
}

fn export(format: Format, language: &str, entries: &[JournalEntry]) -> Vec<u8> {
    let lines: Vec<_> = entries.iter().map(JournalEntry::summary).collect();
    let about = About {
        words: Words::of(language),
        made: at(1_795_400_000_000, 60),
        entries: &lines,
    };
    let mut out = Vec::new();
    let mut exporter = Exporter::begin(format, about, &mut out).unwrap();
    for entry in entries {
        let bytes = |one: &Attachment| match one.kind {
            AttachmentKind::Photo => Some(PHOTO.to_vec()),
            AttachmentKind::Recording => Some(VOICE.to_vec()),
        };
        let files: Vec<_> = entry.attachments.iter().map(bytes).collect();
        let departing = Departing {
            entry,
            files: &files,
        };
        exporter.add(departing, &mut out).unwrap();
    }
    exporter.finish(&mut out).unwrap();
    out
}

fn read(bytes: Vec<u8>) -> (Import, Vec<ForeignEntry>) {
    let mut import = Import::open(Cursor::new(bytes), import::About::default()).unwrap();
    let mut entries = Vec::new();
    while let Some(found) = import.next(&|_, _| Some(0)).unwrap() {
        entries.push(found.entry.unwrap());
    }
    entries.sort_by_key(|entry| entry.id);
    (import, entries)
}

/// Everything but the attachments and, where `knows_ids` is false, what an entry was called elsewhere.
fn assert_same(written: &JournalEntry, read: &ForeignEntry) {
    assert_eq!(read.id, Some(written.id));
    assert_eq!(
        (read.created, read.edited),
        (written.created, written.edited)
    );
    assert_eq!(read.content, written.content);
    assert_eq!(read.prompt_used, written.prompt_used);
    assert_eq!(read.duration_seconds, written.duration_seconds);
    assert_eq!(
        (read.mood, read.is_favourite),
        (written.mood, written.is_favourite)
    );
    assert_eq!(read.tags, written.tags);
    assert_eq!(read.origin, written.origin);
    assert_eq!(read.attachments_missing, 0);
    assert_eq!(read.guesses, Default::default());
}

fn assert_same_attachments(written: &JournalEntry, read: &ForeignEntry, import: &mut Import) {
    assert_eq!(read.attachments.len(), written.attachments.len());
    for (read, written) in read.attachments.iter().zip(&written.attachments) {
        let said = (read.kind, read.media_type.as_str(), read.duration_ms);
        let wanted = (
            written.kind,
            written.media_type.as_str(),
            written.duration_ms,
        );
        assert_eq!(said, wanted);
        let said = (&read.description, &read.caption);
        assert_eq!(said, (&written.description, &written.caption));
        let bytes = import.read_attachment(read).unwrap();
        let wanted = match written.kind {
            AttachmentKind::Photo => PHOTO,
            AttachmentKind::Recording => VOICE,
        };
        assert_eq!(bytes, wanted);
    }
}

#[test]
fn json_comes_back_as_it_was() {
    let journal = journal();
    let without = &journal[1..];
    for entries in [&journal[..], without] {
        let bytes = export(Format::Json, "en", entries);
        assert_eq!(bytes.starts_with(b"PK"), entries.len() == journal.len());
        let (mut import, read) = read(bytes);
        assert_eq!(import.source(), Source::Companion);
        assert_eq!(read.len(), entries.len());
        for (written, read) in entries.iter().zip(&read) {
            assert_same(written, read);
            assert_same_attachments(written, read, &mut import);
        }
    }
}

#[test]
fn markdown_comes_back_as_it_was_in_every_language() {
    let journal = journal();
    for language in ["en", "de"] {
        let (mut import, read) = read(export(Format::Markdown, language, &journal));
        assert_eq!(import.source(), Source::Markdown);
        assert_eq!(read.len(), journal.len());
        for (written, read) in journal.iter().zip(&read) {
            assert_same(written, read);
            assert_same_attachments(written, read, &mut import);
        }
    }
}

#[test]
fn what_could_not_be_read_is_counted_as_missing() {
    let mut entries = journal();
    entries.truncate(1);
    let lines: Vec<_> = entries.iter().map(JournalEntry::summary).collect();
    for language in ["en", "de"] {
        let about = About {
            words: Words::of(language),
            made: at(0, 0),
            entries: &lines,
        };
        let mut out = Vec::new();
        let mut exporter = Exporter::begin(Format::Markdown, about, &mut out).unwrap();
        let files = [None, Some(VOICE.to_vec())];
        let departing = Departing {
            entry: &entries[0],
            files: &files,
        };
        exporter.add(departing, &mut out).unwrap();
        exporter.finish(&mut out).unwrap();
        let (_, read) = read(out);
        assert_eq!(read[0].content, entries[0].content);
        assert_eq!(
            (read[0].attachments.len(), read[0].attachments_missing),
            (1, 1)
        );
    }
}
