//! The log and backups: a backup holds the log of its day, and a restored one goes on.

use std::io::Cursor;

use companion_vault::Vault;
use companion_vault::audit::{Checkpoint, Comparison};
use companion_vault::backup::{Backup, Restored};

use super::*;

fn write_backup(vault: &mut TestVault) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let report = block_on(vault.write_backup(&mut file, &mut |_, _| {})).unwrap();
    block_on(vault.note_backup(&report)).unwrap();
    file.into_inner()
}

fn open(bytes: &[u8]) -> Backup<Cursor<Vec<u8>>> {
    Backup::open(Cursor::new(bytes.to_vec()), PASSPHRASE, &mut |_, _| {}).unwrap()
}

fn restore(bytes: &[u8], world: &World) -> (TestStore, TestVault) {
    let store = TestStore::default();
    let restored = block_on(Vault::restore(
        store.clone(),
        world.clone(),
        open(bytes),
        &mut |_, _| {},
    ));
    let Restored { vault, .. } = restored.unwrap();
    (store, vault)
}

#[test]
fn a_restored_journal_goes_on_with_its_log() {
    let (store, world) = journal();
    let (mut vault, _) = unlock(&store, &world);
    let bytes = write_backup(&mut vault);
    let status = block_on(vault.log_status()).unwrap();
    assert_eq!(status.anchored.unwrap().audit_length, 9);
    drop(vault);

    let (restored, vault) = restore(&bytes, &world);
    assert_eq!(verify(&vault), []);
    let events = events(&vault);
    assert!(
        matches!(
            events[9..],
            [AuditEvent::BackupRestored {
                audit_length: 9,
                ..
            }]
        ),
        "{events:?}"
    );
    for number in 1..=9 {
        assert_eq!(
            restored.value(Table::Audit, &key(number)),
            store.value(Table::Audit, &key(number))
        );
    }
    drop(vault);
    assert_eq!(unlock_and_verify(&restored, &world), (vec![], vec![]));
}

#[test]
fn a_damaged_log_stays_as_it_is_in_a_backup_and_is_named() {
    let (store, world) = journal();
    store.delete(Table::Audit, &key(4));
    let (mut vault, _) = unlock(&store, &world);
    let bytes = write_backup(&mut vault);
    let removed = AuditFinding::Removed { from: 4, to: 4 };
    let report = block_on(open(&bytes).verify(&mut |_, _| {})).unwrap();
    assert_eq!(report.problems, [Problem::Log(removed)]);
    let (_, vault) = restore(&bytes, &world);
    assert_eq!(verify(&vault), [removed]);
}

#[test]
fn what_is_merged_brings_no_log() {
    let (store, world) = journal();
    let (mut vault, _) = unlock(&store, &world);
    let bytes = write_backup(&mut vault);
    drop(vault);
    let other = TestStore::default();
    let mut vault = create(&other, &world);
    block_on(vault.merge(open(&bytes), &mut |_, _| {})).unwrap();
    assert!(matches!(
        events(&vault)[..],
        [
            AuditEvent::JournalCreated,
            AuditEvent::BackupMerged { entries: 8, .. }
        ]
    ));
    assert_eq!(verify(&vault), []);
}

#[test]
fn a_checkpoint_tells_a_rollback_of_the_whole_storage() {
    let (store, world) = journal();
    let (mut vault, _) = unlock(&store, &world);
    let older = store.dump();
    let first = block_on(vault.make_checkpoint()).unwrap();
    assert_eq!(first.audit_length(), vault.log_length());
    let status = block_on(vault.log_status()).unwrap();
    assert_eq!(status.anchored.unwrap().audit_length, vault.log_length());
    write(&mut vault, "more");
    let second = block_on(vault.make_checkpoint()).unwrap();
    let typed = Checkpoint::parse(&second.to_text()).unwrap();
    assert_eq!(typed, second);
    for checkpoint in [first, second] {
        let compared = block_on(vault.compare_checkpoint(&checkpoint)).unwrap();
        assert_eq!(compared, Comparison::Matches);
    }
    drop(vault);

    // The whole storage as it was before: nothing in it tells.
    let back = TestStore::restore(&older);
    let (mut vault, problems) = unlock(&back, &world);
    assert_eq!((problems, verify(&vault)), (vec![], vec![]));
    for checkpoint in [first, second] {
        let compared = block_on(vault.compare_checkpoint(&checkpoint)).unwrap();
        assert_eq!(compared, Comparison::Ahead);
    }
    // Written on for long enough, it is another history.
    for text in ["x", "y", "z", "u", "v", "w"] {
        write(&mut vault, text);
    }
    for checkpoint in [first, second] {
        let compared = block_on(vault.compare_checkpoint(&checkpoint)).unwrap();
        assert_eq!(compared, Comparison::Differs);
    }
    let (other, _) = (TestStore::default(), ());
    let mut vault = create(&other, &world);
    let compared = block_on(vault.compare_checkpoint(&first)).unwrap();
    assert_eq!(compared, Comparison::OtherJournal);
}

#[test]
fn what_is_wrong_is_kept_until_it_is_read_and_verified() {
    let (store, world) = journal();
    store.delete(Table::Audit, &key(9));
    let (mut vault, _) = unlock(&store, &world);
    let cut = AuditFinding::Truncated { from: 9, to: 9 };
    let status = block_on(vault.log_status()).unwrap();
    assert_eq!((status.findings, status.is_seen), (vec![cut], false));
    block_on(vault.write_log()).unwrap();
    drop(vault);
    let (mut vault, _) = unlock(&store, &world);
    let status = block_on(vault.log_status()).unwrap();
    assert_eq!((status.findings, status.is_seen), (vec![cut], false));
    block_on(vault.note_findings_seen()).unwrap();
    // Now that something follows, the gap is one in the middle, and no news.
    let found = verify(&vault);
    assert_eq!(found, [AuditFinding::Removed { from: 9, to: 9 }]);
    block_on(vault.note_verified(&found)).unwrap();
    let status = block_on(vault.log_status()).unwrap();
    assert_eq!(status.verified.unwrap().audit_length, 13);
    assert_eq!((status.findings, status.is_seen), (vec![cut], true));
}
