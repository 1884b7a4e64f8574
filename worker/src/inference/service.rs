//! What the worker does with requests: one long task at a time, and short ones beside it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use companion_inference::Model as Weights;
use companion_protocol::inference::{
    Download, Event, Failure, FailureKind, Finished, Measure, Measured, Model, ModelState, Request,
    Response,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, File};

use super::ask::{Desk, Question, ask, stopped_before_it_began};
use super::embed::Encoders;
use super::failure::failure;
use super::limits::ThreadLimits;
use super::memory::Memory;
use super::opfs::Directory;
use super::pace::{Pace, now_ms};
use super::record::{self, Record, Stored};
use super::speech::Speech;
use super::{download, import, load, measure, prompt, reflect};
use crate::port::{Incoming, Port};

/// The worker's state.
pub(super) struct Service {
    port: Port<Response, Event>,
    state: Cell<ModelState>,
    record: RefCell<Option<Record>>,
    weights: RefCell<Option<Arc<Weights>>>,
    memory: Memory,
    limits: ThreadLimits,
    /// How long it took to load them.
    load_ms: Cell<f64>,
    task: Cell<Task>,
    /// Whether the task under way has been asked to stop.
    stop: Cell<bool>,
    abort: RefCell<Option<AbortController>>,
    encoders: Rc<Encoders>,
    speech: Rc<Speech>,
}

/// The long task under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    None,
    Transfer,
    Load,
    Reflect,
    Measure,
}

impl Service {
    pub(super) fn new(port: Port<Response, Event>) -> Self {
        Self {
            port,
            state: Cell::new(ModelState::None),
            record: RefCell::new(None),
            weights: RefCell::new(None),
            memory: Memory::default(),
            limits: ThreadLimits::default(),
            load_ms: Cell::new(0.0),
            task: Cell::new(Task::None),
            stop: Cell::new(false),
            abort: RefCell::new(None),
            encoders: Rc::new(Encoders::new()),
            speech: Rc::new(Speech::new()),
        }
    }

    /// Finds out which model is stored, clears leftovers away, and reports ready.
    pub(super) async fn open(&self) {
        let state = match self.find_model().await {
            Ok(state) => state,
            // Without storage there is no model; the request that needs one says why.
            Err(_) => ModelState::None,
        };
        self.state.set(state);
        self.port.emit(Event::Ready);
        self.port.emit(Event::ModelChanged(self.model()));
    }

    /// Takes a request. Every request is answered exactly once.
    pub(super) fn handle(self: &Rc<Self>, incoming: Incoming<Request>) {
        let number = incoming.frame.number;
        match incoming.frame.body {
            Request::Status => self.answer_model(number),
            Request::CancelTransfer => {
                if self.task.get() == Task::Transfer {
                    self.stop.set(true);
                    if let Some(abort) = &*self.abort.borrow() {
                        abort.abort();
                    }
                }
                self.answer_model(number);
            }
            Request::GiveWay(gives_way) => {
                self.limits.give_way(gives_way);
                self.answer_model(number);
            }
            Request::Stop => {
                if matches!(self.task.get(), Task::Reflect | Task::Load | Task::Measure) {
                    self.stop.set(true);
                }
                self.answer_model(number);
            }
            Request::Download(request) => {
                self.begin(number, Task::Transfer, async move |service| {
                    service.download(&request).await.map(Response::Model)
                });
            }
            Request::Import => self.begin(number, Task::Transfer, async move |service| {
                service.import(incoming.file).await.map(Response::Model)
            }),
            Request::Load => self.begin(number, Task::Load, async |service| {
                service.load().await?;
                Ok(Response::Model(service.model()))
            }),
            Request::Remove => self.begin(number, Task::Load, async |service| {
                service.remove().await.map(Response::Model)
            }),
            Request::Reflect(request) => {
                let question = reflect::question(&request);
                self.begin(number, Task::Reflect, async move |service| {
                    service.ask(question).await.map(Response::Finished)
                });
            }
            Request::Prompt(request) => {
                let question = prompt::question(&request);
                self.begin(number, Task::Reflect, async move |service| {
                    service.ask(question).await.map(Response::Finished)
                });
            }
            Request::Encoder(request) => {
                self.encoders
                    .handle(&self.port, number, request, incoming.file);
            }
            Request::Speech(request) => {
                self.speech
                    .handle(&self.port, number, request, incoming.file);
            }
            Request::Measure(request) => {
                self.begin(number, Task::Measure, async move |service| {
                    service.measure(request).await.map(Response::Measured)
                });
            }
        }
    }

