//! Where fuzzing begins: sound examples of everything that is parsed.

use std::io::Cursor;

use companion_core::{
    Attachment, AttachmentId, AttachmentKind, Draft, EntryId, JournalEntry, Mood, Origin, Settings,
    Source, Timestamp,
};
use companion_crypto::RecordKey;
use companion_protocol::{Frame, Outgoing, Progress, backup, inference, vault};
use minicbor::Encode;
use pollster::block_on;

use crate::journal::{fixture, golden, keys, store_of, unlock};
use crate::records::{DRAFT, ENTRY, VERSION};
use crate::{audit, import, pictures, sealed};

/// Name of a target, and bytes it must take in.
pub(crate) type Seed = (&'static str, Vec<u8>);

/// All seeds.
#[must_use]
pub fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let mut seeds = vec![("header", golden().header.clone())];
    seeds.extend(sealed_records());
    seeds.extend(plain());
    seeds.extend(backups());
    seeds.extend(audit::samples());
    seeds.extend(requests());
    seeds.extend(answers());
    seeds.push(("recovery_key", golden().recovery_key.clone().into_bytes()));
    seeds.push(("passphrase", "mossy kettle under niné lamps".into()));
    seeds.push(("reading", MARKDOWN.into()));
    seeds.extend(pictures::samples());
    #[cfg(feature = "models")]
    seeds.extend(crate::models::samples());
    seeds.extend(import::samples());
    seeds.extend(sealed::samples());
    seeds
}

const MARKDOWN: &str = "# A *day*\n\n> quoted <b onclick=x>bold</b>\n\n1. [one](https://example.org \"t\")\n- ![i](data:,x)\n\n\
    | a | b |\n|--|--|\n| `c` | <script>d()</script> |\n\n~~gone~~ [^1]\n\n[^1]: [x]: javascript:y\n\n```rust\nfn a() {}\n```\n";

/// The golden journal's records, as stored and opened.
fn sealed_records() -> impl Iterator<Item = Seed> {
    let keys = keys();
    golden().records.iter().flat_map(move |(key, value)| {
        let opened = keys
            .open(&RecordKey::from_bytes(key).unwrap(), value)
            .unwrap();
        let mut plain = vec![opened.record.kind];
        plain.extend_from_slice(&opened.plaintext);
        [
            ("envelope", [key.clone(), value.clone()].concat()),
            ("records", plain),
        ]
    })
}

const NOW: Timestamp = Timestamp {
    unix_ms: 1_795_348_800_000,
    utc_offset_minutes: -210,
};

fn draft() -> Draft {
    Draft {
        entry_id: EntryId::from_bytes([7; 16]),
        is_new: false,
        started: NOW,
        updated: NOW,
        content: "Am Abend doch".into(),
        cursor_utf16: 8,
        duration_seconds: 95,
        prompt_used: Some("Was hat sich geändert?".into()),
        created: Some(NOW),
        mood: Some(Mood::Good),
        is_favourite: true,
        attachments: vec![photo()],
    }
}

fn entry() -> JournalEntry {
    JournalEntry {
        id: EntryId::from_bytes([7; 16]),
        created: NOW,
        edited: NOW,
        content: "# Rain\n\nAll day".into(),
        prompt_used: Some("And then?".into()),
        word_count: 3,
        duration_seconds: 60,
        mood: Some(Mood::Low),
        is_favourite: true,
        tags: vec!["rain".into()],
        attachments: vec![photo()],
        origin: Some(Origin {
            source: Source::DayOne,
            imported: NOW,
            source_id: Some("7F".into()),
        }),
    }
}

fn photo() -> Attachment {
    Attachment {
        id: AttachmentId::from_bytes([9; 16]),
        kind: AttachmentKind::Photo,
        media_type: "image/jpeg".into(),
        length_bytes: 70_000,
        description: "The harbour".into(),
        width_px: Some(640),
        height_px: Some(480),
        duration_ms: None,
        caption: "In June".into(),
        name: None,
    }
}

/// Plaintexts of the kinds that the golden journal has none of.
fn plain() -> Vec<Seed> {
    let seed = |kind: u8, plain: Vec<u8>| ("records", [vec![kind], plain].concat());
    vec![
        seed(ENTRY, cbor(entry())),
        seed(DRAFT, cbor(draft())),
        seed(3, cbor(Settings::default())),
        seed(6, cbor(Map1(vec![Map2(NOW, "Missing: an entry")]))),
        seed(16, cbor(Map2(Map2(NOW, 3_u64), NOW))),
        seed(VERSION, cbor(entry())),
        seed(17, cbor(Map2(NOW, vec![Map2(entry().id, NOW)]))),
        seed(9, cbor(Map2(Map2(NOW, 3_u64), Map2(NOW, 3_u64)))),
        seed(99, cbor(Map1(0_u8))),
    ]
}

