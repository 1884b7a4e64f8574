//! Imports: the dry run, the import itself, receipts.

use std::rc::Rc;

use companion_core::{Clock, Entropy};
use companion_exchange::import::{About, Import, Skipped as Why};
use companion_protocol::import::{
    Done, Preview, Progress, Reason, Receipt, Request, Response, Sample, Skipped, Told, Undone,
};
use companion_store::Store;
use companion_vault::import::{self, Importing};

use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;

impl<S: Store, E: Clock + Entropy + Clone, H: Host> Service<S, E, H> {
    /// Does what the page asks about imports. `picked` is the file that came with the request.
    pub(super) async fn serve_import(
        &mut self,
        request: Request,
        picked: Option<H::File>,
    ) -> Result<Response, ServiceError> {
        let host = Rc::clone(&self.host);
        let now = self.environment.now();
        let zones = move |zone: Option<&str>, unix_ms: i64| {
            let own = zone.is_none().then_some(now.utc_offset_minutes);
            host.offset_minutes(zone, unix_ms).or(own)
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
            Request::Bring => {
                let importing = self.importing.as_mut().ok_or(ServiceError::NoFile)?;
                match vault.bring_in(importing, &zones).await {
                    Ok(false) => Ok(Response::Bringing(progress(importing))),
                    Ok(true) => {
                        let done = Done {
                            receipt: receipt(importing.receipt()),
                            entries: vault.list_entries(),
                        };
                        self.importing = None;
                        Ok(Response::Done(done))
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
                Ok(Response::Done(Done {
                    receipt: receipt(importing.receipt()),
                    entries: vault.list_entries(),
                }))
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
                    entries: vault.list_entries(),
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
        skipped: skipped(&preview.skipped),
        told: told(&preview.skipped),
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
        skipped: skipped(&receipt.skipped),
        told: told(&receipt.skipped),
        attachments: receipt.attachments,
        attachments_missing: receipt.attachments_missing,
        undone: receipt.undone,
    }
}

fn skipped(tally: &import::Tally) -> Vec<Skipped> {
    let counts = tally.counts().into_iter();
    let counts = counts.map(|(why, count)| Skipped {
        reason: reason(why),
        count,
    });
    counts.collect()
}

fn told(tally: &import::Tally) -> Vec<Told> {
    let told = tally.told().iter();
    let told = told.map(|told| Told {
        name: told.name.clone(),
        reason: reason(told.reason()),
    });
    told.collect()
}

const fn reason(why: Why) -> Reason {
    match why {
        Why::Empty => Reason::Empty,
        Why::Duplicate => Reason::Duplicate,
        Why::Differs => Reason::Differs,
        Why::NoDate => Reason::NoDate,
        Why::Unreadable => Reason::Unreadable,
        Why::TooLarge => Reason::TooLarge,
        Why::Encrypted => Reason::Encrypted,
        Why::Deleted => Reason::Deleted,
    }
}