    /// Runs a long task beside the loop, unless one is running.
    fn begin<F>(self: &Rc<Self>, number: u32, task: Task, run: F)
    where
        F: AsyncFnOnce(&Self) -> Result<Response, Failure> + 'static,
    {
        if self.task.get() != Task::None {
            let busy = failure(
                FailureKind::Busy,
                "Something else is under way with the model. Wait for it or stop it first.",
            );
            return self.port.answer(number, Response::Failed(busy));
        }
        self.task.set(task);
        self.stop.set(false);
        let service = Rc::clone(self);
        spawn_local(async move {
            let response = run(&service).await.unwrap_or_else(Response::Failed);
            service.task.set(Task::None);
            service.port.answer(number, response);
        });
    }

    async fn download(&self, request: &Download) -> Result<Model, Failure> {
        let abort = AbortController::new().map_err(|_| {
            failure(
                FailureKind::Internal,
                "This browser cannot cancel a download.",
            )
        })?;
        let signal = abort.signal();
        *self.abort.borrow_mut() = Some(abort);
        let outcome = self
            .transfer(async |directory, current, pace, is_cancelled| {
                download::download(directory, current, request, &signal, pace, is_cancelled).await
            })
            .await;
        *self.abort.borrow_mut() = None;
        outcome
    }

    async fn import(&self, file: wasm_bindgen::JsValue) -> Result<Model, Failure> {
        let file: File = file
            .dyn_into()
            .map_err(|_| failure(FailureKind::UnusableFile, "No file was picked."))?;
        self.transfer(async |directory, current, pace, is_cancelled| {
            import::import(directory, current, &file, pace, is_cancelled).await
        })
        .await
    }

    /// Receives a model file and, once it is verified, makes it the model. Until then the old
    /// one stays.
    async fn transfer<F>(&self, receive: F) -> Result<Model, Failure>
    where
        F: AsyncFnOnce(
            &Directory,
            Option<&Record>,
            &Pace<'_>,
            &dyn Fn() -> bool,
        ) -> Result<Record, Failure>,
    {
        let before = self.state.get();
        self.enter(ModelState::Downloading);
        // A transfer outlives the locking of the journal, what has been read of it must not.
        self.memory.forget();
        let pace = Pace::new(&self.port);
        let current = self.record.borrow().clone();
        let outcome = async {
            let directory = Directory::open().await?;
            let record = receive(&directory, current.as_ref(), &pace, &|| self.stop.get()).await?;
            record::switch(&directory, &record).await?;
            Ok::<_, Failure>(record)
        }
        .await;
        match outcome {
            Ok(record) => {
                *self.record.borrow_mut() = Some(record);
                self.forget_weights();
                self.enter(ModelState::Ready);
                Ok(self.model())
            }
            Err(failure) => {
                self.clean(current.as_ref()).await;
                self.enter(match (&current, failure.kind) {
                    (None, FailureKind::Cancelled) => ModelState::None,
                    (None, _) => ModelState::Error,
                    (Some(_), _) => before,
                });
                Err(failure)
            }
        }
    }

    /// Deletes what a failed transfer has left, unless it can be resumed.
    async fn clean(&self, current: Option<&Record>) {
        if let Ok(directory) = Directory::open().await {
            let partial = record::partial(&directory).await;
            record::clean(&directory, current, partial.as_ref()).await;
        }
    }

