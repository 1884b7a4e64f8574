//! Waiting without blocking the worker.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::WorkerGlobalScope;

/// Resolves after `duration_ms` milliseconds.
pub async fn sleep_ms(duration_ms: u32) {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    let delay_ms = i32::try_from(duration_ms).unwrap_or(i32::MAX);
    let mut start = |resolve: Function, _reject: Function| {
        let started =
            scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, delay_ms);
        if started.is_err() {
            // No timer, no wait: going on at once is better than never.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    };
    // The promise is never rejected.
    let _ = JsFuture::from(Promise::new(&mut start)).await;
}
