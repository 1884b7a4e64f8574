//! A journal to test with: chosen time, repeatable randomness, cheap access to stored bytes.
#![allow(dead_code, reason = "each test file uses its part")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use companion_core::{
    Clock, Draft, Entropy, EntropyError, EstimatorError, Strength, StrengthEstimator, Timestamp,
};
use companion_crypto::{Header, Passphrase, VaultKeys};
use companion_store::{Batch, Change, Key, MemoryStore, Store, StoreError, Table};
use companion_vault::{Problem, Unlocked, Vault, VaultError};
use pollster::block_on;

pub(crate) const PASSPHRASE: &str = "mossy kettle under nine lamps";

/// 2026-11-22T12:00Z, an hour east of it.
pub(crate) const NOON_MS: i64 = 1_795_348_800_000;
pub(crate) const DAY_MS: i64 = 86_400_000;

/// Time that moves a second with every look, and a counter as random source: every draw
/// differs, and every run is the same.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) now_ms: Rc<Cell<i64>>,
    drawn: Rc<Cell<u64>>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            now_ms: Rc::new(Cell::new(NOON_MS)),
            drawn: Rc::default(),
        }
    }
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        self.now_ms.set(self.now_ms.get() + 1_000);
        Timestamp {
            unix_ms: self.now_ms.get(),
            utc_offset_minutes: 60,
        }
    }
}

impl Entropy for World {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for chunk in bytes.chunks_mut(8) {
            self.drawn.set(self.drawn.get() + 1);
            // SplitMix64: spreads a counter over all bits.
            let mut z = self.drawn.get().wrapping_mul(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let random = (z ^ (z >> 31)).to_le_bytes();
            chunk.copy_from_slice(&random[..chunk.len()]);
        }
        Ok(())
    }
}

impl StrengthEstimator for World {
    async fn estimate(&self, passphrase: &str) -> Result<Strength, EstimatorError> {
        Ok(companion_strength::estimate(passphrase))
    }
}

/// A store that two writers can share, that can be made to fail, and whose bytes a test can
/// read and change behind the vault's back.
#[derive(Clone, Default)]
pub(crate) struct TestStore {
    inner: Rc<MemoryStore>,
    /// Whose records the next commit meets instead of this store's.
    rival: Rc<RefCell<Option<Rc<MemoryStore>>>>,
    /// Commits left before one fails with the error.
    pub(crate) fail: Rc<RefCell<Option<(usize, StoreError)>>>,
}

impl Store for TestStore {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.get(table, key).await
    }

    async fn get_many(
        &self,
        table: Table,
        keys: &[Key],
    ) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        self.inner.get_many(table, keys).await
    }

    async fn scan(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Key, Vec<u8>)>, StoreError> {
        self.inner.scan(table, after, limit).await
    }

    async fn keys(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Key>, StoreError> {
        self.inner.keys(table, after, limit).await
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let rival = self.rival.borrow_mut().take();
        if let Some(rival) = rival {
            return rival.commit(batch).await;
        }
        let fail = self.fail.borrow_mut().take();
        match fail {
            Some((0, error)) => Err(error),
            Some((left, error)) => {
                *self.fail.borrow_mut() = Some((left - 1, error));
                self.inner.commit(batch).await
            }
            None => self.inner.commit(batch).await,
        }
    }
}

pub(crate) type Dump = Vec<(Table, Key, Vec<u8>)>;

impl TestStore {
    /// Everything stored.
    pub(crate) fn dump(&self) -> Dump {
        let all = |table| {
            block_on(self.inner.scan(table, None, usize::MAX))
                .unwrap()
                .into_iter()
                .map(move |(key, value)| (table, key, value))
        };
        Table::ALL.into_iter().flat_map(all).collect()
    }

    /// How many records there are beside the audit log, which only grows.
    pub(crate) fn count(&self) -> usize {
        let all = self.dump().into_iter();
        all.filter(|(table, ..)| *table != Table::Audit).count()
    }

