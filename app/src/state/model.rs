//! The model: where it stands, where it comes from, and the worker that runs it.

use companion_protocol::inference::{Download, Event, Failure, FailureKind, Model, ModelState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::App;
use super::catalogue::{Line, catalogue};
use crate::clients::MEMORY_LIMIT_BYTES;
use crate::clients::Notice;
use crate::text::words;

/// A model of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offered {
    /// What to ask the worker for.
    pub(crate) download: Download,
    /// Where it comes from, as shown.
    pub(crate) source: String,
    /// Whether it comes over the internet.
    pub(crate) is_internet: bool,
}

/// What is on offer, and what became of the last attempt to get it.
#[derive(Clone, Copy)]
pub(crate) struct TransferState {
    /// The catalogue; `None` until it was looked for.
    pub(crate) offers: RwSignal<Option<Vec<Offered>>>,
    /// Why the last attempt failed.
    pub(crate) problem: RwSignal<Option<String>>,
}

impl TransferState {
    /// Nothing known.
    pub(crate) fn new() -> Self {
        Self {
            offers: RwSignal::new(None),
            problem: RwSignal::new(None),
        }
    }
}

impl App {
    /// Begins to hear the inference worker. Called once.
    pub(crate) fn watch_model(self) {
        self.inference.listen(move |notice| match notice {
            Notice::Event(Event::Ready) => self.give_way(),
            Notice::Event(Event::ModelChanged(model)) => self.know_model(model),
            Notice::Event(Event::Progress(progress)) => self.progress.set(Some(progress)),
            Notice::Event(Event::Text(piece)) => {
                self.hear(&piece);
                self.hear_prompt(&piece);
            }
            Notice::Event(Event::Heartbeat(heartbeat)) => {
                if heartbeat.memory_bytes > MEMORY_LIMIT_BYTES {
                    self.restart_model_worker();
                }
            }
            // What was under way says so itself; here only the status is asked for anew.
            Notice::Crashed => self.know_model(Model {
                state: ModelState::Error,
                ..Model::default()
            }),
        });
    }

    fn know_model(self, model: Model) {
        if !matches!(model.state, ModelState::Downloading | ModelState::Loading) {
            self.progress.set(None);
        }
        let before = self.model.with_untracked(|model| model.state);
        self.note_model(before, &model);
        self.model.set(model);
    }

    /// Asks where the model stands and what is on offer.
    pub(crate) async fn look_for_models(self) {
        if let Ok(model) = self.inference.status().await {
            self.know_model(model);
        }
        let lines = catalogue("models").await.unwrap_or_default();
        self.transfer
            .offers
            .set(Some(lines.iter().filter_map(offered).collect()));
    }

    /// Whether a model is arriving.
    pub(crate) fn is_transferring(self) -> bool {
        self.model
            .with_untracked(|model| model.state == ModelState::Downloading)
    }

    /// Fetches a model of the catalogue.
    pub(crate) async fn download(self, download: Download) {
        self.begin_transfer();
        let outcome = self.inference.download(download).await;
        self.end_transfer(outcome).await;
    }

    /// Takes a model from a file.
    pub(crate) async fn import(self, file: File) {
        self.begin_transfer();
        let outcome = self.inference.import(file).await;
        self.end_transfer(outcome).await;
    }

    /// Stops a transfer. What was downloaded so far is kept for going on later.
    pub(crate) async fn cancel_transfer(self) {
        if let Ok(model) = self.inference.cancel_transfer().await {
            self.know_model(model);
        }
    }

    /// Deletes the model.
    pub(crate) async fn remove_model(self) {
        self.transfer.problem.set(None);
        match self.inference.remove().await {
            Ok(model) => self.know_model(model),
            Err(failure) => self
                .transfer
                .problem
                .set(Some(words::engine::failure(&failure))),
        }
    }

    fn begin_transfer(self) {
        self.transfer.problem.set(None);
        self.progress.set(None);
        self.model
            .update(|model| model.state = ModelState::Downloading);
    }

    async fn end_transfer(self, outcome: Result<Model, Failure>) {
        match outcome {
            Ok(model) => self.know_model(model),
            Err(failure) => {
                // Whatever model was there before is still there.
                let status = self.inference.status().await.unwrap_or_default();
                let cancelled = failure.kind == FailureKind::Cancelled;
                self.know_model(Model {
                    state: match status.state {
                        ModelState::None if !cancelled => ModelState::Error,
                        state => state,
                    },
                    ..status
                });
                if !cancelled {
                    self.transfer
                        .problem
                        .set(Some(words::engine::failure(&failure)));
                }
            }
        }
    }

    /// Ends a stuck or bloated worker and starts another. What was under way fails in words.
    pub(crate) fn restart_model_worker(self) {
        self.inference.end();
        spawn_local(async move {
            if let Ok(model) = self.inference.status().await {
                self.know_model(model);
            }
        });
    }
}

/// One line of the catalogue; `None` if it lacks what a download needs.
fn offered(line: &Line) -> Option<Offered> {
    Some(Offered {
        download: line.download()?,
        source: line.text("source").unwrap_or_default(),
        is_internet: line.flag("internet")?,
    })
}
