//! What the page can ask of the inference worker, and the watchdog that ends a stuck one.

use std::cell::Cell;
use std::rc::Rc;

use companion_protocol::inference::{
    Download, Event, Failure, FailureKind, Finished, Measure, Measured, Model, Reflect, Request,
    Response,
};
use companion_protocol::speech;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::File;

use super::link::{Conversation, Link, Notice};
use crate::text::words;

/// A computing worker sends a heartbeat every second; this long a silence means it is stuck.
const SILENCE_LIMIT_MS: f64 = 15_000.0;
/// A larger worker is ended before the browser ends the whole page (the limit of 32-bit Wasm is
/// 4 GiB).
pub(crate) const MEMORY_LIMIT_BYTES: u64 = 3 << 30;

struct Inference;

impl Conversation for Inference {
    type Request = Request;
    type Response = Response;
    type Event = Event;
    const SCRIPT: &'static str = "./workers/inference.js";
    const HOLDS_LOCK: bool = false;

    fn is_ready(event: &Event) -> bool {
        matches!(event, Event::Ready)
    }
}

struct Inner {
    link: Rc<Link<Inference>>,
    /// Requests under way during which the worker must give signs of life.
    computing: Cell<u32>,
}

/// The inference worker, as the page sees it.
#[derive(Clone, Copy)]
pub(crate) struct InferenceClient(StoredValue<Rc<Inner>, LocalStorage>);

pub(super) type Answer<T> = Result<T, Failure>;

impl InferenceClient {
    /// A client whose worker starts with the first request.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new_local(Rc::new(Inner {
            link: Link::new(),
            computing: Cell::new(0),
        })))
    }

    /// Says who hears of events and crashes.
    pub(crate) fn listen(self, listener: impl Fn(Notice<Event>) + 'static) {
        self.0.with_value(|inner| inner.link.listen(listener));
    }

    pub(super) async fn ask(self, request: Request, beside: Option<JsValue>) -> Answer<Response> {
        let inner = self.0.get_value();
        let computes = matches!(
            request,
            Request::Reflect(_)
                | Request::Prompt(_)
                | Request::Load
                | Request::Measure(_)
                | Request::Speech(speech::Request::Transcribe(_))
        );
        let counted = |change: i32| {
            if computes {
                inner
                    .computing
                    .set(inner.computing.get().saturating_add_signed(change));
            }
        };
        counted(1);
        let answer = inner.link.ask(request, beside).await;
        counted(-1);
        match answer {
            Ok(Response::Failed(failure)) => Err(failure),
            Ok(response) => Ok(response),
            Err(_) => Err(fault()),
        }
    }

    async fn model(self, request: Request, file: Option<File>) -> Answer<Model> {
        match self.ask(request, file.map(Into::into)).await? {
            Response::Model(model) => Ok(model),
            _ => Err(fault()),
        }
    }

    /// Where the model stands.
    pub(crate) async fn status(self) -> Answer<Model> {
        self.model(Request::Status, None).await
    }

    /// Fetches a model of the catalogue.
    pub(crate) async fn download(self, download: Download) -> Answer<Model> {
        self.model(Request::Download(download), None).await
    }

    /// Stores a model from a file.
    pub(crate) async fn import(self, file: File) -> Answer<Model> {
        self.model(Request::Import, Some(file)).await
    }

    /// Stops a transfer.
    pub(crate) async fn cancel_transfer(self) -> Answer<Model> {
        self.model(Request::CancelTransfer, None).await
    }

    /// Deletes the stored model.
    pub(crate) async fn remove(self) -> Answer<Model> {
        self.model(Request::Remove, None).await
    }

    /// Asks one question about an entry; its text arrives as events.
    pub(crate) async fn reflect(self, reflect: Reflect) -> Answer<Finished> {
        self.generate(Request::Reflect(reflect)).await
    }

    /// Has a text generated.
    pub(super) async fn generate(self, request: Request) -> Answer<Finished> {
        match self.ask(request, None).await? {
            Response::Finished(finished) => Ok(finished),
            _ => Err(fault()),
        }
    }

    /// Measures how fast the model is.
    pub(crate) async fn measure(self, measure: Measure) -> Answer<Measured> {
        match self.ask(Request::Measure(measure), None).await? {
            Response::Measured(measured) => Ok(measured),
            _ => Err(fault()),
        }
    }

    /// Lets the worker take one processor only, or as many as it likes.
    pub(crate) async fn give_way(self, gives_way: bool) -> Answer<Model> {
        self.model(Request::GiveWay(gives_way), None).await
    }

    /// Stops what is being generated.
    pub(crate) async fn stop_generating(self) -> Answer<Model> {
        self.model(Request::Stop, None).await
    }

    /// Whether the worker computes and has given no sign of life for too long.
    pub(crate) fn is_stuck(self) -> bool {
        self.0.with_value(|inner| {
            inner.computing.get() > 0 && inner.link.silence_ms() > SILENCE_LIMIT_MS
        })
    }

    /// Starts counting the silence anew: the page itself was asleep.
    pub(crate) fn forgive_silence(self) {
        self.0.with_value(|inner| inner.link.forgive_silence());
    }

    /// Whether a worker runs.
    pub(crate) fn is_running(self) -> bool {
        self.0.with_value(|inner| inner.link.is_running())
    }

    /// Ends the worker and everything that it holds in memory. The next request starts another.
    pub(crate) fn end(self) {
        self.0.with_value(|inner| inner.link.stop());
    }
}

/// The worker ended, or answered what was not asked.
pub(super) fn fault() -> Failure {
    Failure {
        kind: FailureKind::Internal,
        message: words::model_worker_ended().into(),
    }
}
