//! The encoders: kept beside the model, each in a directory of its own, and loaded when first
//! needed. They have a task of their own, so that a search need not wait for a question that
//! the model is writing; where there is no encoder, nothing here costs anything.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use companion_inference::embed::{self as engine, Encoder, Encoding, Reading};
use companion_protocol::encoder::{
    Embeddings, Head, Labels, MAX_BYTES, MAX_TEXTS, Request, Response, Said, Slot, Span, State,
};
use companion_protocol::inference::{
    Event, Failure, FailureKind, Progress, Response as Answer, Stage,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use super::failure::{cancelled, failure, model as model_failure};
use super::import;
use super::lane::{self, Lane};
use super::opfs::Holds;
use super::pace::{Pace, now_ms};
use super::record::Record;
use super::shelf::{self, Shelf};
use crate::port::Port;

/// The encoders' state.
pub(super) struct Encoders {
    /// Those in memory, by slot.
    loaded: RefCell<[Option<Arc<Encoder>>; 2]>,
    lane: Lane,
}

impl Encoders {
    pub(super) fn new() -> Self {
        Self {
            loaded: RefCell::new([None, None]),
            lane: Lane::new(
                Stage::Encoder,
                "Companion is still reading other texts. Try again in a moment.",
            ),
        }
    }

    /// Takes a request and answers it exactly once.
    pub(super) fn handle(
        self: &Rc<Self>,
        port: &Port<Answer, Event>,
        number: u32,
        request: Request,
        file: JsValue,
    ) {
        let encoders = Rc::clone(self);
        match request {
            Request::Stop => {
                self.lane.stop();
                port.answer(number, Answer::Encoder(Response::Stopping));
            }
            Request::Status(slot) => lane::look(port, number, async move {
                encoders.status(slot).await.map(Answer::Encoder)
            }),
            task => self.lane.begin(port, number, async move |pace| {
                let outcome = encoders.run(pace, task, file).await;
                outcome.map(Answer::Encoder)
            }),
        }
    }

    async fn run(
        &self,
        pace: &Pace<'_>,
        request: Request,
        file: JsValue,
    ) -> Result<Response, Failure> {
        match request {
            Request::Status(slot) => self.status(slot).await,
            Request::Get(slot, request) => {
                let record = shelf(slot).get(&request, &self.lane, pace).await?;
                Ok(self.received(slot, &record))
            }
            Request::Import(slot) => {
                let file: File = file
                    .dyn_into()
                    .map_err(|_| failure(FailureKind::UnusableFile, "No file was picked."))?;
                let is_stopped = || self.lane.is_stopped();
                let record = shelf(slot)
                    .receive(async |directory, current| {
                        import::import(directory, current, &file, pace, &is_stopped).await
                    })
                    .await?;
                Ok(self.received(slot, &record))
            }
            Request::Remove(slot) => {
                shelf(slot).remove().await?;
                self.keep(slot, None);
                Ok(Response::State(State::default()))
            }
            Request::Embed(texts) => {
                let (encoder, readings, encode_ms) =
                    self.encode(Slot::Sentences, texts, pace).await?;
                Ok(Response::Embeddings(embeddings(
                    &encoder, &readings, encode_ms,
                )))
            }
            Request::Label(texts) => {
                let (encoder, readings, _) = self.encode(Slot::Labels, texts, pace).await?;
                Ok(Response::Labels(labels(&encoder, readings)))
            }
            Request::Stop => Ok(Response::Stopping),
        }
    }

    async fn status(&self, slot: Slot) -> Result<Response, Failure> {
        let shelf = shelf(slot);
        let record = shelf.stored(&shelf.open().await?).await?;
        Ok(Response::State(self.state(slot, record.as_ref())))
    }

    /// Another file is in the slot.
    fn received(&self, slot: Slot, record: &Record) -> Response {
        self.keep(slot, None);
        Response::State(self.state(slot, Some(record)))
    }

    /// What the slot's encoder says of texts, and the milliseconds that it took.
    async fn encode(
        &self,
        slot: Slot,
        texts: Vec<String>,
        pace: &Pace<'_>,
    ) -> Result<(Arc<Encoder>, Vec<Reading>, f64), Failure> {
        if texts.len() > MAX_TEXTS || texts.iter().map(String::len).sum::<usize>() > MAX_BYTES {
            return Err(failure(
                FailureKind::Internal,
                "More text was sent than is read at once.",
            ));
        }
        let encoder = self.load(slot, pace).await?;
        let began_ms = now_ms();
        let mut encoding =
            Encoding::new(Arc::clone(&encoder), texts).map_err(|error| model_failure(&error))?;
        while encoding.step().map_err(|error| model_failure(&error))? {
            pace.progress(Progress {
                stage: Stage::Encoder,
                done: encoding.done_texts() as u64,
                total: encoding.total_texts() as u64,
            });
            pace.breathe().await;
            if self.lane.is_stopped() {
                return Err(cancelled());
            }
        }
        Ok((encoder, encoding.finish(), now_ms() - began_ms))
    }

    async fn load(&self, slot: Slot, pace: &Pace<'_>) -> Result<Arc<Encoder>, Failure> {
        let loaded = self.loaded.borrow()[index(slot)].clone();
        if let Some(encoder) = loaded {
            return Ok(encoder);
        }
        let shelf = shelf(slot);
        let directory = shelf.open().await?;
        let record = shelf.stored(&directory).await?.ok_or_else(|| {
            failure(
                FailureKind::NoModel,
                "What Companion needs to understand the meaning of texts is not on this device \
                 yet.",
            )
        })?;
        pace.beat();
        let mut file = directory.open_file(&record.file).await?;
        let encoder = Encoder::load(&mut file).map_err(|error| model_failure(&error))?;
        let encoder = Arc::new(encoder);
        self.keep(slot, Some(Arc::clone(&encoder)));
        pace.breathe().await;
        Ok(encoder)
    }

    fn keep(&self, slot: Slot, encoder: Option<Arc<Encoder>>) {
        self.loaded.borrow_mut()[index(slot)] = encoder;
    }

    fn state(&self, slot: Slot, record: Option<&Record>) -> State {
        shelf::state(record, self.loaded.borrow()[index(slot)].is_some())
    }
}

const fn index(slot: Slot) -> usize {
    match slot {
        Slot::Sentences => 0,
        Slot::Labels => 1,
    }
}

const fn shelf(slot: Slot) -> Shelf {
    Shelf {
        directory: match slot {
            Slot::Sentences => "encoder-sentences",
            Slot::Labels => "encoder-labels",
        },
        holds: Holds::Encoders,
        damaged: "What Companion needs to understand the meaning of texts is damaged. Get it again.",
    }
}

fn embeddings(encoder: &Encoder, readings: &[Reading], encode_ms: f64) -> Embeddings {
    let tokens: usize = readings.iter().map(|reading| reading.tokens).sum();
    Embeddings {
        // Widths are at most 4,096, and a request has at most 256 texts of 8,192 tokens.
        width: encoder.config().hidden as u32,
        tokens: tokens as u32,
        values: readings
            .iter()
            .flat_map(|reading| &reading.embedding)
            .flat_map(|value| value.to_le_bytes())
            .collect(),
        is_cut: readings.iter().map(|reading| reading.is_cut).collect(),
        encode_ms,
    }
}

fn labels(encoder: &Encoder, readings: Vec<Reading>) -> Labels {
    let heads = encoder.heads().iter().map(|head| Head {
        name: head.name.clone(),
        labels: head.labels.clone(),
    });
    let span = |span: engine::Span| Span {
        // A request has at most 4 MiB of text.
        start: span.bytes.start as u32,
        end: span.bytes.end as u32,
        scores: span.scores,
    };
    let said = |output| match output {
        engine::HeadOutput::Text(scores) => Said::Text(scores),
        engine::HeadOutput::Tokens(spans) => Said::Tokens(spans.into_iter().map(span).collect()),
    };
    Labels {
        heads: heads.collect(),
        texts: readings
            .into_iter()
            .map(|reading| reading.heads.into_iter().map(said).collect())
            .collect(),
    }
}
