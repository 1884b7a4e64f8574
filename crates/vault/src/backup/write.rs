//! Writing a backup: the manifest first, then every record it lists, as they are sealed.

use std::io::{Read, Seek, SeekFrom, Write};

use companion_core::{Clock, Entropy};
use companion_crypto::{RecordKey, STREAM_CHUNK_BYTES, STREAM_TAG_BYTES, StreamSealer};
use companion_store::{Key, Store, Table};

use super::format::{
    END, PIECE, RECORD, Summary, logged_prefix, prefix_bytes, read_prefix, record_prefix,
};
use super::verify::verify;
use super::{BackupError, RecordProgress, Report};
use crate::attachments::chunk_key;
use crate::audit::number_of;
use crate::edit::Edit;
use crate::record::{Kind, encode, page_key, single_key};
use crate::vault::read_header;
use crate::{Vault, VaultError};

/// Records read from the store at a time: a few megabytes at most.
const SCAN: usize = 64;

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Writes a backup of the whole journal into `file`, which must be empty, then reads it
    /// back and compares. Every record lies in the file as it is sealed; it opens with the
    /// passphrase of this day.
    ///
    /// # Errors
    /// Failures of `file`, store and randomness; [`BackupError::Damaged`] when what is read
    /// back is not what was written. The file is worth nothing then, and the journal is
    /// unharmed.
    pub async fn write_backup(
        &mut self,
        mut file: impl Read + Write + Seek,
        progress: &mut RecordProgress<'_>,
    ) -> Result<Report, BackupError> {
        if self.rebuilt {
            // The stored list is damaged: the journal is put in order first, on the record.
            self.commit(Edit::default()).await?;
        }
        let header = read_header(&self.store)
            .await?
            .ok_or(VaultError::HeaderMissing)?;
        let has_pieces = self.manifest.items().any(|item| item.pieces.is_some());
        let prefix = prefix_bytes(&header, has_pieces)?;
        let (salt, sealer) = self.keys.seal_backup(&self.environment, &prefix)?;
        file.write_all(&prefix)?;
        file.write_all(&salt)?;
        let mut writer = Writer {
            sink: &mut file,
            sealer,
            chunk: Vec::with_capacity(STREAM_CHUNK_BYTES + STREAM_TAG_BYTES),
            records: 0,
        };
        self.write_manifest(&mut writer).await?;
        self.write_log_records(&mut writer).await?;
        self.write_records(&mut writer, progress).await?;
        self.write_pieces(&mut writer).await?;
        let summary = Summary {
            made: self.environment.now(),
            records: writer.records,
            epoch: self.manifest.head.epoch,
            root: self.manifest.head.root,
        };
        writer.finish(&summary)?;
        file.flush()?;

        let (report, found) = self.read_back(&mut file, progress).await?;
        if found != summary {
            return Err(BackupError::Damaged);
        }
        Ok(report)
    }

    /// The rehearsal of a backup of this very journal, without its passphrase.
    ///
    /// # Errors
    /// As [`Backup::open`](super::Backup::open) and [`Backup::verify`](super::Backup::verify).
    pub async fn verify_backup(
        &self,
        file: impl Read + Seek,
        progress: &mut RecordProgress<'_>,
    ) -> Result<Report, BackupError> {
        Ok(self.read_back(file, progress).await?.0)
    }

    async fn read_back(
        &self,
        mut file: impl Read + Seek,
        progress: &mut RecordProgress<'_>,
    ) -> Result<(Report, Summary), BackupError> {
        file.seek(SeekFrom::Start(0))?;
        let prefix = read_prefix(&mut file)?;
        verify(&mut file, &prefix, &self.keys, progress).await
    }

    async fn write_manifest<W: Write>(
        &self,
        writer: &mut Writer<'_, W>,
    ) -> Result<(), BackupError> {
        let head = single_key(&self.keys, Kind::Head);
        let pages = (0..=u8::MAX).filter(|&page| !self.manifest.page(page).is_empty());
        let keys = core::iter::once(head).chain(pages.map(|page| page_key(&self.keys, page)));
        let keys: Vec<RecordKey> = keys.collect();
        let stored: Vec<Key> = keys.iter().map(|key| key.as_bytes().to_vec()).collect();
        let values = self.store.get_many(Table::Records, &stored).await;
        let values = values.map_err(VaultError::from)?;
        if values
            .first()
            .is_none_or(|head| *head != self.manifest.head_bytes)
        {
            return Err(VaultError::TakenOver.into());
        }
        for (key, value) in keys.iter().zip(values) {
            writer.record(key, &value.ok_or(VaultError::TakenOver)?)?;
        }
        Ok(())
    }

    /// The audit log goes along as it is, damaged or not: it is evidence.
    async fn write_log_records<W: Write>(
        &self,
        writer: &mut Writer<'_, W>,
    ) -> Result<(), BackupError> {
        let mut after: Option<Key> = None;
        loop {
            let scanned = self.store.scan(Table::Audit, after.as_deref(), SCAN).await;
            let scanned = scanned.map_err(VaultError::from)?;
            for (key, sealed) in &scanned {
                if let Some(number) = number_of(key).filter(|&at| at <= self.log_length()) {
                    writer.logged(number, sealed)?;
                }
            }
            if scanned.len() < SCAN {
                return Ok(());
            }
            after = scanned.into_iter().next_back().map(|(key, _)| key);
        }
    }

    /// Damaged records go along as they are: they may be mended one day.
    async fn write_records<W: Write>(
        &self,
        writer: &mut Writer<'_, W>,
        progress: &mut RecordProgress<'_>,
    ) -> Result<(), BackupError> {
        let (mut done, all) = (0, self.manifest.count());
        let mut after: Option<Key> = None;
        loop {
            let scanned = self
                .store
                .scan(Table::Records, after.as_deref(), SCAN)
                .await;
            let scanned = scanned.map_err(VaultError::from)?;
            for (key, envelope) in &scanned {
                let Some(item) = RecordKey::from_bytes(key).and_then(|key| self.manifest.get(&key))
                else {
                    continue;
                };
                writer.record(&item.key, envelope)?;
                done += 1;
            }
            progress(done, all);
            if scanned.len() < SCAN {
                break;
            }
            after = scanned.into_iter().next_back().map(|(key, _)| key);
        }
        for item in self.manifest.items().filter(|item| item.lies_apart) {
            let stored = self.store.get(item.table(), item.key.as_bytes()).await;
            if let Some(envelope) = stored.map_err(VaultError::from)? {
                writer.record(&item.key, &envelope)?;
                done += 1;
            }
        }
        progress(done, all);
        match self.why_different().await? {
            VaultError::TakenOver => Err(VaultError::TakenOver.into()),
            _ => Ok(()),
        }
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Writes the pieces of all attachments, one attachment after the other, each in order.
    /// One that is missing is missed by whoever reads the backup.
    async fn write_pieces<W: Write>(&self, writer: &mut Writer<'_, W>) -> Result<(), BackupError> {
        for pieces in self.manifest.items().filter_map(|item| item.pieces) {
            for number in pieces.numbers() {
                let key = chunk_key(&self.keys, pieces.id, number);
                let stored = self.store.get(Table::Chunks, key.as_bytes()).await;
                if let Some(envelope) = stored.map_err(VaultError::from)? {
                    writer.piece(&key, &envelope)?;
                }
            }
        }
        match self.why_different().await? {
            VaultError::TakenOver => Err(VaultError::TakenOver.into()),
            _ => Ok(()),
        }
    }
}

