//! Staying responsive while computing: giving way to the event loop, and signs of life.

use std::cell::Cell;

use companion_protocol::inference::{Event, Heartbeat, Progress, Response, Stage};
use js_sys::{Function, Promise, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, WorkerGlobalScope};

use crate::port::Port;

/// Longest computation before the event loop gets a turn, so that a message to stop is seen.
const TURN_MS: f64 = 25.0;
/// Shortest time between two reports of progress.
const PROGRESS_MS: f64 = 100.0;
/// Time between two heartbeats. The protocol promises one a second, and building the tokenizer,
/// which cannot be interrupted, takes half of that on a busy machine.
const HEARTBEAT_MS: f64 = 250.0;

/// Milliseconds on the browser's monotonic clock.
pub(super) fn now_ms() -> f64 {
    js_sys::global()
        .unchecked_into::<WorkerGlobalScope>()
        .performance()
        .map_or_else(js_sys::Date::now, |clock| clock.now())
}

/// Size of the worker's memory.
pub(super) fn memory_bytes() -> u64 {
    wasm_bindgen::memory()
        .unchecked_into::<WebAssembly::Memory>()
        .buffer()
        .unchecked_into::<js_sys::ArrayBuffer>()
        .byte_length()
        .into()
}

/// The rhythm of one long task.
pub(super) struct Pace<'a> {
    port: &'a Port<Response, Event>,
    channel: Option<MessageChannel>,
    turn_began_ms: Cell<f64>,
    progress_ms: Cell<f64>,
    heartbeat_ms: Cell<f64>,
    /// What progress is reported as, whatever the stage.
    stage: Option<Stage>,
}

impl<'a> Pace<'a> {
    pub(super) fn new(port: &'a Port<Response, Event>) -> Self {
        Self {
            port,
            channel: MessageChannel::new().ok(),
            turn_began_ms: Cell::new(now_ms()),
            progress_ms: Cell::new(f64::NEG_INFINITY),
            heartbeat_ms: Cell::new(f64::NEG_INFINITY),
            stage: None,
        }
    }

    /// The rhythm of a task beside the model's, whose progress is told apart as `stage`.
    pub(super) fn beside(port: &'a Port<Response, Event>, stage: Stage) -> Self {
        let mut pace = Self::new(port);
        pace.stage = Some(stage);
        pace
    }

    /// Lets the event loop run if it has waited long enough. To be called between short pieces
    /// of work.
    pub(super) async fn breathe(&self) {
        self.beat();
        if now_ms() - self.turn_began_ms.get() >= TURN_MS {
            self.give_way().await;
            self.turn_began_ms.set(now_ms());
        }
    }

    /// Sends a heartbeat when one is due.
    pub(super) fn beat(&self) {
        let now = now_ms();
        if now - self.heartbeat_ms.get() >= HEARTBEAT_MS {
            self.heartbeat_ms.set(now);
            self.port.emit(Event::Heartbeat(Heartbeat {
                memory_bytes: memory_bytes(),
            }));
        }
    }

    /// Reports progress, at most ten times a second and always at the end.
    pub(super) fn progress(&self, progress: Progress) {
        let now = now_ms();
        if progress.done >= progress.total || now - self.progress_ms.get() >= PROGRESS_MS {
            self.progress_ms.set(now);
            let stage = self.stage.unwrap_or(progress.stage);
            self.port
                .emit(Event::Progress(Progress { stage, ..progress }));
        }
    }

    /// Waits for a message to itself: queued behind the page's messages, and free of the four
    /// milliseconds that browsers add to nested timers.
    async fn give_way(&self) {
        let Some(channel) = &self.channel else {
            return crate::timer::sleep_ms(0).await;
        };
        let mut wait = |resolve: Function, _reject: Function| {
            channel.port1().set_onmessage(Some(&resolve));
            if channel.port2().post_message(&JsValue::NULL).is_err() {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        };
        // The promise is never rejected.
        let _ = JsFuture::from(Promise::new(&mut wait)).await;
    }
}

impl Drop for Pace<'_> {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.port1().close();
        }
    }
}
