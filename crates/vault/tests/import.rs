//! Journals of other programs, from the dry run to undoing: what is counted is what comes, nothing comes
//! twice, and an import that is cut off is whole as far as it came.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::io::Cursor;
use std::path::Path;

use companion_core::{AttachmentKind, AuditEvent, EntryId, JournalEntry, Skipped, Source, Tally};
use companion_exchange::import::{About, Import, ImportError};
use companion_store::{StoreError, Table};
use companion_vault::VaultError;
use companion_vault::attachments::Preview;
use companion_vault::import::{ImportFailure, Importing, Receipt};
use pollster::block_on;

use support::*;

const PASSWORD: &str = "mossy kettle";
const RECEIPT: u8 = 24;

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/import");
    std::fs::read(folder.join(name)).unwrap()
}

fn zones(zone: Option<&str>, _: i64) -> Option<i16> {
    match zone {
        Some("America/New_York") => Some(-300),
        None | Some("Europe/Berlin") => Some(60),
        Some(_) => None,
    }
}

fn try_open(name: &str, bytes: Vec<u8>, password: Option<&str>) -> Result<Import, ImportError> {
    let about = About {
        name,
        modified_ms: None,
        password,
    };
    Import::open(Cursor::new(bytes), about)
}

fn open(world: &World, name: &str, bytes: Vec<u8>) -> Importing {
    let import = try_open(name, bytes, Some(PASSWORD)).unwrap();
    Importing::new(import, name, world).unwrap()
}

fn look(vault: &TestVault, importing: &mut Importing) {
    while !block_on(vault.look_through(importing, &zones)).unwrap() {}
}

fn bring(vault: &mut TestVault, importing: &mut Importing) -> Receipt {
    while !block_on(vault.bring_in(importing, &zones)).unwrap() {}
    importing.receipt().clone()
}

/// Looks through a file, brings it in, and tells what both said.
fn import(
    vault: &mut TestVault,
    world: &World,
    name: &str,
    bytes: Vec<u8>,
) -> (Importing, Receipt) {
    let mut importing = open(world, name, bytes);
    look(vault, &mut importing);
    let receipt = bring(vault, &mut importing);
    (importing, receipt)
}

fn counts(tally: &Tally) -> Vec<(Skipped, u64)> {
    tally.counts().map(|it| (it.reason, it.count)).collect()
}

fn read_all(vault: &TestVault) -> Vec<JournalEntry> {
    let lines = vault.list_entries().into_iter();
    lines
        .map(|line| block_on(vault.read_entry(line.id)).unwrap())
        .collect()
}

/// A journal of jrnl with `count` entries of about `bytes` bytes.
fn jrnl(count: usize, bytes: usize) -> Vec<u8> {
    let entry = |number: usize| {
        let (day, minute) = (1 + number / 1_440, number % 1_440);
        let filling = "rain ".repeat(bytes / 5);
        format!(
            "[2024-{:02}-{:02} {:02}:{:02}] Number {number}.\n{filling}\n\n",
            1 + day / 28,
            1 + day % 28,
            minute / 60,
            minute % 60
        )
    };
    (0..count).map(entry).collect::<String>().into_bytes()
}

fn events(vault: &TestVault) -> Vec<AuditEvent> {
    let page = block_on(vault.read_log(u64::MAX, 50)).unwrap();
    page.into_iter().filter_map(|line| line.event).collect()
}

#[test]
fn a_dry_run_changes_nothing_and_says_what_comes() {
    let (store, world) = (TestStore::default(), World::default());
    let vault = create(&store, &world);
    let before = store.dump();
    let mut importing = open(&world, "day-one.zip", fixture("day-one.zip"));
    look(&vault, &mut importing);
    assert!(store.dump() == before, "the store was written to");

    let preview = importing.preview();
    assert_eq!(preview.source, Source::DayOne);
    assert_eq!((preview.found, preview.new, preview.entries), (5, 3, 3));
    assert_eq!(preview.found, preview.new + preview.skipped.total());
    let skipped = [(Skipped::Empty, 1), (Skipped::Unreadable, 1)];
    assert_eq!(counts(&preview.skipped), skipped);
    assert_eq!((preview.photos, preview.attachments_missing), (1, 1));
    let titles: Vec<&str> = preview.samples.iter().map(|it| it.title.as_str()).collect();
    let all = [
        "Rain on the harbour",
        "The other side of the sea.",
        "From the second journal",
    ];
    assert_eq!(titles, all);
    assert_eq!(preview.samples[0].line, "We walked home. It was late!");
}

