//! The store that forgets: for tests, and for a journal to try out.

use core::cell::RefCell;
use core::ops::Bound;
use std::collections::BTreeMap;

use crate::{Batch, Change, Key, Store, StoreError, Table};

/// An in-memory [`Store`].
#[derive(Debug, Default)]
pub struct MemoryStore {
    records: RefCell<BTreeMap<(Table, Key), Vec<u8>>>,
}

impl Store for MemoryStore {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.records.borrow().get(&(table, key.to_vec())).cloned())
    }

    async fn get_many(
        &self,
        table: Table,
        keys: &[Key],
    ) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let records = self.records.borrow();
        Ok(keys
            .iter()
            .map(|key| records.get(&(table, key.clone())).cloned())
            .collect())
    }

    async fn scan(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Key, Vec<u8>)>, StoreError> {
        let start = match after {
            Some(key) => Bound::Excluded((table, key.to_vec())),
            None => Bound::Included((table, Key::new())),
        };
        Ok(self
            .records
            .borrow()
            .range((start, Bound::Unbounded))
            .take_while(|((of, _), _)| *of == table)
            .take(limit)
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect())
    }

    async fn keys(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Key>, StoreError> {
        let start = match after {
            Some(key) => Bound::Excluded((table, key.to_vec())),
            None => Bound::Included((table, Key::new())),
        };
        let records = self.records.borrow();
        let keys = records.range((start, Bound::Unbounded)).map(|(key, _)| key);
        Ok(keys
            .take_while(|(of, _)| *of == table)
            .take(limit)
            .map(|(_, key)| key.clone())
            .collect())
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let mut records = self.records.borrow_mut();
        if let Some(expect) = batch.expect
            && records.get(&(expect.table, expect.key)) != expect.value.as_ref()
        {
            return Err(StoreError::Conflict);
        }
        for change in batch.changes {
            match change {
                Change::Put { table, key, value } => {
                    records.insert((table, key), value);
                }
                Change::Delete { table, key } => {
                    records.remove(&(table, key));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::conformance::{self, Home};

    /// Memory lasts as long as somebody holds it.
    #[derive(Default)]
    struct Kept(Rc<MemoryStore>);

    impl Home for Kept {
        type Store = Rc<MemoryStore>;

        async fn open(&self) -> Self::Store {
            Rc::clone(&self.0)
        }

        async fn close(&self, _: Self::Store) {}
    }

    macro_rules! native_tests {
        (store { $($check:ident,)* } home { $($home_check:ident,)* }) => {
            $(
                #[test]
                fn $check() {
                    pollster::block_on(conformance::$check(&MemoryStore::default()));
                }
            )*
            $(
                #[test]
                fn $home_check() {
                    pollster::block_on(conformance::$home_check(&Kept::default()));
                }
            )*
        };
    }
    crate::for_each_conformance_check!(native_tests);
}
