//! The index: what it knows after whatever happens to entries and to itself, and what of it lies in the storage.

use super::*;

#[test]
fn whatever_happens_to_entries_the_search_knows() {
    let (store, world, mut vault, mut search) = journal(&["first apple", "second apple"]);
    // Saved: found at once, without a step in between.
    let third = write(&mut vault, "third apple");
    let found = find(&vault, &mut search, "third");
    assert_eq!(
        (found.count, found.standing.searched, found.standing.total),
        (1, 3, 3)
    );
    // Edited: the old words are gone.
    edit(&mut vault, third.id, "third pear");
    assert_eq!(titles(&vault, &mut search, "pear"), ["third pear"]);
    assert_eq!(find(&vault, &mut search, "apple").count, 2);
    // In the trash, and back.
    block_on(vault.delete_entry(third.id)).unwrap();
    let found = find(&vault, &mut search, "pear");
    assert_eq!(
        (found.count, found.standing.searched, found.standing.total),
        (0, 2, 2)
    );
    block_on(vault.undo_delete(third.id)).unwrap();
    assert_eq!(find(&vault, &mut search, "pear").count, 1);
    // An earlier version.
    let version = block_on(vault.list_versions(third.id)).unwrap()[0].number;
    block_on(vault.restore_version(third.id, version)).unwrap();
    assert_eq!(find(&vault, &mut search, "apple").count, 3);
    settle(&mut vault, &mut search);
    drop(vault);

    // At the next unlocking nothing is read again.
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let before = store.dump();
    let mut search = Search::default();
    let (standing, _) = settle(&mut vault, &mut search);
    assert_eq!((standing.searched, standing.total), (3, 3));
    assert_eq!(find(&vault, &mut search, "apple").count, 3);
    assert_eq!(store.dump(), before, "an index that fits is not written");
}

#[test]
fn backups_bring_the_index_along_and_merging_extends_it() {
    let (_, world, mut vault, _) = journal(&["apple tree", "pear tree"]);
    let mut file = Cursor::new(Vec::new());
    block_on(vault.write_backup(&mut file, &mut |_, _| {})).unwrap();
    let open = || {
        Backup::open(
            Cursor::new(file.get_ref().clone()),
            PASSPHRASE,
            &mut |_, _| {},
        )
        .unwrap()
    };

    let store = TestStore::default();
    let quiet = &mut |_, _| {};
    let restored = Vault::restore(store.clone(), world.clone(), open(), quiet);
    let mut restored = block_on(restored).unwrap().vault;
    let before = store.dump();
    let mut search = Search::default();
    settle(&mut restored, &mut search);
    assert_eq!(find(&restored, &mut search, "tree").count, 2);
    assert_eq!(store.dump(), before, "the index came with the backup");

    let store = TestStore::default();
    let mut other = create(&store, &world);
    write(&mut other, "plum");
    let mut search = Search::default();
    settle(&mut other, &mut search);
    block_on(other.merge(open(), &mut |_, _| {})).unwrap();
    assert_eq!(find(&other, &mut search, "tree").count, 2);
    settle(&mut other, &mut search);
    drop(other);
    let (mut other, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let mut search = Search::default();
    settle(&mut other, &mut search);
    assert_eq!(find(&other, &mut search, "tree").count, 2);
}

#[test]
fn a_damaged_replaced_or_missing_index_is_made_again_and_said() {
    let texts: Vec<String> = (0..40)
        .map(|at| format!("entry {at}\n\nsome shared words"))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for round in ["torn", "of another place", "missing"] {
        let (store, world, mut vault, mut search) = journal(&texts);
        if round == "of another place" {
            for at in 0..70 {
                write(&mut vault, &format!("another {at}"));
            }
            settle(&mut vault, &mut search);
        }
        drop(vault);
        let segments: Vec<_> = records(&store, SEARCH_INDEX).into_iter().collect();
        let mut torn = store.value(Table::Chunks, &segments[0]);
        torn[100] ^= 1;
        match round {
            "torn" => store.put(Table::Chunks, &segments[0], torn),
            "missing" => store.delete(Table::Chunks, &segments[0]),
            _ => {
                let other = store.value(Table::Chunks, &segments[1]);
                store.put(Table::Chunks, &segments[0], other);
            }
        }
        // Unlocking does not read it; what is gone altogether is seen at once.
        let (mut vault, problems) = unlock(&store, &world);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), usize::from(round == "missing"), "{told:?}");
        assert!(told.iter().all(|it| it.contains("search index")));
        let mut search = Search::default();
        let total = vault.list_entries().len() as u64;
        let (standing, _) = settle(&mut vault, &mut search);
        assert_eq!((standing.searched, standing.total), (total, total));
        assert_eq!(find(&vault, &mut search, "shared").count, 40);
        let told = search.take_problems();
        let once = [Problem::Damaged(Subject::SearchIndex)];
        assert_eq!(told, once[usize::from(round == "missing")..], "{round}");
        drop(vault);
        let (mut vault, problems) = unlock(&store, &world);
        assert_eq!(problems, [], "it is whole again");
        let mut search = Search::default();
        settle(&mut vault, &mut search);
        assert_eq!(search.take_problems(), []);
    }
}