#[test]
fn samples_come_from_the_whole_file() {
    let (store, world) = (TestStore::default(), World::default());
    let vault = create(&store, &world);
    let mut importing = open(&world, "jrnl.txt", jrnl(1_000, 10));
    look(&vault, &mut importing);
    let samples = &importing.preview().samples;
    assert_eq!(samples.len(), 10);
    let titles: Vec<&str> = samples.iter().map(|it| it.title.as_str()).collect();
    assert_eq!((titles[0], titles[9]), ("Number 0.", "Number 900."));
}

#[test]
fn every_format_comes_as_it_was_counted_and_nothing_twice() {
    let formats = [
        ("day-one.zip", Source::DayOne),
        ("jrnl.txt", Source::Jrnl),
        ("jrnl.json", Source::Jrnl),
        ("jrnl-encrypted.txt", Source::Jrnl),
        ("joplin.jex", Source::Joplin),
        ("standard-notes.json", Source::StandardNotes),
        ("standard-notes.zip", Source::StandardNotes),
        ("standard-notes-encrypted.json", Source::StandardNotes),
        ("obsidian.zip", Source::Markdown),
        ("companion.zip", Source::Companion),
        ("companion.json", Source::Companion),
    ];
    for (name, source) in formats {
        let (store, world) = (TestStore::default(), World::default());
        let mut vault = create(&store, &world);
        let (importing, receipt) = import(&mut vault, &world, name, fixture(name));
        let preview = importing.preview();
        assert_eq!((receipt.source, preview.source), (source, source), "{name}");
        // Found is imported and skipped, in the dry run and afterwards.
        assert_eq!(
            receipt.found,
            receipt.imported + receipt.skipped.total(),
            "{name}"
        );
        assert_eq!(
            (receipt.found, receipt.imported, receipt.entry_count()),
            (preview.found, preview.new, preview.entries),
            "{name}"
        );
        assert_eq!(receipt.skipped, preview.skipped, "{name}");
        assert_eq!(receipt.attachments, preview.photos + preview.recordings);
        assert!(receipt.finished.is_some(), "{name}");
        let listed = vault.list_entries();
        assert_eq!(listed.len() as u64, receipt.entry_count(), "{name}");
        assert!(listed.iter().all(|line| line.is_imported), "{name}");
        for entry in read_all(&vault) {
            assert!(entry.origin.is_some(), "{name}");
            for attachment in &entry.attachments {
                let bytes = block_on(vault.read_attachment(attachment.id)).unwrap();
                assert!(bytes.starts_with(b"\xff\xd8\xff"), "{name}");
            }
        }
        // The journal says so itself, and says it again after unlocking.
        drop(vault);
        let (mut vault, problems) = unlock(&store, &world);
        assert_eq!(problems, [], "{name}");
        let receipts = block_on(vault.list_receipts()).unwrap();
        assert_eq!(receipts, std::slice::from_ref(&receipt), "{name}");

        let before = read_all(&vault);
        let (_, again) = import(&mut vault, &world, name, fixture(name));
        let already = counts(&again.skipped);
        assert_eq!(already[0], (Skipped::Duplicate, receipt.imported), "{name}");
        assert_eq!((again.imported, again.found), (0, receipt.found), "{name}");
        assert_eq!(read_all(&vault), before, "{name}");
    }
}

#[test]
fn a_password_is_asked_for_and_a_wrong_one_refused() {
    for name in ["jrnl-encrypted.txt", "standard-notes-encrypted.json"] {
        let needed = try_open(name, fixture(name), None);
        assert!(matches!(needed, Err(ImportError::PasswordNeeded)), "{name}");
        let wrong = try_open(name, fixture(name), Some("mossy kettles"));
        assert!(matches!(wrong, Err(ImportError::WrongPassword)), "{name}");
    }
}

