//! Every golden journal and backup in the stores of this platform.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use companion_store::MemoryStore;
use companion_store::conformance::Home;
use companion_store_sqlite::SqliteStore;
use pollster::block_on;
use tempfile::TempDir;

/// Memory lasts as long as somebody holds it.
#[derive(Default)]
struct Memory(Rc<MemoryStore>);

impl Home for Memory {
    type Store = Rc<MemoryStore>;

    async fn open(&self) -> Self::Store {
        Rc::clone(&self.0)
    }

    async fn close(&self, _: Self::Store) {}
}

/// A folder that goes when the test ends.
struct Folder(TempDir);

impl Home for Folder {
    type Store = SqliteStore;

    async fn open(&self) -> SqliteStore {
        SqliteStore::open(self.0.path()).unwrap()
    }

    async fn close(&self, store: SqliteStore) {
        drop(store);
    }
}

macro_rules! tests {
    ($($check:ident,)*) => {
        mod memory {
            $(
                #[test]
                fn $check() {
                    super::block_on(companion_tests_conformance::$check(async || super::Memory::default()));
                }
            )*
        }
        mod sqlite {
            $(
                #[test]
                fn $check() {
                    let fresh = async || super::Folder(tempfile::tempdir().unwrap());
                    super::block_on(companion_tests_conformance::$check(fresh));
                }
            )*
        }
    };
}
companion_tests_conformance::for_each_golden_check!(tests);

/// The first version's file of the desktop.
fn golden_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/vault/v1.journal.sqlite3")
}

#[test]
fn the_first_file_of_the_desktop_opens() {
    let folder = Folder(tempfile::tempdir().unwrap());
    fs::copy(golden_file(), folder.0.path().join("journal.sqlite3")).unwrap();
    block_on(companion_tests_conformance::golden_journal_opens(
        &folder, "v1",
    ));
}

/// Made `v1.journal.sqlite3`, once.
#[test]
#[ignore = "writes the golden file, which is frozen"]
fn generate_golden_file() {
    assert!(
        !golden_file().exists(),
        "a golden file is never written again"
    );
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    block_on(companion_tests_conformance::put_golden_journal(
        &store, "v1",
    ));
    drop(store);
    fs::copy(folder.path().join("journal.sqlite3"), golden_file()).unwrap();
}
