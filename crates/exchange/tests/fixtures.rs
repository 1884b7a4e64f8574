//! Exports of every program, made by `tests/fixtures/import/make.py`, and what must be read from them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use companion_core::{Mood, Skipped};
use companion_exchange::import::{About, ForeignEntry, Found, Import, ImportError};
use companion_exchange::json::source_name;
use companion_exchange::when;
use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/import")
        .join(name)
}

/// Winter in two places: all that the fixtures name.
fn zones(zone: Option<&str>, _: i64) -> Option<i16> {
    match zone {
        None | Some("Europe/Berlin") => Some(60),
        Some("America/New_York") => Some(-300),
        Some(_) => None,
    }
}

fn open(name: &str, password: Option<&str>) -> Result<Import, ImportError> {
    let bytes = fs::read(fixture(name)).unwrap();
    let about = About {
        name,
        modified_ms: None,
        password,
    };
    Import::open(Cursor::new(bytes), about)
}

fn all(import: &mut Import) -> Vec<Found> {
    core::iter::from_fn(|| import.next(&zones).unwrap()).collect()
}

fn expected() -> Vec<(String, Value)> {
    let expected = fs::read_to_string(fixture("expected.json")).unwrap();
    let Value::Object(expected) = serde_json::from_str(&expected).unwrap() else {
        panic!("an object");
    };
    expected.into_iter().collect()
}

#[test]
fn every_export_is_read_as_it_was_written() {
    for (name, expected) in expected() {
        let password = expected["password"].as_str();
        if password.is_some() {
            assert!(
                matches!(open(&name, None), Err(ImportError::PasswordNeeded)),
                "{name}"
            );
            let wrong = open(&name, Some("wrong"));
            assert!(matches!(wrong, Err(ImportError::WrongPassword)), "{name}");
        }
        let mut import = open(&name, password).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            source_name(import.source()),
            expected["source"].as_str().unwrap(),
            "{name}"
        );
        let found = all(&mut import);
        let wanted = expected["found"].as_array().unwrap();
        assert_eq!(
            (found.len(), import.len()),
            (wanted.len(), wanted.len()),
            "{name}"
        );
        for (found, wanted) in found.iter().zip(wanted) {
            compare(&name, &mut import, found, wanted);
        }
        // A second walk finds the same.
        import.rewind();
        assert_eq!(all(&mut import), found, "{name}");
    }
}

