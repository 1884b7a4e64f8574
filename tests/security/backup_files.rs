//! Backup files as they come back: cut, swapped, flipped, foreign. And the golden one.

use std::io::Cursor;

use companion_vault::VaultError;
use companion_vault::backup::{Backup, BackupError, Report};
use pollster::block_on;
use proptest::prelude::*;

use crate::backup::{backup_of, restore};
use crate::golden;
use crate::support::*;

const CHUNK: usize = 65_536 + 16;

/// A journal of several chunks, and its backup.
fn large() -> (TestVault, Vec<u8>) {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    for number in 0..8 {
        write(
            &mut vault,
            &format!("Day {number}\n\n{}", "Rain. ".repeat(5_000)),
        );
    }
    let (file, report) = backup_of(&mut vault);
    assert_eq!(report.entries, 8);
    (vault, file)
}

fn check(vault: &TestVault, file: &[u8]) -> Result<Report, BackupError> {
    block_on(vault.verify_backup(Cursor::new(file), &mut |_, _| {}))
}

/// Where the chunks begin: magic, version, length, header, salt.
fn start_of(file: &[u8]) -> usize {
    let length = u32::from_be_bytes(file[17..21].try_into().unwrap());
    21 + usize::try_from(length).unwrap() + 32
}

fn chunks_of(file: &[u8]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let (prefix, chunks) = file.split_at(start_of(file));
    (
        prefix.to_vec(),
        chunks.chunks(CHUNK).map(<[u8]>::to_vec).collect(),
    )
}

fn joined(prefix: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [prefix.to_vec(), chunks.concat()].concat()
}

#[test]
fn a_backup_cut_off_anywhere_is_refused() {
    let (vault, file) = large();
    assert!(check(&vault, &file).is_ok());
    let (start, chunks) = (start_of(&file), chunks_of(&file).1.len());
    assert!(chunks >= 4, "{chunks}");
    for kept in 1..chunks {
        let cut = &file[..start + kept * CHUNK];
        assert_eq!(check(&vault, cut), Err(BackupError::Truncated), "{kept}");
    }
    for length in (0..start)
        .chain((start..file.len()).step_by(997))
        .chain([file.len() - 1])
    {
        assert!(check(&vault, &file[..length]).is_err(), "{length}");
    }
}

#[test]
fn chunks_cannot_be_swapped_dropped_repeated_or_added() {
    let (vault, file) = large();
    let (prefix, chunks) = chunks_of(&file);
    let refused = |chunks: &[Vec<u8>]| check(&vault, &joined(&prefix, chunks)).is_err();
    assert!(!refused(&chunks));
    for at in 0..chunks.len() - 1 {
        let mut swapped = chunks.clone();
        swapped.swap(at, at + 1);
        assert!(refused(&swapped), "swapped at {at}");
        let mut dropped = chunks.clone();
        dropped.remove(at);
        assert!(refused(&dropped), "dropped at {at}");
        let mut repeated = chunks.clone();
        repeated.insert(at, chunks[at].clone());
        assert!(refused(&repeated), "repeated at {at}");
    }
    let mut longer = chunks.clone();
    longer.push(chunks[0].clone());
    assert!(refused(&longer));
    assert!(check(&vault, &[file.as_slice(), &[0]].concat()).is_err());
}

#[test]
fn chunks_of_an_earlier_backup_do_not_fit() {
    let (mut vault, first) = large();
    let (second, _) = backup_of(&mut vault);
    let ((prefix, mut chunks), (_, earlier)) = (chunks_of(&second), chunks_of(&first));
    chunks[1] = earlier[1].clone();
    assert_eq!(
        check(&vault, &joined(&prefix, &chunks)),
        Err(BackupError::Damaged)
    );
}

#[test]
fn any_changed_byte_is_noticed() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    write(&mut vault, "One quiet day");
    let (file, _) = backup_of(&mut vault);
    // Every byte of the beginning, and every seventh of the rest.
    let start = start_of(&file);
    for at in (0..start + 64).chain((start + 64..file.len()).step_by(7)) {
        for flip in [0x01, 0x80] {
            let mut changed = file.clone();
            changed[at] ^= flip;
            assert!(check(&vault, &changed).is_err(), "byte {at}");
        }
    }
}

#[test]
fn foreign_files_and_wrong_passphrases_are_named_and_nothing_is_written() {
    let (vault, file) = large();
    drop(vault);
    let open = |file: &[u8], passphrase: &str| {
        Backup::open(Cursor::new(file), passphrase, &mut |_, _| {}).map(drop)
    };
    assert_eq!(open(b"", PASSPHRASE), Err(BackupError::NotABackup));
    assert_eq!(
        open(b"%PDF-1.7 and so on, and on", PASSPHRASE),
        Err(BackupError::NotABackup)
    );
    assert_eq!(open(&file[..16], PASSPHRASE), Err(BackupError::Truncated));
    assert_eq!(open(&file[..200], PASSPHRASE), Err(BackupError::Truncated));
    let mut newer = file.clone();
    newer[16] = 4;
    assert_eq!(
        open(&newer, PASSPHRASE),
        Err(BackupError::Newer { found: 4, known: 3 })
    );
    assert_eq!(
        open(&file, "mossy kettle under ten lamps"),
        Err(VaultError::WrongPassphrase.into())
    );
    let (store, world) = (TestStore::default(), World::default());
    let cut = &file[..start_of(&file) + CHUNK];
    assert_eq!(
        restore(&store, &world, cut).map(drop),
        Err(BackupError::Truncated)
    );
    assert_eq!(store.dump(), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn whatever_was_written_comes_back(texts in prop::collection::vec(".{1,400}", 0..12)) {
        let (store, world) = (TestStore::default(), World::default());
        let mut vault = create(&store, &world);
        for text in &texts {
            write(&mut vault, text);
        }
        let (file, _) = backup_of(&mut vault);
        let elsewhere = TestStore::default();
        let restored = restore(&elsewhere, &world, &file).unwrap().vault;
        prop_assert_eq!(restored.list_entries(), vault.list_entries());
        for line in vault.list_entries() {
            let read = |vault: &TestVault| block_on(vault.read_entry(line.id)).unwrap();
            prop_assert_eq!(read(&restored), read(&vault));
        }
    }
}

#[test]
fn the_first_versions_backup_opens_with_everything_in_it() {
    let file = std::fs::read(golden::fixture("v1.companion")).unwrap();
    let (store, world) = (TestStore::default(), World::default());
    restore(&store, &world, &file).unwrap();
    let (vault, problems) = unlock(&store, &world);
    assert!(
        matches!(&problems[..], [companion_vault::Problem::Repaired { .. }]),
        "{problems:?}"
    );
    golden::assert_as_expected(&vault);
}

/// Made `v1.companion`, once.
#[test]
#[ignore = "writes the golden backup, which is frozen"]
fn generate_golden_backup() {
    let path = golden::fixture("v1.companion");
    assert!(!path.exists(), "a golden file is never written again");
    let world = World::default();
    let (mut vault, _) = unlock(&golden::golden(), &world);
    let (file, _) = backup_of(&mut vault);
    std::fs::write(path, file).unwrap();
}
