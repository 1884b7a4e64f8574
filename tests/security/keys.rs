//! Changing the ways of unlocking: nothing sealed is touched, nothing is half done, and an old
//! header put back is noticed.

use companion_store::{StoreError, Table};
use companion_vault::{Argon2id, Kdf, Problem, Unlocked, Vault, VaultError};
use pollster::block_on;

use crate::support::*;

const NEW: &str = "a harbour in the fog of May";

fn argon2id() -> Kdf {
    let least = Argon2id::new(Argon2id::MIN_MEMORY_KIB, Argon2id::MIN_PASSES, 1);
    least.unwrap().into()
}

fn unlock_by(
    store: &TestStore,
    world: &World,
    passphrase: &str,
) -> Result<Unlocked<TestStore, World>, VaultError> {
    block_on(Vault::unlock(
        store.clone(),
        world.clone(),
        passphrase,
        &mut |_, _| {},
    ))
}

fn change(vault: &mut TestVault, old: &str, new: &str, kdf: Kdf) -> Result<(), VaultError> {
    block_on(vault.change_passphrase(old, new, kdf, &mut |_, _| {}))
}

/// Makes a recovery key and puts it in use.
fn recovery_key(vault: &mut TestVault, passphrase: &str) -> String {
    let new = block_on(vault.generate_recovery_key(passphrase, &mut |_, _| {})).unwrap();
    block_on(vault.activate_recovery_key(&new)).unwrap();
    new.to_text().to_string()
}

fn error<T>(outcome: Result<T, VaultError>) -> VaultError {
    outcome.err().unwrap()
}

/// What differs between two states of a store, by table and key. The log may only grow.
fn changes(before: &Dump, after: &Dump) -> Vec<(Table, Vec<u8>)> {
    let parts = |dump: &Dump| -> (Dump, Dump) {
        let all = dump.iter().cloned();
        all.partition(|(table, ..)| *table == Table::Audit)
    };
    let ((log, before), (longer, after)) = (parts(before), parts(after));
    assert!(longer.starts_with(&log));
    assert_eq!(before.len(), after.len());
    let pairs = before.iter().zip(&after).filter(|(old, new)| old != new);
    pairs
        .map(|(old, new)| {
            assert_eq!((old.0, &old.1), (new.0, &new.1));
            (old.0, old.1.clone())
        })
        .collect()
}

#[test]
fn a_change_writes_header_head_and_log_and_nothing_else() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entries: Vec<_> = (0..20)
        .map(|n| write(&mut vault, &format!("Day {n}")))
        .collect();
    let head = record_key(&store, HEAD, &[]);
    let expected = [
        (Table::Header, b"header".to_vec()),
        (Table::Records, head.clone()),
    ];
    let mut before = store.dump();
    let mut changed_just_that = |what: &str| {
        let after = store.dump();
        assert_eq!(changes(&before, &after), expected, "{what}");
        before = after;
    };

    change(&mut vault, PASSPHRASE, NEW, Kdf::default()).unwrap();
    changed_just_that("passphrase");
    change(&mut vault, NEW, NEW, argon2id()).unwrap();
    changed_just_that("key derivation");
    assert_eq!(block_on(vault.ways_in()).unwrap().kdf, argon2id());
    let recovery = recovery_key(&mut vault, NEW);
    changed_just_that("recovery key");
    block_on(vault.reset_passphrase(&recovery, PASSPHRASE, &mut |_, _| {})).unwrap();
    changed_just_that("passphrase set by recovery key");
    assert!(block_on(vault.ways_in()).unwrap().has_recovery_key);
    block_on(vault.remove_recovery_key()).unwrap();
    changed_just_that("recovery key removed");
    assert!(!block_on(vault.ways_in()).unwrap().has_recovery_key);
    drop(vault);

    let opened = unlock_by(&store, &world, PASSPHRASE).unwrap();
    assert_eq!(opened.problems, []);
    assert_eq!(opened.vault.list_entries().len(), entries.len());
    assert_eq!(
        error(unlock_by(&store, &world, NEW)),
        VaultError::WrongPassphrase
    );
}

#[test]
fn a_recovery_key_opens_everything_and_sets_a_new_passphrase() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(&mut vault, "It rained.");
    let first = recovery_key(&mut vault, PASSPHRASE);
    let second = recovery_key(&mut vault, PASSPHRASE);
    drop(vault);

    let check = |typed: &str| block_on(TestVault::check_recovery_key(&store, typed));
    assert_eq!(check(&first), Err(VaultError::WrongRecoveryKey));
    assert_eq!(check(&second.to_lowercase()), Ok(()));
    let mistyped = second.replacen(|c| c != '-', "", 1);
    assert!(matches!(
        check(&mistyped),
        Err(VaultError::RecoveryKeyMistyped(_))
    ));

    let opened = block_on(Vault::unlock_with_recovery_key(
        store.clone(),
        world.clone(),
        &second,
    ));
    let Unlocked {
        mut vault,
        problems,
    } = opened.unwrap();
    assert_eq!(problems, []);
    let refused = block_on(vault.reset_passphrase(&second, "12345678", &mut |_, _| {}));
    assert!(matches!(refused, Err(VaultError::WeakPassphrase(_))));
    block_on(vault.reset_passphrase(&second, NEW, &mut |_, _| {})).unwrap();
    drop(vault);

    assert_eq!(
        error(unlock_by(&store, &world, PASSPHRASE)),
        VaultError::WrongPassphrase
    );
    let opened = unlock_by(&store, &world, NEW).unwrap();
    assert_eq!(opened.problems, []);
    let read = block_on(opened.vault.read_entry(entry.id)).unwrap();
    assert_eq!(read.content, "It rained.");
}

