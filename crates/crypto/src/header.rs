//! The vault header: the only record that is stored in the clear.

use companion_core::{Entropy, EntropyError};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Decoder, Encode};

use crate::hazmat::{Secret, generate_bytes};
use crate::slot::{Progress, Slot, encode};
use crate::{CryptoError, Digest, Kdf, Passphrase, RecoveryKey, VaultKeys, label};

/// Version of the whole format described in `docs/FORMAT.md`.
pub const FORMAT_VERSION: u32 = 1;

/// Elements of a stored header: magic, version, body, checksum.
const PARTS: u64 = 4;

/// More slots than any journal needs; a header that holds more is refused.
const MAX_SLOTS: usize = 16;

/// Names one vault for its whole life, through changes of passphrase, backups and copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct VaultId(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

impl VaultId {
    fn generate(entropy: &impl Entropy) -> Result<Self, EntropyError> {
        generate_bytes(entropy).map(Self)
    }

    /// The identifier that is stored as these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The identifier's 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// The header of a vault: its identifier and the slots that wrap its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    body: Body,
    /// False when the stored checksum differs: then "wrong passphrase" may be "damaged".
    intact: bool,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
struct Body {
    #[n(0)]
    vault: VaultId,
    #[n(1)]
    slots: Vec<Slot>,
}

impl Header {
    /// Makes a new vault: a random vault key, wrapped under `passphrase`.
    ///
    /// # Errors
    /// When the random source fails.
    pub fn generate(
        entropy: &impl Entropy,
        passphrase: &Passphrase,
        kdf: impl Into<Kdf>,
        progress: &mut Progress<'_>,
    ) -> Result<(Self, VaultKeys), CryptoError> {
        let (vault, kdf) = (VaultId::generate(entropy)?, kdf.into());
        let vault_key = Secret::generate(entropy)?;
        let slot = Slot::seal_passphrase(entropy, &vault, &vault_key, passphrase, kdf, progress)?;
        let body = Body {
            vault,
            slots: vec![slot],
        };
        let keys = VaultKeys::derive(vault, &vault_key);
        Ok((Self { body, intact: true }, keys))
    }

    /// Makes a vault that nothing opens again once its keys are dropped: for a journal that is not to be kept.
    ///
    /// # Errors
    /// When the random source fails.
    pub fn generate_without_slots(
        entropy: &impl Entropy,
    ) -> Result<(Self, VaultKeys), CryptoError> {
        let vault = VaultId::generate(entropy)?;
        let keys = VaultKeys::derive(vault, &Secret::generate(entropy)?);
        let slots = Vec::new();
        let body = Body { vault, slots };
        Ok((Self { body, intact: true }, keys))
    }

    /// The vault's identifier.
    #[must_use]
    pub const fn vault(&self) -> &VaultId {
        &self.body.vault
    }

    /// Tries `passphrase` on every passphrase slot.
    ///
    /// # Errors
    /// [`CryptoError::WrongPassphrase`], or [`CryptoError::HeaderDamaged`] when the header's
    /// checksum says that the passphrase may not be at fault;
    /// [`CryptoError::KdfOutOfBounds`] before any work on a slot outside the bounds.
    pub fn unlock(
        &self,
        passphrase: &Passphrase,
        progress: &mut Progress<'_>,
    ) -> Result<VaultKeys, CryptoError> {
        let (_, vault_key) = self.open_passphrase(passphrase, progress)?;
        Ok(VaultKeys::derive(self.body.vault, &vault_key))
    }

    /// Tries a recovery key.
    ///
    /// # Errors
    /// [`CryptoError::NoRecoverySlot`], [`CryptoError::WrongRecoveryKey`], or
    /// [`CryptoError::HeaderDamaged`] when the key may not be at fault.
    pub fn unlock_with_recovery(&self, recovery: &RecoveryKey) -> Result<VaultKeys, CryptoError> {
        let vault_key = self.open_recovery(recovery)?;
        Ok(VaultKeys::derive(self.body.vault, &vault_key))
    }

    /// Whether there is a recovery key.
    #[must_use]
    pub fn has_recovery_key(&self) -> bool {
        self.body.slots.iter().any(Slot::takes_recovery_key)
    }

    /// The key derivation of the passphrase, where it is within the bounds.
    #[must_use]
    pub fn kdf(&self) -> Option<Kdf> {
        let mut kdfs = self.body.slots.iter().filter_map(Slot::kdf);
        kdfs.find_map(|kdf| kdf.ok().map(|salted| salted.kdf))
    }

    /// This header with `new` in the place of the passphrase `old`. Nothing but the one slot
    /// is wrapped anew: the vault key stays, and so does everything sealed under it.
    ///
    /// # Errors
    /// As [`Self::unlock`] for `old`, and when the random source fails.
    pub fn change_passphrase(
        &self,
        entropy: &impl Entropy,
        old: &Passphrase,
        new: &Passphrase,
        kdf: Kdf,
        progress: &mut Progress<'_>,
    ) -> Result<Self, CryptoError> {
        let (at, vault_key) = self.open_passphrase(old, progress)?;
        let slot = Slot::seal_passphrase(entropy, self.vault(), &vault_key, new, kdf, progress)?;
        let mut changed = self.intact_copy();
        changed.body.slots[at] = slot;
        Ok(changed)
    }

