//! Moods, favourites and tags.

use companion_core::tag_name;
use companion_protocol::marks::{Request, Response, Retagged};
use companion_store::Store;
use companion_vault as vault;

use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about marks.
    pub(super) async fn serve_marks(&mut self, request: Request) -> Result<Response, ServiceError> {
        let vault = self.unlocked()?;
        Ok(match request {
            Request::SetMood { entry, mood } => {
                Response::Marked(vault.set_mood(entry, mood).await?)
            }
            Request::SetFavourite {
                entry,
                is_favourite,
            } => Response::Marked(vault.set_favourite(entry, is_favourite).await?),
            Request::RenameTag { from, to } => match tag_name(&to) {
                Some(to) => {
                    let renamed = vault.rename_tag(&from, &to).await?;
                    Response::Renamed(renamed.into_iter().map(told).collect())
                }
                None => Response::NotAName,
            },
            Request::UndoRename { from, to, entries } => match tag_name(&to) {
                Some(to) => {
                    let entries: Vec<_> = entries.into_iter().map(asked).collect();
                    Response::Undone(vault.undo_rename(&from, &to, &entries).await?)
                }
                None => Response::NotAName,
            },
            Request::CatchUp(from) => {
                let vault::CaughtUp { changed, next } = vault.catch_up_lines(from).await?;
                Response::CaughtUp { changed, next }
            }
        })
    }
}

fn told(renamed: vault::Retagged) -> Retagged {
    Retagged {
        entry: renamed.entry,
        version: renamed.version,
    }
}

fn asked(renamed: Retagged) -> vault::Retagged {
    vault::Retagged {
        entry: renamed.entry,
        version: renamed.version,
    }
}
