//! Sealed records and headers against everything that can happen to bytes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use companion_core::{Entropy, EntropyError};
use companion_crypto::{
    CryptoError, ENVELOPE_OVERHEAD_BYTES, Header, Passphrase, Pbkdf2, RecordType, VaultKeys,
};
use proptest::prelude::*;
use std::cell::Cell;
use std::sync::LazyLock;

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

struct Broken;

impl Entropy for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError)
    }
}

fn vault(seed: u64) -> (Header, VaultKeys) {
    let entropy = Counter(Cell::new(seed << 32));
    let passphrase = Passphrase::new("mossy kettle").unwrap();
    Header::generate(&entropy, &passphrase, Pbkdf2::default(), &mut |_, _| {}).unwrap()
}

static VAULT: LazyLock<(Header, VaultKeys)> = LazyLock::new(|| vault(1));
static OTHER: LazyLock<VaultKeys> = LazyLock::new(|| vault(2).1);

fn unlock(header: &Header, passphrase: &str) -> Result<VaultKeys, CryptoError> {
    header.unlock(&Passphrase::new(passphrase)?, &mut |_, _| {})
}

fn any_record() -> impl Strategy<Value = RecordType> {
    any::<(u8, u8, u64)>().prop_map(|(kind, schema, revision)| RecordType {
        kind,
        schema,
        revision,
    })
}

proptest! {
    #[test]
    fn what_is_sealed_comes_back(
        name: Vec<u8>, record in any_record(), plaintext: Vec<u8>, seed: u32,
    ) {
        let keys = &VAULT.1;
        let key = keys.derive_record_key(record.kind, &name);
        let entropy = Counter(Cell::new(u64::from(seed)));
        let envelope = keys.seal(&entropy, &key, record, &plaintext).unwrap();
        prop_assert!(envelope.len() >= ENVELOPE_OVERHEAD_BYTES + 256);
        let opened = keys.open(&key, &envelope).unwrap();
        prop_assert_eq!(opened.record, record);
        prop_assert_eq!(&*opened.plaintext, &plaintext);
        // Sealed again, not one part is the same.
        let again = keys.seal(&entropy, &key, record, &plaintext).unwrap();
        prop_assert_ne!(&envelope[1..33], &again[1..33]);
        prop_assert_ne!(&envelope[45..55], &again[45..55]);
    }

    #[test]
    fn changed_bytes_are_refused(
        record in any_record(), plaintext: Vec<u8>, at: prop::sample::Index, change in 1_u8..,
    ) {
        let keys = &VAULT.1;
        let key = keys.derive_record_key(record.kind, b"name");
        let mut envelope = keys.seal(&Counter(Cell::new(9)), &key, record, &plaintext).unwrap();
        let at = at.index(envelope.len());
        envelope[at] ^= change;
        prop_assert!(keys.open(&key, &envelope).is_err());
    }

    #[test]
    fn bytes_from_nowhere_are_refused(bytes: Vec<u8>) {
        let key = VAULT.1.derive_record_key(1, b"name");
        prop_assert!(VAULT.1.open(&key, &bytes).is_err());
        prop_assert!(Header::from_bytes(&bytes).is_err());
    }

    #[test]
    fn record_keys_differ_by_kind_name_and_vault(kind: u8, name: Vec<u8>) {
        let key = VAULT.1.derive_record_key(kind, &name);
        prop_assert_eq!(key, VAULT.1.derive_record_key(kind, &name));
        prop_assert_ne!(key, VAULT.1.derive_record_key(kind ^ 1, &name));
        prop_assert_ne!(key, OTHER.derive_record_key(kind, &name));
    }
}

#[test]
fn every_single_bit_and_every_length_counts() {
    let keys = &VAULT.1;
    let key = keys.derive_record_key(1, b"name");
    let record = RecordType {
        kind: 1,
        schema: 1,
        revision: 7,
    };
    let envelope = keys
        .seal(&Counter(Cell::new(9)), &key, record, b"text")
        .unwrap();
    for bit in 0..envelope.len() * 8 {
        let mut flipped = envelope.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(keys.open(&key, &flipped).is_err(), "bit {bit}");
    }
    for length in 0..envelope.len() {
        assert!(
            keys.open(&key, &envelope[..length]).is_err(),
            "{length} bytes"
        );
    }
    let longer = [envelope.as_slice(), &[0]].concat();
    assert!(keys.open(&key, &longer).is_err());
}

#[test]
fn a_record_opens_only_where_it_was_sealed() {
    let keys = &VAULT.1;
    let record = RecordType {
        kind: 1,
        schema: 1,
        revision: 7,
    };
    let key = keys.derive_record_key(1, b"name");
    let envelope = keys
        .seal(&Counter(Cell::new(9)), &key, record, b"text")
        .unwrap();
    for other in [
        keys.derive_record_key(2, b"name"),
        keys.derive_record_key(1, b"nam"),
    ] {
        assert!(matches!(
            keys.open(&other, &envelope),
            Err(CryptoError::Damaged)
        ));
    }
    assert!(matches!(
        OTHER.open(&key, &envelope),
        Err(CryptoError::Damaged)
    ));
    let failed = keys.seal(&Broken, &key, record, b"text");
    assert_eq!(failed, Err(CryptoError::Entropy(EntropyError)));
}

