//! The speech model: kept in a directory of its own, loaded when a recording comes, and freed when
//! it is written down, because recordings are few and memory is short.

use std::rc::Rc;
use std::sync::Arc;

use companion_inference::speech::{Recognizer, Samples, Transcription};
use companion_protocol::encoder::State;
use companion_protocol::inference::{
    Event, Failure, FailureKind, Progress, Response as Answer, Stage,
};
use companion_protocol::speech::{Part, Request, Response, Segment, Transcript};
use js_sys::Float32Array;
use wasm_bindgen::{JsCast, JsValue};

use super::failure::{cancelled, failure, model as model_failure};
use super::lane::{self, Lane};
use super::opfs::Holds;
use super::pace::{Pace, now_ms};
use super::shelf::{self, Shelf};
use crate::port::Port;

const SHELF: Shelf = Shelf {
    directory: "speech",
    holds: Holds::Speech,
    damaged: "What Companion needs to understand speech is damaged. Get it again.",
};

/// The speech model's tasks.
pub(super) struct Speech {
    lane: Lane,
}

impl Speech {
    pub(super) fn new() -> Self {
        Self {
            lane: Lane::new(
                Stage::Speech,
                "Companion is still listening to another recording. Try again in a moment.",
            ),
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
        let speech = Rc::clone(self);
        match request {
            Request::Stop => {
                self.lane.stop();
                port.answer(number, Answer::Speech(Response::Stopping));
            }
            Request::Status => {
                lane::look(port, number, async { status().await.map(Answer::Speech) })
            }
            task => self.lane.begin(port, number, async move |pace| {
                let outcome = speech.run(pace, task, samples).await;
                outcome.map(Answer::Speech)
            }),
        }
    }

    async fn run(
        &self,
        pace: &Pace<'_>,
        request: Request,
        samples: JsValue,
    ) -> Result<Response, Failure> {
        match request {
            Request::Status => status().await,
            Request::Get(request) => {
                let record = SHELF.get(&request, &self.lane, pace).await?;
                Ok(Response::State(shelf::state(Some(&record), false)))
            }
            Request::Remove => {
                SHELF.remove().await?;
                Ok(Response::State(State::default()))
            }
            Request::Transcribe(part) => {
                let samples: Float32Array = samples
                    .dyn_into()
                    .map_err(|_| failure(FailureKind::UnusableFile, "No recording came along."))?;
                let transcript = self.transcribe(&part, Recording(samples), pace).await?;
                Ok(Response::Transcript(transcript))
            }
            Request::Stop => Ok(Response::Stopping),
        }
    }

    async fn transcribe(
        &self,
        part: &Part,
        recording: Recording,
        pace: &Pace<'_>,
    ) -> Result<Transcript, Failure> {
        let recognizer = load(pace).await?;
        let began_ms = now_ms();
        // The recording says itself which language it is in: people speak more than one.
        let mut transcription = Transcription::new(recognizer, recording, part.language.as_deref())
            .map_err(|error| model_failure(&error))?;
        if part.has_more {
            transcription = transcription.part();
        }
        let total_ms = part.total_ms.max(part.start_ms + transcription.total_ms());
        while transcription
            .step()
            .map_err(|error| model_failure(&error))?
        {
            pace.progress(Progress {
                stage: Stage::Speech,
                done: part.start_ms + transcription.done_ms(),
                total: total_ms,
            });
            pace.breathe().await;
            if self.lane.is_stopped() {
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
            // A `Float32Array` has at most so many.
            samples: transcript.samples as u32,
        })
    }
}

/// Samples that stay with the browser, whose memory is given back: that of WebAssembly never is.
struct Recording(Float32Array);

impl Samples for Recording {
    fn count(&self) -> usize {
        self.0.length() as usize
    }

    fn read(&self, start: usize, window: &mut [f32]) {
        // Inside the array, whose length has 32 bits.
        let (start, end) = (start as u32, (start + window.len()) as u32);
        self.0.subarray(start, end).copy_to(window);
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
