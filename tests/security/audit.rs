//! Somebody changes the audit log's stored bytes: each way is told from the others, at unlock
//! where it is at the end of the log, and by following the chain where it is anywhere else.

mod backups;
mod exports;

use companion_core::{AuditEvent, AuditFinding, WayIn};
use companion_store::{StoreError, Table};
use companion_vault::Problem;
use companion_vault::audit::Verification;
use pollster::block_on;

use crate::support::*;

fn key(number: u64) -> [u8; 8] {
    number.to_be_bytes()
}

/// A journal with nine events, locked: created, eight entries written.
fn journal() -> (TestStore, World) {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    for text in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        write(&mut vault, text);
    }
    assert_eq!(vault.log_length(), 9);
    (store, world)
}

/// What following the chain finds, in steps of any size.
pub(crate) fn verify(vault: &TestVault) -> Vec<AuditFinding> {
    let mut found: Vec<Vec<AuditFinding>> = [1, 4, 1_000]
        .into_iter()
        .map(|limit| {
            let mut walk = Verification::begin();
            loop {
                if let Some(found) = block_on(vault.verify_log(&mut walk, limit)).unwrap() {
                    return found;
                }
            }
        })
        .collect();
    let last = found.pop().unwrap();
    assert!(found.iter().all(|other| *other == last), "{found:?}");
    last
}

/// What unlocking names, and what following the chain finds thereafter.
fn unlock_and_verify(store: &TestStore, world: &World) -> (Vec<AuditFinding>, Vec<AuditFinding>) {
    let (vault, problems) = unlock(store, world);
    let named = problems.into_iter().map(|problem| match problem {
        Problem::Log(finding) => finding,
        other => panic!("{other}"),
    });
    (named.collect(), verify(&vault))
}

#[test]
fn an_untouched_log_is_in_order() {
    let (store, world) = journal();
    assert_eq!(unlock_and_verify(&store, &world), (vec![], vec![]));
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.write_log()).unwrap();
    assert_eq!(vault.log_length(), 10);
    assert_eq!(verify(&vault), []);
}

#[test]
fn a_torn_last_record_is_told_from_a_changed_one() {
    let torn = AuditFinding::TornTail { at: 9 };
    for length in [0, 1, 54, 300, 326] {
        let (store, world) = journal();
        let mut bytes = store.value(Table::Audit, &key(9));
        bytes.truncate(length);
        store.put(Table::Audit, &key(9), bytes);
        assert_eq!(unlock_and_verify(&store, &world), (vec![torn], vec![torn]));
    }
    let changed = AuditFinding::Edited { at: 9 };
    for at in [0, 10, 50, 100, 326] {
        let (store, world) = journal();
        let mut bytes = store.value(Table::Audit, &key(9));
        bytes[at] ^= 1;
        store.put(Table::Audit, &key(9), bytes);
        assert_eq!(
            unlock_and_verify(&store, &world),
            (vec![changed], vec![changed])
        );
    }
}

#[test]
fn a_log_that_was_cut_off_is_noticed_at_unlock() {
    for from in 1..=9 {
        let (store, world) = journal();
        for number in from..=9 {
            store.delete(Table::Audit, &key(number));
        }
        let cut = AuditFinding::Truncated { from, to: 9 };
        assert_eq!(unlock_and_verify(&store, &world), (vec![cut], vec![cut]));
    }
}

#[test]
fn records_taken_out_of_the_middle_are_named() {
    let (store, world) = journal();
    store.delete(Table::Audit, &key(3));
    store.delete(Table::Audit, &key(6));
    store.delete(Table::Audit, &key(7));
    let removed = [(3, 3), (6, 7)].map(|(from, to)| AuditFinding::Removed { from, to });
    assert_eq!(
        unlock_and_verify(&store, &world),
        (vec![], removed.to_vec())
    );
    // The others moved up to hide it: the end is missing, and the chain names the place.
    let (store, world) = journal();
    for number in 4..9 {
        let next = store.value(Table::Audit, &key(number + 1));
        store.put(Table::Audit, &key(number), next);
    }
    store.delete(Table::Audit, &key(9));
    assert_eq!(
        unlock_and_verify(&store, &world),
        (
            vec![AuditFinding::Truncated { from: 9, to: 9 }],
            vec![AuditFinding::Removed { from: 4, to: 4 }]
        )
    );
}

