//! Backups: the file as anybody can write it, and the stream inside as only keys can.

use std::io::Cursor;

use companion_crypto::STREAM_CHUNK_BYTES;
use companion_store::MemoryStore;
use companion_vault::backup::Backup;
use pollster::block_on;

use crate::journal::{SampleVault, World, golden, keys, store_of, unlock};

/// A whole file. Nothing is written unless all of it is authentic.
pub fn backup_file(bytes: &[u8]) {
    take_in(bytes);
}

/// The plain stream, sealed as a backup of the golden journal.
pub fn backup_stream(stream: &[u8]) {
    take_in(&seal_stream(stream));
}

/// Verifies, restores and brings in.
fn take_in(file: &[u8]) {
    let open = || Backup::open(Cursor::new(file), &golden().recovery_key, &mut |_, _| {});
    let Ok(mut backup) = open() else {
        return;
    };
    let verified = block_on(backup.verify(&mut |_, _| {}));
    let restored = block_on(SampleVault::restore(
        MemoryStore::default(),
        World::default(),
        backup,
        &mut |_, _| {},
    ));
    assert_eq!(restored.is_ok(), verified.is_ok());
    if let Ok(restored) = restored {
        for line in restored.vault.list_entries() {
            let _ = block_on(restored.vault.read_entry(line.id));
        }
    }
    let mut journal = unlock(store_of(golden().records.clone())).unwrap().vault;
    let before = journal.list_entries();
    let merged = block_on(journal.merge(open().unwrap(), &mut |_, _| {}));
    assert_eq!(merged.is_ok(), verified.is_ok());
    if merged.is_err() {
        assert_eq!(journal.list_entries(), before);
    }
}

/// Cuts a stream into sealed chunks, as `docs/FORMAT.md` says.
pub(crate) fn seal_stream(stream: &[u8]) -> Vec<u8> {
    let header = &golden().header;
    let mut file = b"companion-backup\x02".to_vec();
    file.extend_from_slice(&u32::try_from(header.len()).unwrap().to_be_bytes());
    file.extend_from_slice(header);
    let (salt, mut sealer) = keys().seal_backup(&World::default(), &file).unwrap();
    file.extend_from_slice(&salt);
    let mut chunks: Vec<Vec<u8>> = stream
        .chunks(STREAM_CHUNK_BYTES)
        .map(<[u8]>::to_vec)
        .collect();
    let mut last = chunks.pop().unwrap_or_default();
    for mut chunk in chunks {
        sealer.seal(&mut chunk).unwrap();
        file.append(&mut chunk);
    }
    sealer.seal_last(&mut last).unwrap();
    file.append(&mut last);
    file
}
