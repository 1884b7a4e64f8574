//! The trash, and what a wrong clock can do to it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use companion_core::{Draft, EntryId};
use companion_store::{StoreError, Table};
use companion_vault::VaultError;
use pollster::block_on;
use support::*;

/// What lies in the trash: titles and days left, last deleted first.
fn trash(vault: &TestVault) -> Vec<(String, u16)> {
    let lines = block_on(vault.list_trash()).unwrap().into_iter();
    lines
        .map(|line| (line.entry.title, line.days_left))
        .collect()
}

fn days_left(vault: &TestVault) -> u16 {
    trash(vault)[0].1
}

/// A journal with one entry in the trash since noon.
fn with_trash() -> (TestStore, World, EntryId) {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let gone = write(&mut vault, "gone");
    block_on(vault.delete_entry(gone.id)).unwrap();
    (store, world, gone.id)
}

/// Unlocks on a day counted from noon of the first.
fn unlock_on(store: &TestStore, world: &World, day: i64) -> TestVault {
    world.now_ms.set(NOON_MS + day * DAY_MS);
    let (vault, problems) = unlock(store, world);
    assert_eq!(problems, []);
    vault
}

#[test]
fn the_trash_says_what_is_in_it_and_for_how_long() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let [first, second, kept] = ["first", "second", "kept"].map(|text| write(&mut vault, text));
    assert_eq!(trash(&vault), []);
    block_on(vault.delete_entry(first.id)).unwrap();
    block_on(vault.delete_entry(second.id)).unwrap();
    let line = |title: &str, days| (title.to_owned(), days);
    assert_eq!(trash(&vault), [line("second", 30), line("first", 30)]);
    world.now_ms.set(NOON_MS + DAY_MS * 3);
    assert_eq!(days_left(&vault), 28);
    block_on(vault.undo_delete(second.id)).unwrap();
    drop(vault);

    let mut vault = unlock_on(&store, &world, 5);
    assert_eq!(trash(&vault), [line("first", 26)]);
    // Deleted again, the time begins anew.
    block_on(vault.undo_delete(first.id)).unwrap();
    block_on(vault.delete_entry(first.id)).unwrap();
    assert_eq!(trash(&vault), [line("first", 30)]);
    assert_eq!(vault.list_entries().len(), 2);
    drop(kept);
}

#[test]
fn one_entry_or_all_can_be_removed_for_good() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let empty = store.count();
    let ids = ["a", "b", "c"].map(|text| write(&mut vault, text).id);
    let draft = block_on(vault.open_draft(Some(ids[1]))).unwrap();
    block_on(vault.store_draft(Draft {
        content: "b, unsaved".into(),
        ..draft
    }))
    .unwrap();
    assert_eq!(
        block_on(vault.purge_entry(ids[0])),
        Err(VaultError::NotFound)
    );
    for id in ids {
        block_on(vault.delete_entry(id)).unwrap();
    }
    block_on(vault.purge_entry(ids[0])).unwrap();
    assert_eq!(
        block_on(vault.read_entry(ids[0])),
        Err(VaultError::NotFound)
    );
    assert_eq!(trash(&vault).len(), 2);

    let before = store.dump();
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    assert_eq!(block_on(vault.empty_trash()), Err(VaultError::StorageFull));
    assert_eq!((store.dump(), trash(&vault).len()), (before, 2));
    assert_eq!(block_on(vault.empty_trash()), Ok(2));
    assert_eq!(block_on(vault.empty_trash()), Ok(0));
    assert_eq!((trash(&vault).len(), store.count()), (0, empty));
    drop(vault);
    assert_eq!(unlock(&store, &world).1, []);
}

#[test]
fn thirty_days_then_gone() {
    let (store, world, gone) = with_trash();
    for day in (1..=30).step_by(3) {
        let vault = unlock_on(&store, &world, day);
        assert_eq!(i64::from(days_left(&vault)), 31 - day, "day {day}");
    }
    let mut vault = unlock_on(&store, &world, 31);
    assert_eq!(trash(&vault), []);
    assert_eq!(block_on(vault.undo_delete(gone)), Err(VaultError::NotFound));
}

#[test]
fn a_clock_set_forward_empties_nothing() {
    let (store, world, gone) = with_trash();
    // A century, and back: ten days have counted.
    let vault = unlock_on(&store, &world, 36_500);
    assert_eq!(days_left(&vault), 20);
    let vault = unlock_on(&store, &world, 36_500);
    assert_eq!(days_left(&vault), 20);
    let mut vault = unlock_on(&store, &world, 1);
    assert_eq!(days_left(&vault), 20);
    // Time goes on from there.
    let later = unlock_on(&store, &world, 6);
    assert_eq!(days_left(&later), 15);
    assert_eq!(block_on(vault.read_entry(gone)).unwrap().content, "gone");
    assert_eq!(
        block_on(vault.undo_delete(gone)),
        Err(VaultError::TakenOver)
    );
}

#[test]
fn a_clock_set_back_stops_no_time() {
    let (store, world, _) = with_trash();
    let vault = unlock_on(&store, &world, -3_000);
    assert_eq!(days_left(&vault), 30);
    for (step, day) in (-2_991..).step_by(9).take(3).enumerate() {
        let vault = unlock_on(&store, &world, day);
        assert_eq!(usize::from(days_left(&vault)), 30 - 9 * (step + 1));
    }
    assert_eq!(trash(&unlock_on(&store, &world, -2_960)), []);
}

#[test]
fn a_clock_that_jumps_about_needs_many_unlocks() {
    let (store, world, gone) = with_trash();
    for (jump, left) in [(1_000, 20), (-1_000, 20), (5_000, 10), (0, 10)] {
        let vault = unlock_on(&store, &world, jump);
        assert_eq!(days_left(&vault), left);
    }
    let vault = unlock_on(&store, &world, 3);
    assert_eq!(block_on(vault.read_entry(gone)).unwrap().content, "gone");
}

#[test]
fn lost_notes_only_give_more_time() {
    let (store, world, _) = with_trash();
    drop(unlock_on(&store, &world, 9));
    drop(unlock_on(&store, &world, 18));
    let notes = record_key(&store, TRASH_NOTES, &[]);
    let mut bytes = store.value(Table::Records, &notes);
    bytes[99] ^= 1;
    store.put(Table::Records, &notes, bytes);
    world.now_ms.set(NOON_MS + 27 * DAY_MS);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems.len(), 1);
    assert_eq!(days_left(&vault), 20);
}

#[test]
fn unlocking_twice_a_day_writes_once() {
    let (store, world, _) = with_trash();
    drop(unlock_on(&store, &world, 2));
    let before = store.dump();
    drop(unlock(&store, &world));
    assert_eq!(store.dump(), before);
}
