//! Backups: a round trip keeps everything, bringing one in loses nothing of either side, and
//! an interruption leaves a whole journal.

use std::io::Cursor;

use companion_core::{Draft, KeptRevisions, Settings};
use companion_store::{StoreError, Table};
use companion_vault::backup::{Backup, BackupError, Merged, Report, Restored};
use companion_vault::{Problem, Vault, VaultError};
use pollster::block_on;

use crate::support::*;

pub(crate) fn backup_of(vault: &mut TestVault) -> (Vec<u8>, Report) {
    let mut file = Cursor::new(Vec::new());
    let report = block_on(vault.write_backup(&mut file, &mut |_, _| {})).unwrap();
    (file.into_inner(), report)
}

fn open(file: &[u8]) -> Result<Backup<Cursor<Vec<u8>>>, BackupError> {
    Backup::open(Cursor::new(file.to_vec()), PASSPHRASE, &mut |_, _| {})
}

pub(crate) fn restore(
    store: &TestStore,
    world: &World,
    file: &[u8],
) -> Result<Restored<TestStore, World>, BackupError> {
    let backup = open(file)?;
    block_on(Vault::restore(
        store.clone(),
        world.clone(),
        backup,
        &mut |_, _| {},
    ))
}

fn merge(vault: &mut TestVault, file: &[u8]) -> Result<Merged, BackupError> {
    block_on(vault.merge(open(file)?, &mut |_, _| {}))
}

fn edit(vault: &mut TestVault, id: companion_core::EntryId, text: &str) {
    let draft = block_on(vault.open_draft(Some(id))).unwrap();
    let draft = Draft {
        content: text.into(),
        ..draft
    };
    block_on(vault.save_entry(draft)).unwrap();
}

fn texts(vault: &TestVault) -> Vec<String> {
    let entries = vault.list_entries().into_iter();
    let mut texts: Vec<String> = entries
        .map(|line| block_on(vault.read_entry(line.id)).unwrap().content)
        .collect();
    texts.sort();
    texts
}

/// Texts of an entry's earlier versions, newest first.
fn versions(vault: &TestVault, id: companion_core::EntryId) -> Vec<String> {
    let versions = block_on(vault.list_versions(id)).unwrap().into_iter();
    versions.map(|it| it.entry.unwrap().content).collect()
}

#[test]
fn a_restored_journal_is_the_same_journal() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    write(&mut vault, "Kept");
    let trashed = write(&mut vault, "Regretted");
    block_on(vault.delete_entry(trashed.id)).unwrap();
    let draft = new_draft(&vault, "Half a");
    block_on(vault.store_draft(draft)).unwrap();
    let settings = Settings {
        idle_lock_minutes: 3,
        ..Settings::default()
    };
    block_on(vault.write_settings(&settings)).unwrap();
    let (file, report) = backup_of(&mut vault);
    assert_eq!((report.entries, report.in_trash, report.drafts), (1, 1, 1));
    assert_eq!(report.problems, []);
    assert!(report.days.is_some());
    block_on(vault.note_backup(&report)).unwrap();
    assert_eq!(
        block_on(vault.last_backup()).unwrap().unwrap().made,
        report.made
    );

    let elsewhere = TestStore::default();
    assert_eq!(restore(&elsewhere, &world, &file).unwrap().report, report);
    let (restored, problems) = unlock(&elsewhere, &world);
    assert_eq!(problems, []);
    assert_eq!(texts(&restored), ["Kept"]);
    assert_eq!(
        block_on(restored.read_entry(trashed.id)).unwrap().content,
        "Regretted"
    );
    assert_eq!(
        block_on(restored.list_drafts()).unwrap()[0].content,
        "Half a"
    );
    assert_eq!(block_on(restored.read_settings()).unwrap(), settings);
    assert_eq!(
        block_on(restored.last_backup()).unwrap().unwrap().entries,
        1
    );
    // The same bytes under the same keys: entries are copied as they are sealed.
    let key = record_key(&store, ENTRY, trashed.id.as_bytes());
    assert_eq!(
        store.value(Table::Records, &key),
        elsewhere.value(Table::Records, &key)
    );
}

