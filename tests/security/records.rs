//! Somebody changes single records: each is noticed at unlock and named, the rest opens.

use companion_core::{Draft, EntrySummary};
use companion_store::Table;
use companion_vault::{Problem, Subject, VaultError};
use pollster::block_on;

use crate::support::*;

/// A journal of three entries, locked.
fn journal() -> (TestStore, World, [EntrySummary; 3]) {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entries = ["Harbour", "Orchard", "Attic"].map(|title| write(&mut vault, title));
    (store, world, entries)
}

/// Unlocks, and checks that exactly `damaged` cannot be read and everything else can.
fn unlock_and_read(store: &TestStore, world: &World, damaged: &[EntrySummary]) -> Vec<Problem> {
    let (vault, problems) = unlock(store, world);
    let listed = vault.list_entries();
    assert_eq!(listed.len(), 3);
    for line in listed {
        let expected = damaged.iter().any(|entry| entry.id == line.id);
        assert_eq!(line.damaged, expected, "{}", line.title);
        let read = block_on(vault.read_entry(line.id));
        if expected {
            assert_eq!(read, Err(VaultError::Damaged));
        } else {
            assert_eq!(read.unwrap().content, line.title);
        }
    }
    problems
}

fn entry(summary: &EntrySummary) -> Subject {
    Subject::Entry(summary.clone())
}

#[test]
fn one_flipped_bit_damages_one_entry() {
    let (store, world, [harbour, ..]) = journal();
    let key = record_key(&store, ENTRY, harbour.id.as_bytes());
    let mut bytes = store.value(Table::Records, &key);
    *bytes.last_mut().unwrap() ^= 1;
    store.put(Table::Records, &key, bytes);
    let problems = unlock_and_read(&store, &world, core::slice::from_ref(&harbour));
    assert_eq!(problems, [Problem::Damaged(entry(&harbour))]);
    assert!(
        problems[0]
            .to_string()
            .starts_with("Damaged: the entry “Harbour” of 2026-11-22")
    );

    // The trash heals nothing.
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.delete_entry(harbour.id)).unwrap();
    block_on(vault.undo_delete(harbour.id)).unwrap();
    assert!(vault.list_entries().iter().any(|line| line.damaged));
    drop(vault);
    unlock_and_read(&store, &world, core::slice::from_ref(&harbour));

    // Written anew, it is sound again.
    let (mut vault, _) = unlock(&store, &world);
    let draft = Draft {
        entry_id: harbour.id,
        ..new_draft(&vault, "Harbour")
    };
    let saved = block_on(vault.save_entry(draft)).unwrap();
    assert_eq!(saved.created, harbour.created);
    drop(vault);
    assert_eq!(unlock_and_read(&store, &world, &[]), []);
}

#[test]
fn a_removed_entry_is_missed() {
    let (store, world, [harbour, ..]) = journal();
    let key = record_key(&store, ENTRY, harbour.id.as_bytes());
    store.delete(Table::Records, &key);
    let problems = unlock_and_read(&store, &world, core::slice::from_ref(&harbour));
    assert_eq!(problems, [Problem::Missing(entry(&harbour))]);

    let (mut vault, _) = unlock(&store, &world);
    assert_eq!(block_on(vault.repair()).unwrap(), problems);
    assert_eq!(vault.list_entries().len(), 2);
    drop(vault);
    let (_, problems) = unlock(&store, &world);
    assert!(
        matches!(&problems[..], [Problem::Repaired { day, finding }]
        if day == "2026-11-22" && finding.contains("“Harbour”")),
        "{problems:?}"
    );
    world.now_ms.set(NOON_MS + 40 * DAY_MS);
    assert_eq!(unlock(&store, &world).1, []);
}

