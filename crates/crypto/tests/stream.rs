//! Streams: what is sealed comes back in order, and only then.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use core::cell::Cell;

use companion_core::{Entropy, EntropyError};
use companion_crypto::{CryptoError, Header, Passphrase, Pbkdf2, StreamSalt, VaultKeys};

struct Counter(Cell<u8>);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for byte in bytes {
            self.0.set(self.0.get().wrapping_mul(77).wrapping_add(19));
            *byte = self.0.get();
        }
        Ok(())
    }
}

fn keys() -> VaultKeys {
    let passphrase = Passphrase::new("mossy kettle under nine lamps").unwrap();
    let entropy = Counter(Cell::new(1));
    Header::generate(&entropy, &passphrase, Pbkdf2::default(), &mut |_, _| {})
        .unwrap()
        .1
}

const PREFIX: &[u8] = b"what stands before";

fn sealed(keys: &VaultKeys, chunks: &[&[u8]]) -> (StreamSalt, Vec<Vec<u8>>) {
    let (salt, mut sealer) = keys.seal_backup(&Counter(Cell::new(2)), PREFIX).unwrap();
    let mut sealed: Vec<Vec<u8>> = chunks.iter().map(|chunk| chunk.to_vec()).collect();
    let (last, others) = sealed.split_last_mut().unwrap();
    for chunk in others {
        sealer.seal(chunk).unwrap();
    }
    sealer.seal_last(last).unwrap();
    (salt, sealed)
}

#[test]
fn chunks_open_in_order_and_the_last_one_says_so() {
    let keys = keys();
    let (salt, sealed) = sealed(&keys, &[b"one", b"two", b""]);
    let mut opener = keys.open_backup(&salt, PREFIX);
    for (mut chunk, (plain, is_last)) in
        sealed
            .into_iter()
            .zip([("one", false), ("two", false), ("", true)])
    {
        assert_eq!(opener.open(&mut chunk), Ok(is_last));
        assert_eq!(chunk, plain.as_bytes());
    }
}

#[test]
fn a_chunk_opens_nowhere_else() {
    let keys = keys();
    let (salt, sealed) = sealed(&keys, &[b"one", b"two", b"end"]);
    let refused = |salt: &StreamSalt, prefix: &[u8], chunk: &[u8]| {
        let mut chunk = chunk.to_vec();
        keys.open_backup(salt, prefix).open(&mut chunk) == Err(CryptoError::Damaged)
    };
    assert!(!refused(&salt, PREFIX, &sealed[0]));
    assert!(refused(&salt, PREFIX, &sealed[1]), "in another place");
    assert!(refused(&salt, b"other", &sealed[0]), "after another prefix");
    let mut other_salt = salt;
    other_salt[31] ^= 1;
    assert!(
        refused(&other_salt, PREFIX, &sealed[0]),
        "in another stream"
    );
    assert!(refused(&salt, PREFIX, &sealed[0][1..]));
    assert!(refused(&salt, PREFIX, &[]));
    for at in 0..sealed[0].len() {
        let mut flipped = sealed[0].clone();
        flipped[at] ^= 0x80;
        assert!(refused(&salt, PREFIX, &flipped), "byte {at}");
    }
}