#[test]
fn a_record_put_in_between_is_told_from_a_changed_one() {
    for at in [1, 4, 9] {
        let (store, world) = journal();
        for number in (at..=9).rev() {
            let value = store.value(Table::Audit, &key(number));
            store.put(Table::Audit, &key(number + 1), value);
        }
        store.put(Table::Audit, &key(at), vec![7; 327]);
        let (named, found) = unlock_and_verify(&store, &world);
        assert_eq!(found, [AuditFinding::Inserted { at }], "{at}");
        assert!(!named.is_empty(), "{at}");
    }
}

#[test]
fn records_of_nobody_are_named() {
    let (store, world) = journal();
    store.put(Table::Audit, &key(10), vec![7; 327]);
    let behind = AuditFinding::Inserted { at: 10 };
    assert_eq!(
        unlock_and_verify(&store, &world),
        (vec![behind], vec![behind])
    );

    let (store, world) = journal();
    store.put(Table::Audit, &key(u64::MAX), vec![7; 327]);
    store.put(Table::Audit, &key(0), vec![7; 327]);
    store.put(Table::Audit, b"odd", vec![]);
    let odd = [0, 0, u64::MAX].map(|at| AuditFinding::Inserted { at });
    let (named, found) = unlock_and_verify(&store, &world);
    assert_eq!(named, []);
    for finding in odd {
        assert!(found.contains(&finding), "{found:?}");
    }
}

#[test]
fn an_earlier_record_put_in_anothers_place_is_a_change() {
    let (store, world) = journal();
    let third = store.value(Table::Audit, &key(3));
    store.put(Table::Audit, &key(6), third);
    let changed = vec![AuditFinding::Edited { at: 6 }];
    assert_eq!(unlock_and_verify(&store, &world), (vec![], changed));
}

#[test]
fn two_histories_that_were_mixed_are_a_fork() {
    let (store, world) = journal();
    let copy = TestStore::restore(&store.dump());
    let (mut vault, _) = unlock(&copy, &world);
    write(&mut vault, "in the copy");
    drop(vault);
    let (mut vault, _) = unlock(&store, &world);
    write(&mut vault, "here");
    write(&mut vault, "and here");
    drop(vault);
    // Both went on from the ninth event: 10 unlocked, 11 written, here 12 written, too.
    let theirs = copy.value(Table::Audit, &key(11));
    store.put(Table::Audit, &key(11), theirs);
    let (named, found) = unlock_and_verify(&store, &world);
    assert_eq!(named, []);
    assert_eq!(
        found,
        [10, 11].map(|after| AuditFinding::Forked { after }),
        "it belongs to neither the one before nor the one behind"
    );

    // At the very end the head tells.
    let theirs = copy.value(Table::Audit, &key(10));
    let (store, _) = journal();
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.write_log()).unwrap();
    drop(vault);
    let (other, _) = journal();
    let (mut vault, _) = unlock(&other, &World::default());
    write(&mut vault, "elsewhere");
    drop((vault, theirs));
    let theirs = other.value(Table::Audit, &key(10));
    store.put(Table::Audit, &key(10), theirs);
    let fork = vec![AuditFinding::Forked { after: 9 }];
    assert_eq!(unlock_and_verify(&store, &world), (fork.clone(), fork));
}

#[test]
fn a_head_put_back_is_a_downgrade_and_covers_nothing() {
    let (store, world) = journal();
    let head = record_key(&store, HEAD, &[]);
    let older = store.value(Table::Records, &head);
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.log(AuditEvent::RecoveryKeyMade)).unwrap();
    assert_eq!(vault.log_length(), 11);
    drop(vault);
    let stored = store.value(Table::Audit, &key(11));
    store.put(Table::Records, &head, older);

    let set_back = Problem::Log(AuditFinding::Downgraded {
        sealed: 9,
        found: 11,
    });
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, std::slice::from_ref(&set_back));
    write(&mut vault, "on");
    // What was there is there still; that it was found stands behind it.
    assert_eq!(store.value(Table::Audit, &key(11)), stored);
    assert_eq!(verify(&vault), []);
    drop(vault);
    let (_, problems) = unlock(&store, &world);
    let [Problem::Repaired { finding, .. }] = &problems[..] else {
        panic!("{problems:?}")
    };
    assert_eq!(*finding, set_back.to_string());
}

