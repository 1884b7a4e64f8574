//! A disk that is full, a folder that cannot be written, a file that is damaged or not a
//! journal: each is named, and nothing is overwritten.
#![allow(
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use companion_store::StoreError;
use companion_store_sqlite::SqliteStore;

use support::{commit, delete, open, put, records, this_program};

const FILE: &str = "journal.sqlite3";
const FOLDER: &str = "COMPANION_TEST_FOLDER";

/// A closed journal of some pages.
fn journal() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for number in 0..200_u32 {
        commit(
            &store,
            vec![put(&number.to_be_bytes(), &[number as u8; 300])],
        )
        .unwrap();
    }
    folder
}

/// Opens the journal after `change` of its file's bytes, and wants them to stay as they are.
fn refused(change: impl FnOnce(&mut Vec<u8>)) -> StoreError {
    let folder = journal();
    let file = folder.path().join(FILE);
    let mut bytes = fs::read(&file).unwrap();
    change(&mut bytes);
    fs::write(&file, &bytes).unwrap();
    let store = SqliteStore::open(folder.path());
    let error = store.and_then(|store| records(&store)).unwrap_err();
    assert!(
        fs::read(&file).unwrap() == bytes,
        "the file was changed: {error}"
    );
    error
}

fn assert_damaged(error: &StoreError) {
    assert!(
        matches!(error, StoreError::Backend(why) if why.contains("damaged")),
        "{error}"
    );
}

#[test]
fn a_damaged_file_is_named_and_left_as_it_is() {
    assert_damaged(&refused(|bytes| bytes[..16].fill(0xA5)));
    assert_damaged(&refused(|bytes| bytes[100..4_096].fill(0xA5)));
    assert_damaged(&refused(|bytes| bytes[4_096..].fill(0xA5)));
    assert_damaged(&refused(|bytes| bytes.truncate(4_096)));
    assert_damaged(&refused(|bytes| bytes.truncate(9_000)));
    assert_damaged(&refused(|bytes| {
        *bytes = b"Dear diary, this is not a journal. ".repeat(300)
    }));
}

#[test]
fn files_of_others_and_of_the_future_are_refused() {
    let version = |version: i32| {
        move |bytes: &mut Vec<u8>| bytes[60..64].copy_from_slice(&version.to_be_bytes())
    };
    assert_eq!(refused(version(3)), StoreError::TooNew);
    assert_damaged(&refused(version(1)));
    assert_damaged(&refused(version(0)));
    // The application's number, at offset 68 of SQLite's header.
    let error = refused(|bytes| bytes[68..72].fill(0));
    assert!(error.to_string().contains("another program"), "{error}");
}

#[test]
fn a_log_without_its_file_is_not_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("journal.sqlite3-wal"), [7; 5_000]).unwrap();
    assert_damaged(&SqliteStore::open(folder.path()).unwrap_err());
    let log = fs::read(folder.path().join("journal.sqlite3-wal")).unwrap();
    assert_eq!(log, [7; 5_000]);
    assert!(!folder.path().join(FILE).exists());
}

#[test]
fn a_folder_that_cannot_be_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    for impossible in [file.join("journal"), file, PathBuf::from("/proc/companion")] {
        let error = SqliteStore::open(&impossible).unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    }
    fs::create_dir(folder.path().join(FILE)).unwrap();
    fs::remove_file(folder.path().join("file")).unwrap();
    let error = SqliteStore::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
}

/// Runs an ignored test of this program with a folder on a disk of its own, of `size`, which
/// only Linux gives to everybody.
fn on_a_disk_of(size: &str, test: &str) {
    let can = Command::new("unshare").args(["-rm", "true"]).status();
    if !can.is_ok_and(|status| status.success()) {
        eprintln!("not tried: this system lends nobody a disk ({test})");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let program = this_program(test);
    let line = format!("mount -t tmpfs -o size={size} tmpfs \"${FOLDER}\" && exec \"$0\" \"$@\"");
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", &line])
        .arg(program.get_program())
        .args(program.get_args())
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    assert!(
        output.status.success() && String::from_utf8_lossy(&output.stdout).contains("1 passed"),
        "{output:?}"
    );
}

fn remount(folder: &Path, options: &str) {
    let options = format!("remount,{options}");
    let status = Command::new("mount")
        .args(["-o", &options])
        .arg(folder)
        .status();
    assert!(status.unwrap().success(), "{options}");
}

#[test]
fn a_full_disk_is_named_and_loses_nothing() {
    on_a_disk_of("2m", "fills_its_disk");
}

#[test]
#[ignore = "run by the test above, on a disk of its own"]
fn fills_its_disk() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let store = open(&folder);
    let value = |number: u32| number.to_le_bytes().repeat(4_000);
    let change = |number: u32| {
        vec![
            put(&number.to_be_bytes(), &value(number)),
            put(b"last", &number.to_be_bytes()),
        ]
    };
    let (full, error) = (0..1_000)
        .find_map(|number| {
            commit(&store, change(number))
                .err()
                .map(|error| (number, error))
        })
        .unwrap();
    assert_eq!(error, StoreError::Full);
    assert!(full > 10, "{full}");
    let holds = |store: &SqliteStore, count: u32| {
        let mut expected: Vec<_> = (0..count)
            .map(|number| (number.to_be_bytes().to_vec(), value(number)))
            .collect();
        expected.push((b"last".to_vec(), (count - 1).to_be_bytes().to_vec()));
        assert!(records(store).unwrap() == expected);
    };
    holds(&store, full);
    // Again, and after opening it again, on the same full disk.
    assert_eq!(commit(&store, change(full)), Err(StoreError::Full));
    drop(store);
    let store = open(&folder);
    holds(&store, full);
    remount(&folder, "size=8m");
    commit(&store, change(full)).unwrap();
    holds(&store, full + 1);
    commit(
        &store,
        (0..full)
            .map(|number| delete(&number.to_be_bytes()))
            .collect(),
    )
    .unwrap();
    assert_eq!(records(&store).unwrap().len(), 2);
}

#[test]
fn a_folder_that_may_only_be_read_is_named() {
    on_a_disk_of("2m", "is_refused_on_its_disk");
}

#[test]
#[ignore = "run by the test above, on a disk of its own"]
fn is_refused_on_its_disk() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    commit(&open(&folder), vec![put(b"a", b"1")]).unwrap();
    let before = fs::read(folder.join(FILE)).unwrap();
    remount(&folder, "ro");
    let error = SqliteStore::open(&folder).unwrap_err();
    assert!(
        matches!(&error, StoreError::Unavailable(why) if why.contains("Read-only")),
        "{error}"
    );
    let error = SqliteStore::open(&folder.join("new")).unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    remount(&folder, "rw");
    assert!(fs::read(folder.join(FILE)).unwrap() == before);
    assert_eq!(records(&open(&folder)).unwrap().len(), 1);
}
