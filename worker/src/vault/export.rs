//! Exports: entries leave the vault in readable form, because their writer wants it.

mod browser_press;
mod sink;
mod way;

use core::mem::take;

use companion_core::{AuditEvent, Clock, Entropy, EntrySummary, JournalEntry};
use companion_exchange::export::{About, Departing, Exporter, Words};
use companion_protocol::export::{Finished, Format, Progress, Request, Response, Wanted};
use companion_store::Store;
use companion_vault::{Vault, VaultError};

use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;
use crate::book::{BookAbout, BookEntry};

pub use browser_press::BrowserPress;
pub use sink::BrowserSink;
pub use way::{ExportFailure, Press, Sink};

/// A step ends after this long: a save waits for one step at most.
const STEP_MS: i64 = 40;
/// And after so many entries, whatever the clock says.
const STEP_ENTRIES: usize = 64;
/// What is given to the sink at once.
const PIECE_BYTES: usize = 1 << 20;

/// The export under way.
pub(super) struct ExportWork<H: Host> {
    entries: Vec<EntrySummary>,
    stage: Stage<H>,
    /// The next entry of this stage.
    at: usize,
    sink: H::Sink,
    /// What is written and not given to the sink yet.
    out: Vec<u8>,
    exported: u64,
    unreadable: u64,
    size_bytes: u64,
    without_font: String,
}

enum Stage<H: Host> {
    /// Writing entry by entry.
    Writing(Box<Exporter>),
    /// Finding out which letters a PDF needs.
    Looking(H::Press),
    /// Setting a PDF, which is a file only at the end.
    Setting(H::Press),
    /// Done with everything but the end.
    Ended,
}

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about exports. `picked` is the file that is written into.
    pub(super) async fn serve_export(
        &mut self,
        request: Request,
        picked: Option<H::File>,
    ) -> Result<Response, ServiceError> {
        match request {
            Request::Begin(wanted) => {
                // Dropped before anything new is opened: it may be the same file.
                self.export = None;
                let work = self.begin_export(wanted, picked).await?;
                let progress = work.progress();
                self.export = Some(work);
                Ok(Response::Going(progress))
            }
            Request::Continue => {
                // Taken out: what fails half-way does not go on.
                let mut work = self.export.take().ok_or(ExportFailure::Nothing)?;
                if work.is_complete() {
                    return Ok(Response::Finished(self.finish_export(work).await?));
                }
                let vault = self.vault.as_ref().ok_or(ServiceError::Locked)?;
                work.step(vault, &self.environment).await?;
                let progress = work.progress();
                self.export = Some(work);
                Ok(Response::Going(progress))
            }
            Request::Cancel => {
                self.export = None;
                Ok(Response::Dropped)
            }
            Request::Forget => {
                self.host.forget_export();
                Ok(Response::Dropped)
            }
        }
    }

    async fn begin_export(
        &mut self,
        wanted: Wanted,
        picked: Option<H::File>,
    ) -> Result<ExportWork<H>, ServiceError> {
        let made = self.environment.now();
        let vault = self.unlocked()?;
        let mut entries = vault.list_entries();
        entries.retain(|entry| wanted.selection.includes(entry));
        // A book is read from its beginning.
        entries.reverse();
        let mut has_attachments = entries
            .iter()
            .map(|entry| entry.photos.max(entry.recordings));
        let media_type = wanted
            .format
            .media_type(has_attachments.any(|count| count > 0));
        let mut out = Vec::new();
        let stage = match format_of(wanted.format) {
            Some(format) => {
                let words = Words::of(&wanted.language);
                let about = About {
                    words,
                    made,
                    entries: &entries,
                };
                let exporter = Exporter::begin(format, about, &mut out);
                Stage::Writing(Box::new(exporter.map_err(ExportFailure::from)?))
            }
            None => {
                let about = BookAbout {
                    language: wanted.language.clone(),
                    made,
                    is_letter_paper: wanted.is_letter_paper,
                    entries: entries.clone(),
                };
                Stage::Looking(self.host.open_press(&about).await?)
            }
        };
        let sink = self.host.open_export(picked, media_type).await;
        Ok(ExportWork {
            entries,
            stage,
            at: 0,
            sink: sink.map_err(ExportFailure::File)?,
            out,
            exported: 0,
            unreadable: 0,
            size_bytes: 0,
            without_font: String::new(),
        })
    }

    /// Notes the export on the record, then makes the file whole: none leaves unrecorded.
    async fn finish_export(&mut self, mut work: ExportWork<H>) -> Result<Finished, ServiceError> {
        match core::mem::replace(&mut work.stage, Stage::Ended) {
            Stage::Writing(exporter) => {
                exporter
                    .finish(&mut work.out)
                    .map_err(ExportFailure::from)?;
            }
            Stage::Setting(press) => work.out = press.finish()?,
            // Complete only after one of the above.
            Stage::Looking(_) | Stage::Ended => return Err(ExportFailure::Nothing.into()),
        }
        work.give(0).await?;
        let count = u32::try_from(work.exported).unwrap_or(u32::MAX);
        let vault = self.unlocked()?;
        vault.log(AuditEvent::EntriesExported(count)).await?;
        let address = work.sink.finish().await.map_err(ExportFailure::File)?;
        Ok(Finished {
            entries: work.exported,
            unreadable: work.unreadable,
            size_bytes: work.size_bytes,
            address,
            without_font: work.without_font,
        })
    }
}

