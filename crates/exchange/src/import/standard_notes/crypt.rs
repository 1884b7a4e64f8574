//! How Standard Notes encrypts (version 004): a root key from the password by Argon2id; under it
//! keys for items; under one of those a key for each item; under that the item, each time with
//! XChaCha20-Poly1305 (`packages/encryption/src/Domain/Operator/004` in standardnotes/app).

use std::collections::HashMap;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::import::error::ImportError;

/// With or without signs at the end that fill it up.
const BASE_64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
const PASSES: u32 = 5;
const MEMORY_KIB: u32 = 64 << 10;
const SALT_BYTES: usize = 16;

type Key = Zeroizing<[u8; 32]>;

/// What the root key is made of beside the password.
#[derive(Deserialize)]
pub(super) struct KeyParams {
    #[serde(default)]
    identifier: String,
    #[serde(default)]
    pw_nonce: String,
    #[serde(default)]
    version: String,
}

/// An encrypted item.
pub(super) struct Sealed<'a> {
    pub(super) uuid: &'a str,
    pub(super) content: &'a str,
    pub(super) item_key: &'a str,
    /// Which key opens its key; none is the root key.
    pub(super) key_id: Option<&'a str>,
}

/// The root key and the keys for items that it has opened.
#[derive(Default)]
pub(super) struct Keys {
    root: Option<Key>,
    items: HashMap<String, Key>,
}

impl Keys {
    /// Derives the root key, which takes a second or two.
    pub(super) fn derive(parameters: &KeyParams, password: &str) -> Result<Self, ImportError> {
        if parameters.version != "004" {
            let version = parameters.version.chars().take(8).collect::<String>();
            return Err(ImportError::UnknownEncryption(format!(
                "version {version} of Standard Notes"
            )));
        }
        let salt = Sha256::digest(format!("{}:{}", parameters.identifier, parameters.pw_nonce));
        let failed = |_| ImportError::Damaged("the backup's key cannot be derived".into());
        let settings = Params::new(MEMORY_KIB, PASSES, 1, Some(64)).map_err(failed)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, settings);
        let blocks = argon2.params().block_count();
        let mut memory = Zeroizing::new(Vec::new());
        memory
            .try_reserve_exact(blocks)
            .map_err(|_| ImportError::TooLarge("there is not enough memory to open this backup"))?;
        memory.resize(blocks, Block::default());
        let mut derived = Zeroizing::new([0; 64]);
        argon2
            .hash_password_into_with_memory(
                password.as_bytes(),
                &salt[..SALT_BYTES],
                &mut *derived,
                memory.as_mut_slice(),
            )
            .map_err(failed)?;
        // The second half is what the server is told.
        let mut root = Zeroizing::new([0; 32]);
        root.copy_from_slice(&derived[..32]);
        Ok(Self::of_root(root))
    }

    /// Those that follow from a root key.
    pub(super) fn of_root(key: Key) -> Self {
        Self {
            root: Some(key),
            items: HashMap::new(),
        }
    }

    /// Adds a key for items, in hexadecimal digits.
    pub(super) fn add(&mut self, uuid: &str, key: &str) -> Result<(), ImportError> {
        let key = key_of(key).ok_or_else(|| damaged("one of its keys is not sound"))?;
        self.items.insert(uuid.to_owned(), key);
        Ok(())
    }

    /// The content of an item, as JSON.
    pub(super) fn open(&self, item: &Sealed<'_>) -> Result<String, ImportError> {
        let key = match item.key_id {
            Some(id) => self.items.get(id),
            None => self.root.as_ref(),
        };
        let key = key.ok_or_else(|| damaged("the key of an item is missing"))?;
        let item_key = open(item.item_key, key, item.uuid)?;
        let item_key =
            key_of(&item_key).ok_or_else(|| damaged("the key of an item is not sound"))?;
        Ok(open(item.content, &item_key, item.uuid)?.to_string())
    }
}

/// Opens `004:NONCE:CIPHERTEXT:AUTHENTICATED[:…]`, which must say that it belongs to this item.
fn open(sealed: &str, key: &Key, uuid: &str) -> Result<Zeroizing<String>, ImportError> {
    let mut parts = sealed.split(':');
    let mut part = || parts.next().unwrap_or_default();
    let (version, nonce, ciphertext, authenticated) = (part(), part(), part(), part());
    if version != "004" {
        return Err(ImportError::UnknownEncryption(
            "an item of another version".into(),
        ));
    }
    let nonce = hex::<24>(nonce).ok_or_else(|| damaged("an item has no sound nonce"))?;
    let ciphertext = BASE_64
        .decode(ciphertext)
        .map_err(|_| damaged("an item is not base 64"))?;
    let payload = Payload {
        msg: &ciphertext,
        aad: authenticated.as_bytes(),
    };
    let plain = XChaCha20Poly1305::new((&**key).into())
        .decrypt(&XNonce::from(nonce), payload)
        .map_err(|_| ImportError::WrongPassword)?;
    if !names(authenticated, uuid) {
        return Err(damaged("an item was put in the place of another"));
    }
    String::from_utf8(plain)
        .map(Zeroizing::new)
        .map_err(|_| damaged("an item is no text"))
}

/// Whether authenticated data, JSON in base 64, is that of the item.
fn names(authenticated: &str, uuid: &str) -> bool {
    #[derive(Deserialize)]
    struct Data {
        u: String,
    }
    let data = BASE_64.decode(authenticated).ok();
    let data = data.and_then(|data| serde_json::from_slice::<Data>(&data).ok());
    data.is_some_and(|data| data.u.eq_ignore_ascii_case(uuid))
}

fn key_of(text: &str) -> Option<Key> {
    hex::<32>(text).map(Zeroizing::new)
}

fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.as_chunks::<2>().0) {
        let pair = core::str::from_utf8(pair).ok()?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}

fn damaged(what: &str) -> ImportError {
    ImportError::Damaged(format!("the backup is damaged: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_digits_are_read() {
        assert_eq!(hex::<2>("00ff"), Some([0, 255]));
        for text in ["00f", "00fg", "", "+0ff", "00ff00", "ßab"] {
            assert_eq!(hex::<2>(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_sealed_does_not_open() {
        let key = Zeroizing::new([7; 32]);
        let nonce = "00".repeat(24);
        for text in [
            "",
            "004",
            "003:a:b:c",
            "004:zz:AA==:e30=",
            &format!("004:{nonce}:AA==:e30="),
            &format!("004:{nonce}:?:e30="),
        ] {
            assert!(open(text, &key, "u").is_err(), "{text}");
        }
    }
}
