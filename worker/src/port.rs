//! The worker's end of the conversation with its page.

use core::marker::PhantomData;

use companion_protocol::{EVENT, Frame, Outgoing};
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use js_sys::{Array, Reflect, Uint8Array};
use minicbor::{Decode, Encode};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use zeroize::Zeroizing;

use crate::panic::report;

/// A request as it arrived.
#[derive(Debug)]
pub struct Incoming<Q> {
    /// The numbered request.
    pub frame: Frame<Q>,
    /// What travelled beside it under the name `file`; `undefined` if nothing did.
    pub file: JsValue,
}

/// Sends answers of type `R` and events of type `E` to the page.
#[derive(Clone, Debug)]
pub struct Port<R, E> {
    scope: DedicatedWorkerGlobalScope,
    messages: PhantomData<fn(R, E)>,
}

impl<R: Encode<()>, E: Encode<()>> Port<R, E> {
    /// Opens the worker's only port. Requests of type `Q` arrive in order in the receiver.
    ///
    /// To be called once, in a dedicated worker: a second call takes the requests over.
    #[must_use]
    pub fn open<Q>() -> (Self, UnboundedReceiver<Incoming<Q>>)
    where
        Q: for<'b> Decode<'b, ()> + 'static,
    {
        let (sender, receiver) = unbounded();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            match read(&message.data()) {
                // Only a worker that is going away has dropped its receiver.
                Some(incoming) => drop(sender.unbounded_send(incoming)),
                // Its number is unknown too, so it cannot be answered.
                None => report("a message of another version came from the page"),
            }
        });
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // The handler lives as long as the worker.
        on_message.forget();
        let messages = PhantomData;
        (Self { scope, messages }, receiver)
    }

    /// Answers the request `number`.
    pub fn answer(&self, number: u32, response: R) {
        self.post(number, Outgoing::Answer(response));
    }

    /// Tells the page that something happened.
    pub fn emit(&self, event: E) {
        self.post(EVENT, Outgoing::Event(event));
    }

    fn post(&self, number: u32, body: Outgoing<R, E>) {
        let bytes = Zeroizing::new(Frame { number, body }.to_bytes());
        let array = Uint8Array::from(bytes.as_slice());
        let transfer = Array::of1(&array.buffer());
        if self
            .scope
            .post_message_with_transfer(&array, &transfer)
            .is_err()
        {
            report("a message could not be sent to the page");
        }
    }
}

/// Reads a posted message: the frame's bytes, or `{frame, file}`. The bytes may hold a
/// passphrase, so every copy that is ours is wiped.
fn read<Q>(data: &JsValue) -> Option<Incoming<Q>>
where
    Q: for<'b> Decode<'b, ()>,
{
    let member = |name| Reflect::get(data, &JsValue::from_str(name));
    let (array, file) = match data.dyn_ref::<Uint8Array>() {
        Some(array) => (array.clone(), JsValue::UNDEFINED),
        None => (member("frame").ok()?.dyn_into().ok()?, member("file").ok()?),
    };
    let bytes = Zeroizing::new(array.to_vec());
    array.fill(0, 0, array.length());
    let frame = Frame::from_bytes(&bytes).ok()?;
    Some(Incoming { frame, file })
}
