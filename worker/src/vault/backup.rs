//! Backups: writing, checking, restoring, bringing in.

use std::io::Write as _;
use std::rc::Rc;

use companion_core::{Clock, Entropy};
use companion_protocol::backup::{Last, Merged, Report, Request, Response, Restored, Written};
use companion_protocol::vault::{Passphrase, Unlocked};
use companion_store::Store;
use companion_vault::backup::{self, Backup, BackupError};
use companion_vault::{Problem, Vault, VaultError};

use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::problem;
use super::service::Service;

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about backups. `picked` is the file that came with the request.
    pub(super) async fn serve_backup(
        &mut self,
        request: Request,
        picked: Option<H::File>,
    ) -> Result<Response, ServiceError> {
        Ok(match request {
            Request::Status => {
                let last = self.unlocked()?.last_backup().await?;
                Response::Last(last.map(|last| Last {
                    made: last.made,
                    entries: last.entries,
                }))
            }
            Request::Write => {
                let (name, report) = self.write_backup().await?;
                self.unlocked()?.note_backup(&report).await?;
                let report = describe(report);
                Response::Written(Written { name, report })
            }
            Request::Forget => {
                self.host.remove_backups().await;
                Response::Forgotten
            }
            Request::Check(passphrase) => {
                let mut backup = open(picked, &passphrase)?;
                let host = Rc::clone(&self.host);
                let report = backup
                    .verify(&mut |done, all| host.progress(done, all))
                    .await?;
                Response::Checked(describe(report))
            }
            Request::Restore(passphrase) => {
                Response::Restored(self.restore_backup(picked, &passphrase).await?)
            }
            Request::Merge(passphrase) => {
                Response::Merged(self.merge_backup(picked, &passphrase).await?)
            }
        })
    }

    /// Writes a backup, reads it back and compares. Its name, and what it holds.
    pub(super) async fn write_backup(&mut self) -> Result<(String, backup::Report), ServiceError> {
        let host = Rc::clone(&self.host);
        let name = name_of_backup(&self.environment);
        let vault = self.unlocked()?;
        // What an earlier one has left would only take room.
        host.remove_backups().await;
        let mut file = host.create_backup(&name).await.map_err(BackupError::from)?;
        let progress = &mut |done, all| host.progress(done, all);
        let written = vault.write_backup(&mut file, progress).await;
        let flushed = file.flush();
        drop(file);
        let report = match written.and_then(|report| {
            flushed?;
            Ok(report)
        }) {
            Ok(report) => report,
            Err(error) => {
                host.remove_backups().await;
                return Err(error.into());
            }
        };
        Ok((name, report))
    }

    async fn restore_backup(
        &mut self,
        picked: Option<H::File>,
        passphrase: &Passphrase,
    ) -> Result<Restored, ServiceError> {
        self.acquire().await?;
        let host = Rc::clone(&self.host);
        let restored = async {
            let backup = open(picked, passphrase)?;
            let (store, environment) = (Rc::clone(&self.store), self.environment.clone());
            let progress = &mut |done, all| host.progress(done, all);
            Ok(Vault::restore(store, environment, backup, progress).await?)
        };
        match restored.await {
            Ok(backup::Restored { vault, report }) => {
                let unlocked = opened(&vault, Vec::new()).await?;
                self.vault = Some(vault);
                let report = describe(report);
                Ok(Restored { report, unlocked })
            }
            Err(error) => {
                self.lock();
                Err(error)
            }
        }
    }

    async fn merge_backup(
        &mut self,
        picked: Option<H::File>,
        passphrase: &Passphrase,
    ) -> Result<Merged, ServiceError> {
        let host = Rc::clone(&self.host);
        let vault = self.unlocked()?;
        let backup = open(picked, passphrase)?;
        let progress = &mut |done, all| host.progress(done, all);
        let merged = vault.merge(backup, progress).await?;
        Ok(Merged {
            unlocked: opened(vault, Vec::new()).await?,
            added: merged.added,
            updated: merged.updated,
            kept_beside: merged.kept_beside,
            kept_as_version: merged.kept_as_version,
            versions: merged.versions,
            report: describe(merged.report),
        })
    }
}

/// Opens the file that came with a request.
fn open<F: std::io::Read + std::io::Seek>(
    picked: Option<F>,
    passphrase: &Passphrase,
) -> Result<Backup<F>, ServiceError> {
    let file = picked.ok_or(BackupError::NotABackup)?;
    Ok(Backup::open(file, passphrase.expose(), &mut |_, _| {})?)
}

/// What the page shows of an unlocked journal.
pub(super) async fn opened<S: Store, E: Clock + Entropy>(
    vault: &Vault<S, E>,
    problems: Vec<Problem>,
) -> Result<Unlocked, VaultError> {
    Ok(Unlocked {
        entries: vault.list_entries(),
        drafts: vault.list_drafts().await?,
        settings: vault.read_settings().await?,
        problems: problem::told(&problems),
        has_more: false,
        remembered: Vec::new(),
    })
}

pub(super) fn describe(report: backup::Report) -> Report {
    Report {
        made: report.made,
        entries: report.entries,
        in_trash: report.in_trash,
        drafts: report.drafts,
        attachments: report.attachments,
        problems: problem::told(&report.problems),
    }
}

/// `companion-2026-11-22.companion`, by the writer's day.
fn name_of_backup(clock: &impl Clock) -> String {
    let day = clock.now().local_day().to_iso().unwrap_or_default();
    format!("companion-{day}.companion")
}