#[test]
fn a_repair_forgets_an_index_that_is_gone() {
    let (store, world, vault, _) = journal(&["one apple"]);
    drop(vault);
    for key in records(&store, SEARCH_INDEX) {
        store.delete(Table::Chunks, &key);
    }
    let (mut vault, problems) = unlock(&store, &world);
    let gone = [Problem::Missing(Subject::SearchIndex)];
    assert_eq!(problems, gone);
    assert_eq!(block_on(vault.repair()).unwrap(), gone);
    drop(vault);
    let (mut vault, problems) = unlock(&store, &world);
    assert!(
        matches!(problems[..], [Problem::Repaired { .. }]),
        "{problems:?}"
    );
    let mut search = Search::default();
    settle(&mut vault, &mut search);
    assert_eq!(find(&vault, &mut search, "apple").count, 1);
}

#[test]
fn a_step_ends_as_soon_as_somebody_waits() {
    let texts: Vec<String> = (0..64).map(|at| format!("entry {at} apples")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (store, world, _, _) = journal(&texts);
    for key in records(&store, SEARCH_INDEX) {
        store.delete(Table::Chunks, &key);
    }
    let (mut vault, _) = unlock(&store, &world);
    let steps = |vault: &mut TestVault, search: &mut Search, is_awaited: bool| {
        for step in 1..1_000 {
            let looks = || is_awaited;
            let tended = vault.tend_search_giving_way(search, &looks);
            let standing = block_on(tended).unwrap();
            if standing.searched == 64 {
                return step;
            }
        }
        panic!("it never gets there");
    };
    let patient = steps(&mut vault, &mut Search::default(), false);
    for key in records(&store, SEARCH_INDEX) {
        store.delete(Table::Chunks, &key);
    }
    drop(vault);
    let (mut vault, _) = unlock(&store, &world);
    let hurried = steps(&mut vault, &mut Search::default(), true);
    assert!(hurried > patient, "{hurried} steps beside {patient}");
    assert!(hurried < 20, "every step gets somewhere");
}

#[test]
fn an_entry_that_cannot_be_opened_is_counted_and_told() {
    let (store, world, vault, _) = journal(&["one apple", "two apples", "three apples"]);
    let broken = vault.list_entries()[0].id;
    drop(vault);
    let key = record_key(&store, ENTRY, broken.as_bytes());
    let mut bytes = store.value(Table::Records, &key);
    bytes[90] ^= 1;
    store.put(Table::Records, &key, bytes);
    for index in records(&store, SEARCH_INDEX) {
        store.delete(Table::Chunks, &index);
    }
    let (mut vault, _) = unlock(&store, &world);
    let mut search = Search::default();
    let (standing, _) = settle(&mut vault, &mut search);
    assert_eq!(
        (standing.searched, standing.total, standing.unreadable),
        (2, 3, 1)
    );
    assert_eq!(find(&vault, &mut search, "\"apples\"").count, 1);
}

#[test]
fn a_full_disk_keeps_nobody_from_searching() {
    let (store, _, mut vault, mut search) = journal(&["one"]);
    write(&mut vault, "two apples");
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    settle(&mut vault, &mut search);
    assert_eq!(find(&vault, &mut search, "apples").count, 1);
}

#[test]
fn what_is_deleted_for_good_leaves_the_index() {
    let (store, _, mut vault, mut search) = journal(&["one apple", "two pears"]);
    let before = records(&store, SEARCH_INDEX);
    let gone = vault.list_entries()[0].id;
    block_on(vault.delete_entry(gone)).unwrap();
    settle(&mut vault, &mut search);
    assert_eq!(
        records(&store, SEARCH_INDEX),
        before,
        "the trash changes nothing"
    );
    block_on(vault.purge_entry(gone)).unwrap();
    settle(&mut vault, &mut search);
    let after = records(&store, SEARCH_INDEX);
    assert!(after.is_disjoint(&before) && after.len() == 1);
}

#[test]
fn many_saves_leave_few_segments() {
    let (store, world, mut vault, mut search) = journal(&[]);
    for at in 0..120 {
        write(&mut vault, &format!("entry {at} about the sea"));
        settle(&mut vault, &mut search);
    }
    let count = records(&store, SEARCH_INDEX).len();
    assert!(count <= 8, "{count} segments");
    drop(vault);
    let (mut vault, _) = unlock(&store, &world);
    let mut search = Search::default();
    let (standing, steps) = settle(&mut vault, &mut search);
    assert_eq!(standing.searched, 120);
    assert!(steps <= count / 2 + 2, "{steps} steps for {count} segments");
}

#[test]
fn no_word_lies_in_the_storage() {
    let (store, _, vault, _) = journal(&["xylophonist quixotry"]);
    drop(vault);
    for (_, key, value) in store.dump() {
        for word in ["xylophonist", "quixotry", "xyloph"] {
            let is_in = |bytes: &[u8]| bytes.windows(word.len()).any(|it| it == word.as_bytes());
            assert!(!is_in(&key) && !is_in(&value));
        }
    }
}