impl<H: Host> ExportWork<H> {
    fn progress(&self) -> Progress {
        let count = self.entries.len();
        let (done, total) = match &self.stage {
            Stage::Looking(_) => (self.at, 2 * count),
            Stage::Setting(_) => (count + self.at, 2 * count),
            Stage::Writing(_) | Stage::Ended => (self.at, count),
        };
        Progress {
            done: done as u64,
            total: total as u64,
            is_fetching: matches!(self.stage, Stage::Looking(_)) && self.at == count,
        }
    }

    fn is_complete(&self) -> bool {
        self.at == self.entries.len() && !matches!(self.stage, Stage::Looking(_))
    }

    async fn step<S: Store, E: Clock + Entropy>(
        &mut self,
        vault: &Vault<S, E>,
        clock: &E,
    ) -> Result<(), ServiceError> {
        if self.at == self.entries.len() {
            return Ok(self.fetch_fonts().await?);
        }
        let begun = clock.now().unix_ms;
        for _ in 0..STEP_ENTRIES {
            let Some(line) = self.entries.get(self.at) else {
                break;
            };
            let id = line.id;
            self.at += 1;
            match vault.read_entry(id).await {
                Ok(entry) => self.entry(vault, entry).await?,
                // Deleted for good since the export began: its writer wants it gone.
                Err(VaultError::NotFound) => {}
                Err(VaultError::Damaged) => {
                    if !matches!(self.stage, Stage::Looking(_)) {
                        self.unreadable += 1;
                    }
                }
                Err(error) => return Err(error.into()),
            }
            // A clock that is set back ends the step, too.
            if !(0..STEP_MS).contains(&(clock.now().unix_ms - begun)) {
                break;
            }
        }
        Ok(())
    }

    async fn entry<S: Store, E: Clock + Entropy>(
        &mut self,
        vault: &Vault<S, E>,
        entry: JournalEntry,
    ) -> Result<(), ServiceError> {
        if let Stage::Looking(press) = &mut self.stage {
            press.look(&BookEntry {
                entry,
                files: Vec::new(),
            })?;
            return Ok(());
        }
        let mut files = Vec::with_capacity(entry.attachments.len());
        for attachment in &entry.attachments {
            files.push(match vault.read_attachment(attachment.id).await {
                Ok(mut bytes) => Some(take(&mut *bytes)),
                Err(VaultError::NotFound | VaultError::Damaged) => {
                    self.unreadable += 1;
                    None
                }
                Err(error) => return Err(error.into()),
            });
        }
        match &mut self.stage {
            Stage::Writing(exporter) => {
                let departing = Departing {
                    entry: &entry,
                    files: &files,
                };
                exporter
                    .add(departing, &mut self.out)
                    .map_err(ExportFailure::from)?;
            }
            Stage::Setting(press) => {
                let files = files.into_iter().map(|bytes| bytes.map(Into::into));
                press.add(&BookEntry {
                    entry,
                    files: files.collect(),
                })?;
            }
            Stage::Looking(_) | Stage::Ended => {}
        }
        self.exported += 1;
        Ok(self.give(PIECE_BYTES).await?)
    }

    /// Gives the sink what is written, if it is at least so much.
    async fn give(&mut self, least_bytes: usize) -> Result<(), ExportFailure> {
        if self.out.len() >= least_bytes.max(1) {
            self.size_bytes += self.out.len() as u64;
            self.sink
                .write(&self.out)
                .await
                .map_err(ExportFailure::File)?;
            self.out.clear();
        }
        Ok(())
    }

    async fn fetch_fonts(&mut self) -> Result<(), ExportFailure> {
        let Stage::Looking(mut press) = core::mem::replace(&mut self.stage, Stage::Ended) else {
            return Err(ExportFailure::Nothing);
        };
        self.without_font = press.fetch_fonts().await?;
        self.stage = Stage::Setting(press);
        self.at = 0;
        Ok(())
    }
}

/// `None` for a PDF, which another module makes.
const fn format_of(format: Format) -> Option<companion_exchange::export::Format> {
    use companion_exchange::export::Format as Written;
    match format {
        Format::Markdown => Some(Written::Markdown),
        Format::Json => Some(Written::Json),
        Format::Html => Some(Written::Html),
        Format::Pdf => None,
    }
}