/// Cuts what is written into sealed chunks.
struct Writer<'a, W> {
    sink: &'a mut W,
    sealer: StreamSealer,
    chunk: Vec<u8>,
    records: u64,
}

impl<W: Write> Writer<'_, W> {
    fn record(&mut self, key: &RecordKey, value: &[u8]) -> Result<(), BackupError> {
        self.put(RECORD, key, value)
    }

    fn piece(&mut self, key: &RecordKey, value: &[u8]) -> Result<(), BackupError> {
        self.put(PIECE, key, value)
    }

    fn put(&mut self, what: u8, key: &RecordKey, value: &[u8]) -> Result<(), BackupError> {
        self.write(&record_prefix(what, key, value)?)?;
        self.write(value)?;
        self.records += 1;
        Ok(())
    }

    fn logged(&mut self, number: u64, value: &[u8]) -> Result<(), BackupError> {
        self.write(&logged_prefix(number, value)?)?;
        self.write(value)?;
        self.records += 1;
        Ok(())
    }

    fn write(&mut self, mut bytes: &[u8]) -> Result<(), BackupError> {
        while !bytes.is_empty() {
            // A full chunk waits for more: only then it is known not to be the last.
            if self.chunk.len() == STREAM_CHUNK_BYTES {
                self.sealer.seal(&mut self.chunk)?;
                self.sink.write_all(&self.chunk)?;
                self.chunk.clear();
            }
            let room = STREAM_CHUNK_BYTES - self.chunk.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.chunk.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    fn finish(mut self, summary: &Summary) -> Result<(), BackupError> {
        self.write(&[END])?;
        self.write(&encode(summary))?;
        self.sealer.seal_last(&mut self.chunk)?;
        self.sink.write_all(&self.chunk)?;
        Ok(())
    }
}
