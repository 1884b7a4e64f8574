//! One task at a time, which can be stopped, beside the language model's own: the frame of the
//! encoders and of speech.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use companion_protocol::inference::{Event, Failure, FailureKind, Response, Stage};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, AbortSignal};

use super::failure::failure;
use super::pace::Pace;
use crate::port::Port;

/// Tasks of one kind, one at a time.
#[derive(Clone)]
pub(super) struct Lane(Rc<State>);

struct State {
    /// What their progress is reported as.
    stage: Stage,
    /// What is said to a second one.
    busy: &'static str,
    is_busy: Cell<bool>,
    /// Whether the task under way has been asked to stop.
    stop: Cell<bool>,
    abort: RefCell<Option<AbortController>>,
}

impl Lane {
    pub(super) fn new(stage: Stage, busy: &'static str) -> Self {
        Self(Rc::new(State {
            stage,
            busy,
            is_busy: Cell::new(false),
            stop: Cell::new(false),
            abort: RefCell::new(None),
        }))
    }

    /// Runs a task beside the loop and answers with what becomes of it, unless one is running.
    pub(super) fn begin<F>(&self, port: &Port<Response, Event>, number: u32, task: F)
    where
        F: AsyncFnOnce(&Pace<'_>) -> Result<Response, Failure> + 'static,
    {
        if self.0.is_busy.replace(true) {
            let busy = failure(FailureKind::Busy, self.0.busy);
            return port.answer(number, Response::Failed(busy));
        }
        self.0.stop.set(false);
        let (lane, port) = (self.clone(), port.clone());
        spawn_local(async move {
            let outcome = task(&Pace::beside(&port, lane.0.stage)).await;
            lane.0.is_busy.set(false);
            port.answer(number, outcome.unwrap_or_else(Response::Failed));
        });
    }

    /// Asks the task under way to stop.
    pub(super) fn stop(&self) {
        self.0.stop.set(true);
        if let Some(abort) = &*self.0.abort.borrow() {
            abort.abort();
        }
    }

    /// Whether the task under way has been asked to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.0.stop.get()
    }

    /// Runs a download, whose signal fires when it is asked to stop.
    pub(super) async fn download<T>(
        &self,
        run: impl AsyncFnOnce(&AbortSignal) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let controller = AbortController::new().map_err(|_| {
            failure(
                FailureKind::Internal,
                "This browser cannot cancel a download.",
            )
        })?;
        let signal = controller.signal();
        *self.0.abort.borrow_mut() = Some(controller);
        let outcome = run(&signal).await;
        *self.0.abort.borrow_mut() = None;
        outcome
    }
}

/// Answers at once with what a look at the shelf finds: looking disturbs nobody.
pub(super) fn look<F>(port: &Port<Response, Event>, number: u32, look: F)
where
    F: Future<Output = Result<Response, Failure>> + 'static,
{
    let port = port.clone();
    spawn_local(async move {
        port.answer(number, look.await.unwrap_or_else(Response::Failed));
    });
}