#[test]
fn a_head_that_knows_no_log_does_not_hide_one() {
    // A journal of the time before the log, and its head of that time.
    let store = crate::golden::golden();
    let world = World::default();
    let head = record_key(&store, HEAD, &[]);
    let older = store.value(Table::Records, &head);
    let (mut vault, problems) = unlock(&store, &world);
    assert!(
        !problems.iter().any(|p| matches!(p, Problem::Log(_))),
        "{problems:?}"
    );
    block_on(vault.write_log()).unwrap();
    assert_eq!(
        events(&vault),
        [
            AuditEvent::LogBegun,
            AuditEvent::Unlocked(WayIn::Passphrase)
        ]
    );
    assert_eq!(verify(&vault), []);
    drop(vault);
    store.put(Table::Records, &head, older);
    let (_, problems) = unlock(&store, &world);
    assert!(
        problems.contains(&Problem::Log(AuditFinding::Downgraded {
            sealed: 0,
            found: 2
        })),
        "{problems:?}"
    );
}

#[test]
fn a_lost_head_loses_no_log() {
    let (store, world) = journal();
    store.delete(Table::Records, &record_key(&store, HEAD, &[]));
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, [Problem::HeadDamaged]);
    assert_eq!(vault.log_length(), 9);
    // Reading alone repairs nothing.
    block_on(vault.write_log()).unwrap();
    assert_eq!(vault.log_length(), 9);
    write(&mut vault, "on");
    assert_eq!(vault.log_length(), 11);
    assert_eq!(verify(&vault), []);
}

#[test]
fn every_changed_byte_of_the_log_is_found() {
    let (store, world) = journal();
    let (vault, _) = unlock(&store, &world);
    for number in 1..=9 {
        let whole = store.value(Table::Audit, &key(number));
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            store.put(Table::Audit, &key(number), bytes);
            let found = verify(&vault);
            assert_eq!(found, [AuditFinding::Edited { at: number }], "byte {at}");
        }
        store.put(Table::Audit, &key(number), whole);
    }
}

#[test]
fn what_is_not_written_is_not_logged() {
    let (store, world) = journal();
    let (mut vault, _) = unlock(&store, &world);
    // On a full disk an event waits, and what it tells of goes on.
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    block_on(vault.write_log()).unwrap();
    assert_eq!(vault.log_length(), 9);
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    let draft = new_draft(&vault, "not saved");
    block_on(vault.save_entry(draft)).unwrap_err();
    block_on(vault.log(AuditEvent::EntriesExported(3))).unwrap();
    let events = events(&vault);
    assert_eq!(
        events[9..],
        [
            AuditEvent::Unlocked(WayIn::Passphrase),
            AuditEvent::EntriesExported(3)
        ]
    );
    assert_eq!(verify(&vault), []);
}

#[test]
fn drafts_leave_no_trace_in_the_log() {
    let (store, world) = journal();
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.write_log()).unwrap();
    let before = vault.log_length();
    for text in ["h", "ha", "har"] {
        let draft = new_draft(&vault, text);
        block_on(vault.store_draft(draft)).unwrap();
    }
    assert_eq!(vault.log_length(), before);
    drop(store);
}

pub(crate) fn events(vault: &TestVault) -> Vec<AuditEvent> {
    let mut lines = block_on(vault.read_log(vault.log_length(), 1_000)).unwrap();
    lines.reverse();
    lines.into_iter().map(|line| line.event.unwrap()).collect()
}

#[test]
fn wrong_guesses_are_told_at_the_next_unlocking() {
    use companion_core::Clock;
    use companion_vault::audit::Attempts;
    let (store, world) = journal();
    for _ in 0..3 {
        block_on(Attempts::note(&store, world.now())).unwrap();
    }
    let last = world.now_ms.get();
    assert_eq!(block_on(Attempts::read(&store)).unwrap().unwrap().count, 3);
    // Read-only, the count stays.
    drop(unlock(&store, &world));
    assert!(block_on(Attempts::read(&store)).unwrap().is_some());
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.write_log()).unwrap();
    assert_eq!(block_on(Attempts::read(&store)).unwrap(), None);
    let events = events(&vault);
    assert!(
        matches!(events[9], AuditEvent::UnlocksFailed { count: 3, last: at } if at.unix_ms == last)
    );
    // Whatever lies there keeps nobody out.
    store.put(Table::Header, b"attempts", vec![0xff; 9]);
    assert_eq!(unlock(&store, &world).1, []);
}