#[test]
fn what_was_changed_here_stays_and_is_told() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let name = "day-one.zip";
    import(&mut vault, &world, name, fixture(name));
    let mut draft = {
        let line = vault.list_entries().pop().unwrap();
        block_on(vault.open_draft(Some(line.id))).unwrap()
    };
    draft.content.push_str(" And then the sun came.");
    block_on(vault.save_entry(draft.clone())).unwrap();
    let (_, again) = import(&mut vault, &world, name, fixture(name));
    assert_eq!(again.imported, 0);
    let told = again.skipped.named();
    assert!(told.iter().any(|it| it.reason == Skipped::Differs));
    let entry = block_on(vault.read_entry(draft.entry_id)).unwrap();
    assert_eq!(entry.content, draft.content);
    assert!(
        entry.origin.is_some(),
        "who wrote it first is not forgotten"
    );
}

#[test]
fn the_same_text_of_the_same_moment_is_one_whatever_wrote_it() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let (_, plain) = import(&mut vault, &world, "jrnl.txt", fixture("jrnl.txt"));
    assert_eq!(plain.imported, 3);
    // The same journal, exported as JSON: two of its entries, and one without a date.
    let (_, json) = import(&mut vault, &world, "jrnl.json", fixture("jrnl.json"));
    let duplicates = counts(&json.skipped)[0];
    assert_eq!(duplicates.0, Skipped::Duplicate);
    assert_eq!(json.found, json.imported + json.skipped.total());
    assert_eq!(json.imported + duplicates.1, 2);
    assert!(duplicates.1 >= 1);
}

#[test]
fn undoing_moves_everything_to_the_trash_and_importing_again_brings_it_back() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let own = write(&mut vault, "Written here.");
    let name = "joplin.jex";
    let (_, receipt) = import(&mut vault, &world, name, fixture(name));
    assert_eq!(vault.list_entries().len(), 3);
    let (undone, moved) = block_on(vault.undo_import(receipt.id)).unwrap();
    assert_eq!(moved, receipt.entry_count());
    assert!(undone.undone.is_some());
    let left: Vec<EntryId> = vault.list_entries().iter().map(|line| line.id).collect();
    assert_eq!(left, [own.id]);
    assert_eq!(block_on(vault.list_trash()).unwrap().len(), 2);
    let events = events(&vault);
    assert!(events.contains(&AuditEvent::ImportUndone(2)), "{events:?}");
    // Again: nothing is left to move.
    assert_eq!(block_on(vault.undo_import(receipt.id)).unwrap().1, 0);
    assert_eq!(
        block_on(vault.undo_import(own.id)).unwrap_err(),
        VaultError::NotFound
    );

    let (_, again) = import(&mut vault, &world, name, fixture(name));
    assert_eq!(again.imported, receipt.imported);
    assert_eq!(vault.list_entries().len(), 3);
    assert_eq!(block_on(vault.list_trash()).unwrap().len(), 0);
    drop(vault);
    assert_eq!(unlock(&store, &world).1, []);
}

#[test]
fn stopping_keeps_what_came_and_says_how_far_it_was() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let mut importing = open(&world, "jrnl.txt", jrnl(700, 10));
    // Before anything came there is nothing to keep.
    block_on(vault.stop_import(&mut importing)).unwrap();
    assert_eq!(block_on(vault.list_receipts()).unwrap(), []);

    look(&vault, &mut importing);
    assert!(!block_on(vault.bring_in(&mut importing, &zones)).unwrap());
    block_on(vault.stop_import(&mut importing)).unwrap();
    let stopped = importing.receipt().clone();
    assert_eq!(
        (stopped.total, stopped.found, stopped.imported),
        (700, 256, 256)
    );
    assert!(stopped.finished.is_some());
    drop(vault);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(vault.list_entries().len(), 256);
    assert_eq!(block_on(vault.list_receipts()).unwrap(), [stopped]);
    // The rest comes with the same file.
    let (_, rest) = import(&mut vault, &world, "jrnl.txt", jrnl(700, 10));
    assert_eq!((rest.imported, rest.skipped.total()), (444, 256));
    assert_eq!(vault.list_entries().len(), 700);
}

