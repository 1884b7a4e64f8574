//! Imports that were stopped, cut off or undone.

use super::*;

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
