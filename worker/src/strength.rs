//! Judging passphrases, for the vault worker.

use companion_crypto::wipe_stack;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

/// Starts the module.
pub fn start() {
    crate::panic::install_hook();
}

/// A [`companion_core::Strength`] for a passphrase in UTF-8. What is no UTF-8 counts as empty.
#[wasm_bindgen]
#[must_use]
pub fn estimate(passphrase: Vec<u8>) -> Vec<u8> {
    let strength = judge(&Zeroizing::new(passphrase));
    wipe_stack();
    strength
}

#[inline(never)]
fn judge(passphrase: &[u8]) -> Vec<u8> {
    let typed = core::str::from_utf8(passphrase).unwrap_or_default();
    let mut bytes = Vec::new();
    // Writing to a `Vec` is infallible, and the derived encoders have no error of their own.
    let Ok(()) = minicbor::encode(companion_strength::estimate(typed), &mut bytes) else {
        return Vec::new();
    };
    bytes
}
