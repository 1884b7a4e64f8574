//! SQLite does what every store must do.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use companion_store::conformance::{self, Home};
use companion_store_sqlite::SqliteStore;
use pollster::block_on;
use tempfile::TempDir;

/// A folder that goes when the test ends.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
}

impl Home for Folder {
    type Store = SqliteStore;

    async fn open(&self) -> SqliteStore {
        SqliteStore::open(self.0.path()).unwrap()
    }

    async fn close(&self, store: SqliteStore) {
        drop(store);
    }
}

macro_rules! native_tests {
    (store { $($check:ident,)* } home { $($home_check:ident,)* }) => {
        $(
            #[test]
            fn $check() {
                let home = Folder::new();
                block_on(async { conformance::$check(&home.open().await).await });
            }
        )*
        $(
            #[test]
            fn $home_check() {
                block_on(conformance::$home_check(&Folder::new()));
            }
        )*
    };
}
companion_store::for_each_conformance_check!(native_tests);
