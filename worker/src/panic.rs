//! What happens when a worker panics: the page is told, and told no secret.

use std::panic::PanicHookInfo;

use js_sys::{Error, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Makes a panic visible to the page as the worker's `error` event.
///
/// Only the place in the source is named. A panic's own message may quote what the worker was
/// working on, and that is somebody's journal.
pub fn install_hook() {
    std::panic::set_hook(Box::new(|info| report(&describe(info))));
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    match info.location() {
        Some(place) => format!("worker stopped at {}:{}", place.file(), place.line()),
        None => "worker stopped".to_owned(),
    }
}

/// Tells the page, by the worker's `error` event, that an answer may never come.
///
/// `reportError` is used because a trap inside a promise's callback raises no such event.
pub(crate) fn report(message: &str) {
    let global = js_sys::global();
    let report = Reflect::get(&global, &JsValue::from_str("reportError"))
        .ok()
        .and_then(|value| value.dyn_into::<Function>().ok());
    match report {
        Some(report) => {
            let _ = report.call1(&global, &Error::new(message));
        }
        None => web_sys::console::error_1(&JsValue::from_str(message)),
    }
}
