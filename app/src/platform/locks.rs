//! Waiting for a lock that somebody else holds. web-sys has these calls behind an unstable flag
//! only.

use js_sys::{Function, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Calls `then` once the lock `name` is free; it is let go of at once. Never in a browser
/// without locks.
pub(crate) fn when_free(name: &str, then: impl FnOnce() + 'static) {
    let request = || -> Result<JsValue, JsValue> {
        let locks = Reflect::get(&window().navigator(), &"locks".into())?;
        let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
        request.call2(&locks, &name.into(), &Closure::once_into_js(then))
    };
    // A browser without locks is told so elsewhere: it cannot keep a journal at all.
    let _ = request();
}
