//! A store may be used through a shared pointer: a journal that is locked gives its store back
//! to whoever opened it, and nothing is opened twice.

use std::rc::Rc;

use crate::{Batch, Key, Store, StoreError, Table};

impl<S: Store + ?Sized> Store for Rc<S> {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        (**self).get(table, key).await
    }

    async fn get_many(
        &self,
        table: Table,
        keys: &[Key],
    ) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        (**self).get_many(table, keys).await
    }

    async fn scan(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Key, Vec<u8>)>, StoreError> {
        (**self).scan(table, after, limit).await
    }

    async fn keys(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Key>, StoreError> {
        (**self).keys(table, after, limit).await
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        (**self).commit(batch).await
    }
}
