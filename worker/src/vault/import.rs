//! Imports: the dry run, the import itself, receipts.

use std::rc::Rc;

use companion_exchange::import::{About, Import};
use companion_protocol::Progress;
use companion_protocol::import::{Preview, Receipt, Request, Response, Sample, Undone};
use companion_store::Store;
use companion_vault::import::{self, Importing};

use super::attachments::small;
use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about imports. `picked` is the file that came with the request.
    pub(super) async fn serve_import(
        &mut self,
        request: Request,
        picked: Option<H::File>,
    ) -> Result<Response, ServiceError> {
        let host = Rc::clone(&self.host);
        let clock = Rc::clone(&host);
        let now = self.environment.now();
        let zones = move |zone: Option<&str>, unix_ms: i64| {
            let own = zone.is_none().then_some(now.utc_offset_minutes);
            clock.offset_minutes(zone, unix_ms).or(own)
        };
        let vault = self.vault.as_mut().ok_or(ServiceError::Locked)?;
        match request {
            Request::Open {
                name,
                modified_ms,
                password,
            } => {
                self.importing = None;
                let file = picked.ok_or(ServiceError::NoFile)?;
                let about = About {
                    name: &name,
                    modified_ms,
                    password: password.as_ref().map(|password| password.expose()),
                };
                let opened = Import::open(file, about)?;
                let importing = Importing::new(opened, &name, &self.environment)?;
                let progress = progress(&importing);
                self.importing = Some(importing);
                Ok(Response::Looking(progress))
            }
            Request::Look => {
                let importing = self.importing.as_mut().ok_or(ServiceError::NoFile)?;
                let looked = vault.look_through(importing, &zones).await;
                match looked {
                    Ok(false) => Ok(Response::Looking(progress(importing))),
                    Ok(true) => Ok(Response::Preview(preview(importing.preview()))),
                    Err(failure) => {
                        self.importing = None;
                        Err(failure.into())
                    }
                }
            }
            Request::Bring { keeps_originals } => {
                let importing = self.importing.as_mut().ok_or(ServiceError::NoFile)?;
                importing.keeps_originals(keeps_originals);
                let brought = vault.bring_in(importing, &zones).await;
                for photo in importing.take_fresh_photos() {
                    // It has come; where this fails, its small picture is made when it is wanted.
                    drop(small::make(vault, host.as_ref(), photo).await);
                }
                match brought {
                    Ok(false) => Ok(Response::Bringing(progress(importing))),
                    Ok(true) => {
                        let receipt = receipt(importing.receipt());
                        self.importing = None;
                        Ok(Response::Done(receipt))
                    }
                    Err(failure) => {
                        self.importing = None;
                        Err(failure.into())
                    }
                }
            }
            Request::Stop => {
                let Some(mut importing) = self.importing.take() else {
                    return Ok(Response::Closed);
                };
                vault.stop_import(&mut importing).await?;
                if importing.receipt().found == 0 {
                    return Ok(Response::Closed);
                }
                Ok(Response::Done(receipt(importing.receipt())))
            }
            Request::Receipts => {
                let receipts = vault.list_receipts().await?;
                Ok(Response::Receipts(receipts.iter().map(receipt).collect()))
            }
            Request::Undo(id) => {
                let (undone, moved) = vault.undo_import(id).await?;
                Ok(Response::Undone(Undone {
                    receipt: receipt(&undone),
                    moved,
                }))
            }
        }
    }
}

fn progress(importing: &Importing) -> Progress {
    let (done, total) = importing.progress();
    Progress { done, total }
}

fn preview(preview: &import::Preview) -> Preview {
    let samples = preview.samples.iter().map(|sample| Sample {
        created: sample.created,
        title: sample.title.clone(),
        line: sample.line.clone(),
    });
    Preview {
        source: preview.source,
        file_name: preview.file_name.clone(),
        found: preview.found,
        new: preview.new,
        entries: preview.entries,
        cut: preview.cut,
        skipped: preview.skipped.clone(),
        unseen: preview.unseen,
        photos: preview.photos,
        recordings: preview.recordings,
        attachments_missing: preview.attachments_missing,
        dates_of_files: preview.dates_of_files,
        converted: preview.converted,
        first: preview.range.map(|(first, _)| first),
        last: preview.range.map(|(_, last)| last),
        samples: samples.collect(),
    }
}

fn receipt(receipt: &import::Receipt) -> Receipt {
    Receipt {
        id: receipt.id,
        source: receipt.source,
        file_name: receipt.file_name.clone(),
        begun: receipt.begun,
        is_finished: receipt.finished.is_some(),
        total: receipt.total,
        found: receipt.found,
        imported: receipt.imported,
        entries: receipt.entry_count(),
        skipped: receipt.skipped.clone(),
        unseen: receipt.unseen,
        attachments: receipt.attachments,
        attachments_missing: receipt.attachments_missing,
        undone: receipt.undone,
        telling: receipt.telling,
    }
}
