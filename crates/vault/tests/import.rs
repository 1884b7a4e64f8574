//! Journals of other programs, from the dry run to undoing: what is counted is what comes, nothing comes
//! twice, and an import that is cut off is whole as far as it came.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "import/cut_off.rs"]
mod cut_off;
#[path = "import/photos.rs"]
mod photos;
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
