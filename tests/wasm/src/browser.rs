//! Tests that need a real browser: real IndexedDB, real locks, in a dedicated worker as in the
//! app. `README.md` says how they are run.
#![cfg(target_arch = "wasm32")]
#![no_main]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

mod database;
mod estimator;
mod indexeddb;
mod indexeddb_conformance;
mod kernels;
mod memory;
mod tabs;
mod vault_service;
mod webcrypto;

wasm_bindgen_test_configure!(run_in_dedicated_worker);
