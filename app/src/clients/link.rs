//! One worker and the conversation with it: requests wait until it is ready, answers find their
//! request by number, and a crash is noticed.

use core::time::Duration;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use companion_protocol::{Frame, Outgoing};
use futures_channel::oneshot;
use js_sys::{Array, Object, Reflect, Uint8Array};
use leptos::prelude::set_timeout;
use minicbor::{Decode, Encode};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};
use zeroize::{Zeroize, Zeroizing};

use crate::platform::{build, locks, now_ms, random_seed, update};

/// The messages of one worker.
pub(crate) trait Conversation: 'static {
    /// What the page asks.
    type Request: Encode<()>;
    /// What the worker answers.
    type Response: for<'b> Decode<'b, ()>;
    /// What the worker tells by itself.
    type Event: for<'b> Decode<'b, ()>;
    /// The worker's script, relative to the page.
    const SCRIPT: &'static str;
    /// Whether the worker holds a lock under its own name for as long as it lives.
    const HOLDS_LOCK: bool;
    /// Whether this is the worker's first event, after which it takes requests.
    fn is_ready(event: &Self::Event) -> bool;
}

/// A worker that is not ready after this long has ended without a word: loading and compiling
/// one takes a second on a slow phone.
const LONGEST_START: Duration = Duration::from_secs(20);
/// The same while a first visit still fetches it: a megabyte, on a line as slow as 50 kbit/s.
const LONGEST_FETCH: Duration = Duration::from_secs(180);

/// What a link reports to its owner.
pub(crate) enum Notice<E> {
    /// An event of the worker, `Ready` included.
    Event(E),
    /// The worker has ended by a fault. What was asked of it fails with [`Lost`].
    Crashed,
}

/// The worker ended before it answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lost;

type Listener<E> = Rc<dyn Fn(Notice<E>)>;

/// A worker that is started with its first request and after each [`Link::stop`] anew.
pub(crate) struct Link<C: Conversation> {
    listener: RefCell<Option<Listener<C::Event>>>,
    running: RefCell<Option<Running<C::Response>>>,
    next_number: Cell<u32>,
    last_sign_ms: Cell<f64>,
    /// Whether one of its workers was ready once.
    was_ready: Cell<bool>,
    /// Whether the last one did not even start.
    is_missing: Cell<bool>,
}

struct Running<R> {
    worker: Worker,
    /// The worker's own name, by which this one is told from those before it.
    name: String,
    ready: bool,
    queue: Vec<Message>,
    pending: BTreeMap<u32, oneshot::Sender<R>>,
    // Kept for as long as the worker may call them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

/// A message as it is posted: the value, and the buffer that changes hands with it, so that the
/// page keeps no copy of what it sent.
struct Message {
    value: JsValue,
    transfer: Array,
}

impl<C: Conversation> Link<C> {
    /// A link whose worker is not started yet.
    pub(crate) fn new() -> Rc<Self> {
        Rc::new(Self {
            listener: RefCell::new(None),
            running: RefCell::new(None),
            next_number: Cell::new(1),
            last_sign_ms: Cell::new(0.0),
            was_ready: Cell::new(false),
            is_missing: Cell::new(false),
        })
    }

    /// Says who hears of events and crashes.
    pub(crate) fn listen(&self, listener: impl Fn(Notice<C::Event>) + 'static) {
        self.listener.replace(Some(Rc::new(listener)));
    }

    /// Sends a request and waits for its answer. The message is posted before this returns, so
    /// requests arrive in the order of these calls. What travels `beside` it is a file, or a way to one.
    pub(crate) fn ask(
        self: &Rc<Self>,
        request: C::Request,
        beside: Option<JsValue>,
    ) -> impl Future<Output = Result<C::Response, Lost>> + use<C> {
        let answer = self.post(request, beside);
        async move { answer?.await.map_err(|_| Lost) }
    }

    fn post(
        self: &Rc<Self>,
        request: C::Request,
        beside: Option<JsValue>,
    ) -> Result<oneshot::Receiver<C::Response>, Lost> {
        self.start()?;
        let number = self.next_number.get();
        // Number 0 means an event; 2³² requests later the first ones are long answered.
        self.next_number.set(number.checked_add(1).unwrap_or(1));
        let message = Message::new(
            &Frame {
                number,
                body: request,
            },
            beside,
        );
        let (sender, receiver) = oneshot::channel();
        let mut running = self.running.borrow_mut();
        let running = running.as_mut().ok_or(Lost)?;
        running.pending.insert(number, sender);
        if running.ready {
            self.last_sign_ms.set(now_ms());
            message.post(&running.worker)?;
        } else {
            running.queue.push(message);
        }
        Ok(receiver)
    }

    /// Whether the last worker did not start, since a part of it could not be loaded.
    pub(crate) fn is_missing(&self) -> bool {
        self.is_missing.get()
    }

    /// Whether a worker runs.
    pub(crate) fn is_running(&self) -> bool {
        self.running.borrow().is_some()
    }

    /// Milliseconds since the worker's last message, or since the last request if that is later.
    pub(crate) fn silence_ms(&self) -> f64 {
        now_ms() - self.last_sign_ms.get()
    }

    /// Starts counting the silence anew: the page itself was asleep.
    pub(crate) fn forgive_silence(&self) {
        self.last_sign_ms.set(now_ms());
    }

    /// Ends the worker at once. Everything asked of it fails with [`Lost`].
    pub(crate) fn stop(&self) {
        if let Some(running) = self.running.take() {
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.terminate();
        }
    }

