//! Installing the app: browsers that can offer it say so with an event, which is kept for the
//! moment somebody asks.

use js_sys::{Function, Reflect};
use leptos::prelude::{LocalStorage, RwSignal, Set, Update, window};
use wasm_bindgen::{JsCast, JsValue};

use super::listen;

/// The browser's offer to install the app, if it has made one.
pub(crate) type Offer = RwSignal<Option<JsValue>, LocalStorage>;

/// Keeps the browser's offer instead of letting it interrupt.
pub(crate) fn watch(offer: Offer) {
    listen(&window(), "beforeinstallprompt", move |event| {
        event.prevent_default();
        offer.set(Some(event.into()));
    });
    listen(&window(), "appinstalled", move |_| offer.set(None));
}

/// Shows the browser's own question. An offer can be used once.
pub(crate) fn accept(offer: Offer) {
    let mut event = None;
    offer.update(|offer| event = offer.take());
    let prompt = event.and_then(|event| {
        let prompt = Reflect::get(&event, &"prompt".into()).ok()?;
        Some((prompt.dyn_into::<Function>().ok()?, event))
    });
    if let Some((prompt, event)) = prompt {
        // The browser shows its own message where it declines.
        let _ = prompt.call0(&event);
    }
}
