//! What the journal itself remembers of backups, sealed like everything.

use companion_core::{AuditEvent, Clock, Entropy, Timestamp};
use companion_store::Store;
use minicbor::{Decode, Encode};

use super::{LastBackup, Report};
use crate::audit::{Anchor, Anchored};
use crate::edit::Edit;
use crate::record::{Kind, single_key};
use crate::{Problem, Vault, VaultError};

/// The record of backups.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct BackupState {
    /// The last backup that was made.
    #[n(0)]
    pub(super) last: Option<LastBackup>,
    /// Since when a backup is being brought in: still there at unlock if that was interrupted.
    #[n(1)]
    pub(super) unfinished: Option<Timestamp>,
}

impl BackupState {
    /// What has to be told at unlock.
    pub(crate) fn problem(&self) -> Option<Problem> {
        self.unfinished.map(|since| Problem::RestoreUnfinished {
            day: since.local_day().to_iso().unwrap_or_default(),
        })
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// The last backup that was made of this journal, if any.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn last_backup(&self) -> Result<Option<LastBackup>, VaultError> {
        Ok(self.read_backup_state().await?.last)
    }

    /// Remembers that a backup was made.
    ///
    /// # Errors
    /// Failures of the store; the earlier note stays then.
    pub async fn note_backup(&mut self, report: &Report) -> Result<(), VaultError> {
        let mut edit = Edit::default();
        edit.record(AuditEvent::BackupMade {
            entries: report.entries,
            audit_length: report.audit_length,
        });
        self.remember_backup(edit, report).await
    }

    /// Notes with `edit` which backup is the last, and that it holds the log's end.
    pub(super) async fn remember_backup(
        &mut self,
        mut edit: Edit,
        report: &Report,
    ) -> Result<(), VaultError> {
        let last = Some(LastBackup {
            made: report.made,
            entries: report.entries,
        });
        let state = BackupState {
            last,
            ..self.read_backup_state().await?
        };
        self.put_backup_state(&mut edit, &state);
        let anchored = Anchored {
            when: report.made,
            audit_length: report.audit_length,
            by: Anchor::Backup,
        };
        self.put_anchor(&mut edit, anchored).await?;
        self.commit(edit).await
    }

    pub(crate) async fn read_backup_state(&self) -> Result<BackupState, VaultError> {
        self.read_or_default(Kind::BackupState, BackupState::default)
            .await
    }

    pub(super) fn put_backup_state(&self, edit: &mut Edit, state: &BackupState) {
        let key = single_key(&self.keys, Kind::BackupState);
        edit.put(key, Kind::BackupState, state, None);
    }
}
