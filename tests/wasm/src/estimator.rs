//! The module that judges passphrases. In the app it is loaded from the app's own origin; here
//! the same code is part of the tests.

use js_sys::{Object, Promise, Reflect, global};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

/// Puts the module where the vault worker asks for it.
pub(crate) fn provide() {
    let estimate = Closure::<dyn Fn(Vec<u8>) -> Vec<u8>>::new(companion_worker::strength::estimate);
    let module: JsValue = Object::new().into();
    Reflect::set(&module, &"estimate".into(), &estimate.into_js_value()).unwrap();
    let load = Closure::<dyn Fn() -> Promise>::new(move || Promise::resolve(&module));
    let load = load.into_js_value();
    Reflect::set(&global(), &"companionLoadStrength".into(), &load).unwrap();
}
