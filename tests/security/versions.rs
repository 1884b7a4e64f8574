//! Earlier versions of entries under attack: what is lost, swapped, changed or put back is named,
//! and what is left of an entry is never hidden.

use companion_core::{Draft, EntryId, EntrySummary};
use companion_store::Table;
use companion_vault::{Problem, Subject, VaultError};
use pollster::block_on;

use crate::support::*;

fn save(vault: &mut TestVault, id: EntryId, text: &str) -> EntrySummary {
    let draft = block_on(vault.open_draft(Some(id))).unwrap();
    let draft = Draft {
        content: text.into(),
        ..draft
    };
    block_on(vault.save_entry(draft)).unwrap()
}

/// A journal with another entry and one that was saved three times, with its versions' numbers,
/// newest first.
fn journal() -> (TestStore, World, EntrySummary, Vec<u64>) {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    write(&mut vault, "Elsewhere");
    let entry = write(&mut vault, "Quarry one");
    save(&mut vault, entry.id, "Quarry two");
    let entry = save(&mut vault, entry.id, "Quarry three");
    let versions = block_on(vault.list_versions(entry.id)).unwrap();
    let numbers = versions.iter().map(|version| version.number).collect();
    (store, world, entry, numbers)
}

/// Texts of the versions, newest first; "?" for one that cannot be read.
fn texts(vault: &TestVault, id: EntryId) -> Vec<String> {
    let versions = block_on(vault.list_versions(id)).unwrap().into_iter();
    let text = |version: companion_vault::Version| version.entry.map(|entry| entry.content);
    versions
        .map(|version| text(version).unwrap_or("?".into()))
        .collect()
}

fn version_of(entry: &EntrySummary) -> Subject {
    Subject::Version(Some(entry.clone()))
}

#[test]
fn a_lost_version_is_named() {
    let (store, world, entry, numbers) = journal();
    store.delete(Table::Records, &version_key(&store, entry.id, numbers[0]));
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, [Problem::Missing(version_of(&entry))]);
    let told = problems[0].to_string();
    assert!(
        told.contains("an earlier version of the entry “Quarry three”"),
        "{told}"
    );
    assert_eq!(texts(&vault, entry.id), ["?", "Quarry one"]);
    let refused = block_on(vault.restore_version(entry.id, numbers[0]));
    assert_eq!(refused, Err(VaultError::Damaged));
    // Accepted, it is no longer expected.
    block_on(vault.repair()).unwrap();
    assert_eq!(texts(&vault, entry.id), ["Quarry one"]);
}

#[test]
fn versions_that_change_places_are_noticed() {
    let (store, world, entry, numbers) = journal();
    let [newer, older] = [0, 1].map(|at| version_key(&store, entry.id, numbers[at]));
    let present = record_key(&store, ENTRY, entry.id.as_bytes());
    let value = |key: &Vec<u8>| store.value(Table::Records, key);
    let (a, b, c) = (value(&newer), value(&older), value(&present));
    // Swapped with each other, and the entry's own record in the place of a version.
    for (first, second) in [(b.clone(), a.clone()), (c, b)] {
        store.put(Table::Records, &newer, first);
        store.put(Table::Records, &older, second);
        let (vault, problems) = unlock(&store, &world);
        assert!(!problems.is_empty());
        let damaged = Problem::Damaged(version_of(&entry));
        assert!(problems.iter().all(|problem| *problem == damaged));
        assert_eq!(texts(&vault, entry.id)[0], "?");
        let present = block_on(vault.read_entry(entry.id)).unwrap();
        assert_eq!(present.content, "Quarry three");
    }
    // A version in the place of the entry: it is no entry there.
    store.put(Table::Records, &present, a);
    let (vault, problems) = unlock(&store, &world);
    assert!(problems.contains(&Problem::Damaged(Subject::Entry(entry.clone()))));
    let read = block_on(vault.read_entry(entry.id));
    assert_eq!(read, Err(VaultError::Damaged));
}

