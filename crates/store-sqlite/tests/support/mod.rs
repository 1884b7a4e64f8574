//! Short words for what the tests do with a store.
#![allow(dead_code, reason = "each test file uses its part")]

use std::path::Path;
use std::process::Command;

use companion_store::{Batch, Change, Key, Store, StoreError, Table};
use companion_store_sqlite::SqliteStore;
use pollster::block_on;

pub(crate) fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(folder).unwrap()
}

pub(crate) fn put(key: &[u8], value: &[u8]) -> Change {
    Change::Put {
        table: Table::Records,
        key: key.to_vec(),
        value: value.to_vec(),
    }
}

pub(crate) fn delete(key: &[u8]) -> Change {
    Change::Delete {
        table: Table::Records,
        key: key.to_vec(),
    }
}

pub(crate) fn commit(store: &SqliteStore, changes: Vec<Change>) -> Result<(), StoreError> {
    block_on(store.commit(Batch {
        expect: None,
        changes,
    }))
}

/// What the table of records holds, in order.
pub(crate) type Records = Vec<(Key, Vec<u8>)>;

pub(crate) fn records(store: &SqliteStore) -> Result<Records, StoreError> {
    block_on(store.scan(Table::Records, None, usize::MAX))
}

/// This very test program, to run one of its ignored tests in a process of its own.
pub(crate) fn this_program(test: &str) -> Command {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--ignored", "--exact", test, "--nocapture"]);
    program
}
