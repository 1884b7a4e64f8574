//! The store itself.

use companion_store::{Batch, Key, Store, StoreError, Table};
use futures_util::future::{try_join, try_join_all};
use js_sys::Uint8Array;
use rexie::{KeyRange, Rexie, TransactionMode};

use crate::commit::{commit, from_js, to_js};
use crate::connection::Connection;
use crate::error::{from_idb, from_rexie};
use crate::migrations;

/// A journal's tables in IndexedDB.
#[derive(Debug)]
pub struct IndexedDbStore {
    reads: Rexie,
    writes: Connection,
}

impl IndexedDbStore {
    /// Opens the database `name`, and creates or upgrades it where needed.
    ///
    /// # Errors
    /// [`StoreError::TooNew`] when a newer version has been here,
    /// [`StoreError::Unavailable`] when the browser offers no storage.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let reads = migrations::schema(name).build().await.map_err(from_rexie)?;
        let writes = Connection::open(name).await?;
        Ok(Self { reads, writes })
    }

    /// Lets go of the database, so that it can be deleted or upgraded elsewhere.
    pub fn close(self) {
        self.writes.close();
        self.reads.close();
    }

    /// The table in a fresh transaction for reading.
    fn table(&self, table: Table) -> Result<rexie::Store, StoreError> {
        self.writes.database()?;
        self.reads
            .transaction(&[table.name()], TransactionMode::ReadOnly)
            .and_then(|transaction| transaction.store(table.name()))
            .map_err(from_rexie)
    }
}

impl Store for IndexedDbStore {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let value = self.table(table)?.get(to_js(key)).await;
        value.map_err(from_rexie)?.map(from_js).transpose()
    }

    async fn get_many(
        &self,
        table: Table,
        keys: &[Key],
    ) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let table = self.table(table)?;
        let requests = keys.iter().map(|key| table.get(to_js(key)));
        let values = try_join_all(requests).await.map_err(from_rexie)?;
        let bytes = values
            .into_iter()
            .map(|value| value.map(from_js).transpose());
        bytes.collect()
    }

    async fn scan(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Key, Vec<u8>)>, StoreError> {
        // For IndexedDB a limit of 0 is none at all.
        if limit == 0 {
            return Ok(Vec::new());
        }
        let limit = Some(u32::try_from(limit).unwrap_or(u32::MAX));
        let range = |after| KeyRange::lower_bound(&to_js(after), Some(true));
        let range = after.map(range).transpose().map_err(from_idb)?;
        let table = self.table(table)?;
        // Both are asked for before either is awaited: one way to the database and back, not two.
        let keys = table.get_all_keys(range.clone(), limit);
        let values = table.get_all(range, limit);
        let (keys, values) = try_join(keys, values).await.map_err(from_rexie)?;
        let keys = keys.iter().map(|key| Uint8Array::new(key).to_vec());
        let values = values.into_iter().map(from_js);
        keys.zip(values)
            .map(|(key, value)| Ok((key, value?)))
            .collect()
    }

    async fn keys(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Key>, StoreError> {
        // For IndexedDB a limit of 0 is none at all.
        if limit == 0 {
            return Ok(Vec::new());
        }
        let limit = Some(u32::try_from(limit).unwrap_or(u32::MAX));
        let range = |after| KeyRange::lower_bound(&to_js(after), Some(true));
        let range = after.map(range).transpose().map_err(from_idb)?;
        let keys = self.table(table)?.get_all_keys(range, limit).await;
        let keys = keys.map_err(from_rexie)?;
        Ok(keys
            .iter()
            .map(|key| Uint8Array::new(key).to_vec())
            .collect())
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        commit(self.writes.database()?, batch).await
    }
}
