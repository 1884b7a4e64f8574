//! Earlier versions of entries, and the trash.

use companion_core::{Clock, Entropy, EntryId, JournalEntry};
use companion_protocol::history::{Known, Request, Response, TrashLine, VersionLine, VersionView};
use companion_store::Store;
use companion_vault::{InTrash, Vault, VaultError, Version, reading};

use super::changes;
use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about earlier versions and the trash.
    pub(super) async fn serve_history(
        &mut self,
        request: Request,
    ) -> Result<Response, ServiceError> {
        let vault = self.unlocked()?;
        Ok(match request {
            Request::Versions(entry) => {
                let present = present(vault, entry).await?;
                let versions = vault.list_versions(entry).await?;
                let lines = versions.iter().map(|it| line(it, present.as_ref()));
                Response::Versions(lines.collect())
            }
            Request::ReadVersion { entry, number } => {
                let present = present(vault, entry).await?;
                let version = vault.read_version(entry, number).await?;
                let changes = present.as_ref().map_or_else(Vec::new, |present| {
                    changes::between(&version.content, &present.content)
                });
                let html = reading::render(&version.content);
                let version = Version {
                    number,
                    entry: Some(version),
                };
                Response::Version(VersionView {
                    line: line(&version, present.as_ref()),
                    html,
                    changes,
                })
            }
            Request::Restore { entry, number } => {
                Response::Restored(vault.restore_version(entry, number).await?)
            }
            Request::Trash => {
                let lines = vault.list_trash().await?.into_iter();
                Response::Trash(lines.map(trash_line).collect())
            }
            Request::Purge(entry) => {
                vault.purge_entry(entry).await?;
                Response::Removed(1)
            }
            Request::EmptyTrash => Response::Removed(vault.empty_trash().await?),
            Request::CountBeyond(kept) => Response::Removed(vault.count_versions_beyond(kept)),
            Request::Keep(kept) => Response::Removed(vault.keep_revisions(kept).await?),
        })
    }
}

/// The entry as it is now; nothing if it is damaged, which keeps nobody from looking at what was.
async fn present<S: Store, E: Clock + Entropy>(
    vault: &Vault<S, E>,
    entry: EntryId,
) -> Result<Option<JournalEntry>, VaultError> {
    match vault.read_entry(entry).await {
        Ok(entry) => Ok(Some(entry)),
        Err(VaultError::Damaged) => Ok(None),
        Err(error) => Err(error),
    }
}

fn line(version: &Version, present: Option<&JournalEntry>) -> VersionLine {
    let known = version.entry.as_ref().map(|entry| {
        let words_now = present.map_or(entry.word_count, |present| present.word_count);
        Known {
            saved: entry.edited,
            word_count: entry.word_count,
            words_more: i64::from(entry.word_count) - i64::from(words_now),
            title: entry.summary().title,
        }
    });
    VersionLine {
        number: version.number,
        known,
    }
}

fn trash_line(line: InTrash) -> TrashLine {
    TrashLine {
        entry: line.entry,
        days_left: line.days_left,
    }
}
