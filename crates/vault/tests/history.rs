//! Earlier versions of entries: kept, listed, restored, limited, and gone with their entry.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use companion_core::{Draft, EntryId, KeptRevisions, Settings};
use companion_store::{StoreError, Table};
use companion_vault::VaultError;
use pollster::block_on;
use support::*;

fn edit(vault: &mut TestVault, id: EntryId, text: &str) {
    let draft = block_on(vault.open_draft(Some(id))).unwrap();
    let draft = Draft {
        content: text.into(),
        ..draft
    };
    block_on(vault.save_entry(draft)).unwrap();
}

/// Texts of the earlier versions, newest first.
fn versions(vault: &TestVault, id: EntryId) -> Vec<String> {
    let versions = block_on(vault.list_versions(id)).unwrap().into_iter();
    versions.map(|it| it.entry.unwrap().content).collect()
}

fn text(vault: &TestVault, id: EntryId) -> String {
    block_on(vault.read_entry(id)).unwrap().content
}

fn keep(vault: &mut TestVault, count: u16) -> u64 {
    block_on(vault.keep_revisions(KeptRevisions::new(count))).unwrap()
}

#[test]
fn what_a_save_replaces_is_kept() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let other = write(&mut vault, "another entry");
    let entry = write(&mut vault, "one");
    assert_eq!(versions(&vault, entry.id), [""; 0]);
    let first_saved = block_on(vault.read_entry(entry.id)).unwrap().edited;
    edit(&mut vault, entry.id, "one two");
    edit(&mut vault, entry.id, "one two three");
    drop(vault);

    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(text(&vault, entry.id), "one two three");
    assert_eq!(versions(&vault, entry.id), ["one two", "one"]);
    assert_eq!(versions(&vault, other.id), [""; 0]);
    let listed = block_on(vault.list_versions(entry.id)).unwrap();
    assert!(listed[0].number > listed[1].number);
    let oldest = listed[1].entry.as_ref().unwrap();
    assert_eq!((oldest.edited, oldest.word_count), (first_saved, 1));
    let missing = block_on(vault.read_version(entry.id, 77));
    assert_eq!(missing, Err(VaultError::NotFound));
    assert_eq!(vault.list_entries().len(), 2);
}

#[test]
fn saving_the_same_text_makes_no_version_and_no_new_date() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "one");
    let saved = block_on(vault.read_entry(entry.id)).unwrap();
    let draft = block_on(vault.open_draft(Some(entry.id))).unwrap();
    let draft = Draft {
        duration_seconds: 7,
        ..draft
    };
    block_on(vault.save_entry(draft)).unwrap();
    assert_eq!(versions(&vault, entry.id), [""; 0]);
    let again = block_on(vault.read_entry(entry.id)).unwrap();
    assert_eq!((again.edited, again.duration_seconds), (saved.edited, 7));
}

#[test]
fn restoring_can_be_undone() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "one");
    edit(&mut vault, entry.id, "two words");
    let number = block_on(vault.list_versions(entry.id)).unwrap()[0].number;
    let line = block_on(vault.restore_version(entry.id, number)).unwrap();
    assert_eq!((line.title.as_str(), line.word_count), ("one", 1));
    assert_eq!(vault.list_entries(), [line]);
    assert_eq!(text(&vault, entry.id), "one");
    assert_eq!(versions(&vault, entry.id), ["two words", "one"]);

    let number = block_on(vault.list_versions(entry.id)).unwrap()[0].number;
    block_on(vault.restore_version(entry.id, number)).unwrap();
    assert_eq!(text(&vault, entry.id), "two words");
    // Restoring what is there already changes nothing that can be read.
    let count = versions(&vault, entry.id).len();
    block_on(vault.restore_version(entry.id, number)).unwrap();
    assert_eq!(versions(&vault, entry.id).len(), count);
    let absent = EntryId::from_bytes([9; 16]);
    let refused = block_on(vault.restore_version(absent, 1));
    assert_eq!(refused, Err(VaultError::NotFound));
    drop(vault);
    assert_eq!(unlock(&store, &world).1, []);
}

