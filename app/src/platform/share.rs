//! What other apps share with Companion. The service worker receives it and holds it in memory
//! (see `static/sw.js`); this page asks for it and holds it in memory, too.

use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, MessageChannel, MessageEvent, ServiceWorker};

/// How long the service worker may take to answer, in milliseconds. It only posts what it has.
const ANSWER_MS: i32 = 10_000;
/// Tokens of what this window has taken and not made a draft of yet: random, and of no meaning
/// to anybody else.
const TOKENS: &str = "companion.shared";

/// One thing that was shared, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    /// By what the service worker knows it.
    pub(crate) token: String,
    /// What it is called.
    pub(crate) title: String,
    /// Its text.
    pub(crate) text: String,
    /// Where it comes from.
    pub(crate) url: String,
    /// Its files.
    pub(crate) files: Vec<File>,
}

/// What the service worker holds under these tokens. What it has lost is missing.
pub(crate) async fn ask(tokens: &[String]) -> Vec<Parcel> {
    let Some(worker) = worker() else {
        return Vec::new();
    };
    let Ok(channel) = MessageChannel::new() else {
        return Vec::new();
    };
    let message = message("SHARED", tokens);
    let answer = Promise::new(&mut |resolve, _| {
        let on_answer = resolve.clone();
        let on_message = Closure::once_into_js(move |event: MessageEvent| {
            // Cannot fail: it resolves a promise.
            let _ = on_answer.call1(&JsValue::NULL, &event.data());
        });
        channel
            .port1()
            .set_onmessage(Some(on_message.unchecked_ref()));
        // A worker that is gone does not answer: then nothing is there.
        let _ = worker.post_message_with_transferable(&message, &Array::of1(&channel.port2()));
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ANSWER_MS);
    });
    let answer = JsFuture::from(answer).await.unwrap_or_default();
    channel.port1().close();
    match answer.dyn_into::<Array>() {
        Ok(parcels) => parcels.iter().map(|parcel| read(&parcel)).collect(),
        Err(_) => Vec::new(),
    }
}

/// The service worker may let go of these.
pub(crate) fn let_go(tokens: &[String]) {
    if let Some(worker) = worker() {
        // A worker that is gone has let go already.
        let _ = worker.post_message(&message("SHARED_DONE", tokens));
    }
}

/// Tokens of what this window has taken and not made a draft of, also before it was loaded anew.
pub(crate) fn open_tokens() -> Vec<String> {
    let noted = session().and_then(|session| session.get_item(TOKENS).ok().flatten());
    noted
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// Notes which tokens are still to be dealt with in this window.
pub(crate) fn note_open_tokens(tokens: &[String]) {
    if let Some(session) = session() {
        // What cannot be noted is only not missed after loading the page anew.
        let _ = if tokens.is_empty() {
            session.remove_item(TOKENS)
        } else {
            session.set_item(TOKENS, &tokens.join(" "))
        };
    }
}

fn session() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

fn worker() -> Option<ServiceWorker> {
    let navigator = window().navigator();
    Reflect::has(&navigator, &"serviceWorker".into())
        .unwrap_or(false)
        .then(|| navigator.service_worker().controller())
        .flatten()
}

fn message(kind: &str, tokens: &[String]) -> Object {
    let tokens: Array = tokens
        .iter()
        .map(|token| JsValue::from_str(token))
        .collect();
    let message = Object::new();
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&message, &"type".into(), &kind.into());
    let _ = Reflect::set(&message, &"tokens".into(), &tokens);
    message
}

fn read(parcel: &JsValue) -> Parcel {
    let text = |name: &str| {
        let value = Reflect::get(parcel, &name.into()).ok();
        value
            .and_then(|value| value.as_string())
            .unwrap_or_default()
    };
    let files = Reflect::get(parcel, &"files".into()).ok();
    let files = files.and_then(|files| files.dyn_into::<Array>().ok());
    Parcel {
        token: text("token"),
        title: text("title"),
        text: text("text"),
        url: text("url"),
        files: files
            .map(|files| {
                files
                    .iter()
                    .filter_map(|file| file.dyn_into().ok())
                    .collect()
            })
            .unwrap_or_default(),
    }
}
