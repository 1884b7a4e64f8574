//! Key slots: each wraps the vault key under one way of unlocking.

use companion_core::Entropy;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

use crate::hazmat::{
    NONCE_BYTES, Secret, TAG_BYTES, derive_hkdf, derive_pbkdf2, generate_bytes, open_in_place,
    seal_in_place,
};
use crate::header::{FORMAT_VERSION, VaultId};
use crate::{CryptoError, Passphrase, label};

/// Called during key derivation with iterations done and iterations in all.
pub type Progress<'a> = dyn FnMut(u32, u32) + 'a;

/// A slot that a passphrase opens. Other kinds are carried along untouched: 2 is planned for
/// the recovery key, 3 for a WebAuthn PRF, 4 for Argon2id.
pub(crate) const KIND_PASSPHRASE_PBKDF2: u16 = 1;

const SALT_BYTES: usize = 32;
const WRAPPED_BYTES: usize = 32 + TAG_BYTES;

/// Parameters of PBKDF2-HMAC-SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pbkdf2 {
    iterations: u32,
}

impl Pbkdf2 {
    /// Fewest iterations, and the default: OWASP's recommendation of 2023 for
    /// PBKDF2-HMAC-SHA-256. A stored header that asks for less was tampered with.
    pub const MIN_ITERATIONS: u32 = 600_000;
    /// Most iterations: about ten seconds in a browser. A stored header that asks for more
    /// is there to hang the device.
    pub const MAX_ITERATIONS: u32 = 10_000_000;

    /// Checks the number of iterations.
    ///
    /// # Errors
    /// When it is outside [`Self::MIN_ITERATIONS`] to [`Self::MAX_ITERATIONS`].
    pub const fn new(iterations: u32) -> Result<Self, CryptoError> {
        if iterations < Self::MIN_ITERATIONS || iterations > Self::MAX_ITERATIONS {
            return Err(CryptoError::KdfOutOfBounds);
        }
        Ok(Self { iterations })
    }
}

impl Default for Pbkdf2 {
    fn default() -> Self {
        Self {
            iterations: Self::MIN_ITERATIONS,
        }
    }
}

/// What a passphrase slot stores of its key derivation.
#[derive(Encode, Decode)]
#[cbor(map)]
struct StoredPbkdf2 {
    #[n(0)]
    salt: ByteArray<SALT_BYTES>,
    #[n(1)]
    iterations: u32,
}

/// One wrapped copy of the vault key. The parameters stay encoded: they are authenticated
/// byte for byte, and kinds from the future survive a rewrite of the header.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Slot {
    #[n(0)]
    id: ByteArray<16>,
    #[n(1)]
    kind: u16,
    #[n(2)]
    parameters: ByteVec,
    #[n(3)]
    nonce: ByteArray<NONCE_BYTES>,
    #[n(4)]
    wrapped_key: ByteArray<WRAPPED_BYTES>,
}

impl Slot {
    /// Wraps `vault_key` under `passphrase`.
    pub(crate) fn seal_passphrase(
        entropy: &impl Entropy,
        vault: &VaultId,
        vault_key: &Secret<32>,
        passphrase: &Passphrase,
        kdf: Pbkdf2,
        progress: &mut Progress<'_>,
    ) -> Result<Self, CryptoError> {
        let stored = StoredPbkdf2 {
            salt: generate_bytes(entropy)?.into(),
            iterations: kdf.iterations,
        };
        let mut slot = Self {
            id: generate_bytes(entropy)?.into(),
            kind: KIND_PASSPHRASE_PBKDF2,
            parameters: encode(&stored).into(),
            nonce: generate_bytes(entropy)?.into(),
            wrapped_key: [0; WRAPPED_BYTES].into(),
        };
        let wrapping_key = derive_wrapping_key(&stored, passphrase, progress);
        let (key, tag) = slot.wrapped_key.split_at_mut(32);
        key.copy_from_slice(vault_key.expose());
        tag.copy_from_slice(&seal_in_place(
            &wrapping_key,
            &slot.nonce,
            &associated(vault, &slot.id, slot.kind, &slot.parameters),
            key,
        )?);
        Ok(slot)
    }

    /// Whether a passphrase could open this slot.
    pub(crate) const fn takes_passphrase(&self) -> bool {
        self.kind == KIND_PASSPHRASE_PBKDF2
    }

    /// Unwraps the vault key of a passphrase slot. Bounds are checked before any work.
    pub(crate) fn open_passphrase(
        &self,
        vault: &VaultId,
        passphrase: &Passphrase,
        progress: &mut Progress<'_>,
    ) -> Result<Secret<32>, CryptoError> {
        let stored: StoredPbkdf2 =
            minicbor::decode(&self.parameters).map_err(|_| CryptoError::NotAHeader)?;
        Pbkdf2::new(stored.iterations)?;
        let wrapping_key = derive_wrapping_key(&stored, passphrase, progress);
        let (key, tag) = self
            .wrapped_key
            .split_last_chunk::<TAG_BYTES>()
            .ok_or(CryptoError::NotAHeader)?;
        let mut vault_key = Secret::<32>::zeroed();
        vault_key.expose_mut().copy_from_slice(key);
        open_in_place(
            &wrapping_key,
            &self.nonce,
            &associated(vault, &self.id, self.kind, &self.parameters),
            vault_key.expose_mut(),
            tag,
        )
        .map_err(|_| CryptoError::WrongPassphrase)?;
        Ok(vault_key)
    }
}

fn derive_wrapping_key(
    stored: &StoredPbkdf2,
    passphrase: &Passphrase,
    progress: &mut Progress<'_>,
) -> Secret<32> {
    let key_encryption_key = derive_pbkdf2(
        passphrase.expose(),
        stored.salt.as_slice(),
        stored.iterations,
        progress,
    );
    derive_hkdf(&key_encryption_key, &[], &[label::SLOT_WRAP])
}

/// What is authenticated with a wrapped key: nothing of a slot can be exchanged.
fn associated(vault: &VaultId, id: &ByteArray<16>, kind: u16, parameters: &ByteVec) -> Vec<u8> {
    encode(&(label::MAGIC, FORMAT_VERSION, vault, id, kind, parameters))
}

/// CBOR of a value whose encoding cannot fail.
pub(crate) fn encode(value: &impl Encode<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to a `Vec` is infallible and the encoders used here have no error of their own.
    let encoded = minicbor::encode(value, &mut bytes);
    debug_assert!(encoded.is_ok());
    bytes
}
