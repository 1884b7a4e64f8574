//! Whether the browser may clear what this site has stored.

use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

use super::{read_setting, write_setting};

const ASKED: &str = "companion.asked-to-keep";

/// What the browser promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// It does not say.
    Unknown,
    /// It clears nothing by itself.
    Lasting,
    /// It may clear everything when the device runs out of room.
    WhileRoom,
}

/// What the browser promises now.
pub(crate) async fn keeping() -> Keeping {
    match window().navigator().storage().persisted() {
        Ok(answer) => read(JsFuture::from(answer).await.ok()),
        Err(_) => Keeping::Unknown,
    }
}

/// Asks the browser for its promise. Some ask the person, and wait for the answer; others decide
/// by how much the site is used.
pub(crate) async fn ask_to_keep() -> Keeping {
    match window().navigator().storage().persist() {
        Ok(answer) => read(JsFuture::from(answer).await.ok()),
        Err(_) => Keeping::Unknown,
    }
}

/// Whether the browser has not been asked on this device before; it counts as asked from now on.
pub(crate) fn is_first_time_to_ask() -> bool {
    let is_first = read_setting(ASKED).is_none();
    write_setting(ASKED, "yes");
    is_first
}

fn read(answer: Option<wasm_bindgen::JsValue>) -> Keeping {
    match answer.and_then(|answer| answer.as_bool()) {
        Some(true) => Keeping::Lasting,
        Some(false) => Keeping::WhileRoom,
        None => Keeping::Unknown,
    }
}
