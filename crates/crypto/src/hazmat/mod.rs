//! Primitives with sharp edges. Nothing here leaves the crate.

mod aead;
mod derive;
#[cfg(test)]
mod known_answers;
mod secret;

pub(crate) use aead::{NONCE_BYTES, TAG_BYTES, open_in_place, seal_in_place};
pub(crate) use derive::{derive_argon2id, derive_hkdf, derive_hmac, derive_pbkdf2};
pub(crate) use secret::Secret;

use companion_core::{Entropy, EntropyError};

/// Draws `N` public random bytes: salts, nonces, identifiers.
pub(crate) fn generate_bytes<const N: usize>(
    entropy: &impl Entropy,
) -> Result<[u8; N], EntropyError> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}
