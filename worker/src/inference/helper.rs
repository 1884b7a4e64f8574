//! Helpers: workers that share this worker's memory and its arithmetic, and know nothing else.
//! The build with threads has them; `worker/loaders/inference.js` starts them.

use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

/// What the loader names a helper's worker.
const NAME: &str = "companion-helper";

/// Whether this is a helper, in which nothing may start by itself.
pub(super) fn is_helper() -> bool {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    scope.name() == NAME
}

/// Works in a helper, forever: its worker ends with the one that has started it.
#[cfg(target_feature = "atomics")]
#[wasm_bindgen::prelude::wasm_bindgen]
#[expect(unreachable_pub, reason = "exported to JavaScript")]
pub fn help() {
    companion_inference::threads::help();
}