    /// Ends the worker, and with it everything that it has in memory, unless it is asked
    /// something at this moment. Tells whether it has ended.
    pub(crate) fn end_if_idle(&self) -> bool {
        let is_idle = |running: &Running<_>| running.pending.is_empty();
        let is_idle = self.running.borrow().as_ref().is_some_and(is_idle);
        if is_idle {
            self.stop();
        }
        is_idle
    }

    /// Starts the worker, if none runs.
    ///
    /// # Errors
    /// When the browser does not let it start.
    pub(crate) fn start(self: &Rc<Self>) -> Result<(), Lost> {
        if self.running.borrow().is_some() {
            return Ok(());
        }
        // Of which build the page is: a worker of another one does not start.
        let name = format!("companion-{}-{:x}", build(), random_seed());
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(&name);
        let worker = Worker::new_with_options(C::SCRIPT, &options).map_err(|_| Lost)?;
        self.last_sign_ms.set(now_ms());

        let link = Rc::downgrade(self);
        let on_message = Closure::new(move |event: MessageEvent| {
            if let Some(link) = Weak::upgrade(&link) {
                link.receive(&event.data());
            }
        });
        let link = Rc::downgrade(self);
        let on_error = Closure::new(move |event: Event| {
            event.prevent_default();
            if let Some(link) = Weak::upgrade(&link) {
                let running = link.running.borrow();
                let is_ready = running.as_ref().is_some_and(|running| running.ready);
                drop(running);
                link.is_missing.set(!is_ready);
                link.crash();
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let link = Rc::downgrade(self);
        let started = name.clone();
        let look = move || {
            if let Some(link) = Weak::upgrade(&link)
                && link.is_running_as(&started, |running| !running.ready)
            {
                link.crash();
            }
        };
        let limit = if self.was_ready.get() || update::is_kept() {
            LONGEST_START
        } else {
            LONGEST_FETCH
        };
        set_timeout(look, limit);
        self.running.replace(Some(Running {
            worker,
            name,
            ready: false,
            queue: Vec::new(),
            pending: BTreeMap::new(),
            _on_message: on_message,
            _on_error: on_error,
        }));
        Ok(())
    }

    /// The worker is gone, or cannot be relied on any more.
    fn crash(&self) {
        self.stop();
        self.report(Notice::Crashed);
    }

    /// Notices when the worker ends without a word: the browser may end it by itself.
    fn watch(self: &Rc<Self>) {
        let running = self.running.borrow();
        let Some(name) = running.as_ref().map(|running| running.name.clone()) else {
            return;
        };
        let link = Rc::downgrade(self);
        let watched = name.clone();
        locks::when_free(&name, move || {
            let Some(link) = Weak::upgrade(&link) else {
                return;
            };
            // Otherwise it was ended here.
            if link.is_running_as(&watched, |_| true) {
                link.crash();
            }
        });
    }

    /// Whether the worker of this name still runs, and is as `asked`.
    fn is_running_as(&self, name: &str, asked: impl Fn(&Running<C::Response>) -> bool) -> bool {
        let running = self.running.borrow();
        let running = running.as_ref().filter(|running| running.name == name);
        running.is_some_and(asked)
    }

    fn receive(self: &Rc<Self>, data: &JsValue) {
        self.last_sign_ms.set(now_ms());
        let Some(array) = data.dyn_ref::<Uint8Array>() else {
            return;
        };
        // It may hold an entry's text: no copy of it is left to the browser.
        let bytes = Zeroizing::new(array.to_vec());
        array.fill(0, 0, array.length());
        // A message that cannot be read answers nobody; the watchdog or the reader's patience
        // ends the wait. Both sides are built together, so this is a fault of a half-done update.
        let Ok(frame) = Frame::<Outgoing<C::Response, C::Event>>::from_bytes(&bytes) else {
            return;
        };
        match frame.body {
            Outgoing::Answer(response) => {
                let waiting = self
                    .running
                    .borrow_mut()
                    .as_mut()
                    .and_then(|running| running.pending.remove(&frame.number));
                if let Some(waiting) = waiting {
                    // Whoever asked may have lost interest.
                    let _ = waiting.send(response);
                }
            }
            Outgoing::Event(event) => {
                if C::is_ready(&event) {
                    if C::HOLDS_LOCK {
                        self.watch();
                    }
                    self.flush();
                }
                self.report(Notice::Event(event));
            }
        }
    }

    fn flush(&self) {
        if let Some(running) = self.running.borrow_mut().as_mut() {
            running.ready = true;
            self.was_ready.set(true);
            self.is_missing.set(false);
            for message in running.queue.drain(..) {
                // Posting a fresh byte array cannot fail.
                let _ = message.post(&running.worker);
            }
        }
    }

    fn report(&self, notice: Notice<C::Event>) {
        let listener = self.listener.borrow().clone();
        if let Some(listener) = listener {
            listener(notice);
        }
    }
}

impl Message {
    fn new<Q: Encode<()>>(frame: &Frame<Q>, beside: Option<JsValue>) -> Self {
        let mut bytes = frame.to_bytes();
        let array = Uint8Array::from(bytes.as_slice());
        bytes.zeroize();
        let transfer = Array::of1(&array.buffer());
        let value = match beside {
            None => array.into(),
            Some(beside) => {
                let message = Object::new();
                // Setting a property of a fresh object cannot fail.
                let _ = Reflect::set(&message, &"frame".into(), &array);
                let _ = Reflect::set(&message, &"file".into(), &beside);
                message.into()
            }
        };
        Self { value, transfer }
    }

    fn post(self, worker: &Worker) -> Result<(), Lost> {
        worker
            .post_message_with_transfer(&self.value, &self.transfer)
            .map_err(|_| Lost)
    }
}
