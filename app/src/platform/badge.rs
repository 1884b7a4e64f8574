//! The mark on the icon of the installed app. web-sys has it behind an unstable flag only.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Whether this browser can mark icons.
pub(crate) fn is_supported() -> bool {
    method("setAppBadge").is_some()
}

/// Puts the mark on the icon, without a number, or takes it off.
pub(crate) fn mark(is_marked: bool) {
    let name = if is_marked {
        "setAppBadge"
    } else {
        "clearAppBadge"
    };
    let called = method(name).and_then(|method| method.call0(&window().navigator()).ok());
    if let Some(done) = called.and_then(|called| called.dyn_into::<Promise>().ok()) {
        // Where the app is not installed there is no icon to mark; nothing else depends on it.
        spawn_local(async move { drop(JsFuture::from(done).await) });
    }
}

fn method(name: &str) -> Option<Function> {
    Reflect::get(&window().navigator(), &name.into())
        .ok()?
        .dyn_into()
        .ok()
}
