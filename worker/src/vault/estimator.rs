//! The module that judges passphrases, loaded when somebody chooses one: it weighs two thirds of what
//! the vault worker does, and unlocking needs nothing of it.

use companion_core::{EstimatorError, Strength, StrengthEstimator};
use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::BrowserEnvironment;

#[wasm_bindgen]
extern "C" {
    /// Loads the module; `worker/loaders/vault.js` has it.
    #[wasm_bindgen(catch, js_name = companionLoadStrength)]
    fn load_module() -> Result<Promise, JsValue>;

    /// The module, `worker/src/strength.rs`.
    type JsModule;
    /// As bytes, which the module copies into its own memory and wipes: a string would stay with
    /// the browser.
    #[wasm_bindgen(method, catch)]
    fn estimate(this: &JsModule, passphrase: &[u8]) -> Result<Vec<u8>, JsValue>;
}

impl StrengthEstimator for BrowserEnvironment {
    async fn estimate(&self, passphrase: &str) -> Result<Strength, EstimatorError> {
        let estimate = async {
            let module: JsModule = JsFuture::from(load_module()?).await?.unchecked_into();
            module.estimate(passphrase.as_bytes())
        };
        let answer = estimate.await.map_err(|_| EstimatorError)?;
        minicbor::decode(&answer).map_err(|_| EstimatorError)
    }
}