#[test]
fn two_swapped_entries_are_noticed() {
    let (store, world, [harbour, orchard, _]) = journal();
    let keys = [&harbour, &orchard].map(|entry| record_key(&store, ENTRY, entry.id.as_bytes()));
    let values = keys.each_ref().map(|key| store.value(Table::Records, key));
    store.put(Table::Records, &keys[0], values[1].clone());
    store.put(Table::Records, &keys[1], values[0].clone());
    let problems = unlock_and_read(&store, &world, &[harbour.clone(), orchard.clone()]);
    assert_eq!(problems.len(), 2);
    assert!(problems.contains(&Problem::Damaged(entry(&harbour))));
    assert!(problems.contains(&Problem::Damaged(entry(&orchard))));
}

#[test]
fn an_older_version_put_back_is_noticed() {
    let (store, world, [harbour, ..]) = journal();
    let key = record_key(&store, ENTRY, harbour.id.as_bytes());
    let older = store.value(Table::Records, &key);
    let (mut vault, _) = unlock(&store, &world);
    let draft = block_on(vault.open_draft(Some(harbour.id))).unwrap();
    block_on(vault.save_entry(Draft {
        content: "Harbour".into(),
        ..draft
    }))
    .unwrap();
    drop(vault);
    store.put(Table::Records, &key, older);
    let problems = unlock_and_read(&store, &world, core::slice::from_ref(&harbour));
    assert_eq!(problems, [Problem::Replaced(entry(&harbour))]);

    // The older version is still readable for those who accept it.
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.repair()).unwrap();
    assert_eq!(
        block_on(vault.read_entry(harbour.id)).unwrap().content,
        "Harbour"
    );
    drop(vault);
    let (_, problems) = unlock(&store, &world);
    assert!(
        matches!(&problems[..], [Problem::Repaired { .. }]),
        "{problems:?}"
    );
}

#[test]
fn what_was_removed_and_put_back_is_noticed() {
    let (store, world, _) = journal();
    let (mut vault, _) = unlock(&store, &world);
    let draft = new_draft(&vault, "thrown away");
    block_on(vault.store_draft(draft.clone())).unwrap();
    let key = record_key(&store, DRAFT, draft.entry_id.as_bytes());
    let bytes = store.value(Table::Records, &key);
    block_on(vault.discard_draft(draft.entry_id)).unwrap();
    drop(vault);
    assert_eq!(unlock_and_read(&store, &world, &[]), []);
    store.put(Table::Records, &key, bytes);
    assert_eq!(
        unlock_and_read(&store, &world, &[]),
        [Problem::Unlisted(Subject::Draft)]
    );
}

#[test]
fn records_of_others_are_noticed() {
    let (store, world, _) = journal();
    store.put(Table::Records, &[9; 16], vec![1; 400]);
    store.put(Table::Records, b"odd", vec![]);
    assert_eq!(
        unlock_and_read(&store, &world, &[]),
        [Problem::Foreign, Problem::Foreign]
    );
}

#[test]
fn damaged_drafts_and_settings_keep_nobody_out() {
    let (store, world, _) = journal();
    let (mut vault, _) = unlock(&store, &world);
    let draft = new_draft(&vault, "half a thought");
    block_on(vault.store_draft(draft.clone())).unwrap();
    block_on(vault.write_settings(&companion_core::Settings {
        idle_lock_minutes: 1,
        ..companion_core::Settings::default()
    }))
    .unwrap();
    drop(vault);
    for key in [
        record_key(&store, DRAFT, draft.entry_id.as_bytes()),
        record_key(&store, SETTINGS, &[]),
    ] {
        store.put(Table::Records, &key, vec![0; 300]);
    }
    let problems = unlock_and_read(&store, &world, &[]);
    assert_eq!(problems.len(), 2);
    assert!(problems.contains(&Problem::Damaged(Subject::Draft)));
    assert!(problems.contains(&Problem::Damaged(Subject::Settings)));
    let (vault, _) = unlock(&store, &world);
    assert!(block_on(vault.list_drafts()).unwrap().is_empty());
    assert_eq!(
        block_on(vault.open_draft(Some(draft.entry_id))),
        Err(VaultError::Damaged)
    );
    assert_eq!(
        block_on(vault.read_settings()).unwrap(),
        companion_core::Settings::default()
    );
}