    async fn load(&self) -> Result<Arc<Weights>, Failure> {
        if let Some(weights) = &*self.weights.borrow() {
            return Ok(Arc::clone(weights));
        }
        let directory = Directory::open().await?;
        let record = self.record.borrow().clone();
        let Some(record) = record else {
            return Err(self.no_model(&directory).await);
        };
        self.enter(ModelState::Loading);
        let pace = Pace::new(&self.port);
        let began_ms = now_ms();
        match load::load(&directory, &record, &pace, &|| self.stop.get()).await {
            Ok(weights) => {
                *self.weights.borrow_mut() = Some(Arc::clone(&weights));
                self.load_ms.set(now_ms() - began_ms);
                self.enter(ModelState::Loaded);
                Ok(weights)
            }
            Err(failure) => {
                self.enter(match failure.kind {
                    FailureKind::Cancelled | FailureKind::Busy => ModelState::Ready,
                    _ => ModelState::Error,
                });
                Err(failure)
            }
        }
    }

    async fn remove(&self) -> Result<Model, Failure> {
        record::remove(&Directory::open().await?).await?;
        *self.record.borrow_mut() = None;
        self.forget_weights();
        self.enter(ModelState::None);
        Ok(self.model())
    }

    async fn ask(&self, question: Question) -> Result<Finished, Failure> {
        let weights = match self.load().await {
            Ok(weights) => weights,
            Err(failure) if failure.kind == FailureKind::Cancelled => {
                return Ok(stopped_before_it_began());
            }
            Err(failure) => return Err(failure),
        };
        let record = self.record.borrow().clone();
        let desk = Desk {
            memory: &self.memory,
            record: record.as_ref(),
            port: &self.port,
            pace: &Pace::new(&self.port),
            is_stopped: &|| self.stop.get(),
        };
        ask(weights, &question, &desk).await
    }

    fn forget_weights(&self) {
        *self.weights.borrow_mut() = None;
        self.memory.forget();
    }

    async fn measure(&self, request: Measure) -> Result<Measured, Failure> {
        let weights = self.load().await?;
        let name = self.model().name.unwrap_or_default();
        let load_ms = self.load_ms.get();
        let pace = Pace::new(&self.port);
        let _limit = self.limits.at_most(request.threads);
        measure::measure(weights, name, load_ms, request, &pace, &|| self.stop.get()).await
    }

    /// Reads the record and checks that its file is there.
    async fn find_model(&self) -> Result<ModelState, Failure> {
        let directory = Directory::open().await?;
        let record = match record::current(&directory).await? {
            Stored::None => None,
            Stored::Damaged => return Ok(ModelState::Error),
            Stored::Some(record) => {
                if directory.size_of(&record.file).await != Some(record.size_bytes) {
                    return Ok(ModelState::Error);
                }
                Some(record)
            }
        };
        self.clean(record.as_ref()).await;
        let state = match &record {
            Some(_) => ModelState::Ready,
            None => ModelState::None,
        };
        *self.record.borrow_mut() = record;
        Ok(state)
    }

    /// Why there is no model: none was stored, or its record is damaged or without its file.
    async fn no_model(&self, directory: &Directory) -> Failure {
        let message = match record::current(directory).await {
            Ok(Stored::None) => "There is no model on this device yet. Get one in the settings.",
            Ok(_) => "The stored model is damaged. Get it again in the settings.",
            Err(failure) => return failure,
        };
        failure(FailureKind::NoModel, message)
    }

    fn enter(&self, state: ModelState) {
        if self.state.replace(state) != state {
            self.port.emit(Event::ModelChanged(self.model()));
        }
    }

    fn answer_model(&self, number: u32) {
        self.port.answer(number, Response::Model(self.model()));
    }

    fn model(&self) -> Model {
        let record = self.record.borrow();
        Model {
            state: self.state.get(),
            name: record.as_ref().map(|record| record.name.clone()),
            size_bytes: record.as_ref().map_or(0, |record| record.size_bytes),
            sha256: record.as_ref().map(|record| record.sha256.clone()),
        }
    }
}
