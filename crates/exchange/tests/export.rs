//! What an export says, byte by byte: `tests/fixtures/export` has it, as it was looked at.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::io::{Cursor, Read as _};
use std::path::PathBuf;

use companion_core::{
    Attachment, AttachmentId, AttachmentKind, EntryId, JournalEntry, Mood, Origin, Source,
    Timestamp,
};
use companion_exchange::export::{About, Departing, Exporter, Format, Words};
use companion_exchange::json;

/// The smallest PNG: one pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x04\0\0\0\xb5\x1c\x0c\x02\0\0\0\x0bIDATx\xdacd`\0\0\0\x06\0\x020\x81\xd0/\0\0\0\0IEND\xaeB`\x82";

fn at(unix_ms: i64) -> Timestamp {
    Timestamp {
        unix_ms,
        utc_offset_minutes: 60,
    }
}

fn entry(number: u8, unix_ms: i64, content: &str) -> JournalEntry {
    JournalEntry {
        id: EntryId::from_bytes([number; 16]),
        created: at(unix_ms),
        edited: at(unix_ms + 60_000),
        content: content.to_owned(),
        prompt_used: None,
        word_count: companion_core::count_words(content),
        duration_seconds: 61,
        mood: None,
        is_favourite: false,
        tags: Vec::new(),
        attachments: Vec::new(),
        origin: None,
    }
}

fn attachment(number: u8, kind: AttachmentKind, media_type: &str) -> Attachment {
    Attachment {
        id: AttachmentId::from_bytes([number; 16]),
        kind,
        media_type: media_type.to_owned(),
        length_bytes: 3,
        description: String::new(),
        width_px: None,
        height_px: None,
        duration_ms: None,
        caption: String::new(),
        name: None,
    }
}

/// Entries with everything that an entry can have, oldest first, and the bytes they carry.
fn journal() -> Vec<(JournalEntry, Vec<Option<Vec<u8>>>)> {
    let mut walk = entry(
        1,
        1_767_222_000_000,
        "# New Year's *walk*\n\nA [map](https://example.org/?a=1&b=2), **snow**\nand ~~rain~~ <b>ice</b>.\n\n- one\n- two\n\n> \"Cold\" & clear.\n\n#winter",
    );
    walk.mood = Some(Mood::Great);
    walk.is_favourite = true;
    walk.tags = vec!["winter".into(), "a \"b\"".into()];
    walk.prompt_used = Some("What was the <first> thing you saw?".into());
    let mut photo = attachment(0xa1, AttachmentKind::Photo, "image/png");
    photo.description = "The [gate] & \"snow\"".into();
    photo.caption = "Before \"breakfast\"".into();
    (photo.width_px, photo.height_px) = (Some(1), Some(1));
    let mut voice = attachment(0xa2, AttachmentKind::Recording, "audio/webm;codecs=opus");
    voice.duration_ms = Some(64_500);
    let lost = attachment(0xa3, AttachmentKind::Photo, "image/jpeg");
    walk.attachments = vec![photo, voice, lost];
    walk.origin = Some(Origin {
        source: Source::DayOne,
        imported: at(1_795_000_000_000),
        source_id: Some("ABC".into()),
    });
    let files = vec![Some(PIXEL.to_vec()), Some(b"abc".to_vec()), None];
    vec![
        (
            entry(9, 1_700_000_000_000, "שלום עולם\n\nהיום ירד גשם."),
            Vec::new(),
        ),
        (walk, files),
        (
            entry(2, 1_767_222_000_001, "# New Year's walk\n\nAgain."),
            Vec::new(),
        ),
        (
            entry(
                3,
                1_767_222_000_002,
                "../../etc/passwd: <script>alert(1)</script>",
            ),
            Vec::new(),
        ),
        (
            entry(
                4,
                1_795_390_200_000,
                "![x](https://example.org/p.png) [y](javascript:alert(1))",
            ),
            Vec::new(),
        ),
        (entry(5, 1_795_390_200_001, "   "), Vec::new()),
    ]
}

fn export(format: Format, language: &str) -> Vec<u8> {
    let journal = journal();
    let entries: Vec<_> = journal.iter().map(|(entry, _)| entry.summary()).collect();
    let about = About {
        words: Words::of(language),
        made: at(1_795_390_260_000),
        entries: &entries,
    };
    let mut out = Vec::new();
    let mut exporter = Exporter::begin(format, about, &mut out).unwrap();
    for (entry, files) in &journal {
        exporter.add(Departing { entry, files }, &mut out).unwrap();
    }
    exporter.finish(&mut out).unwrap();
    out
}

