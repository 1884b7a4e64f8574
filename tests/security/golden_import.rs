//! A journal with receipts of three imports, one of which was undone and one cut off: `v1-import.*`.

use std::io::Cursor;
use std::path::Path;

use companion_core::EntryId;
use companion_exchange::import::{About, Import};
use companion_vault::attachments::Preview;
use companion_vault::import::Importing;
use pollster::block_on;
use serde_json::{Value, json};

use crate::attachments::describe_attachments;
use crate::golden::{describe, fixture, golden_named, ids, write_golden};
use crate::support::*;

/// What `v1-import.expected.json` says beyond what the others do: receipts, and where entries came from.
fn describe_imports(vault: &TestVault, entries: &[EntryId]) -> (Value, Value) {
    let receipts = block_on(vault.list_receipts()).unwrap();
    let receipts = receipts.iter().map(|receipt| {
        let mut skipped: Vec<(u8, u64)> = receipt
            .skipped
            .counts()
            .map(|it| (it.reason as u8, it.count))
            .collect();
        skipped.sort_unstable();
        let named = receipt.skipped.named().iter();
        let named: Vec<_> = named.map(|it| json!([it.name, it.reason as u8])).collect();
        let made: Vec<String> = receipt.entries().map(|id| id.to_string()).collect();
        json!({
            "id": receipt.id.to_string(),
            "source": receipt.source as u8,
            "file_name": receipt.file_name,
            "begun_ms": receipt.begun.unix_ms,
            "finished_ms": receipt.finished.map(|at| at.unix_ms),
            "total": receipt.total,
            "found": receipt.found,
            "imported": receipt.imported,
            "skipped": skipped,
            "named": named,
            "entries": made,
            "attachments": receipt.attachments,
            "attachments_missing": receipt.attachments_missing,
            "undone_ms": receipt.undone.map(|at| at.unix_ms),
            "telling": receipt.telling,
            "unseen": receipt.unseen,
        })
    });
    let origins = entries.iter().filter_map(|&id| {
        let origin = block_on(vault.read_entry(id)).unwrap().origin?;
        let said = json!([
            origin.source as u8,
            origin.imported.unix_ms,
            origin.source_id
        ]);
        Some((id.to_string(), said))
    });
    (receipts.collect(), Value::Object(origins.collect()))
}

fn describe_all(vault: &TestVault, trashed: &[EntryId]) -> Value {
    let mut described = describe(vault, trashed, &[]);
    let all = ids(&described, "entries", "id", |_| true);
    described["attachments"] = describe_attachments(vault, &all);
    let (receipts, origins) = describe_imports(vault, &all);
    described["imports"] = receipts;
    described["origins"] = origins;
    described
}

#[test]
fn receipts_of_imports_open() {
    let expected = std::fs::read_to_string(fixture("v1-import.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let (store, world) = (golden_named("v1-import"), World::default());
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let trashed = ids(&expected, "entries", "id", |entry| {
        entry["in_trash"] == true
    });
    assert_eq!(describe_all(&vault, &trashed), expected);
    // The one that was cut off can still be undone.
    let receipts = block_on(vault.list_receipts()).unwrap();
    let cut_off = receipts.iter().find(|receipt| receipt.finished.is_none());
    let (undone, moved) = block_on(vault.undo_import(cut_off.unwrap().id)).unwrap();
    assert_eq!((moved, undone.undone.is_some()), (8, true));
}

fn of_program(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/import");
    std::fs::read(folder.join(name)).unwrap()
}

fn zones(_: Option<&str>, _: i64) -> Option<i16> {
    Some(60)
}

/// One of the small photos that the exports carry.
fn photo() -> Vec<u8> {
    let bytes = Cursor::new(of_program("day-one.zip"));
    let mut import = Import::open(bytes, About::default()).unwrap();
    let entry = import.next(&zones).unwrap().unwrap().entry.unwrap();
    import.read_attachment(&entry.attachments[0]).unwrap()
}

/// Nine entries, each with a photo: more than one batch.
fn nine() -> Vec<u8> {
    use base64::Engine as _;
    let data = base64::engine::general_purpose::STANDARD.encode(photo());
    let entries = (0..9).map(|number| {
        json!({
            "id": format!("{number:032x}"), "created": format!("2024-03-0{}T12:00:00.000+01:00", number + 1),
            "edited": "2024-03-11T12:00:00.000+01:00", "content": format!("Tag {number} 🌦️"), "mood": 1 + number % 5,
            "attachments": [{"id": format!("{:032x}", 100 + number), "kind": "photo", "media_type": "image/jpeg",
                "length_bytes": data.len(), "caption": "Regen", "data": data}],
        })
    });
    let entries: Vec<Value> = entries.collect();
    json!({ "format": "companion-journal", "version": 1, "exported": "2024-03-12T12:00:00.000+01:00", "entries": entries })
        .to_string()
        .into_bytes()
}

/// Made `v1-import.*`, once.
#[test]
#[ignore = "writes the golden files, which are frozen"]
fn generate_golden_files_with_imports() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    write(&mut vault, "Hier geschrieben.");
    let begin = |name: &str, bytes: Vec<u8>| {
        let import = Import::open(Cursor::new(bytes), About::default()).unwrap();
        Importing::new(import, name, &world).unwrap()
    };
    let mut day_one = begin("Journal – März.zip", of_program("day-one.zip"));
    assert!(block_on(vault.bring_in(&mut day_one, &zones)).unwrap());
    for photo in day_one.take_fresh_photos() {
        let preview = Preview {
            media_type: "image/webp",
            bytes: b"a small picture",
        };
        block_on(vault.give_preview(photo, preview)).unwrap();
    }
    let mut undone = begin("jrnl.txt", of_program("jrnl.txt"));
    assert!(block_on(vault.bring_in(&mut undone, &zones)).unwrap());
    block_on(vault.undo_import(undone.receipt().id)).unwrap();
    let mut cut_off = begin("journal.json", nine());
    cut_off.keeps_originals(true);
    assert!(!block_on(vault.bring_in(&mut cut_off, &zones)).unwrap());

    let mut trash = block_on(vault.list_trash()).unwrap();
    trash.sort_by_key(|line| core::cmp::Reverse(line.entry.created.unix_ms));
    let trashed: Vec<EntryId> = trash.iter().map(|line| line.entry.id).collect();
    write_golden("v1-import", &store, &describe_all(&vault, &trashed));
}
