//! Whether the device's battery runs low, where the browser tells (Chromium's do).

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::EventTarget;

use super::listen;

/// The part of a full battery at and below which a device that is not charging saves what is left:
/// as phones do by themselves. A fuller one is no reason to save, since phones always run on theirs.
const LOW: f64 = 0.2;

/// Calls `changed` with whether the battery runs low: now, and whenever the browser tells of a change.
/// Never where it tells nothing.
pub(crate) async fn watch_battery(changed: impl Fn(bool) + Clone + 'static) {
    let Some(battery) = battery().await else {
        return;
    };
    changed(is_low(&battery));
    for event in ["chargingchange", "levelchange"] {
        let (source, changed) = (battery.clone(), changed.clone());
        listen(&battery, event, move |_| changed(is_low(&source)));
    }
}

/// The browser's `BatteryManager`: not a standard of all browsers, and so without a type.
async fn battery() -> Option<EventTarget> {
    let navigator = window().navigator();
    let ask: Function = Reflect::get(&navigator, &JsValue::from_str("getBattery"))
        .ok()?
        .dyn_into()
        .ok()?;
    let promise: Promise = ask.call0(&navigator).ok()?.dyn_into().ok()?;
    // Refused where the page's rights do not cover it.
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

fn is_low(battery: &EventTarget) -> bool {
    let value = |name| Reflect::get(battery, &JsValue::from_str(name)).unwrap_or(JsValue::NULL);
    value("charging").as_bool() == Some(false)
        && value("level").as_f64().is_some_and(|level| level <= LOW)
}
