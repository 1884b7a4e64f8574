//! A full disk or a failing storage at every point of a session: nothing is lost, and memory
//! and storage agree.

use companion_core::{Draft, EntryId, Settings};
use companion_store::StoreError;
use companion_vault::VaultError;
use pollster::block_on;

use crate::support::*;

type Step = fn(&mut TestVault, EntryId) -> Result<(), VaultError>;

/// Every operation that writes.
const STEPS: [Step; 11] = [
    |vault, id| {
        let draft = new_draft(vault, "draft");
        block_on(vault.store_draft(Draft {
            entry_id: id,
            ..draft
        }))
    },
    |vault, id| {
        let draft = block_on(vault.open_draft(Some(id)))?;
        block_on(vault.save_entry(Draft {
            content: "changed".into(),
            ..draft
        }))
        .map(drop)
    },
    |vault, _| {
        let draft = new_draft(vault, "another");
        block_on(vault.save_entry(draft)).map(drop)
    },
    |vault, id| block_on(vault.delete_entry(id)),
    |vault, id| block_on(vault.undo_delete(id)),
    |vault, _| {
        block_on(vault.write_settings(&Settings {
            idle_lock_minutes: 5,
            ..Settings::default()
        }))
    },
    |vault, id| {
        let draft = new_draft(vault, &"long ".repeat(20_000));
        match block_on(vault.save_entry(Draft {
            entry_id: id,
            ..draft
        })) {
            Err(VaultError::TooLong { .. }) => Ok(()),
            other => other.map(drop),
        }
    },
    |vault, id| {
        let versions = block_on(vault.list_versions(id))?;
        block_on(vault.restore_version(id, versions[0].number)).map(drop)
    },
    |vault, id| block_on(vault.delete_entry(id)),
    |vault, id| block_on(vault.purge_entry(id)),
    |vault, _| {
        let kept = companion_core::KeptRevisions::new(2);
        block_on(vault.keep_revisions(kept)).map(drop)
    },
];

#[test]
fn a_failed_write_changes_nothing_and_can_be_repeated() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "first");
    for (number, step) in STEPS.iter().enumerate() {
        let errors = [
            (StoreError::Full, VaultError::StorageFull),
            (
                StoreError::Backend("gone".into()),
                VaultError::Storage(StoreError::Backend("gone".into())),
            ),
        ];
        for (failure, error) in errors {
            let (stored, listed) = (store.dump(), vault.list_entries());
            *store.fail.borrow_mut() = Some((0, failure));
            assert_eq!(step(&mut vault, entry.id), Err(error), "step {number}");
            assert_eq!(store.dump(), stored, "step {number}");
            assert_eq!(vault.list_entries(), listed, "step {number}");
        }
        assert_eq!(step(&mut vault, entry.id), Ok(()), "step {number}");
        let (fresh, problems) = unlock(&store, &world);
        assert_eq!(problems, [], "step {number}");
        assert_eq!(fresh.list_entries(), vault.list_entries(), "step {number}");
    }
}

#[test]
fn a_journal_that_could_not_be_created_is_absent() {
    let (store, world) = (TestStore::default(), World::default());
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    let outcome = block_on(TestVault::create(
        store.clone(),
        world.clone(),
        PASSPHRASE,
        &mut |_, _| {},
    ));
    assert!(matches!(outcome, Err(VaultError::StorageFull)));
    assert_eq!(store.dump(), []);
    assert!(matches!(
        try_unlock(&store, &world),
        Err(VaultError::Absent)
    ));
}

#[test]
fn a_full_disk_keeps_nobody_from_reading() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let gone = write(&mut vault, "gone");
    let kept = write(&mut vault, "kept");
    block_on(vault.delete_entry(gone.id)).unwrap();
    drop(vault);
    world.now_ms.set(NOON_MS + 40 * DAY_MS);
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(block_on(vault.read_entry(kept.id)).unwrap().content, "kept");
}