/// Wherever a commit fails, each batch is there whole or not at all, the receipt tells how many came, and
/// it can be gone on with or undone.
#[test]
fn an_import_that_is_cut_off_is_whole_as_far_as_it_came() {
    for failing in 0..4 {
        for goes_on in [true, false] {
            let (store, world) = (TestStore::default(), World::default());
            let mut vault = create(&store, &world);
            let file = jrnl(600, 10);
            let mut importing = open(&world, "jrnl.txt", file.clone());
            look(&vault, &mut importing);
            *store.fail.borrow_mut() = Some((failing, StoreError::Unavailable("cut off".into())));
            let outcome = loop {
                match block_on(vault.bring_in(&mut importing, &zones)) {
                    Ok(false) => {}
                    outcome => break outcome,
                }
            };
            // Three batches: a fourth commit is not made.
            assert_eq!(outcome.is_ok(), failing == 3, "{failing}");
            drop((vault, importing));
            *store.fail.borrow_mut() = None;

            let (mut vault, problems) = unlock(&store, &world);
            assert_eq!(problems, [], "{failing}");
            let came = vault.list_entries().len();
            assert_eq!(came, [0, 256, 512, 600][failing]);
            let receipts = block_on(vault.list_receipts()).unwrap();
            assert_eq!(receipts.len(), usize::from(failing > 0));
            if let Some(receipt) = receipts.first() {
                assert_eq!(receipt.entry_count(), came as u64);
                assert_eq!((receipt.found, receipt.total), (came as u64, 600));
                assert_eq!(receipt.finished.is_some(), failing == 3);
            }
            if goes_on {
                let (_, rest) = import(&mut vault, &world, "jrnl.txt", file);
                assert_eq!(rest.imported, 600 - came as u64);
                assert_eq!(vault.list_entries().len(), 600);
            } else if let Some(receipt) = receipts.first() {
                assert_eq!(
                    block_on(vault.undo_import(receipt.id)).unwrap().1,
                    came as u64
                );
                assert_eq!(vault.list_entries().len(), 0);
            }
        }
    }
}

#[test]
fn photos_of_a_batch_that_did_not_come_do_not_stay() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let mut importing = open(&world, "day-one.zip", fixture("day-one.zip"));
    look(&vault, &mut importing);
    // The photo is stored, its entry is not.
    *store.fail.borrow_mut() = Some((1, StoreError::Full));
    let failed = block_on(vault.bring_in(&mut importing, &zones));
    assert!(matches!(failed, Err(ImportFailure::Vault(_))), "{failed:?}");
    drop((vault, importing));
    let chunks = |store: &TestStore| {
        let all = store.dump().into_iter();
        all.filter(|(table, ..)| *table == Table::Chunks).count()
    };
    assert_eq!(chunks(&store), 1);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!((vault.list_entries().len(), chunks(&store)), (0, 0));
}

#[test]
fn a_receipt_survives_damage_to_another() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let (_, first) = import(&mut vault, &world, "jrnl.txt", fixture("jrnl.txt"));
    let (_, second) = import(&mut vault, &world, "joplin.jex", fixture("joplin.jex"));
    drop(vault);
    let key = record_key(&store, RECEIPT, first.id.as_bytes());
    let mut bytes = store.value(Table::Records, &key);
    *bytes.last_mut().unwrap() ^= 1;
    store.put(Table::Records, &key, bytes);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems.len(), 1);
    assert_eq!(block_on(vault.list_receipts()).unwrap(), [second]);
}

/// A JPEG that tells where it was taken, and the same without.
fn located_photo() -> (Vec<u8>, Vec<u8>) {
    let bare = {
        let zip = fixture("day-one.zip");
        let mut import = try_open("x.zip", zip, None).unwrap();
        let found = import.next(&zones).unwrap().unwrap().entry.unwrap();
        import.read_attachment(&found.attachments[0]).unwrap()
    };
    let mut place = vec![0xff, 0xe1, 0, 24];
    place.extend_from_slice(b"Exif\0\0 48.2082N 16.37E");
    let located = [&bare[..2], &place, &bare[2..]].concat();
    (located, bare)
}

