//! Key slots: each wraps the vault key under one way of unlocking.

use companion_core::Entropy;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

use crate::hazmat::{
    NONCE_BYTES, Secret, TAG_BYTES, derive_hkdf, generate_bytes, open_in_place, seal_in_place,
};
use crate::header::{FORMAT_VERSION, VaultId};
use crate::kdf::{Kdf, SaltedKdf};
use crate::{CryptoError, Passphrase, RecoveryKey, label};

/// Called during key derivation with the steps done and the steps in all.
pub type Progress<'a> = dyn FnMut(u32, u32) + 'a;

/// A slot that a passphrase opens by PBKDF2. Kinds that are not known are carried along
/// untouched; 3 is planned for a WebAuthn PRF.
pub(crate) const KIND_PASSPHRASE_PBKDF2: u16 = 1;
/// A slot that a recovery key opens.
pub(crate) const KIND_RECOVERY: u16 = 2;
/// A slot that a passphrase opens by Argon2id.
pub(crate) const KIND_PASSPHRASE_ARGON2ID: u16 = 4;

const WRAPPED_BYTES: usize = 32 + TAG_BYTES;

/// What a recovery slot stores besides the wrapped key.
#[derive(Encode)]
#[cbor(map)]
struct NoParameters {}

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
        kdf: Kdf,
        progress: &mut Progress<'_>,
    ) -> Result<Self, CryptoError> {
        let kdf = SaltedKdf::generate(entropy, kdf)?;
        let (kind, parameters) = kdf.to_stored();
        let key = kdf.derive(passphrase, progress)?;
        let wrapping_key = derive_hkdf(&key, &[], &[label::SLOT_WRAP]);
        Self::seal(entropy, vault, vault_key, kind, parameters, &wrapping_key)
    }

    /// Wraps `vault_key` under a recovery key, which is as random as the vault key itself.
    pub(crate) fn seal_recovery(
        entropy: &impl Entropy,
        vault: &VaultId,
        vault_key: &Secret<32>,
        recovery: &RecoveryKey,
    ) -> Result<Self, CryptoError> {
        let wrapping_key = derive_hkdf(recovery.secret(), &[], &[label::RECOVERY_WRAP]);
        // There is nothing to store; an empty map leaves room.
        let parameters = encode(&NoParameters {});
        Self::seal(
            entropy,
            vault,
            vault_key,
            KIND_RECOVERY,
            parameters,
            &wrapping_key,
        )
    }

    /// How a passphrase would open this slot; `None` if it takes none.
    pub(crate) fn kdf(&self) -> Option<Result<SaltedKdf, CryptoError>> {
        SaltedKdf::read(self.kind, &self.parameters)
    }

    /// Whether a recovery key could open this slot.
    pub(crate) const fn takes_recovery_key(&self) -> bool {
        self.kind == KIND_RECOVERY
    }

    /// Unwraps the vault key of a slot that `kdf` was read from.
    pub(crate) fn open_passphrase(
        &self,
        vault: &VaultId,
        kdf: &SaltedKdf,
        passphrase: &Passphrase,
        progress: &mut Progress<'_>,
    ) -> Result<Secret<32>, CryptoError> {
        let key = kdf.derive(passphrase, progress)?;
        let wrapping_key = derive_hkdf(&key, &[], &[label::SLOT_WRAP]);
        self.open(vault, &wrapping_key)
            .ok_or(CryptoError::WrongPassphrase)
    }

    /// Unwraps the vault key of a recovery slot.
    pub(crate) fn open_recovery(
        &self,
        vault: &VaultId,
        recovery: &RecoveryKey,
    ) -> Result<Secret<32>, CryptoError> {
        let wrapping_key = derive_hkdf(recovery.secret(), &[], &[label::RECOVERY_WRAP]);
        self.open(vault, &wrapping_key)
            .ok_or(CryptoError::WrongRecoveryKey)
    }

    fn seal(
        entropy: &impl Entropy,
        vault: &VaultId,
        vault_key: &Secret<32>,
        kind: u16,
        parameters: Vec<u8>,
        wrapping_key: &Secret<32>,
    ) -> Result<Self, CryptoError> {
        let mut slot = Self {
            id: generate_bytes(entropy)?.into(),
            kind,
            parameters: parameters.into(),
            nonce: generate_bytes(entropy)?.into(),
            wrapped_key: [0; WRAPPED_BYTES].into(),
        };
        let (key, tag) = slot.wrapped_key.split_at_mut(32);
        key.copy_from_slice(vault_key.expose());
        tag.copy_from_slice(&seal_in_place(
            wrapping_key,
            &slot.nonce,
            &associated(vault, &slot.id, slot.kind, &slot.parameters),
            key,
        )?);
        Ok(slot)
    }

    /// The vault key, if this wrapping key is the right one.
    fn open(&self, vault: &VaultId, wrapping_key: &Secret<32>) -> Option<Secret<32>> {
        let (key, tag) = self.wrapped_key.split_last_chunk::<TAG_BYTES>()?;
        let mut vault_key = Secret::<32>::zeroed();
        vault_key.expose_mut().copy_from_slice(key);
        let associated = associated(vault, &self.id, self.kind, &self.parameters);
        let message = vault_key.expose_mut();
        open_in_place(wrapping_key, &self.nonce, &associated, message, tag).ok()?;
        Some(vault_key)
    }
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
