//! The ways in: the passphrase, the recovery key, and what deriving costs.

use companion_protocol::device;
use companion_protocol::vault::{Kdf, RecoveryKey, WaysIn};

use super::*;

const NEW: &str = "a harbour in the fog of May";

fn change(old: &str, new: &str, kdf: Kdf) -> Request {
    Request::ChangePassphrase {
        old: passphrase(old),
        new: passphrase(new),
        kdf,
    }
}

impl Journal {
    fn ways_in(&mut self) -> WaysIn {
        match self.ask(Request::ReadWaysIn) {
            Response::WaysIn(ways) => ways,
            response => panic!("{response:?}"),
        }
    }

    fn shown_recovery_key(&mut self) -> RecoveryKey {
        match self.ask(Request::CreateRecoveryKey(passphrase(PASSPHRASE))) {
            Response::RecoveryKey(key) => key,
            response => panic!("{response:?}"),
        }
    }
}

#[test]
fn a_passphrase_is_changed_by_who_knows_it() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    for _ in 0..3 {
        let refused = journal.failure(change(NEW, NEW, Kdf::Argon2id));
        assert_eq!(refused, FailureKind::WrongPassphrase);
    }
    assert_eq!(*journal.tab.slept_ms.borrow(), [0, 0, 500]);
    let weak = journal.failure(change(PASSPHRASE, "password1", Kdf::Argon2id));
    assert_eq!(weak, FailureKind::WeakPassphrase);
    assert_eq!(journal.ways_in().kdf, Kdf::Pbkdf2);

    let changed = journal.ask(change(PASSPHRASE, NEW, Kdf::Argon2id));
    assert_eq!(changed, Response::Done);
    assert_eq!(journal.ways_in().kdf, Kdf::Argon2id);
    // It stays open, and opens again.
    let draft = journal.draft("after the change");
    assert!(matches!(
        journal.ask(Request::SaveEntry(draft)),
        Response::Saved(_)
    ));
    journal.ask(Request::Lock);
    assert_eq!(
        journal.failure(Request::Unlock(passphrase(PASSPHRASE))),
        FailureKind::WrongPassphrase
    );
    assert!(matches!(
        journal.ask(Request::Unlock(passphrase(NEW))),
        Response::Unlocked(unlocked) if unlocked.entries.len() == 1
    ));
}

#[test]
fn a_recovery_key_opens_once_it_is_activated_and_sets_a_passphrase() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let draft = journal.draft("kept");
    journal.ask(Request::SaveEntry(draft));
    assert_eq!(
        journal.failure(Request::ActivateRecoveryKey),
        FailureKind::RecoveryKeyOutdated
    );
    let key = journal.shown_recovery_key();
    assert_eq!(format!("{key:?}"), "RecoveryKey(…)");
    assert!(!journal.ways_in().has_recovery_key);
    assert_eq!(
        journal.failure(Request::CheckRecoveryKey(key.clone())),
        FailureKind::NoRecoveryKey
    );
    assert_eq!(journal.ask(Request::ActivateRecoveryKey), Response::Done);
    assert!(journal.ways_in().has_recovery_key);
    journal.ask(Request::Lock);

    // From another tab, while nobody has the journal open.
    let mut journal = Journal::in_tab(&browser, 2);
    let mut other = Journal::in_tab(&Browser::default(), 3);
    other.ask(Request::Create(passphrase(PASSPHRASE)));
    let foreign = other.shown_recovery_key();
    for _ in 0..3 {
        assert_eq!(
            journal.failure(Request::CheckRecoveryKey(foreign.clone())),
            FailureKind::WrongRecoveryKey
        );
    }
    assert_eq!(*journal.tab.slept_ms.borrow(), [0, 0, 500]);
    let mistyped = RecoveryKey::new(key.expose().replacen(|c| c != '-', "", 1));
    assert_eq!(
        journal.failure(Request::CheckRecoveryKey(mistyped)),
        FailureKind::RecoveryKeyLength
    );
    let check = journal.ask(Request::CheckRecoveryKey(key.clone()));
    assert_eq!(check, Response::Done);
    let recover = |new: &str| Request::Recover {
        key: key.clone(),
        new: passphrase(new),
    };
    assert_eq!(
        journal.failure(recover("password1")),
        FailureKind::WeakPassphrase
    );
    assert_eq!(journal.presence(), Presence::Locked);
    assert!(matches!(
        journal.ask(recover(NEW)),
        Response::Unlocked(unlocked)
            if unlocked.entries.len() == 1 && unlocked.problems.is_empty()
    ));
    assert_eq!(journal.ask(Request::RemoveRecoveryKey), Response::Done);
    journal.ask(Request::Lock);
    assert_eq!(
        journal.failure(recover(PASSPHRASE)),
        FailureKind::NoRecoveryKey
    );
    assert!(matches!(
        journal.ask(Request::Unlock(passphrase(NEW))),
        Response::Unlocked(_)
    ));
}

#[test]
fn a_key_that_was_shown_is_forgotten_by_locking() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    journal.shown_recovery_key();
    journal.ask(Request::Lock);
    journal.unlock();
    assert_eq!(
        journal.failure(Request::ActivateRecoveryKey),
        FailureKind::RecoveryKeyOutdated
    );
}

#[test]
fn a_derivation_tells_how_far_it_is_and_costs_are_measured() {
    let mut journal = Journal::created(&Browser::default());
    let told = journal.tab.derived.take();
    assert!(told.len() > 10 && told.is_sorted(), "{told:?}");
    assert!(told.last().is_some_and(|(done, total)| done == total));
    for kdf in [Kdf::Pbkdf2, Kdf::Argon2id] {
        let cost = journal.ask(Request::Device(device::Request::Measure(kdf)));
        assert!(
            matches!(cost, Response::Device(device::Response::Measured(_))),
            "{cost:?}"
        );
        assert!(!journal.tab.derived.take().is_empty());
    }
}