#[test]
fn a_journal_is_never_overwritten_by_restoring() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let (file, _) = backup_of(&mut vault);
    let before = store.dump();
    let refused = restore(&store, &world, &file).map(drop);
    assert_eq!(refused, Err(VaultError::AlreadyExists.into()));
    assert_eq!(store.dump(), before);
}

#[test]
fn the_newer_text_wins_and_the_other_is_kept_once() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let first = write(&mut vault, "Morning");
    let second = write(&mut vault, "Noon");
    let third = write(&mut vault, "Night");
    edit(&mut vault, second.id, "Noon, later");
    let (file, _) = backup_of(&mut vault);

    edit(&mut vault, first.id, "Morning, edited after the backup");
    block_on(vault.delete_entry(third.id)).unwrap();
    let merged = merge(&mut vault, &file).unwrap();
    assert_eq!(
        (merged.added, merged.updated, merged.kept_beside),
        (0, 0, 0)
    );
    // What the backup says of the first was kept when it was edited here.
    assert_eq!((merged.kept_as_version, merged.versions), (0, 0));
    let expected = ["Morning, edited after the backup", "Night", "Noon, later"];
    assert_eq!(texts(&vault), expected);
    assert_eq!(versions(&vault, first.id), ["Morning"]);
    assert_eq!(versions(&vault, second.id), ["Noon"]);
    // Again: nothing new.
    let again = merge(&mut vault, &file).unwrap();
    assert_eq!((again.added, again.updated, again.kept_beside), (0, 0, 0));
    assert_eq!(texts(&vault), expected);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(
        (texts(&vault), problems),
        (expected.map(String::from).to_vec(), vec![])
    );
}

#[test]
fn a_newer_backup_updates_an_older_journal() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let first = write(&mut vault, "Morning");
    let older = store.dump();
    edit(&mut vault, first.id, "Morning, edited");
    write(&mut vault, "Noon");
    let (file, _) = backup_of(&mut vault);

    let store = TestStore::restore(&older);
    let (mut vault, _) = unlock(&store, &world);
    let merged = merge(&mut vault, &file).unwrap();
    assert_eq!(
        (merged.added, merged.updated, merged.kept_beside),
        (1, 1, 0)
    );
    assert_eq!((merged.kept_as_version, merged.versions), (1, 0));
    assert_eq!(texts(&vault), ["Morning, edited", "Noon"]);
    assert_eq!(versions(&vault, first.id), ["Morning"]);
}

#[test]
fn versions_of_both_sides_are_kept_once() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "a");
    edit(&mut vault, entry.id, "b");
    let common = store.dump();
    edit(&mut vault, entry.id, "theirs 1");
    edit(&mut vault, entry.id, "theirs 2");
    let (file, _) = backup_of(&mut vault);
    drop(vault);

    // The same journal on another device, where the entry went another way.
    let store = TestStore::restore(&common);
    let (mut vault, _) = unlock(&store, &world);
    edit(&mut vault, entry.id, "ours 1");
    edit(&mut vault, entry.id, "ours 2");
    let merged = merge(&mut vault, &file).unwrap();
    assert_eq!(
        (merged.updated, merged.kept_as_version, merged.versions),
        (0, 1, 1)
    );
    let expected = ["a", "b", "ours 1", "theirs 1", "theirs 2"];
    for _ in 0..2 {
        assert_eq!(texts(&vault), ["ours 2"]);
        let mut kept = versions(&vault, entry.id);
        kept.sort();
        assert_eq!(kept, expected);
        let again = merge(&mut vault, &file).unwrap();
        assert_eq!((again.kept_as_version, again.versions), (0, 0));
    }
    // Saving goes on from there, and the text that was replaced last is the newest version.
    edit(&mut vault, entry.id, "ours 3");
    assert_eq!(versions(&vault, entry.id)[0], "ours 2");
    drop(vault);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(versions(&vault, entry.id).len(), expected.len() + 1);
}

