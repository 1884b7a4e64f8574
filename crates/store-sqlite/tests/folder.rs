//! Whose the folder is: closed to others, one writer, and nothing deleted left behind.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use companion_store::StoreError;
use companion_store_sqlite::SqliteStore;

use support::{commit, delete, open, put};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn assert_files_closed(folder: &Path, names: &[&str]) {
    let mut found: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|item| item.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(found, names);
    for name in names {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
}

#[test]
fn a_new_folder_and_all_its_files_are_the_owners() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("some/where");
    assert!(!SqliteStore::exists(&folder));
    let store = open(&folder);
    commit(&store, vec![put(b"a", b"1")]).unwrap();
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&above.path().join("some")), 0o700);
    let open_names = [
        "journal.lock",
        "journal.sqlite3",
        "journal.sqlite3-shm",
        "journal.sqlite3-wal",
    ];
    assert_files_closed(&folder, &open_names);
    assert!(SqliteStore::exists(&folder));
    drop(store);
    assert_files_closed(&folder, &["journal.lock", "journal.sqlite3"]);
}

#[test]
fn a_folder_of_our_own_is_closed_and_so_are_its_files() {
    let folder = tempfile::tempdir().unwrap();
    commit(&open(folder.path()), vec![put(b"a", b"1")]).unwrap();
    fs::create_dir(folder.path().join("models")).unwrap();
    set_mode(folder.path(), 0o755);
    for name in ["journal.lock", "journal.sqlite3"] {
        set_mode(&folder.path().join(name), 0o644);
    }
    let store = open(folder.path());
    commit(&store, vec![put(b"b", b"1")]).unwrap();
    assert_eq!(mode(folder.path()), 0o700);
    for name in [
        "journal.lock",
        "journal.sqlite3",
        "journal.sqlite3-shm",
        "journal.sqlite3-wal",
    ] {
        assert_eq!(mode(&folder.path().join(name)), 0o600, "{name}");
    }
}

#[test]
fn a_folder_with_other_things_keeps_its_mode() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("letter.txt"), "Dear").unwrap();
    set_mode(folder.path(), 0o755);
    let error = SqliteStore::open(folder.path()).unwrap_err();
    assert!(
        matches!(&error, StoreError::Unavailable(why) if why.contains("a folder of its own")),
        "{error}"
    );
    assert_eq!(mode(folder.path()), 0o755);
    assert!(!SqliteStore::exists(folder.path()));
    // The owner has closed it: then it may hold what it likes.
    set_mode(folder.path(), 0o700);
    open(folder.path());
}

#[test]
fn one_writer_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path());
    let error = SqliteStore::open(folder.path()).unwrap_err();
    assert!(
        matches!(&error, StoreError::Unavailable(why) if why.contains("another Companion")),
        "{error}"
    );
    commit(&first, vec![put(b"a", b"1")]).unwrap();
    drop(first);
    open(folder.path());
}

#[test]
fn what_is_deleted_or_replaced_does_not_lie_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let secret = b"sealed and still not for keeping".repeat(200);
    commit(
        &store,
        vec![put(b"a", &secret), put(b"b", &secret), put(b"c", b"stays")],
    )
    .unwrap();
    commit(&store, vec![delete(b"a"), put(b"b", b"new")]).unwrap();
    drop(store);
    let bytes = fs::read(folder.path().join("journal.sqlite3")).unwrap();
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(holds(b"stays") && holds(b"new"));
    assert!(!holds(b"not for keeping"));
    assert!(!folder.path().join("journal.sqlite3-wal").exists());
}
