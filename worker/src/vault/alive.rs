//! A sign of life that needs no messages.
//!
//! A worker that is ended by the browser or by a fault outside Rust tells nobody. But the browser
//! frees its locks. So the worker holds one under its own name from its first moment, and the
//! page waits for that lock: when it comes, the worker is gone.

use futures_channel::mpsc::unbounded;
use js_sys::global;
use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

use super::web_lock::WebLock;

/// Takes the lock of this worker's name, to be kept for life. Nothing without a name or where
/// the browser has no locks; the journal's own lock says so then.
pub(crate) async fn hold() -> Option<WebLock> {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let name = Some(scope.name()).filter(|name| !name.is_empty())?;
    // Nobody takes it by force.
    let lock = WebLock::new(&name, unbounded().0).ok()?;
    lock.try_acquire().await.ok()?.then_some(lock)
}
