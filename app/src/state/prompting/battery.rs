//! Whether the device should be spared.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A battery that holds less and is not being charged is spared.
const LOW: f64 = 0.25;

/// Whether the battery is low. Browsers that do not tell are taken to have power.
pub(super) async fn is_low() -> bool {
    known().await.unwrap_or(false)
}

async fn known() -> Option<bool> {
    let navigator: JsValue = window().navigator().into();
    let get: Function = Reflect::get(&navigator, &"getBattery".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let promise: Promise = get.call0(&navigator).ok()?.dyn_into().ok()?;
    let battery = JsFuture::from(promise).await.ok()?;
    let value = |name: &str| Reflect::get(&battery, &name.into()).ok();
    let level = value("level")?.as_f64()?;
    let is_charging = value("charging")?.as_bool()?;
    Some(!is_charging && level < LOW)
}