fn compare(name: &str, import: &mut Import, found: &Found, wanted: &Value) {
    if let Some(expected) = wanted["name"].as_str() {
        assert_eq!(found.name, expected, "{name}");
    }
    let entry = match (&found.entry, wanted["skipped"].as_str()) {
        (Ok(entry), None) => entry,
        (Err(reason), Some(wanted)) => return assert_eq!(word(*reason), wanted, "{name}"),
        (outcome, wanted) => panic!("{name}: {outcome:?}, not {wanted:?}"),
    };
    assert_eq!(entry.content, wanted["content"].as_str().unwrap(), "{name}");
    assert_eq!(
        when::write(entry.created),
        wanted["created"].as_str().unwrap(),
        "{name}"
    );
    if let Some(edited) = wanted["edited"].as_str() {
        assert_eq!(when::write(entry.edited), edited, "{name}");
    }
    assert_eq!(
        entry.is_favourite,
        wanted["favourite"].as_bool().unwrap_or_default(),
        "{name}"
    );
    assert_eq!(
        entry.guesses.converted,
        wanted["converted"].as_bool().unwrap_or_default(),
        "{name}"
    );
    let of_file = wanted["date_of_file"].as_bool().unwrap_or_default();
    assert_eq!(entry.guesses.date_of_file, of_file, "{name}");
    let strings = |value: &Value| -> Vec<String> {
        let values = value.as_array().into_iter().flatten();
        values
            .map(|value| value.as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(entry.tags, strings(&wanted["tags"]), "{name}");
    assert_eq!(
        entry.attachments_missing as u64,
        wanted["missing"].as_u64().unwrap_or_default(),
        "{name}"
    );
    let kinds: Vec<String> = entry
        .attachments
        .iter()
        .map(|it| it.media_type.clone())
        .collect();
    assert_eq!(kinds, strings(&wanted["attachments"]), "{name}");
    for attachment in &entry.attachments {
        let bytes = import.read_attachment(attachment).unwrap();
        assert!(bytes.starts_with(b"\xff\xd8\xff"), "{name}");
    }
    if name.starts_with("companion") {
        compare_own(entry, wanted);
    }
}

fn compare_own(entry: &ForeignEntry, wanted: &Value) {
    let mood = wanted["mood"]
        .as_u64()
        .map(|step| Mood::ALL[step as usize - 1]);
    assert_eq!(entry.mood, mood);
    assert_eq!(
        u64::from(entry.duration_seconds),
        wanted["seconds"].as_u64().unwrap_or_default()
    );
    assert_eq!(entry.prompt_used.as_deref(), wanted["prompt"].as_str());
    assert_eq!(entry.origin.is_some(), mood.is_some());
    assert!(entry.id.is_some());
}

fn word(reason: Skipped) -> &'static str {
    match reason {
        Skipped::Empty => "empty",
        Skipped::Duplicate => "duplicate",
        Skipped::Differs => "differs",
        Skipped::NoDate => "no_date",
        Skipped::Unreadable => "unreadable",
        Skipped::TooLarge => "too_large",
        Skipped::Encrypted => "encrypted",
        Skipped::Deleted => "deleted",
    }
}

#[test]
fn a_name_decides_nothing() {
    for (name, expected) in expected() {
        let bytes = fs::read(fixture(&name)).unwrap();
        let about = About {
            name: "letter.pdf",
            modified_ms: None,
            password: expected["password"].as_str(),
        };
        let import = Import::open(Cursor::new(bytes), about).unwrap();
        assert_eq!(
            source_name(import.source()),
            expected["source"].as_str().unwrap(),
            "{name}"
        );
    }
}

#[test]
fn what_is_no_journal_is_refused() {
    for bytes in [
        &b""[..],
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04",
        b"{}",
        b"[1, 2]",
        b"gAAAAA",
        b"%PDF-1.7\n",
        b"\0\0\0\0",
    ] {
        let import = Import::open(Cursor::new(bytes.to_vec()), About::default());
        assert!(import.is_err(), "{bytes:?}");
    }
}

#[test]
fn a_lone_text_is_markdown_if_its_name_says_text() {
    let about = |name| About {
        name,
        modified_ms: Some(1_707_000_000_000),
        password: None,
    };
    let open = |name| {
        Import::open(
            Cursor::new(b"Dear diary,\n\nit rained.".to_vec()),
            about(name),
        )
    };
    let mut import = open("2024-02-03 Rain.md").unwrap();
    let found = all(&mut import);
    let entry = found[0].entry.as_ref().unwrap();
    assert_eq!(entry.content, "# Rain\n\nDear diary,\n\nit rained.");
    assert_eq!(when::write(entry.created), "2024-02-03T12:00:00.000+01:00");
    let mut import = open("diary.txt").unwrap();
    let found = all(&mut import);
    let entry = found[0].entry.as_ref().unwrap();
    assert!(entry.guesses.date_of_file && entry.created.unix_ms == 1_707_000_000_000);
    assert!(matches!(open("diary.exe"), Err(ImportError::NotRecognised)));
}

/// Every fixture with one byte changed, or cut: an error, or some reading; never a panic.
#[test]
fn damaged_exports_are_errors_or_readings() {
    for (name, expected) in expected() {
        // Deriving a key for each byte would take minutes; what is inside is covered by the others.
        if expected["password"].is_string() {
            continue;
        }
        let sound = fs::read(fixture(&name)).unwrap();
        let step = (sound.len() / 300).max(1);
        for at in (0..sound.len()).step_by(step) {
            let mut changed = sound.clone();
            changed[at] ^= 0x15;
            read_all(changed);
            read_all(sound[..at].to_vec());
        }
    }
}

fn read_all(bytes: Vec<u8>) {
    let Ok(mut import) = Import::open(Cursor::new(bytes), About::default()) else {
        return;
    };
    while let Ok(Some(found)) = import.next(&zones) {
        for attachment in found.entry.iter().flat_map(|entry| &entry.attachments) {
            let _ = import.read_attachment(attachment);
        }
    }
}
