//! Reading a backup's records in order, each held against the backup's own manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek, SeekFrom};

use companion_core::AttachmentId;
use companion_crypto::{
    Digest, RecordKey, STREAM_CHUNK_BYTES, STREAM_TAG_BYTES, StreamOpener, VaultKeys,
};
use companion_store::{Batch, Change, MemoryStore, Store, Table};

use super::BackupError;
use super::format::{
    END, LOGGED, LOGGED_PREFIX_BYTES, PIECE, Prefix, RECORD, RECORD_PREFIX_BYTES, Summary,
};
use crate::attachments::{Record, chunk_key};
use crate::audit::{Verification, table_key};
use crate::load::load;
use crate::manifest::{Item, Manifest};
use crate::record::{Kind, decode, page_key, single_key};
use crate::survey::Survey;
use crate::{Problem, Subject, VaultError};

/// A record of a backup that is authentic, with what is known of it.
pub(super) struct Found {
    pub(super) item: Item,
    pub(super) envelope: Vec<u8>,
}

/// One walk through a backup.
pub(super) struct Reader<'a, R> {
    stream: Stream<'a, R>,
    pub(super) manifest: Manifest,
    /// The audit log, as stored.
    pub(super) log: Vec<(u64, Vec<u8>)>,
    /// Whether backups of this version hold it.
    pub(super) has_log: bool,
    /// The first part after manifest and log, and later after the records.
    pending: Option<Part>,
    /// Pieces that the attachments' records name and that were not seen yet, by their keys.
    unseen_pieces: BTreeMap<RecordKey, Awaited>,
    survey: Survey,
    unseen: BTreeSet<RecordKey>,
    records: u64,
    problems: Vec<Problem>,
}

/// A piece of an attachment that is authentic.
pub(super) struct FoundPiece {
    pub(super) id: AttachmentId,
    pub(super) number: u32,
    pub(super) key: RecordKey,
    pub(super) envelope: Vec<u8>,
}

/// A piece that an attachment's record names.
struct Awaited {
    id: AttachmentId,
    number: u32,
    digest: Digest,
}

/// What a walk has seen at its end.
pub(super) struct End {
    pub(super) summary: Summary,
    pub(super) problems: Vec<Problem>,
}

enum Part {
    Record(RecordKey, Vec<u8>),
    Piece(RecordKey, Vec<u8>),
    Logged(u64, Vec<u8>),
    End(Summary),
}

impl<'a, R: Read + Seek> Reader<'a, R> {
    /// Reads the manifest, which comes first.
    pub(super) async fn begin(
        source: &'a mut R,
        prefix: &Prefix,
        keys: &VaultKeys,
    ) -> Result<Self, BackupError> {
        let mut stream = Stream::begin(source, prefix, keys)?;
        let manifest_keys: BTreeSet<RecordKey> = (0..=u8::MAX)
            .map(|page| page_key(keys, page))
            .chain([single_key(keys, Kind::Head)])
            .collect();
        let store = MemoryStore::default();
        let mut records = 0;
        let mut log: Vec<(u64, Vec<u8>)> = Vec::new();
        let pending = loop {
            match stream.next_part()? {
                Part::Record(key, value) if manifest_keys.contains(&key) => {
                    records += 1;
                    keep(&store, &key, value).await?;
                }
                // In order, so that none comes twice.
                Part::Logged(number, value) if log.last().is_none_or(|last| last.0 < number) => {
                    records += 1;
                    log.push((number, value));
                }
                part => break part,
            }
        };
        let mut loaded = load(&store, keys, Digest::of(&prefix.header)).await?;
        loaded.manifest.gather();
        Ok(Self {
            stream,
            unseen: loaded.manifest.items().map(|item| item.key).collect(),
            manifest: loaded.manifest,
            log,
            has_log: prefix.has_log(),
            pending: Some(pending),
            unseen_pieces: BTreeMap::new(),
            survey: Survey::default(),
            records,
            problems: loaded.problems,
        })
    }

    /// What is wrong with the log. Backups of the first version hold none.
    pub(super) fn check_log(&self, keys: &VaultKeys) -> Vec<Problem> {
        let head = &self.manifest.head;
        let mut walk = Verification::begin();
        for (number, sealed) in &self.log {
            walk.meet(keys, head, &table_key(*number), sealed);
        }
        let found = match self.has_log {
            true => walk.finish(head),
            false => Vec::new(),
        };
        found.into_iter().map(Problem::Log).collect()
    }