#[test]
fn where_no_versions_are_kept_the_other_text_becomes_an_entry() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "Morning");
    let (file, _) = backup_of(&mut vault);
    block_on(vault.keep_revisions(KeptRevisions::new(0))).unwrap();
    edit(&mut vault, entry.id, "Morning, edited");
    for kept_beside in [1, 0] {
        let merged = merge(&mut vault, &file).unwrap();
        assert_eq!(merged.kept_beside, kept_beside);
        assert_eq!(
            texts(&vault),
            [
                "*Another version of* “Morning”\n\nMorning",
                "Morning, edited"
            ]
        );
        assert_eq!(versions(&vault, entry.id), [""; 0]);
    }
}

#[test]
fn versions_travel_into_another_journal_and_into_an_empty_one() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "one");
    edit(&mut vault, entry.id, "two");
    edit(&mut vault, entry.id, "three");
    let (file, report) = backup_of(&mut vault);
    assert_eq!(report.problems, []);

    let empty = TestStore::default();
    restore(&empty, &world, &file).unwrap();
    let (vault, problems) = unlock(&empty, &world);
    assert_eq!(problems, []);
    assert_eq!(versions(&vault, entry.id), ["two", "one"]);
    drop(vault);

    let other = TestStore::default();
    let mut vault = create(&other, &world);
    for versions in [2, 0] {
        assert_eq!(merge(&mut vault, &file).unwrap().versions, versions);
    }
    drop(vault);
    let (vault, problems) = unlock(&other, &world);
    assert_eq!(problems, []);
    assert_eq!(texts(&vault), ["three"]);
    assert_eq!(versions(&vault, entry.id), ["two", "one"]);
}

#[test]
fn a_damaged_version_is_mended_by_a_backup() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "one");
    edit(&mut vault, entry.id, "two");
    let (file, _) = backup_of(&mut vault);
    let number = block_on(vault.list_versions(entry.id)).unwrap()[0].number;
    drop(vault);
    let key = version_key(&store, entry.id, number);
    let mut bytes = store.value(Table::Records, &key);
    bytes[100] ^= 1;
    store.put(Table::Records, &key, bytes);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems.len(), 1);
    assert_eq!(merge(&mut vault, &file).unwrap().versions, 1);
    drop(vault);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(versions(&vault, entry.id), ["one"]);
}

#[test]
fn a_backup_of_another_journal_is_sealed_anew() {
    let (store, world) = (TestStore::default(), World::default());
    let mut other = create(&store, &world);
    write(&mut other, "From the other journal");
    let draft = new_draft(&other, "Unsaved there");
    block_on(other.store_draft(draft)).unwrap();
    let (file, _) = backup_of(&mut other);

    let store = TestStore::default();
    let mut vault = create(&store, &world);
    write(&mut vault, "From here");
    let merged = merge(&mut vault, &file).unwrap();
    assert_eq!((merged.added, merged.same), (2, 0));
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(texts(&vault), ["From here", "From the other journal"]);
    assert_eq!(
        block_on(vault.list_drafts()).unwrap()[0].content,
        "Unsaved there"
    );
}

#[test]
fn drafts_of_both_sides_are_kept() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "Saved");
    let draft = block_on(vault.open_draft(Some(entry.id))).unwrap();
    let with = |content: &str| Draft {
        content: content.into(),
        ..draft.clone()
    };
    block_on(vault.store_draft(with("Draft of the backup"))).unwrap();
    let (file, _) = backup_of(&mut vault);
    block_on(vault.store_draft(with("Draft of today"))).unwrap();
    for _ in 0..2 {
        merge(&mut vault, &file).unwrap();
        let drafts = block_on(vault.list_drafts()).unwrap();
        let mut drafts: Vec<_> = drafts.into_iter().map(|draft| draft.content).collect();
        drafts.sort();
        assert_eq!(drafts, ["Draft of the backup", "Draft of today"]);
    }
}

#[test]
fn a_damaged_entry_is_mended_by_a_backup() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "Precious");
    let (file, _) = backup_of(&mut vault);
    let key = record_key(&store, ENTRY, entry.id.as_bytes());
    let mut bytes = store.value(Table::Records, &key);
    bytes[100] ^= 1;
    store.put(Table::Records, &key, bytes);
    let (mut vault, problems) = unlock(&store, &world);
    assert!(
        matches!(&problems[..], [Problem::Damaged(_)]),
        "{problems:?}"
    );
    // A backup of the damaged journal can be made, and says what it lacks.
    assert_eq!(backup_of(&mut vault).1.problems.len(), 1);
    assert_eq!(merge(&mut vault, &file).unwrap().added, 1);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!((texts(&vault), problems), (vec!["Precious".into()], vec![]));
}