    /// This header with `new` in the place of every passphrase, for somebody who has
    /// forgotten theirs.
    ///
    /// # Errors
    /// As [`Self::unlock_with_recovery`], and when the random source fails.
    pub fn reset_passphrase(
        &self,
        entropy: &impl Entropy,
        recovery: &RecoveryKey,
        new: &Passphrase,
        kdf: Kdf,
        progress: &mut Progress<'_>,
    ) -> Result<Self, CryptoError> {
        let vault_key = self.open_recovery(recovery)?;
        let slot = Slot::seal_passphrase(entropy, self.vault(), &vault_key, new, kdf, progress)?;
        let mut changed = self.intact_copy();
        changed.body.slots.retain(|slot| slot.kdf().is_none());
        changed.body.slots.insert(0, slot);
        changed.within_bounds()
    }

    /// This header with a new recovery key in the place of any earlier one, and the key. Asks
    /// for the passphrase, so that somebody who finds the journal open cannot take a key along.
    ///
    /// # Errors
    /// As [`Self::unlock`], and when the random source fails.
    pub fn generate_recovery_key(
        &self,
        entropy: &impl Entropy,
        passphrase: &Passphrase,
        progress: &mut Progress<'_>,
    ) -> Result<(Self, RecoveryKey), CryptoError> {
        let (_, vault_key) = self.open_passphrase(passphrase, progress)?;
        let recovery = RecoveryKey::generate(entropy)?;
        let slot = Slot::seal_recovery(entropy, self.vault(), &vault_key, &recovery)?;
        let mut changed = self.without_recovery_key();
        changed.body.slots.push(slot);
        Ok((changed.within_bounds()?, recovery))
    }

    /// This header without any recovery key.
    #[must_use]
    pub fn without_recovery_key(&self) -> Self {
        let mut changed = self.intact_copy();
        changed.body.slots.retain(|slot| !slot.takes_recovery_key());
        changed
    }

    /// The slot that `passphrase` opens, and the vault key.
    fn open_passphrase(
        &self,
        passphrase: &Passphrase,
        progress: &mut Progress<'_>,
    ) -> Result<(usize, Secret<32>), CryptoError> {
        let mut outcome = Err(CryptoError::NoPassphraseSlot);
        for (at, slot) in self.body.slots.iter().enumerate() {
            let Some(kdf) = slot.kdf() else { continue };
            let opened =
                kdf.and_then(|kdf| slot.open_passphrase(self.vault(), &kdf, passphrase, progress));
            outcome = opened.map(|vault_key| (at, vault_key));
            if outcome.is_ok() {
                break;
            }
        }
        self.or_damaged(outcome)
    }

    fn open_recovery(&self, recovery: &RecoveryKey) -> Result<Secret<32>, CryptoError> {
        let mut outcome = Err(CryptoError::NoRecoverySlot);
        for slot in self
            .body
            .slots
            .iter()
            .filter(|slot| slot.takes_recovery_key())
        {
            outcome = slot.open_recovery(self.vault(), recovery);
            if outcome.is_ok() {
                break;
            }
        }
        self.or_damaged(outcome)
    }

    /// Of a damaged header nobody knows whether the passphrase or the header is at fault.
    fn or_damaged<T>(&self, outcome: Result<T, CryptoError>) -> Result<T, CryptoError> {
        match outcome {
            Err(_) if !self.intact => Err(CryptoError::HeaderDamaged),
            outcome => outcome,
        }
    }

    /// A copy to be changed, which will be written with a checksum that matches.
    fn intact_copy(&self) -> Self {
        Self {
            body: self.body.clone(),
            intact: true,
        }
    }

    /// Itself, if it may be read again.
    fn within_bounds(self) -> Result<Self, CryptoError> {
        if self.body.slots.len() <= MAX_SLOTS {
            Ok(self)
        } else {
            Err(CryptoError::TooManySlots)
        }
    }

    /// The header as stored: `[magic, version, body, SHA-256 of body]`. The checksum is against
    /// accidents; against malice stand the slots' tags and the header's sum in the manifest.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let body = encode(&self.body);
        let sum = Digest::of(&body);
        encode(&(label::MAGIC, FORMAT_VERSION, ByteVec::from(body), sum))
    }

    /// Reads a stored header.
    ///
    /// # Errors
    /// [`CryptoError::NewerFormat`] for versions not known here, [`CryptoError::HeaderDamaged`]
    /// and [`CryptoError::NotAHeader`] for what cannot be parsed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CryptoError> {
        let (body, sum) = split(bytes)?;
        let intact = Digest::of(body) == sum;
        match minicbor::decode::<Body>(body) {
            Ok(body) if body.slots.len() <= MAX_SLOTS => Ok(Self { body, intact }),
            _ if intact => Err(CryptoError::NotAHeader),
            _ => Err(CryptoError::HeaderDamaged),
        }
    }
}

/// The body's bytes and its stored sum, once magic and version are known to be ours.
fn split(bytes: &[u8]) -> Result<(&[u8], Digest), CryptoError> {
    let mut decoder = Decoder::new(bytes);
    let mut prefix =
        || Ok::<_, minicbor::decode::Error>((decoder.array()?, decoder.str()?, decoder.u32()?));
    match prefix() {
        Ok((Some(PARTS), label::MAGIC, FORMAT_VERSION)) => {}
        Ok((_, label::MAGIC, found)) if found > FORMAT_VERSION => {
            return Err(CryptoError::NewerFormat {
                found,
                known: FORMAT_VERSION,
            });
        }
        _ => return Err(CryptoError::NotAHeader),
    }
    let mut rest = || Ok::<_, minicbor::decode::Error>((decoder.bytes()?, decoder.decode()?));
    let rest = rest().map_err(|_| CryptoError::HeaderDamaged)?;
    if decoder.position() == bytes.len() {
        Ok(rest)
    } else {
        Err(CryptoError::HeaderDamaged)
    }
}
