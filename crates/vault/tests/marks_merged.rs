//! Marks when a backup is brought in: those that were set later stay, whichever text does.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::io::Cursor;

use companion_core::{Draft, EntryId, EntrySummary, Mood};
use companion_vault::Vault;
use companion_vault::backup::{Backup, Merged};
use pollster::block_on;
use support::*;

fn back_up(vault: &mut TestVault) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    block_on(vault.write_backup(&mut file, &mut |_, _| {})).unwrap();
    file.into_inner()
}

fn open(file: &[u8]) -> Backup<Cursor<Vec<u8>>> {
    Backup::open(Cursor::new(file.to_vec()), PASSPHRASE, &mut |_, _| {}).unwrap()
}

fn merge(vault: &mut TestVault, file: &[u8]) -> Merged {
    block_on(vault.merge(open(file), &mut |_, _| {})).unwrap()
}

/// The same journal on another device.
fn restore(file: &[u8], world: &World) -> (TestStore, TestVault) {
    let store = TestStore::default();
    let quiet = &mut |_, _| {};
    let restored = Vault::restore(store.clone(), world.clone(), open(file), quiet);
    (store, block_on(restored).unwrap().vault)
}

fn line(vault: &TestVault, id: EntryId) -> EntrySummary {
    let mut lines = vault.list_entries().into_iter();
    lines.find(|line| line.id == id).unwrap()
}

fn marks(vault: &TestVault, id: EntryId) -> (Option<Mood>, bool) {
    let line = line(vault, id);
    let entry = block_on(vault.read_entry(id)).unwrap();
    assert_eq!(
        (entry.mood, entry.is_favourite),
        (line.mood, line.is_favourite)
    );
    (line.mood, line.is_favourite)
}

fn edit(vault: &mut TestVault, id: EntryId, text: &str) {
    let draft = block_on(vault.open_draft(Some(id))).unwrap();
    let content = text.into();
    block_on(vault.save_entry(Draft { content, ..draft })).unwrap();
}

/// Two devices with the same journal, and the entry in it.
fn devices() -> (World, TestVault, TestVault, EntryId) {
    let (store, world) = (TestStore::default(), World::default());
    let mut one = create(&store, &world);
    let id = write(&mut one, "The harbour at night").id;
    let file = back_up(&mut one);
    let (_, other) = restore(&file, &world);
    (world, one, other, id)
}

#[test]
fn marks_set_elsewhere_come_along() {
    let (_, mut one, mut other, id) = devices();
    block_on(other.set_mood(id, Some(Mood::Great))).unwrap();
    block_on(other.set_favourite(id, true)).unwrap();
    let file = back_up(&mut other);
    let merged = merge(&mut one, &file);
    assert_eq!((merged.added, merged.updated), (0, 1));
    assert_eq!(marks(&one, id), (Some(Mood::Great), true));
    assert_eq!(one.count_versions(id), 0, "the text is the same");
    // Again: it is here already.
    let merged = merge(&mut one, &file);
    assert_eq!((merged.updated, merged.same), (0, 1));
}

#[test]
fn marks_that_were_set_later_stay() {
    let (_, mut one, mut other, id) = devices();
    block_on(other.set_mood(id, Some(Mood::Great))).unwrap();
    let file = back_up(&mut other);
    // Later, here: another mood, and then none.
    block_on(one.set_mood(id, Some(Mood::Low))).unwrap();
    block_on(one.set_mood(id, None)).unwrap();
    assert_eq!(merge(&mut one, &file).same, 1);
    assert_eq!(marks(&one, id), (None, false));
    // And the other way round: taking a mark away is news, too.
    let file = back_up(&mut one);
    assert_eq!(merge(&mut other, &file).updated, 1);
    assert_eq!(marks(&other, id), (None, false));
}

#[test]
fn the_later_text_and_the_later_marks_need_not_come_from_one_side() {
    let (_, mut one, mut other, id) = devices();
    edit(&mut one, id, "The harbour at night, and the gulls");
    block_on(other.set_favourite(id, true)).unwrap();
    let file = back_up(&mut other);
    merge(&mut one, &file);
    assert_eq!(marks(&one, id), (None, true));
    let entry = block_on(one.read_entry(id)).unwrap();
    assert_eq!(entry.content, "The harbour at night, and the gulls");

    let (_, mut one, mut other, id) = devices();
    edit(&mut other, id, "Another text");
    let file = back_up(&mut other);
    block_on(one.set_mood(id, Some(Mood::Okay))).unwrap();
    merge(&mut one, &file);
    assert_eq!(marks(&one, id), (Some(Mood::Okay), false));
    assert_eq!(
        block_on(one.read_entry(id)).unwrap().content,
        "Another text"
    );
    // The time of a mark survives saving the same text, and a second bringing in.
    assert_eq!(merge(&mut one, &file).same, 1);
    assert_eq!(marks(&one, id), (Some(Mood::Okay), false));
}

#[test]
fn a_saving_is_newer_than_a_mark_before_it() {
    let (_, mut one, mut other, id) = devices();
    block_on(other.set_mood(id, Some(Mood::Awful))).unwrap();
    let file = back_up(&mut other);
    let draft = block_on(one.open_draft(Some(id))).unwrap();
    block_on(one.save_entry(Draft {
        mood: Some(Mood::Good),
        ..draft
    }))
    .unwrap();
    merge(&mut one, &file);
    assert_eq!(marks(&one, id), (Some(Mood::Good), false));
}

#[test]
fn marks_come_into_a_journal_of_another_vault_and_stay_there() {
    let (world, _, mut other, id) = devices();
    block_on(other.set_mood(id, Some(Mood::Great))).unwrap();
    let file = back_up(&mut other);
    let mut foreign = create(&TestStore::default(), &world);
    merge(&mut foreign, &file);
    assert_eq!(marks(&foreign, id), (Some(Mood::Great), false));
    block_on(other.set_favourite(id, true)).unwrap();
    let file = back_up(&mut other);
    merge(&mut foreign, &file);
    assert_eq!(marks(&foreign, id), (Some(Mood::Great), true));
    block_on(foreign.set_mood(id, None)).unwrap();
    merge(&mut foreign, &file);
    assert_eq!(marks(&foreign, id), (None, true));
}