#[test]
fn a_backup_opens_with_the_recovery_key_of_its_day() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    write(&mut vault, "Kept");
    let made = block_on(vault.generate_recovery_key(PASSPHRASE, &mut |_, _| {})).unwrap();
    block_on(vault.activate_recovery_key(&made)).unwrap();
    let (file, _) = backup_of(&mut vault);
    let opened = Backup::open(Cursor::new(file), &made.to_text(), &mut |_, _| {});
    let store = TestStore::default();
    let (backup, progress) = (opened.unwrap(), &mut |_, _| {});
    let restored = Vault::restore(store.clone(), world.clone(), backup, progress);
    assert_eq!(texts(&block_on(restored).unwrap().vault), ["Kept"]);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!((texts(&vault), problems), (vec!["Kept".into()], vec![]));
}

/// Every commit of bringing versions in fails once.
#[test]
fn versions_that_came_half_way_come_wholly_and_once() {
    let (store, world) = (TestStore::default(), World::default());
    let mut other = create(&store, &world);
    block_on(other.keep_revisions(KeptRevisions::MAX)).unwrap();
    let ids: Vec<_> = (0..4)
        .map(|number| write(&mut other, &format!("{number}: 0")).id)
        .collect();
    for round in 1..=90 {
        for (number, id) in ids.iter().enumerate() {
            edit(&mut other, *id, &format!("{number}: {round}"));
        }
    }
    let (file, _) = backup_of(&mut other);
    let expected: Vec<_> = ids.iter().map(|id| versions(&other, *id)).collect();
    let mut interrupted = 0;
    for commits in 0.. {
        let store = TestStore::default();
        let mut vault = create(&store, &world);
        *store.fail.borrow_mut() = Some((commits, StoreError::Full));
        let outcome = merge(&mut vault, &file);
        *store.fail.borrow_mut() = None;
        if outcome.is_ok() {
            break;
        }
        interrupted += 1;
        drop(vault);
        let (mut vault, _) = unlock(&store, &world);
        merge(&mut vault, &file).unwrap();
        drop(vault);
        let (vault, problems) = unlock(&store, &world);
        assert_eq!(problems, [], "{commits}");
        let found: Vec<_> = ids.iter().map(|id| versions(&vault, *id)).collect();
        assert_eq!(found, expected, "{commits}");
    }
    assert!(interrupted >= 3, "{interrupted}");
}

/// Every commit of restoring and of merging fails once.
#[test]
fn an_interruption_leaves_a_whole_journal_that_says_so_and_can_be_completed() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    for number in 0..600 {
        write(&mut vault, &format!("Day {number}"));
    }
    let (file, _) = backup_of(&mut vault);
    drop(vault);
    let mut interrupted = 0;
    for commits in 0.. {
        let store = TestStore::default();
        *store.fail.borrow_mut() = Some((commits, StoreError::Full));
        match restore(&store, &world, &file).map(drop) {
            Ok(()) => break,
            Err(error) => assert_eq!(error, VaultError::StorageFull.into()),
        }
        interrupted += 1;
        if commits == 0 {
            assert_eq!(store.dump(), []);
            continue;
        }
        let (mut vault, problems) = unlock(&store, &world);
        // Only the note of the backup itself came after the last record.
        let is_complete = vault.list_entries().len() == 600 && problems.is_empty();
        let is_told = matches!(&problems[..], [Problem::RestoreUnfinished { .. }]);
        assert!(is_complete || is_told, "{commits}: {problems:?}");
        merge(&mut vault, &file).unwrap();
        let (vault, problems) = unlock(&store, &world);
        assert_eq!((vault.list_entries().len(), problems), (600, vec![]));
    }
    assert!(interrupted >= 4, "{interrupted}");
}
