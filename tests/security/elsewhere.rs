//! What another program has written, from `docs/FORMAT.md` alone, opens here:
//! `independent_writer.py`, with Python's `cryptography`. A browser's own cryptography has its
//! turn in `tests/wasm/src/webcrypto.rs`.

use std::io::Cursor;

use companion_vault::backup::Backup;
use companion_vault::{Unlocked, Vault};
use pollster::block_on;
use serde_json::Value;

use crate::golden::{describe, fixture, golden_named, ids};
use crate::support::*;

/// What `NAME.expected.json` says, and the passphrase and recovery key in it.
fn expected(name: &str) -> (Value, String, String) {
    let text = std::fs::read_to_string(fixture(&format!("{name}.expected.json"))).unwrap();
    let mut expected: Value = serde_json::from_str(&text).unwrap();
    let secrets = expected.as_object_mut().unwrap();
    let mut secret = |name| secrets.remove(name).unwrap().as_str().unwrap().to_owned();
    let (passphrase, recovery_key) = (secret("passphrase"), secret("recovery_key"));
    (expected, passphrase, recovery_key)
}

fn assert_holds(vault: &TestVault, expected: &Value) {
    let trashed = ids(expected, "entries", "id", |entry| entry["in_trash"] == true);
    let drafts = ids(expected, "drafts", "entry_id", |_| true);
    let mut found = describe(vault, &trashed, &drafts);
    found.as_object_mut().unwrap().remove("passphrase");
    // The list here is newest first, the writer's is not.
    let by_id = |described: &Value| {
        let mut entries = described["entries"].as_array().unwrap().clone();
        entries.sort_by_key(|entry| entry["id"].to_string());
        entries
    };
    assert_eq!(by_id(&found), by_id(expected));
    assert_eq!(found["drafts"], expected["drafts"]);
    assert_eq!(found["idle_lock_minutes"], expected["idle_lock_minutes"]);
}

#[test]
fn a_journal_that_python_has_sealed_opens_and_is_written_on() {
    let (expected, passphrase, recovery_key) = expected("python");
    let (store, world) = (golden_named("python"), World::default());
    let by_key = Vault::unlock_with_recovery_key(store.clone(), world.clone(), &recovery_key);
    let Unlocked { vault, problems } = block_on(by_key).unwrap();
    assert_eq!(problems, []);
    assert_holds(&vault, &expected);
    drop(vault);

    let unlock = || {
        block_on(Vault::unlock(
            store.clone(),
            world.clone(),
            &passphrase,
            &mut |_, _| {},
        ))
    };
    let Unlocked {
        mut vault,
        problems,
    } = unlock().unwrap();
    assert_eq!(problems, []);
    assert_holds(&vault, &expected);
    let new = write(&mut vault, "And on it goes");
    drop(vault);
    let Unlocked { vault, problems } = unlock().unwrap();
    assert_eq!(problems, []);
    assert!(vault.list_entries().iter().any(|line| line.id == new.id));
}

#[test]
fn a_backup_that_python_has_sealed_is_restored() {
    let (expected, passphrase, recovery_key) = expected("python-backup");
    let file = std::fs::read(fixture("python-backup.companion")).unwrap();
    for secret in [passphrase, recovery_key] {
        let open = || Backup::open(Cursor::new(&file), &secret, &mut |_, _| {}).unwrap();
        let report = block_on(open().verify(&mut |_, _| {})).unwrap();
        assert_eq!((report.entries, report.in_trash, report.drafts), (2, 1, 1));
        assert_eq!(report.problems, []);
        let (store, world) = (TestStore::default(), World::default());
        let restored = block_on(Vault::restore(store, world, open(), &mut |_, _| {}));
        assert_holds(&restored.unwrap().vault, &expected);
    }
}