#[test]
fn a_version_put_back_is_noticed() {
    let (store, world, entry, numbers) = journal();
    let key = version_key(&store, entry.id, numbers[1]);
    let bytes = store.value(Table::Records, &key);
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.keep_revisions(companion_core::KeptRevisions::new(1))).unwrap();
    drop(vault);
    store.put(Table::Records, &key, bytes.clone());
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, [Problem::Unlisted(version_of(&entry))]);
    assert_eq!(texts(&vault, entry.id), ["Quarry two"]);

    // The same for one that went with its entry: it must not come back as an entry either.
    block_on(vault.delete_entry(entry.id)).unwrap();
    block_on(vault.purge_entry(entry.id)).unwrap();
    drop(vault);
    store.put(Table::Records, &key, bytes);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, [Problem::Unlisted(Subject::Version(None))]);
    assert_eq!(vault.list_entries().len(), 1);
}

#[test]
fn versions_are_found_again_when_the_list_is_lost() {
    let (store, world, entry, _) = journal();
    for page in 0..=u8::MAX {
        store.delete(Table::Records, &record_key(&store, PAGE, &[page]));
    }
    store.delete(Table::Records, &record_key(&store, HEAD, &[]));
    let (mut vault, problems) = unlock(&store, &world);
    assert!(!problems.is_empty());
    assert_eq!(texts(&vault, entry.id), ["Quarry two", "Quarry one"]);
    save(&mut vault, entry.id, "Quarry four");
    drop(vault);
    let (vault, problems) = unlock(&store, &world);
    assert!(
        problems
            .iter()
            .all(|problem| matches!(problem, Problem::Repaired { .. })),
        "{problems:?}"
    );
    let expected = ["Quarry three", "Quarry two", "Quarry one"];
    assert_eq!(texts(&vault, entry.id), expected);
}

#[test]
fn what_is_left_of_a_damaged_entry_can_be_brought_back() {
    let (store, world, entry, numbers) = journal();
    let key = record_key(&store, ENTRY, entry.id.as_bytes());
    let mut bytes = store.value(Table::Records, &key);
    bytes[77] ^= 1;
    store.put(Table::Records, &key, bytes);
    let (mut vault, _) = unlock(&store, &world);
    assert_eq!(texts(&vault, entry.id), ["Quarry two", "Quarry one"]);
    block_on(vault.restore_version(entry.id, numbers[0])).unwrap();
    drop(vault);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let read = block_on(vault.read_entry(entry.id)).unwrap();
    assert_eq!(
        (read.content.as_str(), read.created),
        ("Quarry two", entry.created)
    );
}

#[test]
fn a_lost_entry_comes_back_as_its_newest_version() {
    let (store, world, entry, _) = journal();
    store.delete(
        Table::Records,
        &record_key(&store, ENTRY, entry.id.as_bytes()),
    );
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, [Problem::Missing(Subject::Entry(entry.clone()))]);
    let accepted = block_on(vault.repair()).unwrap();
    assert!(
        matches!(&accepted[..], [Problem::Missing(_), Problem::Rescued(Subject::Entry(line))]
            if line.title == "Quarry two"),
        "{accepted:?}"
    );
    drop(vault);
    let (vault, problems) = unlock(&store, &world);
    assert!(
        problems
            .iter()
            .any(|problem| problem.to_string().contains("newest earlier version"))
    );
    let read = block_on(vault.read_entry(entry.id)).unwrap();
    assert_eq!(read.content, "Quarry two");
    assert_eq!(texts(&vault, entry.id), ["Quarry one"]);
}

#[test]
fn an_entry_lost_together_with_the_list_comes_back_too() {
    let (store, world, entry, _) = journal();
    let key = record_key(&store, ENTRY, entry.id.as_bytes());
    store.delete(Table::Records, &key);
    store.delete(Table::Records, &record_key(&store, PAGE, &[key[0]]));
    store.delete(Table::Records, &record_key(&store, HEAD, &[]));
    let (mut vault, _) = unlock(&store, &world);
    write(&mut vault, "The list is written anew");
    drop(vault);
    let (vault, problems) = unlock(&store, &world);
    assert!(
        problems
            .iter()
            .any(|problem| matches!(problem, Problem::Rescued(_))),
        "{problems:?}"
    );
    let read = block_on(vault.read_entry(entry.id)).unwrap();
    assert_eq!(read.content, "Quarry two");
}

#[test]
fn versions_are_stored_sealed() {
    let (store, _, entry, _) = journal();
    for (_, key, value) in store.dump() {
        for needle in [b"Quarry".as_slice(), entry.id.as_bytes()] {
            let bytes = [key.as_slice(), &value].concat();
            assert!(!bytes.windows(needle.len()).any(|window| window == needle));
        }
    }
}
