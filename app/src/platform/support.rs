//! Whether this browser can do what the journal needs.

use js_sys::{Function, Reflect, Uint8Array, WebAssembly};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The page came over an open connection.
    SecureConnection,
    /// Wasm SIMD.
    Simd,
    /// Web Locks.
    Locks,
    /// IndexedDB.
    Database,
    /// The origin's private file system: also refused in some private windows.
    Files,
}

/// A module with one function that uses a `v128`: `i32.const 0; i8x16.splat; drop`.
const SIMD_PROBE: [u8; 29] = [
    0, 97, 115, 109, 1, 0, 0, 0, // magic, version
    1, 4, 1, 96, 0, 0, // one type: () -> ()
    3, 2, 1, 0, // one function of it
    10, 9, 1, 7, 0, // code, one body of 7 bytes, no locals
    65, 0, 253, 15, 26, 11, // i32.const 0, i8x16.splat, drop, end
];

/// Everything that is missing here; empty where Companion can work.
pub(crate) async fn missing() -> Vec<Missing> {
    let mut missing = Vec::new();
    if !window().is_secure_context() {
        // Locks and files are hidden on an open connection: naming them would mislead.
        return vec![Missing::SecureConnection];
    }
    if !WebAssembly::validate(&Uint8Array::from(SIMD_PROBE.as_slice())).unwrap_or(false) {
        missing.push(Missing::Simd);
    }
    let navigator = window().navigator();
    if !has(&navigator, "locks") {
        missing.push(Missing::Locks);
    }
    // In some private windows even looking at the property throws.
    if !has(&window(), "indexedDB") {
        missing.push(Missing::Database);
    }
    if !has(&navigator, "storage") || !opens_files(&navigator).await {
        missing.push(Missing::Files);
    }
    missing
}

fn has(object: &JsValue, name: &str) -> bool {
    Reflect::get(object, &name.into()).is_ok_and(|value| !value.is_undefined() && !value.is_null())
}

async fn opens_files(navigator: &JsValue) -> bool {
    let open = || {
        let storage = Reflect::get(navigator, &"storage".into()).ok()?;
        let open = Reflect::get(&storage, &"getDirectory".into()).ok()?;
        let opening = open.dyn_ref::<Function>()?.call0(&storage).ok()?;
        opening.dyn_into::<js_sys::Promise>().ok()
    };
    match open() {
        Some(opening) => JsFuture::from(opening).await.is_ok(),
        None => false,
    }
}
