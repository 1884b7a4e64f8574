//! The vault header: the only record that is stored in the clear.

use companion_core::{Entropy, EntropyError};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Decoder, Encode};

use crate::hazmat::{Secret, generate_bytes};
use crate::slot::{Progress, Slot, encode};
use crate::{CryptoError, Digest, Passphrase, Pbkdf2, VaultKeys, label};

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
        kdf: Pbkdf2,
        progress: &mut Progress<'_>,
    ) -> Result<(Self, VaultKeys), CryptoError> {
        let vault = VaultId::generate(entropy)?;
        let vault_key = Secret::generate(entropy)?;
        let slot = Slot::seal_passphrase(entropy, &vault, &vault_key, passphrase, kdf, progress)?;
        let body = Body {
            vault,
            slots: vec![slot],
        };
        let keys = VaultKeys::derive(vault, &vault_key);
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
        let mut outcome = Err(CryptoError::NoPassphraseSlot);
        for slot in self
            .body
            .slots
            .iter()
            .filter(|slot| slot.takes_passphrase())
        {
            outcome = slot.open_passphrase(self.vault(), passphrase, progress);
            if outcome.is_ok() {
                break;
            }
        }
        match outcome {
            Ok(vault_key) => Ok(VaultKeys::derive(self.body.vault, &vault_key)),
            Err(_) if !self.intact => Err(CryptoError::HeaderDamaged),
            Err(error) => Err(error),
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
