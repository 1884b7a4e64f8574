//! Where the journal that this worker serves lies: the writer's in IndexedDB, the sample in memory.
//!
//! One type for both, so that the vault is compiled once.

use companion_store::{Batch, Key, MemoryStore, Store, StoreError, Table};
use companion_store_indexeddb::IndexedDbStore;

/// The store of one worker.
#[derive(Debug)]
pub enum BrowserStore {
    /// The writer's journal.
    Kept(IndexedDbStore),
    /// The sample: nothing of it is stored.
    Memory(MemoryStore),
}

impl Store for BrowserStore {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self {
            Self::Kept(store) => store.get(table, key).await,
            Self::Memory(store) => store.get(table, key).await,
        }
    }

    async fn get_many(
        &self,
        table: Table,
        keys: &[Key],
    ) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        match self {
            Self::Kept(store) => store.get_many(table, keys).await,
            Self::Memory(store) => store.get_many(table, keys).await,
        }
    }

    async fn scan(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Key, Vec<u8>)>, StoreError> {
        match self {
            Self::Kept(store) => store.scan(table, after, limit).await,
            Self::Memory(store) => store.scan(table, after, limit).await,
        }
    }

    async fn keys(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Key>, StoreError> {
        match self {
            Self::Kept(store) => store.keys(table, after, limit).await,
            Self::Memory(store) => store.keys(table, after, limit).await,
        }
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        match self {
            Self::Kept(store) => store.commit(batch).await,
            Self::Memory(store) => store.commit(batch).await,
        }
    }
}