#[test]
fn a_key_that_was_shown_only_opens_nothing() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let stored = store.dump();
    assert_eq!(
        error(block_on(vault.generate_recovery_key(NEW, &mut |_, _| {}))),
        VaultError::WrongPassphrase
    );
    let new = block_on(vault.generate_recovery_key(PASSPHRASE, &mut |_, _| {})).unwrap();
    assert_eq!(store.dump(), stored);
    assert_eq!(
        block_on(TestVault::check_recovery_key(&store, &new.to_text())),
        Err(VaultError::NoRecoveryKey)
    );
    // Activated late, it would bring the old passphrase back.
    change(&mut vault, PASSPHRASE, NEW, Kdf::default()).unwrap();
    assert_eq!(
        block_on(vault.activate_recovery_key(&new)),
        Err(VaultError::RecoveryKeyOutdated)
    );
}

#[test]
fn a_change_that_fails_leaves_the_old_ways() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let recovery = recovery_key(&mut vault, PASSPHRASE);
    let stored = store.dump();
    let fail = || *store.fail.borrow_mut() = Some((0, StoreError::Full));

    fail();
    let full = change(&mut vault, PASSPHRASE, NEW, argon2id());
    assert_eq!(full, Err(VaultError::StorageFull));
    fail();
    let full = block_on(vault.remove_recovery_key());
    assert_eq!(full, Err(VaultError::StorageFull));
    let new = block_on(vault.generate_recovery_key(PASSPHRASE, &mut |_, _| {})).unwrap();
    fail();
    let full = block_on(vault.activate_recovery_key(&new));
    assert_eq!(full, Err(VaultError::StorageFull));
    fail();
    let full = block_on(vault.reset_passphrase(&recovery, NEW, &mut |_, _| {}));
    assert_eq!(full, Err(VaultError::StorageFull));
    let wrong = change(&mut vault, NEW, NEW, argon2id());
    assert_eq!(wrong, Err(VaultError::WrongPassphrase));
    let weak = change(&mut vault, PASSPHRASE, "password1", argon2id());
    assert!(matches!(weak, Err(VaultError::WeakPassphrase(_))));
    assert_eq!(store.dump(), stored);

    // Here, too, everything goes on as before, and the key made meanwhile is still good.
    write(&mut vault, "Then there was room again");
    block_on(vault.activate_recovery_key(&new)).unwrap();
    drop(vault);
    let opened = unlock_by(&store, &world, PASSPHRASE).unwrap();
    assert_eq!(opened.problems, []);
    let check = |typed: &str| block_on(TestVault::check_recovery_key(&store, typed));
    assert_eq!(check(&new.to_text()), Ok(()));
    assert_eq!(check(&recovery), Err(VaultError::WrongRecoveryKey));
}

#[test]
fn a_header_with_the_old_passphrase_put_back_is_noticed_and_stays_on_record() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let old_header = store.value(Table::Header, b"header");
    change(&mut vault, PASSPHRASE, NEW, Kdf::default()).unwrap();
    drop(vault);
    store.put(Table::Header, b"header", old_header);

    let Unlocked {
        mut vault,
        problems,
    } = unlock_by(&store, &world, PASSPHRASE).unwrap();
    assert_eq!(problems, [Problem::HeaderReplaced]);
    // Writing an entry does not make the old header good.
    write(&mut vault, "meanwhile");
    drop(vault);
    let Unlocked {
        mut vault,
        problems,
    } = unlock_by(&store, &world, PASSPHRASE).unwrap();
    assert_eq!(problems, [Problem::HeaderReplaced]);
    // Changing the passphrase does, and does not pass in silence.
    change(&mut vault, PASSPHRASE, NEW, Kdf::default()).unwrap();
    drop(vault);
    let opened = unlock_by(&store, &world, NEW).unwrap();
    assert!(
        matches!(&opened.problems[..], [Problem::Repaired { .. }]),
        "{:?}",
        opened.problems
    );
}

#[test]
fn a_second_writer_changes_no_passphrase() {
    let (store, world) = (TestStore::default(), World::default());
    let mut first = create(&store, &world);
    let (mut second, _) = unlock(&store, &world);
    change(&mut second, PASSPHRASE, NEW, Kdf::default()).unwrap();
    let stored = store.dump();
    assert_eq!(
        change(
            &mut first,
            PASSPHRASE,
            "another lantern at dusk",
            argon2id()
        ),
        Err(VaultError::TakenOver)
    );
    assert_eq!(
        block_on(first.remove_recovery_key()),
        Err(VaultError::TakenOver)
    );
    // Nor by what it prepared before: the head has moved on.
    write(&mut second, "going on");
    let draft = new_draft(&first, "late");
    assert_eq!(
        block_on(first.store_draft(draft)),
        Err(VaultError::TakenOver)
    );
    assert_ne!(store.dump(), stored);
    assert!(unlock_by(&store, &world, NEW).unwrap().problems.is_empty());
}
