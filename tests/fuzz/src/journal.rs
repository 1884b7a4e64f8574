//! The golden journal with a recovery key: its keys are known, and deriving them is cheap.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use companion_core::{
    Clock, Entropy, EntropyError, EstimatorError, Strength, StrengthEstimator, Timestamp,
};
use companion_crypto::{Header, RecordType, RecoveryKey, VaultKeys};
use companion_store::{Batch, Change, Key, MemoryStore, Store, Table};
use companion_vault::{Unlocked, Vault, VaultError};
use pollster::block_on;

/// A journal in memory.
pub(crate) type SampleVault = Vault<MemoryStore, World>;

/// A record as stored: key and value.
pub(crate) type Stored = (Key, Vec<u8>);

/// The golden journal as stored.
pub(crate) struct Golden {
    pub(crate) header: Vec<u8>,
    pub(crate) records: Vec<Stored>,
    pub(crate) recovery_key: String,
}

/// A file of the vault's fixtures.
pub(crate) fn fixture(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/vault");
    root.join(name)
}

/// Reads the golden journal, once.
pub(crate) fn golden() -> &'static Golden {
    static GOLDEN: OnceLock<Golden> = OnceLock::new();
    GOLDEN.get_or_init(|| {
        let stored = std::fs::read_to_string(fixture("v1-recovery.vault.txt")).unwrap();
        let expected = std::fs::read_to_string(fixture("v1-recovery.expected.json")).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
        let (mut header, mut records) = (Vec::new(), Vec::new());
        for line in stored.lines().filter(|line| !line.starts_with('#')) {
            let parts: Vec<&str> = line.split(' ').collect();
            let (key, value) = (from_hex(parts[1]), from_hex(parts[2]));
            match parts[0] {
                "header" => header = value,
                _ => records.push((key, value)),
            }
        }
        Golden {
            header,
            records,
            recovery_key: expected["recovery_key"].as_str().unwrap().to_owned(),
        }
    })
}

/// The golden journal's keys.
pub(crate) fn keys() -> &'static VaultKeys {
    static KEYS: OnceLock<VaultKeys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let header = Header::from_bytes(&golden().header).unwrap();
        let recovery = RecoveryKey::parse(&golden().recovery_key).unwrap();
        header.unlock_with_recovery(&recovery).unwrap()
    })
}

/// Unlocks a journal that has the golden header.
pub(crate) fn unlock(store: MemoryStore) -> Result<Unlocked<MemoryStore, World>, VaultError> {
    let unlocked =
        SampleVault::unlock_with_recovery_key(store, World::default(), &golden().recovery_key);
    block_on(unlocked)
}

/// A store with these records under the golden header.
pub(crate) fn store_of(records: impl IntoIterator<Item = Stored>) -> MemoryStore {
    let put = |table, key, value| Change::Put { table, key, value };
    let header = put(Table::Header, b"header".to_vec(), golden().header.clone());
    let records = records
        .into_iter()
        .map(|(key, value)| put(Table::Records, key, value));
    let store = MemoryStore::default();
    let batch = Batch {
        expect: None,
        changes: core::iter::once(header).chain(records).collect(),
    };
    block_on(store.commit(batch)).unwrap();
    store
}

/// A store with these records and this log, numbered from 1, under the golden header.
pub(crate) fn store_with_log(records: Vec<Stored>, log: Vec<Vec<u8>>) -> MemoryStore {
    let store = store_of(records);
    let put = |(number, value): (u64, Vec<u8>)| Change::Put {
        table: Table::Audit,
        key: number.to_be_bytes().to_vec(),
        value,
    };
    let batch = Batch {
        expect: None,
        changes: (1..).zip(log).map(put).collect(),
    };
    block_on(store.commit(batch)).unwrap();
    store
}

/// Seals a record of the first schema.
pub(crate) fn seal(kind: u8, name: &[u8], revision: u64, plain: &[u8]) -> Stored {
    let key = keys().derive_record_key(kind, name);
    let record = RecordType {
        kind,
        schema: 1,
        revision,
    };
    let sealed = keys().seal(&World::default(), &key, record, plain).unwrap();
    (key.as_bytes().to_vec(), sealed)
}

fn from_hex(digits: &str) -> Vec<u8> {
    let pairs = (0..digits.len() / 2).map(|at| &digits[2 * at..2 * at + 2]);
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

/// Noon of the golden day, and a counter as random source: every run is the same.
#[derive(Default)]
pub(crate) struct World {
    drawn: Cell<u64>,
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        Timestamp {
            unix_ms: 1_795_348_800_000,
            utc_offset_minutes: 60,
        }
    }
}

impl Entropy for World {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for chunk in bytes.chunks_mut(8) {
            self.drawn.set(self.drawn.get() + 1);
            let spread = self.drawn.get().wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&spread.to_be_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl StrengthEstimator for World {
    async fn estimate(&self, passphrase: &str) -> Result<Strength, EstimatorError> {
        Ok(companion_strength::estimate(passphrase))
    }
}
