//! Tests that need a real browser: real IndexedDB, real locks, in a dedicated worker as in the
//! app. `README.md` says how they are run.
#![cfg(test)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

mod database;
mod indexeddb;
mod indexeddb_conformance;

wasm_bindgen_test_configure!(run_in_dedicated_worker);
