//! An export under way: asked for, written step by step, given away.

use core::time::Duration;

use companion_protocol::export::{Finished, Progress, Response, Wanted};
use companion_protocol::vault::{Failure, FailureKind};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::platform::save_file::{self, Picked};
use crate::platform::{download, now};

/// How long the browser may take to save what it was given: a gigabyte to a slow disk.
const SAVING: Duration = Duration::from_secs(120);

/// How far an export is, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Export {
    /// None was asked for.
    Idle,
    /// The person chooses where to save it.
    Picking,
    /// It is being written.
    Going(Progress),
    /// It is written, into a file of this name.
    Finished {
        /// The file's name.
        name: String,
        /// What is in it.
        finished: Finished,
    },
    /// The person has stopped it.
    Stopped,
    /// It did not come to an end.
    Failed(Failure),
}

impl Export {
    /// Whether something goes on.
    pub(crate) const fn is_busy(&self) -> bool {
        matches!(self, Self::Picking | Self::Going(_))
    }
}

impl App {
    /// Exports entries. To be called at once after a click, since the browser asks where to.
    pub(crate) fn export(self, wanted: Wanted, has_attachments: bool) {
        if self.exporting.with_untracked(Export::is_busy) {
            return;
        }
        self.exporting.set(Export::Picking);
        let name = wanted.format.file_name(now().local_day(), has_attachments);
        let media_type = wanted.format.media_type(has_attachments);
        spawn_local(async move {
            let file = match save_file::pick(&name, media_type).await {
                Picked::File(file) => Some(file),
                Picked::Unsupported => None,
                Picked::Nothing => return self.exporting.set(Export::Idle),
            };
            let name = file.as_ref().map_or(name, |file| file.name());
            let outcome = self.write_export(wanted, file).await;
            self.exporting.set(match outcome {
                Ok(Some(finished)) => {
                    if let Some(address) = finished.address.clone() {
                        self.hand_over_export(address, &name);
                    }
                    Export::Finished { name, finished }
                }
                Ok(None) => Export::Stopped,
                // Locked on the way: nobody is here to be told.
                Err(_) if !self.is_open() => Export::Idle,
                Err(failure) => Export::Failed(failure),
            });
        });
    }

    /// Asks the export to stop after the step that it is at.
    pub(crate) fn stop_export(self) {
        if self.exporting.with_untracked(Export::is_busy) {
            self.exporting.set(Export::Stopped);
        }
    }

    /// What it has come to; nothing if it was stopped.
    async fn write_export(
        self,
        wanted: Wanted,
        file: Option<web_sys::FileSystemFileHandle>,
    ) -> Result<Option<Finished>, Failure> {
        let mut response = self.vault.begin_export(wanted, file).await?;
        loop {
            match response {
                Response::Finished(finished) => return Ok(Some(finished)),
                Response::Going(progress) => {
                    if self
                        .exporting
                        .with_untracked(|export| *export == Export::Stopped)
                    {
                        self.vault.cancel_export().await?;
                        return Ok(None);
                    }
                    self.exporting.set(Export::Going(progress));
                    // A long export is not a journal that nobody looks at.
                    self.touch();
                }
                Response::Dropped => {
                    return Err(Failure {
                        kind: FailureKind::Internal,
                        detail: String::new(),
                    });
                }
            }
            response = self.vault.continue_export().await?;
        }
    }

    /// Lets the browser save what is kept for the page, and then lets go of it.
    fn hand_over_export(self, address: String, name: &str) {
        if download::follow(&address, name).is_err() {
            return;
        }
        self.safety.leaving.update_value(|count| *count += 1);
        let tidy = move || {
            self.safety.leaving.update_value(|count| *count -= 1);
            // If this fails, the blob goes with the worker.
            spawn_local(async move { drop(self.vault.forget_export().await) });
        };
        set_timeout(tidy, SAVING);
    }
}
