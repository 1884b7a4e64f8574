//! The speech model: kept in a directory of its own, loaded when a recording comes, and freed when
//! it is written down, because recordings are few and memory is short.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use companion_inference::speech::{Recognizer, Transcription};
use companion_protocol::encoder::State;
use companion_protocol::inference::{
    Event, Failure, FailureKind, Progress, Response as Answer, Stage,
};
use companion_protocol::speech::{Request, Response, Segment, Transcript};
use js_sys::Float32Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use super::failure::{cancelled, failure, model as model_failure};
use super::opfs::Holds;
use super::pace::{Pace, now_ms};
use super::shelf::{self, Shelf};
use crate::port::Port;

const SHELF: Shelf = Shelf {
    directory: "speech",
    holds: Holds::Speech,
    damaged: "What Companion needs to understand speech is damaged. Get it again.",
};

/// The speech model's state.
pub(super) struct Speech {
    is_busy: Cell<bool>,
    /// Whether the task under way has been asked to stop.
    stop: Cell<bool>,
    abort: RefCell<Option<AbortController>>,
}

impl Speech {
    pub(super) const fn new() -> Self {
        Self {
            is_busy: Cell::new(false),
            stop: Cell::new(false),
            abort: RefCell::new(None),
        }
    }

    /// Takes a request and answers it exactly once.
    pub(super) fn handle(
        self: &Rc<Self>,
        port: &Port<Answer, Event>,
        number: u32,
        request: Request,
        samples: JsValue,
    ) {
        if request == Request::Stop {
            self.stop.set(true);
            if let Some(abort) = &*self.abort.borrow() {
                abort.abort();
            }
            return port.answer(number, Answer::Speech(Response::Stopping));
        }
        let (speech, port) = (Rc::clone(self), port.clone());
        // Looking disturbs nobody.
        if request == Request::Status {
            return spawn_local(async move {
                let outcome = status().await;
                port.answer(number, outcome.map_or_else(Answer::Failed, Answer::Speech));
            });
        }
        if self.is_busy.replace(true) {
            let busy = failure(
                FailureKind::Busy,
                "Companion is still listening to another recording. Try again in a moment.",
            );
            return port.answer(number, Answer::Failed(busy));
        }
        self.stop.set(false);
        spawn_local(async move {
            let outcome = speech.run(&port, request, samples).await;
            speech.is_busy.set(false);
            port.answer(number, outcome.map_or_else(Answer::Failed, Answer::Speech));
        });
    }

    async fn run(
        &self,
        port: &Port<Answer, Event>,
        request: Request,
        samples: JsValue,
    ) -> Result<Response, Failure> {
        let pace = Pace::beside(port, Stage::Speech);
        match request {
            Request::Status => status().await,
            Request::Get(request) => {
                let is_stopped = || self.stop.get();
                let record = SHELF.get(&request, &self.abort, &pace, &is_stopped).await?;
                Ok(Response::State(shelf::state(Some(&record), false)))
            }
            Request::Remove => {
                SHELF.remove().await?;
                Ok(Response::State(State::default()))
            }
            Request::Transcribe => {
                let samples: Float32Array = samples
                    .dyn_into()
                    .map_err(|_| failure(FailureKind::UnusableFile, "No recording came along."))?;
                let transcript = self.transcribe(samples.to_vec(), &pace).await?;
                Ok(Response::Transcript(transcript))
            }
            Request::Stop => Ok(Response::Stopping),
        }
    }

    async fn transcribe(&self, samples: Vec<f32>, pace: &Pace<'_>) -> Result<Transcript, Failure> {
        let recognizer = load(pace).await?;
        let began_ms = now_ms();
        // The recording says itself which language it is in: people speak more than one.
        let mut transcription =
            Transcription::new(recognizer, samples, None).map_err(|error| model_failure(&error))?;
        while transcription
            .step()
            .map_err(|error| model_failure(&error))?
        {
            pace.progress(Progress {
                stage: Stage::Speech,
                done: transcription.done_ms(),
                total: transcription.total_ms(),
            });
            pace.breathe().await;
            if self.stop.get() {
                return Err(cancelled());
            }
        }
        let transcript = transcription.finish();
        let segments = transcript.segments.into_iter().map(|segment| Segment {
            start_ms: segment.start_ms,
            end_ms: segment.end_ms,
            text: segment.text,
        });
        Ok(Transcript {
            language: transcript.language,
            segments: segments.collect(),
            listen_ms: now_ms() - began_ms,
        })
    }
}

async fn status() -> Result<Response, Failure> {
    let record = SHELF.stored(&SHELF.open().await?).await?;
    Ok(Response::State(shelf::state(record.as_ref(), false)))
}

async fn load(pace: &Pace<'_>) -> Result<Arc<Recognizer>, Failure> {
    let directory = SHELF.open().await?;
    let record = SHELF.stored(&directory).await?.ok_or_else(|| {
        failure(
            FailureKind::NoModel,
            "What Companion needs to understand speech is not on this device yet.",
        )
    })?;
    pace.beat();
    let mut file = directory.open_file(&record.file).await?;
    let recognizer = Recognizer::load(&mut file).map_err(|error| model_failure(&error))?;
    pace.breathe().await;
    Ok(Arc::new(recognizer))
}
