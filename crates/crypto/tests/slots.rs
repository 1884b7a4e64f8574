//! Ways of unlocking: added, exchanged, removed, and tampered with.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use companion_core::{Entropy, EntropyError};
use companion_crypto::{
    Argon2id, CryptoError, Header, Kdf, Passphrase, Pbkdf2, RecoveryKey, VaultKeys,
};
use std::cell::Cell;
use std::time::Instant;

/// Repeatable randomness: SplitMix64 over a counter.
struct Counter(Cell<u64>);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for chunk in bytes.chunks_mut(8) {
            self.0.set(self.0.get() + 1);
            let mut z = self.0.get().wrapping_mul(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

const OLD: &str = "mossy kettle";
const NEW: &str = "harbour lamp";

fn passphrase(typed: &str) -> Passphrase {
    Passphrase::new(typed).unwrap()
}

/// Small enough to be quick in tests, and just within the bounds.
fn argon2id() -> Kdf {
    Argon2id::new(Argon2id::MIN_MEMORY_KIB, Argon2id::MIN_PASSES, 1)
        .unwrap()
        .into()
}

fn vault(entropy: &Counter, kdf: Kdf) -> (Header, VaultKeys) {
    Header::generate(entropy, &passphrase(OLD), kdf, &mut |_, _| {}).unwrap()
}

fn entropy() -> Counter {
    Counter(Cell::new(1 << 40))
}

fn unlock(header: &Header, typed: &str) -> Result<VaultKeys, CryptoError> {
    header.unlock(&passphrase(typed), &mut |_, _| {})
}

fn error<T>(outcome: Result<T, CryptoError>) -> CryptoError {
    outcome.err().unwrap()
}

/// Keys of one vault name its records alike.
fn same(left: &VaultKeys, right: &VaultKeys) -> bool {
    left.derive_record_key(1, b"x") == right.derive_record_key(1, b"x")
}

fn reread(header: &Header) -> Header {
    Header::from_bytes(&header.to_bytes()).unwrap()
}

#[test]
fn argon2id_opens_what_it_sealed() {
    let (header, keys) = vault(&entropy(), argon2id());
    let header = reread(&header);
    assert_eq!(header.kdf(), Some(argon2id()));
    assert!(same(&keys, &unlock(&header, OLD).unwrap()));
    assert_eq!(error(unlock(&header, NEW)), CryptoError::WrongPassphrase);
}

#[test]
fn a_changed_passphrase_opens_the_same_vault_and_the_old_one_nothing() {
    let entropy = entropy();
    let (mut header, keys) = vault(&entropy, Kdf::default());
    let (mut old, mut new) = (OLD, NEW);
    for kdf in [Kdf::default(), argon2id(), Kdf::default()] {
        let changed = header.change_passphrase(
            &entropy,
            &passphrase(old),
            &passphrase(new),
            kdf,
            &mut |_, _| {},
        );
        header = reread(&changed.unwrap());
        assert_eq!(header.kdf(), Some(kdf));
        assert!(same(&keys, &unlock(&header, new).unwrap()));
        assert_eq!(error(unlock(&header, old)), CryptoError::WrongPassphrase);
        (old, new) = (new, old);
    }
    let wrong = header.change_passphrase(
        &entropy,
        &passphrase("neither"),
        &passphrase(NEW),
        argon2id(),
        &mut |_, _| {},
    );
    assert_eq!(error(wrong), CryptoError::WrongPassphrase);
}

#[test]
fn a_recovery_key_opens_until_it_is_replaced_or_removed() {
    let entropy = entropy();
    let (header, keys) = vault(&entropy, argon2id());
    let generate = |header: &Header, typed| {
        header.generate_recovery_key(&entropy, &passphrase(typed), &mut |_, _| {})
    };
    assert!(!header.has_recovery_key());
    assert_eq!(error(generate(&header, NEW)), CryptoError::WrongPassphrase);

    let (first_header, first) = generate(&header, OLD).unwrap();
    let first_header = reread(&first_header);
    assert!(first_header.has_recovery_key());
    let typed = RecoveryKey::parse(&first.to_text().to_lowercase()).unwrap();
    assert!(same(
        &keys,
        &first_header.unlock_with_recovery(&typed).unwrap()
    ));
    assert!(same(&keys, &unlock(&first_header, OLD).unwrap()));
    assert_eq!(
        error(header.unlock_with_recovery(&typed)),
        CryptoError::NoRecoverySlot
    );

    let (second_header, second) = generate(&first_header, OLD).unwrap();
    assert!(second_header.unlock_with_recovery(&second).is_ok());
    assert_eq!(
        error(second_header.unlock_with_recovery(&first)),
        CryptoError::WrongRecoveryKey
    );

    let without = reread(&second_header.without_recovery_key());
    assert_eq!(without, reread(&header));
}

#[test]
fn who_has_forgotten_the_passphrase_sets_a_new_one() {
    let entropy = entropy();
    let (header, keys) = vault(&entropy, argon2id());
    let (header, recovery) = header
        .generate_recovery_key(&entropy, &passphrase(OLD), &mut |_, _| {})
        .unwrap();
    let reset = header.reset_passphrase(
        &entropy,
        &recovery,
        &passphrase(NEW),
        argon2id(),
        &mut |_, _| {},
    );
    let header = reread(&reset.unwrap());
    assert!(same(&keys, &unlock(&header, NEW).unwrap()));
    assert_eq!(error(unlock(&header, OLD)), CryptoError::WrongPassphrase);
    // The recovery key stays what it is.
    assert!(header.unlock_with_recovery(&recovery).is_ok());
}

#[test]
fn parameters_outside_the_bounds_are_refused() {
    for (memory_kib, passes, lanes) in [
        (Argon2id::MIN_MEMORY_KIB - 1, 3, 1),
        (Argon2id::MAX_MEMORY_KIB + 1, 3, 1),
        (65_536, Argon2id::MIN_PASSES - 1, 1),
        (65_536, Argon2id::MAX_PASSES + 1, 1),
        (65_536, 3, 0),
        (65_536, 3, Argon2id::MAX_LANES + 1),
    ] {
        let refused = Argon2id::new(memory_kib, passes, lanes);
        assert_eq!(refused, Err(CryptoError::KdfOutOfBounds));
    }
    assert!(Argon2id::new(Argon2id::MAX_MEMORY_KIB, 10, 4).is_ok());
    assert!(Pbkdf2::new(Pbkdf2::MIN_ITERATIONS - 1).is_err());
}

/// Memory, passes and lanes as they lie in a stored header, in CBOR.
fn with_stored(header: &Header, from: &[u8], to: &[u8]) -> Header {
    let bytes = header.to_bytes();
    let at = bytes.windows(from.len()).position(|window| window == from);
    let at = at.unwrap();
    let mut changed = bytes;
    changed[at..at + from.len()].copy_from_slice(to);
    Header::from_bytes(&changed).unwrap()
}

#[test]
fn stored_parameters_outside_the_bounds_cost_no_work() {
    let (header, _) = vault(&entropy(), argon2id());
    // Memory (key 1, uint 16 bits), passes (key 2), lanes (key 3).
    let stored = [1, 0x19, 0x4c, 0x00, 2, 2, 3, 1];
    for hostile in [
        [1, 0x19, 0x4b, 0xff, 2, 2, 3, 1],
        [1, 0x19, 0x00, 0x08, 2, 1, 3, 1],
        [1, 0x19, 0xff, 0xff, 2, 23, 3, 1],
        [1, 0x19, 0xff, 0xff, 2, 2, 3, 23],
    ] {
        let header = with_stored(&header, &stored, &hostile);
        let begun = Instant::now();
        let mut derived = false;
        let outcome = header.unlock(&passphrase(OLD), &mut |_, _| derived = true);
        // The checksum does not match either, and tells of damage first.
        assert_eq!(error(outcome), CryptoError::HeaderDamaged);
        assert!(!derived && begun.elapsed().as_millis() < 50);
        assert_eq!(header.kdf(), None);
    }
    // Within the bounds but not as sealed: the slot does not open.
    let weaker = with_stored(&header, &stored, &[1, 0x19, 0x4c, 0x00, 2, 3, 3, 1]);
    assert_eq!(error(unlock(&weaker, OLD)), CryptoError::HeaderDamaged);
}