#[test]
fn the_header_gives_the_same_keys_again_and_only_to_the_passphrase() {
    let (header, keys) = &*VAULT;
    let read = Header::from_bytes(&header.to_bytes()).unwrap();
    assert_eq!(&read, header);
    let again = unlock(&read, "mossy kettle").unwrap();
    let name = keys.derive_record_key(1, b"name");
    assert_eq!(again.derive_record_key(1, b"name"), name);
    for wrong in ["mossy kettles", "Mossy kettle", "mossy  kettle", ""] {
        assert!(matches!(
            unlock(&read, wrong),
            Err(CryptoError::WrongPassphrase)
        ));
    }
}

#[test]
fn a_changed_header_never_unlocks_silently() {
    let bytes = VAULT.0.to_bytes();
    // The checksum's own 32 bytes may change: the slots still authenticate what matters.
    let authenticated = bytes.len() - 32;
    for at in (0..authenticated).step_by(5) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let outcome =
            Header::from_bytes(&changed).and_then(|header| unlock(&header, "mossy kettle"));
        assert!(outcome.is_err(), "byte {at}");
    }
    for length in 0..bytes.len() {
        assert!(
            Header::from_bytes(&bytes[..length]).is_err(),
            "{length} bytes"
        );
    }
    let mut changed = bytes.clone();
    changed[authenticated - 20] ^= 1;
    let damaged = Header::from_bytes(&changed).unwrap();
    assert!(matches!(
        unlock(&damaged, "mossy kettle"),
        Err(CryptoError::HeaderDamaged)
    ));
}

#[test]
fn a_newer_format_is_named() {
    let bytes = VAULT.0.to_bytes();
    // array(4), text(15) "companion-vault", then the version.
    let mut newer = bytes.clone();
    assert_eq!(newer[17], 1);
    newer[17] = 2;
    assert_eq!(
        Header::from_bytes(&newer).unwrap_err(),
        CryptoError::NewerFormat { found: 2, known: 1 }
    );
    newer[17] = 0;
    assert_eq!(
        Header::from_bytes(&newer).unwrap_err(),
        CryptoError::NotAHeader
    );
}

#[test]
fn a_header_that_promises_endless_slots_is_refused() {
    let mut body = vec![0xa2, 0x00, 0x50];
    body.extend_from_slice(&[7; 16]);
    // Key 1: an array of 2^63 slots.
    body.extend_from_slice(&[0x01, 0x9b, 0x80, 0, 0, 0, 0, 0, 0, 0]);
    let sum = companion_crypto::Digest::of(&body);
    let mut header = vec![0x84, 0x6f];
    header.extend_from_slice(b"companion-vault\x01\x58");
    header.push(u8::try_from(body.len()).unwrap());
    header.extend_from_slice(&body);
    header.extend_from_slice(&[0x58, 32]);
    header.extend_from_slice(sum.as_bytes());
    assert_eq!(
        Header::from_bytes(&header).unwrap_err(),
        CryptoError::NotAHeader
    );
}

#[test]
fn derivation_outside_the_bounds_is_refused_before_any_work() {
    for iterations in [0, 1, 599_999, 10_000_001, u32::MAX] {
        assert_eq!(Pbkdf2::new(iterations), Err(CryptoError::KdfOutOfBounds));
        // The stored count, 600,000, as CBOR; the header's sum is made anew.
        let bytes = VAULT.0.to_bytes();
        let stored = [0x1a, 0x00, 0x09, 0x27, 0xc0];
        let at = bytes
            .windows(5)
            .position(|window| window == stored)
            .unwrap();
        let mut changed = bytes.clone();
        changed[at + 1..at + 5].copy_from_slice(&iterations.to_be_bytes());
        let sum_at = changed.len() - 32;
        let body_at = sum_at - 2 - body_length(&changed);
        let sum = companion_crypto::Digest::of(&changed[body_at..sum_at - 2]);
        changed[sum_at..].copy_from_slice(sum.as_bytes());
        let header = Header::from_bytes(&changed).unwrap();
        let mut worked = false;
        let outcome = header.unlock(&Passphrase::new("mossy kettle").unwrap(), &mut |_, _| {
            worked = true;
        });
        assert_eq!(
            outcome.err(),
            Some(CryptoError::KdfOutOfBounds),
            "{iterations}"
        );
        assert!(!worked);
    }
}

/// Length of the body: a CBOR byte string after magic and version.
fn body_length(header: &[u8]) -> usize {
    match header[18] {
        0x58 => usize::from(header[19]),
        0x59 => usize::from(u16::from_be_bytes([header[19], header[20]])),
        other => panic!("unexpected length {other:#x}"),
    }
}