#[test]
fn only_so_many_are_kept() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "0");
    for number in 1..=25 {
        edit(&mut vault, entry.id, &number.to_string());
    }
    let expected: Vec<String> = (5..25)
        .rev()
        .map(|number: i32| number.to_string())
        .collect();
    assert_eq!(versions(&vault, entry.id), expected);

    let kept = KeptRevisions::new(3);
    assert_eq!(vault.count_versions_beyond(kept), 17);
    assert_eq!(
        (1..=25)
            .filter(|&it| is_stored(&store, entry.id, it))
            .count(),
        20
    );
    assert_eq!(keep(&mut vault, 3), 17);
    assert_eq!(
        (1..=25)
            .filter(|&it| is_stored(&store, entry.id, it))
            .count(),
        3
    );
    assert_eq!(versions(&vault, entry.id), ["24", "23", "22"]);
    edit(&mut vault, entry.id, "26");
    assert_eq!(versions(&vault, entry.id), ["25", "24", "23"]);

    assert_eq!(keep(&mut vault, 0), 3);
    edit(&mut vault, entry.id, "27");
    assert_eq!(versions(&vault, entry.id), [""; 0]);
    keep(&mut vault, 1);
    edit(&mut vault, entry.id, "28");
    edit(&mut vault, entry.id, "29");
    assert_eq!(versions(&vault, entry.id), ["28"]);
    drop(vault);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(versions(&vault, entry.id), ["28"]);
    assert_eq!(
        block_on(vault.read_settings())
            .unwrap()
            .kept_revisions
            .get(),
        1
    );
}

#[test]
fn a_clock_that_was_set_back_keeps_the_right_versions() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    keep(&mut vault, 2);
    let entry = write(&mut vault, "a");
    edit(&mut vault, entry.id, "b");
    world.now_ms.set(NOON_MS - 900 * DAY_MS);
    edit(&mut vault, entry.id, "c");
    edit(&mut vault, entry.id, "d");
    assert_eq!(versions(&vault, entry.id), ["c", "b"]);
}

#[test]
fn a_failed_save_keeps_everything_as_it_was() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "one");
    edit(&mut vault, entry.id, "two");
    let draft = block_on(vault.open_draft(Some(entry.id))).unwrap();
    let before = store.dump();
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    let draft = Draft {
        content: "three".into(),
        ..draft
    };
    let refused = block_on(vault.save_entry(draft));
    assert_eq!(refused, Err(VaultError::StorageFull));
    assert_eq!(store.dump(), before);
    assert_eq!(versions(&vault, entry.id), ["one"]);
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    let number = block_on(vault.list_versions(entry.id)).unwrap()[0].number;
    let refused = block_on(vault.restore_version(entry.id, number));
    assert_eq!(refused, Err(VaultError::StorageFull));
    assert_eq!(store.dump(), before);
    assert_eq!(text(&vault, entry.id), "two");
}

#[test]
fn the_history_goes_with_its_entry() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let empty = store.count();
    let entry = write(&mut vault, "one");
    edit(&mut vault, entry.id, "two");
    edit(&mut vault, entry.id, "three");
    block_on(vault.delete_entry(entry.id)).unwrap();
    assert_eq!(versions(&vault, entry.id).len(), 2);
    block_on(vault.purge_entry(entry.id)).unwrap();
    assert_eq!(versions(&vault, entry.id), [""; 0]);
    assert_eq!(store.count(), empty);
    drop(vault);
    assert_eq!(unlock(&store, &world).1, []);
}

#[test]
fn settings_written_as_before_keep_the_history() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "one");
    edit(&mut vault, entry.id, "two");
    block_on(vault.write_settings(&Settings {
        idle_lock_minutes: 1,
        ..Settings::default()
    }))
    .unwrap();
    assert_eq!(versions(&vault, entry.id), ["one"]);
}

/// Whether a version's record is stored.
fn is_stored(store: &TestStore, id: EntryId, number: u64) -> bool {
    let key = version_key(store, id, number);
    store.try_value(Table::Records, &key).is_some()
}
