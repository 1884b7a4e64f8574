//! The model: where it stands, where it comes from, and the worker that runs it.

use companion_protocol::inference::{Download, Event, Failure, FailureKind, Model, ModelState};
use js_sys::{Array, JSON, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Response};

use super::App;
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
        self.transfer
            .offers
            .set(Some(catalogue().await.unwrap_or_default()));
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

/// The models that this site offers; `None` where it has no catalogue.
async fn catalogue() -> Option<Vec<Offered>> {
    let fetching = window().fetch_with_str("./models/catalogue.json");
    let response: Response = JsFuture::from(fetching).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?)
        .await
        .ok()?
        .as_string()?;
    let catalogue = JSON::parse(&text).ok()?;
    let models: Array = Reflect::get(&catalogue, &"models".into())
        .ok()?
        .dyn_into()
        .ok()?;
    Some(models.iter().filter_map(|model| offered(&model)).collect())
}

/// One line of the catalogue; `None` if it lacks what a download needs.
fn offered(model: &JsValue) -> Option<Offered> {
    let field = |name: &str| Reflect::get(model, &name.into()).ok();
    let text = |name: &str| field(name).and_then(|value| value.as_string());
    Some(Offered {
        download: Download {
            path: text("path")?,
            name: text("name")?,
            // Sizes are whole numbers far inside the 53 bits of a double.
            size_bytes: field("size_bytes")
                .and_then(|size| size.as_f64())
                .map(|size| size as u64),
            sha256: text("sha256"),
        },
        source: text("source").unwrap_or_default(),
        is_internet: field("internet").and_then(|value| value.as_bool())?,
    })
}