    /// A store with these bytes.
    pub(crate) fn restore(dump: &Dump) -> Self {
        let store = Self::default();
        for (table, key, value) in dump {
            store.put(*table, key, value.clone());
        }
        store
    }

    pub(crate) fn put(&self, table: Table, key: &[u8], value: Vec<u8>) {
        self.change(Change::Put {
            table,
            key: key.to_vec(),
            value,
        });
    }

    pub(crate) fn delete(&self, table: Table, key: &[u8]) {
        self.change(Change::Delete {
            table,
            key: key.to_vec(),
        });
    }

    pub(crate) fn try_value(&self, table: Table, key: &[u8]) -> Option<Vec<u8>> {
        block_on(self.inner.get(table, key)).unwrap()
    }

    pub(crate) fn value(&self, table: Table, key: &[u8]) -> Vec<u8> {
        self.try_value(table, key).unwrap()
    }

    /// From the next commit on, this store turns out to be `other`.
    pub(crate) fn race(&self, other: &Self) {
        *self.rival.borrow_mut() = Some(other.inner.clone());
    }

    fn change(&self, change: Change) {
        let batch = Batch {
            expect: None,
            changes: vec![change],
        };
        block_on(self.inner.commit(batch)).unwrap();
    }
}

pub(crate) type TestVault = Vault<TestStore, World>;

pub(crate) fn create(store: &TestStore, world: &World) -> TestVault {
    block_on(Vault::create(
        store.clone(),
        world.clone(),
        PASSPHRASE,
        &mut |_, _| {},
    ))
    .unwrap()
}

pub(crate) fn try_unlock(
    store: &TestStore,
    world: &World,
) -> Result<Unlocked<TestStore, World>, VaultError> {
    block_on(Vault::unlock(
        store.clone(),
        world.clone(),
        PASSPHRASE,
        &mut |_, _| {},
    ))
}

pub(crate) fn unlock(store: &TestStore, world: &World) -> (TestVault, Vec<Problem>) {
    let Unlocked { vault, problems } = try_unlock(store, world).unwrap();
    (vault, problems)
}

/// Writes and saves a new entry.
pub(crate) fn write(vault: &mut TestVault, text: &str) -> companion_core::EntrySummary {
    let draft = new_draft(vault, text);
    block_on(vault.save_entry(draft)).unwrap()
}

pub(crate) fn new_draft(vault: &TestVault, text: &str) -> Draft {
    let draft = block_on(vault.open_draft(None)).unwrap();
    Draft {
        content: text.into(),
        ..draft
    }
}

/// Kinds of records, as `docs/FORMAT.md` numbers them.
pub(crate) const ENTRY: u8 = 1;
pub(crate) const DRAFT: u8 = 2;
pub(crate) const SETTINGS: u8 = 3;
pub(crate) const PAGE: u8 = 4;
pub(crate) const HEAD: u8 = 5;
pub(crate) const VERSION: u8 = 8;
pub(crate) const TRASH_NOTES: u8 = 17;

/// Where a record lies, as somebody with the passphrase can compute it.
pub(crate) fn record_key(store: &TestStore, kind: u8, name: &[u8]) -> Key {
    thread_local! {
        static KEYS: RefCell<Option<(Vec<u8>, VaultKeys)>> = const { RefCell::new(None) };
    }
    let header = store.value(Table::Header, b"header");
    KEYS.with_borrow_mut(|cached| {
        if cached.as_ref().is_none_or(|(of, _)| *of != header) {
            let passphrase = Passphrase::new(PASSPHRASE).unwrap();
            let parsed = Header::from_bytes(&header).unwrap();
            let keys = parsed.unlock(&passphrase, &mut |_, _| {}).unwrap();
            *cached = Some((header, keys));
        }
        let (_, keys) = cached.as_ref().unwrap();
        keys.derive_record_key(kind, name).as_bytes().to_vec()
    })
}

/// Where an earlier version of an entry lies.
pub(crate) fn version_key(store: &TestStore, id: companion_core::EntryId, number: u64) -> Key {
    let name = [id.as_bytes().as_slice(), &number.to_be_bytes()].concat();
    record_key(store, VERSION, &name)
}