/// Every file of an archive, in its order.
fn unpacked(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let files = 0..archive.len();
    let files = files.map(|at| {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    });
    files.collect()
}

/// Compares with what was looked at. With `COMPANION_WRITE_GOLDEN` set, writes it anew, to be
/// looked at again.
fn assert_golden(name: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/export")
        .join(name);
    if std::env::var_os("COMPANION_WRITE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, found).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    assert!(golden == found, "{name} differs; found:\n{found}");
}

#[test]
fn one_page_for_any_browser() {
    let html = String::from_utf8(export(Format::Html, "en-GB")).unwrap();
    assert_golden("journal.html", &html);
    // Titles say as text what was typed; nothing of it is an address or a tag.
    for harm in ["<script", "=\"javascript:", "src=\"http", "src=\"//"] {
        assert!(!html.contains(harm), "{harm}");
    }
    let german = String::from_utf8(export(Format::Html, "de")).unwrap();
    assert!(german.contains("<html lang=\"de\">") && german.contains("6 Einträge"));
}

#[test]
fn a_folder_of_markdown_with_attachments_beside() {
    let files = unpacked(&export(Format::Markdown, "en"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "companion-2026-11-23/2023/2023-11-14 שלום עולם.md",
            "companion-2026-11-23/2026/2026-01-01 New Year's walk 1.png",
            "companion-2026-11-23/2026/2026-01-01 New Year's walk 2.webm",
            "companion-2026-11-23/2026/2026-01-01 New Year's walk.md",
            "companion-2026-11-23/2026/2026-01-01 New Year's walk 2.md",
            "companion-2026-11-23/2026/2026-01-01 etc passwd script alert(1) script.md",
            "companion-2026-11-23/2026/2026-11-23 ! x (https example.org p.png) y (javascript alert(1)).md",
            "companion-2026-11-23/2026/2026-11-23.md",
        ]
    );
    assert_eq!(files[1].1, PIXEL);
    let text = String::from_utf8(files[3].1.clone()).unwrap();
    assert_golden("entry.md", &text);
}

#[test]
fn json_comes_back_as_it_left() {
    let files = unpacked(&export(Format::Json, "en"));
    let (name, text) = files.last().unwrap();
    assert_eq!(name, json::FILE_NAME);
    let whole: serde_json::Value = serde_json::from_slice(text).unwrap();
    assert_eq!(whole["format"], json::FORMAT);
    assert_eq!(whole["version"], json::VERSION);
    let read: Vec<json::Entry> = serde_json::from_value(whole["entries"].clone()).unwrap();
    let lost = &read[1].attachments[2];
    assert_eq!((lost.file.as_ref(), read.len()), (None, 6));
    let photo = read[1].attachments[0].file.clone().unwrap();
    assert_eq!(
        files.iter().find(|(name, _)| *name == photo).unwrap().1,
        PIXEL
    );
    let back: Vec<JournalEntry> = read.into_iter().map(Into::into).collect();
    let left: Vec<JournalEntry> = journal().into_iter().map(|(entry, _)| entry).collect();
    assert_eq!(back, left);
}

#[test]
fn json_without_attachments_is_one_file() {
    let (entry, _) = journal().swap_remove(2);
    let entries = [entry.summary()];
    let about = About {
        words: Words::of("en"),
        made: at(1_795_390_260_000),
        entries: &entries,
    };
    assert_eq!(Format::Json.extension(&entries), "json");
    let mut out = Vec::new();
    let mut exporter = Exporter::begin(Format::Json, about, &mut out).unwrap();
    let departing = Departing {
        entry: &entry,
        files: &[],
    };
    exporter.add(departing, &mut out).unwrap();
    exporter.finish(&mut out).unwrap();
    assert_golden("journal.json", &String::from_utf8(out).unwrap());
}

#[test]
fn nothing_is_exported_as_something_whole() {
    let about = About {
        words: Words::of("en"),
        made: at(0),
        entries: &[],
    };
    for format in [Format::Markdown, Format::Json, Format::Html] {
        let mut out = Vec::new();
        let exporter = Exporter::begin(format, about, &mut out).unwrap();
        exporter.finish(&mut out).unwrap();
        match format {
            Format::Markdown => assert!(unpacked(&out).is_empty()),
            Format::Json => assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok()),
            Format::Html => assert!(out.ends_with(b"</html>\n")),
        }
    }
}
