//! A journal with everything in it that a writer can put there beside text, and the backup of it:
//! marks set by hand after saving, tags that an import has brought, a photo with a caption, the import's
//! receipt, a template, a search index that lies apart. `v1-whole.*`.

use std::io::Cursor;

use companion_core::{Draft, Mood};
use companion_exchange::import::{About, Import};
use companion_vault::attachments;
use companion_vault::backup::Backup;
use companion_vault::import::Importing;
use companion_vault::search::{Search, Wanted};
use pollster::block_on;
use serde_json::{Value, json};

use crate::backup::{backup_of, restore};
use crate::golden::{describe, fixture, golden_named, write_golden};
use crate::support::*;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What `v1-whole.expected.json` says beyond what the others do. When a mark was set is told by the
/// manifest alone, to whoever brings a backup in.
fn describe_whole(vault: &TestVault) -> Value {
    let mut described = describe(vault, &[], &[]);
    let (mut marks, mut carried) = (json!({}), Vec::new());
    for line in vault.list_entries() {
        let entry = block_on(vault.read_entry(line.id)).unwrap();
        assert_eq!(
            (entry.mood, entry.is_favourite, &entry.tags),
            (line.mood, line.is_favourite, &line.tags)
        );
        marks[line.id.to_string()] = json!({
            "mood": entry.mood.and_then(|mood| Mood::ALL.iter().position(|it| *it == mood)).map(|at| at + 1),
            "is_favourite": entry.is_favourite,
            "tags": entry.tags,
        });
        for one in &entry.attachments {
            let preview = block_on(vault.read_preview(one.id)).unwrap();
            carried.push(json!({
                "entry_id": line.id.to_string(),
                "id": one.id.to_string(),
                "media_type": one.media_type,
                "description": one.description,
                "caption": one.caption,
                "duration_ms": one.duration_ms,
                "content": hex(&block_on(vault.read_attachment(one.id)).unwrap()),
                "preview": preview.map(|preview| hex(&preview.bytes)),
            }));
        }
    }
    described["marks"] = marks;
    described["attachments"] = carried.into();
    let receipts = block_on(vault.list_receipts()).unwrap();
    let receipts = receipts.iter().map(|receipt| {
        json!({
            "id": receipt.id.to_string(),
            "file_name": receipt.file_name,
            "found": receipt.found,
            "imported": receipt.imported,
            "attachments": receipt.attachments,
        })
    });
    described["receipts"] = receipts.collect();
    let templates = block_on(vault.list_templates()).unwrap();
    let templates = templates.iter().map(|template| {
        json!({
            "id": hex(template.id.as_bytes()),
            "name": template.name,
            "content": template.content,
            "edited_ms": template.edited.unix_ms,
        })
    });
    described["templates"] = templates.collect();
    described["prompts_shown"] = json!([]);
    described
}

fn expected() -> Value {
    let expected = std::fs::read_to_string(fixture("v1-whole.expected.json")).unwrap();
    let mut expected: Value = serde_json::from_str(&expected).unwrap();
    for beyond in ["index", "meanings"] {
        expected.as_object_mut().unwrap().remove(beyond);
    }
    expected
}

fn finds_a_gutter(vault: &mut TestVault) {
    let mut search = Search::default();
    while !block_on(vault.tend_search(&mut search)).unwrap().is_settled {}
    let wanted = Wanted {
        query: "brought",
        limit: 9,
        ..Wanted::default()
    };
    let found = block_on(vault.search(&mut search, &wanted)).unwrap();
    assert_eq!(found.count, 1);
    assert_eq!(search.take_problems(), []);
}

#[test]
fn everything_opens() {
    let (store, world) = (golden_named("v1-whole"), World::default());
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(describe_whole(&vault), expected());
    let before = store.dump();
    finds_a_gutter(&mut vault);
    assert_eq!(store.dump(), before, "the index is taken as it is");
}

#[test]
fn everything_comes_back_from_the_backup() {
    let file = std::fs::read(fixture("v1-whole.companion")).unwrap();
    let world = World::default();
    let restored = restore(&TestStore::default(), &world, &file).unwrap();
    assert_eq!(restored.report.problems, []);
    let mut vault = restored.vault;
    assert_eq!(describe_whole(&vault), expected());
    finds_a_gutter(&mut vault);
}

#[test]
fn everything_comes_into_another_journal() {
    let file = std::fs::read(fixture("v1-whole.companion")).unwrap();
    let world = World::default();
    let mut vault = create(&TestStore::default(), &world);
    let backup = Backup::open(Cursor::new(file), PASSPHRASE, &mut |_, _| {}).unwrap();
    block_on(vault.merge(backup, &mut |_, _| {})).unwrap();
    assert_eq!(describe_whole(&vault), expected());
    finds_a_gutter(&mut vault);
}

/// Made `v1-whole.*`, once.
#[test]
#[ignore = "writes the golden files, which are frozen"]
fn generate_golden_files_with_everything() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let path = fixture("../import/companion.json");
    let about = About {
        name: "companion.json",
        modified_ms: None,
        password: None,
    };
    let import = Import::open(Cursor::new(std::fs::read(path).unwrap()), about).unwrap();
    let mut importing = Importing::new(import, "companion.json", &world).unwrap();
    let zones = |_: Option<&str>, _| Some(60);
    while !block_on(vault.look_through(&mut importing, &zones)).unwrap() {}
    while !block_on(vault.bring_in(&mut importing, &zones)).unwrap() {}

    let draft = new_draft(&vault, "# Am Teich #enten\n\nZwei, und sie schliefen. 🦆");
    let (entry, mut png) = (draft.entry_id, b"\x89PNG\r\n\x1a\n".to_vec());
    png.extend_from_slice(b"\0\0\0\0IEND\xae\x42\x60\x82");
    let photo = attachments::NewAttachment {
        media_type: "image/png",
        bytes: &png,
        preview: Some(attachments::Preview {
            media_type: "image/webp",
            bytes: b"small",
        }),
        name: Some("teich.png"),
        size_px: Some((2, 1)),
        duration_ms: None,
    };
    let photo = block_on(vault.attach(entry, photo)).unwrap();
    block_on(vault.describe_attachment(entry, photo.id, "Zwei Enten", "Im Juni")).unwrap();
    block_on(vault.save_entry(Draft {
        mood: Some(Mood::Low),
        ..draft
    }))
    .unwrap();
    block_on(vault.set_mood(entry, Some(Mood::Great))).unwrap();
    block_on(vault.set_favourite(entry, true)).unwrap();
    block_on(vault.write_template(None, "Spaziergang", "## Wohin\n\n- \n".into())).unwrap();
    finds_a_gutter(&mut vault);

    let (file, _) = backup_of(&mut vault);
    let described = describe_whole(&vault);
    write_golden("v1-whole", &store, &described);
    std::fs::write(fixture("v1-whole.companion"), file).unwrap();
}
