//! AES-256-GCM. The caller answers for nonces: every key here seals exactly one message.

use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit, Nonce, Tag};

use super::Secret;
use crate::CryptoError;

pub(crate) const NONCE_BYTES: usize = 12;
pub(crate) const TAG_BYTES: usize = 16;

/// Encrypts `message` in place and returns the tag.
pub(crate) fn seal_in_place(
    key: &Secret<32>,
    nonce: &[u8; NONCE_BYTES],
    associated: &[u8],
    message: &mut [u8],
) -> Result<[u8; TAG_BYTES], CryptoError> {
    let tag = Aes256Gcm::new(key.expose().into())
        .encrypt_inout_detached(&Nonce::from(*nonce), associated, message.into())
        .map_err(|_| CryptoError::TooLarge)?;
    Ok(tag.into())
}

/// Decrypts `message` in place once its tag has been verified; untouched otherwise.
pub(crate) fn open_in_place(
    key: &Secret<32>,
    nonce: &[u8; NONCE_BYTES],
    associated: &[u8],
    message: &mut [u8],
    tag: &[u8; TAG_BYTES],
) -> Result<(), CryptoError> {
    Aes256Gcm::new(key.expose().into())
        .decrypt_inout_detached(
            &Nonce::from(*nonce),
            associated,
            message.into(),
            &Tag::from(*tag),
        )
        .map_err(|_| CryptoError::Damaged)
}
