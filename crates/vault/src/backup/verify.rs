//! Opening a backup, and the rehearsal: everything is read and opened, nothing is written.

use std::io::{Read, Seek, SeekFrom};

use companion_core::{Draft, JournalEntry, Settings};
use companion_crypto::{CryptoError, Header, Passphrase, Progress, RecoveryKey, VaultKeys};

use super::format::{Prefix, Summary, read_prefix};
use super::reader::{Found, Reader};
use super::{BackupError, RecordProgress, Report};
use crate::attachments::Record;
use crate::record::{Kind, decode};
use crate::{Problem, Subject, VaultError};

/// A backup whose keys are known.
pub struct Backup<R> {
    pub(super) source: R,
    pub(super) prefix: Prefix,
    pub(super) keys: VaultKeys,
}

impl<R: Read + Seek> Backup<R> {
    /// Opens a backup with the passphrase of the day it was made, or the recovery key of that
    /// day. Deriving keys takes about half a second in a browser, told to `progress`.
    ///
    /// # Errors
    /// [`BackupError::NotABackup`], [`BackupError::Newer`], [`BackupError::Truncated`],
    /// [`BackupError::Damaged`] or [`VaultError::WrongPassphrase`].
    pub fn open(
        mut source: R,
        passphrase: &str,
        progress: &mut Progress<'_>,
    ) -> Result<Self, BackupError> {
        source.seek(SeekFrom::Start(0))?;
        let prefix = read_prefix(&mut source)?;
        let header = Header::from_bytes(&prefix.header)?;
        let keys = match RecoveryKey::parse(passphrase) {
            Ok(recovery) => header.unlock_with_recovery(&recovery)?,
            Err(_) => header.unlock(&Passphrase::new(passphrase)?, progress)?,
        };
        Ok(Self {
            source,
            prefix,
            keys,
        })
    }

    /// The rehearsal: reads everything, opens every record, writes nothing.
    ///
    /// # Errors
    /// [`BackupError::Truncated`], [`BackupError::Damaged`], or failures of the file.
    pub async fn verify(
        &mut self,
        progress: &mut RecordProgress<'_>,
    ) -> Result<Report, BackupError> {
        let (report, _) = verify(&mut self.source, &self.prefix, &self.keys, progress).await?;
        Ok(report)
    }
}

pub(super) async fn verify<R: Read + Seek>(
    source: &mut R,
    prefix: &Prefix,
    keys: &VaultKeys,
    progress: &mut RecordProgress<'_>,
) -> Result<(Report, Summary), BackupError> {
    let mut reader = Reader::begin(source, prefix, keys).await?;
    let mut report = Report::empty();
    let (mut done, all) = (0, reader.manifest.count());
    report.audit_length = reader.manifest.head.audit_length;
    let log = reader.check_log(keys);
    let mut unreadable = Vec::new();
    while let Some(found) = reader.next(keys)? {
        match open(keys, &found) {
            Ok(()) => report.count(&found.item),
            Err(VaultError::Damaged) => {
                unreadable.push(Problem::Damaged(Subject::of(&reader.manifest, &found.item)));
            }
            Err(error) => return Err(error.into()),
        }
        done += 1;
        if done % PROGRESS_EVERY == 0 || done == all {
            progress(done, all);
        }
    }
    let end = reader.finish()?;
    report.made = end.summary.made;
    report.epoch = end.summary.epoch;
    report.problems = end.problems;
    report.problems.append(&mut unreadable);
    report.problems.extend(log);
    Ok((report, end.summary))
}

/// Records between two reports of progress.
pub(super) const PROGRESS_EVERY: u64 = 64;

/// Whether a record can be read by its kind. Kinds of the future only need to be authentic.
fn open(keys: &VaultKeys, found: &Found) -> Result<(), VaultError> {
    let opened = keys.open(&found.item.key, &found.envelope)?;
    if opened.record.kind != found.item.kind || opened.record.revision != found.item.revision {
        return Err(CryptoError::Damaged.into());
    }
    match found.item.kind {
        kind if kind == Kind::Entry.code() => {
            decode::<JournalEntry>(&opened, Kind::Entry).map(drop)
        }
        kind if kind == Kind::Version.code() => {
            decode::<JournalEntry>(&opened, Kind::Version).map(drop)
        }
        kind if kind == Kind::Draft.code() => decode::<Draft>(&opened, Kind::Draft).map(drop),
        kind if kind == Kind::Attachment.code() => {
            decode::<Record>(&opened, Kind::Attachment).map(drop)
        }
        kind if kind == Kind::Settings.code() => {
            decode::<Settings>(&opened, Kind::Settings).map(drop)
        }
        _ => Ok(()),
    }
}
