//! The store itself.

use std::path::Path;

use companion_store::{Batch, Change, Expectation, Key, Store, StoreError, Table};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, TransactionBehavior};

use crate::error::from_sqlite;
use crate::folder::{DATABASE, Folder};
use crate::schema;

/// A journal's tables in an SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    // Closed before the folder's lock is given back: fields are dropped in this order.
    connection: Connection,
    _folder: Folder,
}

impl SqliteStore {
    /// Opens the journal's file in `folder`, and makes both where there are none: the folder
    /// with mode 0700, its files with mode 0600. No other program can open it until this store
    /// is dropped.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when another program has it open, when it may not be
    /// written to, or when `folder` holds other things and others may look into it;
    /// [`StoreError::TooNew`]; [`StoreError::Full`]; [`StoreError::Backend`] when the file is
    /// damaged or not a journal. What lies there is left as it is then.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let folder = Folder::take(folder)?;
        let connection = schema::open(&folder.database()?)?;
        Ok(Self {
            connection,
            _folder: folder,
        })
    }

    /// Whether `folder` holds a journal's file.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        folder.join(DATABASE).exists()
    }

    fn find(&self, table: Table, key: &[u8]) -> rusqlite::Result<Option<Vec<u8>>> {
        let query = format!("SELECT value FROM {} WHERE key = ?1", table.name());
        let mut statement = self.connection.prepare_cached(&query)?;
        statement.query_row([key], |row| row.get(0)).optional()
    }

    fn page(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> rusqlite::Result<Vec<(Key, Vec<u8>)>> {
        let from = if after.is_some() { ">" } else { ">=" };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT key, value FROM {} WHERE key {from} ?1 ORDER BY key LIMIT ?2",
            table.name()
        ))?;
        // More records than that do not fit into a file.
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        statement
            .query_map((after.unwrap_or_default(), limit), read)?
            .collect()
    }

    fn keys_behind(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> rusqlite::Result<Vec<Key>> {
        let from = if after.is_some() { ">" } else { ">=" };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT key FROM {} WHERE key {from} ?1 ORDER BY key LIMIT ?2",
            table.name()
        ))?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        statement
            .query_map((after.unwrap_or_default(), limit), |row| row.get(0))?
            .collect()
    }

    fn begin(&self, behavior: TransactionBehavior) -> Result<Transaction<'_>, StoreError> {
        // Never inside another one: no method of this store waits between begin and end.
        Transaction::new_unchecked(&self.connection, behavior).map_err(from_sqlite)
    }

    fn check(&self, expect: &Expectation) -> Result<(), StoreError> {
        let found = self.find(expect.table, &expect.key).map_err(from_sqlite)?;
        if found == expect.value {
            Ok(())
        } else {
            Err(StoreError::Conflict)
        }
    }

    fn apply(&self, change: &Change) -> rusqlite::Result<()> {
        match change {
            Change::Put { table, key, value } => {
                let mut statement = self.connection.prepare_cached(&format!(
                    "INSERT INTO {} (key, value) VALUES (?1, ?2)
                     ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    table.name()
                ))?;
                statement.execute((key, value))?;
            }
            Change::Delete { table, key } => {
                let mut statement = self
                    .connection
                    .prepare_cached(&format!("DELETE FROM {} WHERE key = ?1", table.name()))?;
                statement.execute([key])?;
            }
        }
        Ok(())
    }
}

impl Store for SqliteStore {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.find(table, key).map_err(from_sqlite)
    }

    async fn get_many(
        &self,
        table: Table,
        keys: &[Key],
    ) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let _snapshot = self.begin(TransactionBehavior::Deferred)?;
        let values = keys.iter().map(|key| self.find(table, key));
        values.collect::<rusqlite::Result<_>>().map_err(from_sqlite)
    }

    async fn scan(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Key, Vec<u8>)>, StoreError> {
        self.page(table, after, limit).map_err(from_sqlite)
    }

    async fn keys(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Key>, StoreError> {
        self.keys_behind(table, after, limit).map_err(from_sqlite)
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        // Dropped on any error, the transaction is rolled back.
        let transaction = self.begin(TransactionBehavior::Immediate)?;
        if let Some(expect) = &batch.expect {
            self.check(expect)?;
        }
        for change in &batch.changes {
            self.apply(change).map_err(from_sqlite)?;
        }
        transaction.commit().map_err(from_sqlite)
    }
}