    /// The next record that is authentic; those that are not become problems. `None` at the
    /// end, which is then known to be the true one.
    pub(super) fn next(&mut self, keys: &VaultKeys) -> Result<Option<Found>, BackupError> {
        loop {
            let part = match self.pending.take() {
                Some(part) => part,
                None => self.stream.next_part()?,
            };
            let (key, envelope) = match part {
                Part::Record(key, envelope) => (key, envelope),
                Part::Logged(..) => return Err(BackupError::Damaged),
                end @ (Part::Piece(..) | Part::End(_)) => {
                    self.pending = Some(end);
                    return Ok(None);
                }
            };
            self.records += 1;
            self.unseen.remove(&key);
            self.survey.compare(keys, &self.manifest, key, &envelope);
            let item = match self.manifest.get(&key) {
                Some(item) if !self.survey.suspects.contains(&key) => Some(item),
                _ => self.survey.correction(&key),
            };
            if let Some(item) = item {
                let item = item.clone();
                if item.pieces.is_some() {
                    self.await_pieces(keys, &key, &envelope);
                }
                return Ok(Some(Found { item, envelope }));
            }
        }
    }

    /// Notes the pieces that an attachment's record names.
    fn await_pieces(&mut self, keys: &VaultKeys, key: &RecordKey, envelope: &[u8]) {
        let opened = keys.open(key, envelope).map_err(VaultError::from);
        let record = opened.and_then(|opened| decode::<Record>(&opened, Kind::Attachment));
        // One that cannot be read is a problem that is told elsewhere.
        let Ok(record) = record else { return };
        for number in record.pieces().numbers() {
            let Some(&digest) = record.digest(number) else {
                continue;
            };
            let awaited = Awaited {
                id: record.id,
                number,
                digest,
            };
            let key = chunk_key(keys, record.id, number);
            self.unseen_pieces.insert(key, awaited);
        }
    }

    /// The next piece of an attachment that is authentic; those that are not become problems.
    /// `None` at the end. To be called when [`Self::next`] has come to its end.
    pub(super) fn next_piece(&mut self) -> Result<Option<FoundPiece>, BackupError> {
        loop {
            let part = match self.pending.take() {
                Some(part) => part,
                None => self.stream.next_part()?,
            };
            let (key, envelope) = match part {
                Part::Piece(key, envelope) => (key, envelope),
                Part::Record(..) | Part::Logged(..) => return Err(BackupError::Damaged),
                end @ Part::End(_) => {
                    self.pending = Some(end);
                    return Ok(None);
                }
            };
            self.records += 1;
            let Some(awaited) = self.unseen_pieces.remove(&key) else {
                // Of an attachment whose record is damaged, which is told already.
                continue;
            };
            if Digest::of(&envelope) != awaited.digest {
                let subject = Subject::of_attachment(&self.manifest, awaited.id);
                self.problems.push(Problem::Damaged(subject));
                continue;
            }
            return Ok(Some(FoundPiece {
                id: awaited.id,
                number: awaited.number,
                key,
                envelope,
            }));
        }
    }

    /// Closes a walk whose records have come to their end. Pieces that are left are compared.
    pub(super) fn finish(mut self) -> Result<End, BackupError> {
        while self.next_piece()?.is_some() {}
        let Some(Part::End(summary)) = self.pending else {
            return Err(BackupError::Damaged);
        };
        let (epoch, root) = (self.manifest.head.epoch, self.manifest.head.root);
        if (summary.records, summary.epoch, summary.root) != (self.records, epoch, root) {
            return Err(BackupError::Damaged);
        }
        for key in &self.unseen {
            self.survey.miss(&self.manifest, *key);
        }
        self.problems.append(&mut self.survey.problems);
        let incomplete = self.unseen_pieces.into_values().map(|awaited| awaited.id);
        let incomplete: BTreeSet<AttachmentId> = incomplete.collect();
        for id in incomplete {
            let subject = Subject::of_attachment(&self.manifest, id);
            self.problems.push(Problem::Missing(subject));
        }
        Ok(End {
            summary,
            problems: self.problems,
        })
    }
}