/// Our own JSON with one entry that carries a photo and a recording.
fn own_json(photo: &[u8], media_type: &str) -> Vec<u8> {
    use base64::Engine as _;
    let data = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    serde_json::json!({
        "format": "companion-journal", "version": 1, "exported": "2024-02-09T10:00:00.000+01:00",
        "entries": [{
            "id": "31".repeat(16), "created": "2024-02-05T12:30:00.000+01:00",
            "edited": "2024-02-05T12:30:00.000+01:00", "content": "With both",
            "attachments": [
                {"id": "ab".repeat(16), "kind": "photo", "media_type": media_type, "length_bytes": photo.len(),
                 "description": "A gutter\nin rain", "caption": "Before", "name": "IMG 1.jpg", "data": data(photo)},
                {"id": "cd".repeat(16), "kind": "recording", "media_type": "audio/webm;codecs=opus", "length_bytes": 8,
                 "duration_ms": 4_250, "data": data(b"\x1a\x45\xdf\xa3 rec")},
            ],
        }],
    })
    .to_string()
    .into_bytes()
}

#[test]
fn places_are_taken_out_of_photos_unless_they_are_to_stay() {
    let (located, bare) = located_photo();
    for keeps in [false, true] {
        let (store, world) = (TestStore::default(), World::default());
        let mut vault = create(&store, &world);
        let mut importing = open(&world, "journal.json", own_json(&located, "image/jpeg"));
        look(&vault, &mut importing);
        importing.keeps_originals(keeps);
        let receipt = bring(&mut vault, &mut importing);
        assert_eq!(receipt.attachments, 2);
        // What still tells: the recording, and the photo if it was to stay as it is.
        assert_eq!(receipt.telling, 1 + u64::from(keeps));
        let entry = read_all(&vault).remove(0);
        let [photo, recording] = &entry.attachments[..] else {
            panic!("{:?}", entry.attachments);
        };
        let bytes = block_on(vault.read_attachment(photo.id)).unwrap();
        assert_eq!(*bytes, if keeps { &*located } else { &*bare });
        assert_eq!((photo.width_px, photo.height_px), (Some(16), Some(12)));
        let said = (photo.description.as_str(), photo.caption.as_str());
        assert_eq!(said, ("A gutter\nin rain", "Before"));
        assert_eq!(photo.name.as_deref(), Some("IMG 1.jpg"));
        assert_eq!(recording.kind, AttachmentKind::Recording);
        assert_eq!(recording.duration_ms, Some(4_250));
        assert_eq!(recording.media_type, "audio/webm;codecs=opus");
    }
}

#[test]
fn a_photo_that_few_browsers_show_is_counted() {
    let heic = include_bytes!("../../../tests/fixtures/photos/told.heic");
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let json = own_json(heic, "image/heic");
    let (importing, receipt) = import(&mut vault, &world, "journal.json", json);
    assert_eq!((importing.preview().unseen, receipt.unseen), (1, 1));
}

#[test]
fn a_small_picture_can_come_later() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let (mut importing, _) = import(&mut vault, &world, "day-one.zip", fixture("day-one.zip"));
    let fresh = importing.take_fresh_photos();
    assert_eq!(fresh.len(), 1);
    assert!(importing.take_fresh_photos().is_empty());
    assert!(block_on(vault.read_preview(fresh[0])).unwrap().is_none());
    let preview = |bytes| Preview {
        media_type: "image/webp",
        bytes,
    };
    block_on(vault.give_preview(fresh[0], preview(b"small"))).unwrap();
    // One is enough.
    block_on(vault.give_preview(fresh[0], preview(b"other"))).unwrap();
    let picture = block_on(vault.read_attachment(fresh[0])).unwrap();
    drop(vault);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let found = block_on(vault.read_preview(fresh[0])).unwrap().unwrap();
    assert_eq!(found.bytes.as_slice(), b"small");
    assert_eq!(
        *block_on(vault.read_attachment(fresh[0])).unwrap(),
        *picture
    );
    block_on(vault.check_attachment(fresh[0])).unwrap();
    // It goes with its photo.
    let ids: Vec<EntryId> = vault.list_entries().iter().map(|line| line.id).collect();
    for id in ids {
        block_on(vault.delete_entry(id)).unwrap();
        block_on(vault.purge_entry(id)).unwrap();
    }
    let chunks = store.dump().into_iter();
    assert_eq!(
        chunks.filter(|(table, ..)| *table == Table::Chunks).count(),
        0
    );
}
