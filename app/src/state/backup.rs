//! Backups: made, checked, restored, brought in.

use core::time::Duration;

use companion_protocol::backup::{Last, Merged, Report, Written};
use companion_protocol::vault::{Failure, FailureKind, Passphrase};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::App;
use crate::platform::download;
use crate::platform::folder_choice::Choice;
use crate::text::words::backup as words;

/// How long the browser may take to save what it was given: a gigabyte to a slow disk.
const SAVING: Duration = Duration::from_secs(120);

impl App {
    /// The last backup of this journal.
    ///
    /// # Errors
    /// Why it is not known.
    pub(crate) async fn last_backup(self) -> Result<Option<Last>, Failure> {
        self.vault.last_backup().await
    }

    /// Writes a backup and gives it to the browser to save.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) async fn save_backup(self) -> Result<Written, Failure> {
        self.backup_progress.set(None);
        let written = self.vault.write_backup().await?;
        self.note_backup(self.last_backup().await.ok().flatten().as_ref());
        let Ok(address) = download::save_backup(&written.name).await else {
            return Err(Failure {
                kind: FailureKind::BackupFile,
                detail: words::not_found().into(),
            });
        };
        self.safety.leaving.update_value(|count| *count += 1);
        let tidy = move || {
            self.safety.leaving.update_value(|count| *count -= 1);
            download::forget(&address);
            // If this fails, the file goes when Companion is opened next.
            spawn_local(async move { drop(self.vault.forget_backup().await) });
        };
        set_timeout(tidy, SAVING);
        Ok(written)
    }

    /// Whether the browser may still be saving a backup that it was given.
    pub(super) fn backup_is_leaving(self) -> bool {
        self.safety.leaving.get_value() > 0
    }

    /// Reads a backup through and changes nothing.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) async fn check_backup(
        self,
        file: File,
        passphrase: Passphrase,
    ) -> Result<Report, Failure> {
        self.backup_progress.set(None);
        self.vault.check_backup(file, passphrase).await
    }

    /// Makes the journal from a backup and opens it.
    ///
    /// # Errors
    /// Why there is still none.
    pub(crate) async fn restore_backup(
        self,
        file: File,
        passphrase: Passphrase,
    ) -> Result<(), Failure> {
        self.backup_progress.set(None);
        let restored = self.vault.restore_backup(file, passphrase).await?;
        // The folder may hold backups of another journal: they are left alone.
        Choice::rename().await;
        self.ask_to_keep_once();
        self.enter(restored.unlocked);
        self.problems.set(restored.report.problems);
        Ok(())
    }

    /// Brings a backup into the open journal.
    ///
    /// # Errors
    /// Why it did not come, or not wholly.
    pub(crate) async fn merge_backup(
        self,
        file: File,
        passphrase: Passphrase,
    ) -> Result<Merged, Failure> {
        self.backup_progress.set(None);
        let merged = self.vault.merge_backup(file, passphrase).await?;
        self.settings.set(merged.unlocked.settings.clone());
        // The list and what is unsaved, as after anything else that changes much of them.
        self.refresh().await;
        Ok(merged)
    }
}
