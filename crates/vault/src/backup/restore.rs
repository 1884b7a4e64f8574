//! Making a journal from a backup where there is none.

use std::io::{Read, Seek};

use companion_core::{AuditEvent, Clock, Entropy};
use companion_crypto::Digest;
use companion_store::Store;

use super::bring::Bringing;
use super::reader::Reader;
use super::verify::PROGRESS_EVERY;
use super::{Backup, BackupError, RecordProgress, Report};
use crate::audit::Log;
use crate::edit::Edit;
use crate::manifest::Manifest;
use crate::record::{Kind, lies_apart};
use crate::repair::RepairNotes;
use crate::vault::has_records;
use crate::{Vault, VaultError};

/// A journal made from a backup.
pub struct Restored<S, E> {
    /// The journal, unlocked. From now on it opens with the backup's passphrase.
    pub vault: Vault<S, E>,
    /// What the backup held.
    pub report: Report,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Makes a journal from a backup: the same vault, with the same keys, entries, drafts and
    /// settings. The whole backup is verified before the first byte is written. If it is
    /// interrupted afterwards, what is there is a whole journal that says so at unlock, and
    /// merging the same backup completes it.
    ///
    /// Time in the trash begins anew.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`] or [`VaultError::HeaderMissing`] where there is something
    /// already, errors of [`Backup::verify`] with nothing written, or failures of the store.
    pub async fn restore<R: Read + Seek>(
        store: S,
        environment: E,
        mut backup: Backup<R>,
        progress: &mut RecordProgress<'_>,
    ) -> Result<Restored<S, E>, BackupError> {
        if Self::exists(&store).await? {
            return Err(VaultError::AlreadyExists.into());
        }
        if has_records(&store).await? {
            return Err(VaultError::HeaderMissing.into());
        }
        let report = backup.verify(progress).await?;

        let Backup {
            mut source,
            prefix,
            keys,
        } = backup;
        let mut reader = Reader::begin(&mut source, &prefix, &keys).await?;
        let header = Digest::of(&prefix.header);
        let mut manifest = Manifest::empty(*keys.vault(), header);
        let head = reader.manifest.head.clone();
        manifest.head.epoch = head.epoch;
        manifest.head.lines = head.lines;
        let mut vault = Self {
            manifest,
            store,
            environment,
            keys,
            header,
            suspects: Default::default(),
            rebuilt: false,
            notes: RepairNotes::default(),
            findings: Vec::new(),
            log: Log::default(),
            attachments: Default::default(),
        };
        let now = vault.environment.now();
        // The log comes whole and first, so that nothing is ever logged before it.
        let mut edit = Edit::create(prefix.header.clone());
        if reader.has_log {
            let (length, root) = (head.audit_length, head.audit_root);
            edit.adopt_log(core::mem::take(&mut reader.log), length, root);
        }
        edit.record(AuditEvent::BackupRestored {
            made: report.made,
            audit_length: report.audit_length,
        });
        vault.begin_bringing(edit).await?;
        let (mut done, all) = (0, reader.manifest.count());
        let mut bringing = Bringing::default();
        while let Some(mut found) = reader.next(&vault.keys)? {
            if found.item.kind == Kind::BackupState.code() {
                continue;
            }
            found.item.lies_apart = lies_apart(found.item.kind);
            if let Some(line) = &mut found.item.listing {
                line.deleted = line.deleted.map(|_| now);
            }
            bringing.adopt(found);
            if bringing.is_full() {
                vault.bring(&mut bringing).await?;
            }
            done += 1;
            if done % PROGRESS_EVERY == 0 {
                progress(done, all);
            }
        }
        while let Some(piece) = reader.next_piece()? {
            bringing.adopt_piece(piece);
            if bringing.is_full() {
                vault.bring(&mut bringing).await?;
            }
        }
        reader.finish()?;
        vault.bring(&mut bringing).await?;
        // The journal's own notes have arrived; what the backup lacks is added to them.
        vault.notes = vault.read_notes().await?;
        vault.findings = report.problems.iter().map(ToString::to_string).collect();
        vault.finish_bringing(bringing).await?;
        vault.remember_backup(Edit::default(), &report).await?;
        progress(all, all);
        Ok(Restored { vault, report })
    }
}
