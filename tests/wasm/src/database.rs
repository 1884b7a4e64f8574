//! A database of its own for each test.

use std::cell::Cell;

use companion_store_indexeddb::IndexedDbStore;
use rexie::Rexie;

thread_local! {
    static MADE: Cell<u32> = const { Cell::new(0) };
}

/// The name of a database that does not exist. Tests of one run share an origin, and may run
/// while others wait.
pub(crate) async fn fresh_name() -> String {
    let number = MADE.get();
    MADE.set(number + 1);
    let name = format!("test-{number}");
    Rexie::delete(&name).await.unwrap();
    name
}

/// A store in a database of its own.
pub(crate) async fn fresh_store() -> IndexedDbStore {
    IndexedDbStore::open(&fresh_name().await).await.unwrap()
}