/// Maps with the keys 0, and 0 and 1, for what has no public type.
#[derive(Encode)]
#[cbor(map)]
struct Map1<A>(#[n(0)] A);

#[derive(Encode)]
#[cbor(map)]
struct Map2<A, B>(#[n(0)] A, #[n(1)] B);

fn cbor(value: impl Encode<()>) -> Vec<u8> {
    minicbor::to_vec(value).unwrap()
}

/// A backup of the golden journal, the stream inside, and the frozen one, which has other keys.
fn backups() -> Vec<Seed> {
    let mut journal = unlock(store_of(golden().records.clone())).unwrap().vault;
    let mut file = Cursor::new(Vec::new());
    block_on(journal.write_backup(&mut file, &mut |_, _| {})).unwrap();
    let file = file.into_inner();
    let (prefix, rest) = file.split_at(21 + golden().header.len());
    let (salt, chunk) = rest.split_first_chunk().unwrap();
    let mut stream = chunk.to_vec();
    // A short journal is one chunk.
    assert!(keys().open_backup(salt, prefix).open(&mut stream).unwrap());
    let frozen = |name| std::fs::read(fixture(name)).unwrap();
    vec![
        ("audit_export", frozen("v1-audit.export.json")),
        ("backup_file", file),
        ("backup_file", frozen("v1.companion")),
        ("backup_file", frozen("v1-audit.companion")),
        ("backup_stream", stream),
    ]
}

/// What the page sends.
fn requests() -> Vec<Seed> {
    let passphrase = || vault::Passphrase::new("mossy kettle".into());
    let key = || vault::RecoveryKey::new(golden().recovery_key.clone());
    let to_vault = [
        vault::Request::Presence,
        vault::Request::Unlock(passphrase()),
        vault::Request::ReadEntry(entry().id),
        vault::Request::SaveEntry(draft()),
        vault::Request::OpenDraft(None),
        vault::Request::WriteSettings(Settings::default()),
        vault::Request::ChangePassphrase {
            old: passphrase(),
            new: passphrase(),
            kdf: vault::Kdf::Argon2id,
        },
        vault::Request::Recover {
            key: key(),
            new: passphrase(),
        },
        vault::Request::Backup(backup::Request::Merge(passphrase())),
    ];
    let to_model = [
        inference::Request::Reflect(inference::Reflect {
            entry_text: "Rain all day".into(),
            seed: 7,
        }),
        inference::Request::Download(inference::Download {
            path: "/models/a.gguf".into(),
            name: "A".into(),
            size_bytes: Some(1 << 33),
            sha256: Some("00".repeat(32)),
        }),
        inference::Request::Stop,
    ];
    let to_vault = to_vault.into_iter().map(|body| frame(0, body));
    let to_vault = to_vault.chain(bare_requests());
    let to_model = to_model.into_iter().map(|body| frame(2, body));
    to_vault.chain(to_model).collect()
}

/// Every request of a topic (backups, log, history, device) that has no parameters.
fn bare_requests() -> impl Iterator<Item = Seed> {
    let numbers = (40..80_u8).flat_map(|topic| (0..16_u8).map(move |number| (topic, number)));
    numbers.filter_map(|(topic, number)| {
        let none: [u8; 0] = [];
        let frame = cbor((300_u32, (topic, [(number, none)])));
        Frame::<vault::Request>::from_bytes(&frame).ok()?;
        Some(("protocol", [vec![0], frame].concat()))
    })
}

/// What the workers send.
fn answers() -> Vec<Seed> {
    let last = backup::Last {
        made: NOW,
        entries: 300,
    };
    let of_vault: [Outgoing<vault::Response, vault::Event>; 6] = [
        Outgoing::Answer(vault::Response::Entries(vec![entry().summary()])),
        Outgoing::Answer(vault::Response::Draft(draft())),
        Outgoing::Answer(vault::Response::Failed(vault::Failure {
            kind: vault::FailureKind::TooLong,
            detail: "too long".into(),
        })),
        Outgoing::Answer(vault::Response::Backup(backup::Response::Last(Some(last)))),
        Outgoing::Event(vault::Event::Ready),
        Outgoing::Event(vault::Event::BackupProgress(Progress {
            done: 1,
            total: 300,
        })),
    ];
    let of_model: [Outgoing<inference::Response, inference::Event>; 3] = [
        Outgoing::Answer(inference::Response::Finished(inference::Finished {
            reason: inference::FinishReason::Complete,
            text: "What then?".into(),
            prompt_tokens: 90,
            generated_tokens: 12,
            prefill_ms: 800.5,
            decode_ms: f64::NAN,
        })),
        Outgoing::Answer(inference::Response::Model(inference::Model::default())),
        Outgoing::Event(inference::Event::Text(" then".into())),
    ];
    let of_vault = of_vault.into_iter().map(|body| frame(1, body));
    let of_model = of_model.into_iter().map(|body| frame(3, body));
    of_vault.chain(of_model).collect()
}

fn frame<T: Encode<()>>(kind: u8, body: T) -> Seed {
    let frame = Frame { number: 300, body };
    ("protocol", [vec![kind], frame.to_bytes()].concat())
}