async fn keep(store: &MemoryStore, key: &RecordKey, value: Vec<u8>) -> Result<(), VaultError> {
    let change = Change::Put {
        table: Table::Records,
        key: key.as_bytes().to_vec(),
        value,
    };
    let batch = Batch {
        expect: None,
        changes: vec![change],
    };
    Ok(store.commit(batch).await?)
}

/// The opened stream. Nothing of a chunk is used before the whole chunk is authentic.
struct Stream<'a, R> {
    source: &'a mut R,
    opener: StreamOpener,
    /// Bytes of the file that were not read yet.
    left_bytes: u64,
    opened: Vec<u8>,
    /// How much of `opened` was used.
    used: usize,
}

impl<'a, R: Read + Seek> Stream<'a, R> {
    fn begin(source: &'a mut R, prefix: &Prefix, keys: &VaultKeys) -> Result<Self, BackupError> {
        let size_bytes = source.seek(SeekFrom::End(0))?;
        // A length in memory fits in 64 bits.
        let start = prefix.length_bytes() as u64;
        source.seek(SeekFrom::Start(start))?;
        Ok(Self {
            source,
            opener: keys.open_backup(&prefix.salt, &prefix.bytes),
            left_bytes: size_bytes.saturating_sub(start),
            opened: Vec::new(),
            used: 0,
        })
    }

    fn next_part(&mut self) -> Result<Part, BackupError> {
        match self.peek()? {
            what @ (RECORD | PIECE) => {
                let prefix = self.take(RECORD_PREFIX_BYTES)?;
                let key = RecordKey::from_bytes(&prefix[1..17]).ok_or(BackupError::Damaged)?;
                let length = u32::from_be_bytes([prefix[17], prefix[18], prefix[19], prefix[20]]);
                let length = usize::try_from(length).map_err(|_| BackupError::Damaged)?;
                let value = self.take(length)?;
                Ok(match what {
                    PIECE => Part::Piece(key, value),
                    _ => Part::Record(key, value),
                })
            }
            LOGGED => {
                let prefix = self.take(LOGGED_PREFIX_BYTES)?;
                let (number, length) = prefix[1..].split_at(8);
                let number = number.try_into().map_err(|_| BackupError::Damaged)?;
                let length = length.try_into().map_err(|_| BackupError::Damaged)?;
                let length = usize::try_from(u32::from_be_bytes(length));
                let value = self.take(length.map_err(|_| BackupError::Damaged)?)?;
                Ok(Part::Logged(u64::from_be_bytes(number), value))
            }
            END => {
                // The summary is all that is left.
                while self.fill()? {}
                let rest = self.take(self.opened.len() - self.used)?;
                let summary = rest
                    .get(1..)
                    .and_then(|summary| minicbor::decode(summary).ok());
                summary.map(Part::End).ok_or(BackupError::Damaged)
            }
            _ => Err(BackupError::Damaged),
        }
    }

    fn peek(&mut self) -> Result<u8, BackupError> {
        while self.used == self.opened.len() {
            if !self.fill()? {
                return Err(BackupError::Damaged);
            }
        }
        Ok(self.opened[self.used])
    }

    fn take(&mut self, count: usize) -> Result<Vec<u8>, BackupError> {
        // Grows with what the file holds, never with what a length claims.
        while self.opened.len() - self.used < count {
            if !self.fill()? {
                return Err(BackupError::Damaged);
            }
        }
        let taken = self.opened[self.used..self.used + count].to_vec();
        self.used += count;
        Ok(taken)
    }

    /// Opens the next chunk; false after the last one.
    fn fill(&mut self) -> Result<bool, BackupError> {
        const FULL: usize = STREAM_CHUNK_BYTES + STREAM_TAG_BYTES;
        if self.left_bytes == 0 {
            return Ok(false);
        }
        let size = usize::try_from(self.left_bytes).map_or(FULL, |left| left.min(FULL));
        let mut chunk = vec![0; size];
        self.source.read_exact(&mut chunk)?;
        self.left_bytes -= size as u64;
        let is_last = self.opener.open(&mut chunk)?;
        match (is_last, self.left_bytes == 0) {
            (true, true) | (false, false) => {}
            (false, true) => return Err(BackupError::Truncated),
            (true, false) => return Err(BackupError::Damaged),
        }
        self.opened.drain(..self.used);
        self.used = 0;
        self.opened.append(&mut chunk);
        Ok(true)
    }
}
