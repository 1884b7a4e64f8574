//! What is not read: each file is refused for the reason that it has, and each thing in one is skipped for its own.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use companion_core::Skipped;
use companion_exchange::import::limits::{MAX_DOCUMENT_BYTES, MAX_ENTRIES, MAX_NOTE_BYTES};
use companion_exchange::import::{About, Import, ImportError};
use serde_json::{Value, json};

const PASSWORD: &str = "mossy kettle";

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/import");
    fs::read(folder.join(name)).unwrap()
}

fn open(bytes: impl Into<Vec<u8>>) -> Result<Import, ImportError> {
    let about = About {
        name: "a.md",
        password: Some(PASSWORD),
        ..About::default()
    };
    Import::open(Cursor::new(bytes.into()), about)
}

fn refusal(bytes: impl Into<Vec<u8>>) -> ImportError {
    match open(bytes) {
        // Some open, and fail at what lies further on.
        Ok(import) => failure(import),
        Err(error) => error,
    }
}

/// What ends the reading.
fn failure(mut import: Import) -> ImportError {
    loop {
        match import.next(&|_, _| Some(0)) {
            Err(error) => return error,
            Ok(Some(_)) => {}
            Ok(None) => panic!("read whole, as {:?}", import.source()),
        }
    }
}

/// Why each thing is skipped, where it is.
fn skipped(bytes: impl Into<Vec<u8>>) -> Vec<Option<Skipped>> {
    let mut import = open(bytes).unwrap();
    let mut all = Vec::new();
    while let Some(found) = import.next(&|_, _| Some(0)).unwrap() {
        all.push(found.entry.err());
    }
    all
}

/// The encrypted sample, changed.
fn notes(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let sample = fixture("standard-notes-encrypted.json");
    let mut backup = serde_json::from_slice(&sample).unwrap();
    change(&mut backup);
    backup.to_string().into_bytes()
}

/// Where the first item of a kind stands.
fn first(backup: &Value, kind: &str) -> usize {
    let items = backup["items"].as_array().unwrap();
    let at = items.iter().position(|item| item["content_type"] == kind);
    at.unwrap()
}

#[test]
fn encryption_that_is_not_known_is_named() {
    let older = notes(|backup| backup["keyParams"]["version"] = "003".into());
    let nameless = notes(|backup| {
        backup.as_object_mut().unwrap().remove("keyParams");
    });
    // As programs mark what they have locked: a bit beside each file, there and in the list at the end.
    let mut zip = fixture("obsidian.zip");
    for (sign, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> = (0..zip.len() - 4)
            .filter(|&at| zip[at..at + 4] == *sign)
            .collect();
        places.iter().for_each(|at| zip[at + flags] |= 1);
    }
    for (bytes, said) in [
        (older, "version 003 of Standard Notes"),
        (nameless, "without its parameters"),
        (zip, "a zip with a password"),
    ] {
        match refusal(bytes) {
            ImportError::UnknownEncryption(which) => assert!(which.contains(said), "{which}"),
            error => panic!("{said}: {error:?}"),
        }
    }
}

#[test]
fn a_backup_whose_keys_are_gone_is_damaged_and_a_note_that_does_not_open_is_skipped() {
    let keyless = notes(|backup| {
        let at = first(backup, "SN|ItemsKey");
        backup["items"].as_array_mut().unwrap().remove(at);
    });
    // Nothing opens, and nothing is taken for an entry.
    assert!(
        skipped(keyless)
            .iter()
            .all(|why| *why == Some(Skipped::Encrypted))
    );
    let swapped = notes(|backup| {
        let at = first(backup, "Note");
        backup["items"][at]["uuid"] = "another".into();
    });
    let whole = skipped(notes(|_| {}));
    let mut expected = whole.clone();
    expected[0] = Some(Skipped::Encrypted);
    assert_eq!((whole[0], skipped(swapped)), (None, expected));
}

#[test]
fn what_is_too_large_is_said_to_be() {
    let long = vec![b'a'; usize::try_from(MAX_DOCUMENT_BYTES).unwrap() + 1];
    assert!(matches!(refusal(long), ImportError::TooLarge(_)));
    // The first says whose it is.
    let many = format!(
        r#"{{"entries":[{{"creationDate":""}}{}]}}"#,
        ",{}".repeat(MAX_ENTRIES)
    );
    assert!(matches!(refusal(many), ImportError::TooLarge(_)));
    // One note alone is left out, and the others come.
    let text = "a".repeat(usize::try_from(MAX_NOTE_BYTES).unwrap() + 1);
    let note = |text: &str| {
        json!({"uuid": "n", "content_type": "Note", "created_at": "2024-02-03T20:05:00Z",
            "content": {"title": "", "text": text}})
    };
    let backup = json!({"version": "004", "items": [note(&text), note("Short")]});
    assert_eq!(skipped(backup.to_string()), [Some(Skipped::TooLarge), None]);
}

#[test]
fn a_newer_version_of_our_own_is_named() {
    let newer = json!({"format": "companion-journal", "version": 2, "entries": []});
    assert!(matches!(refusal(newer.to_string()), ImportError::Newer(2)));
    let none = json!({"format": "companion-journal", "entries": []});
    assert!(matches!(refusal(none.to_string()), ImportError::Damaged(_)));
}

/// A disk that gives way in the middle.
struct Failing(Cursor<Vec<u8>>, u64);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.1.saturating_sub(self.0.position());
        if left == 0 {
            return Err(io::Error::other("the disk is gone"));
        }
        let length = buffer.len().min(usize::try_from(left).unwrap());
        self.0.read(&mut buffer[..length])
    }
}

impl Seek for Failing {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        self.0.seek(target)
    }
}

#[test]
fn a_disk_that_gives_way_is_no_damage_of_the_file() {
    for name in ["jrnl.txt", "companion.json", "joplin.jex", "day-one.zip"] {
        let bytes = fixture(name);
        let length_bytes = bytes.len() as u64;
        for readable in [0, 3, length_bytes / 2] {
            let file = Failing(Cursor::new(bytes.clone()), readable);
            let error = match Import::open(file, About::default()) {
                Ok(import) => failure(import),
                Err(error) => error,
            };
            assert!(
                matches!(error, ImportError::File(_)),
                "{name} after {readable} bytes: {error:?}"
            );
        }
    }
}
