//! Sealed records.
//!
//! `version 1 | salt 32 | nonce 12 | masked type and revision 10 | ciphertext | tag 16`
//!
//! A fresh salt gives every envelope its own key, and a single-use mask over what a reader must
//! know before opening: kind, schema and revision. They are authenticated together with the
//! vault and the key that the record is stored under.

use companion_core::Entropy;
use zeroize::Zeroizing;

use crate::hazmat::{
    NONCE_BYTES, Secret, TAG_BYTES, derive_hkdf, generate_bytes, open_in_place, seal_in_place,
};
use crate::padding::{pad, unpad};
use crate::slot::encode;
use crate::{CryptoError, RecordKey, VaultId, VaultKeys, label};

const VERSION: u8 = 1;
const SALT_BYTES: usize = 32;
/// Kind (1), schema (1), revision (8, big-endian).
const MASKED_BYTES: usize = 10;
const PREFIX_BYTES: usize = 1 + SALT_BYTES + NONCE_BYTES + MASKED_BYTES;

/// What an envelope adds to a padded plaintext.
pub const ENVELOPE_OVERHEAD_BYTES: usize = PREFIX_BYTES + TAG_BYTES;

/// What a record is: known to a reader with keys, hidden from everybody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordType {
    /// Entry, draft, settings, …
    pub kind: u8,
    /// Version of the plaintext's encoding.
    pub schema: u8,
    /// Counts the record's changes.
    pub revision: u64,
}

/// An opened envelope.
pub struct Opened {
    /// What the record is, authenticated.
    pub record: RecordType,
    /// The plaintext; wiped when dropped.
    pub plaintext: Zeroizing<Vec<u8>>,
}

impl VaultKeys {
    /// Seals `plaintext` as the record that will lie under `key`.
    ///
    /// # Errors
    /// When the random source fails or the plaintext exceeds 4 GiB.
    pub fn seal(
        &self,
        entropy: &impl Entropy,
        key: &RecordKey,
        record: RecordType,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        let salt: [u8; SALT_BYTES] = generate_bytes(entropy)?;
        let nonce: [u8; NONCE_BYTES] = generate_bytes(entropy)?;
        let (message_key, mask) = self.derive_message_key(&salt, key);
        let mut message = pad(plaintext)?;
        let tag = seal_in_place(
            &message_key,
            &nonce,
            &associated(&self.vault, key, record),
            &mut message,
        )?;
        let mut envelope = Vec::with_capacity(ENVELOPE_OVERHEAD_BYTES + message.len());
        envelope.push(VERSION);
        envelope.extend_from_slice(&salt);
        envelope.extend_from_slice(&nonce);
        envelope.extend_from_slice(&xor(record.to_bytes(), mask.expose()));
        envelope.extend_from_slice(&message);
        envelope.extend_from_slice(&tag);
        Ok(envelope)
    }

    /// Opens what lies under `key`.
    ///
    /// # Errors
    /// [`CryptoError::Damaged`] unless every byte is as this vault sealed it for this key.
    pub fn open(&self, key: &RecordKey, envelope: &[u8]) -> Result<Opened, CryptoError> {
        let parts = Parts::of(envelope)?;
        let (message_key, mask) = self.derive_message_key(parts.salt, key);
        let record = RecordType::from_bytes(xor(*parts.masked, mask.expose()));
        parts.open(&message_key, &self.vault, key, record)
    }

    /// The key of one envelope, for somebody who is to read this record and no other: see
    /// [`open_disclosed`]. To be given away only for records that open.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn disclose(&self, key: &RecordKey, envelope: &[u8]) -> Result<[u8; 32], CryptoError> {
        self.open(key, envelope)?;
        let (message_key, _) = self.derive_message_key(Parts::of(envelope)?.salt, key);
        Ok(*message_key.expose())
    }

    /// The envelope's own key, and the mask over its type and revision.
    fn derive_message_key(
        &self,
        salt: &[u8; SALT_BYTES],
        key: &RecordKey,
    ) -> (Secret<32>, Secret<MASKED_BYTES>) {
        let derived: Secret<{ 32 + MASKED_BYTES }> =
            derive_hkdf(&self.seal, salt, &[label::RECORD, key.as_bytes()]);
        let mut message_key = Secret::zeroed();
        let mut mask = Secret::zeroed();
        let (first, last) = derived.expose().split_at(32);
        message_key.expose_mut().copy_from_slice(first);
        mask.expose_mut().copy_from_slice(last);
        (message_key, mask)
    }
}

/// Opens an envelope of `vault` that lies under `key` with its disclosed message key, without
/// the vault's keys. The caller knows what the record should be.
///
/// # Errors
/// [`CryptoError::Damaged`] unless every byte is as it was sealed.
pub fn open_disclosed(
    vault: &VaultId,
    key: &RecordKey,
    message_key: [u8; 32],
    record: RecordType,
    envelope: &[u8],
) -> Result<Opened, CryptoError> {
    let mut disclosed = Secret::zeroed();
    *disclosed.expose_mut() = message_key;
    Parts::of(envelope)?.open(&disclosed, vault, key, record)
}

/// An envelope in its parts.
struct Parts<'a> {
    salt: &'a [u8; SALT_BYTES],
    nonce: &'a [u8; NONCE_BYTES],
    masked: &'a [u8; MASKED_BYTES],
    message: &'a [u8],
    tag: &'a [u8; TAG_BYTES],
}

impl<'a> Parts<'a> {
    fn of(envelope: &'a [u8]) -> Result<Self, CryptoError> {
        let (&version, rest) = envelope.split_first().ok_or(CryptoError::Damaged)?;
        if version != VERSION {
            return Err(CryptoError::UnknownEnvelope(version));
        }
        let parts = || {
            let (salt, rest) = rest.split_first_chunk::<SALT_BYTES>()?;
            let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>()?;
            let (masked, rest) = rest.split_first_chunk::<MASKED_BYTES>()?;
            let (message, tag) = rest.split_last_chunk::<TAG_BYTES>()?;
            Some(Self {
                salt,
                nonce,
                masked,
                message,
                tag,
            })
        };
        parts().ok_or(CryptoError::Damaged)
    }

    fn open(
        &self,
        message_key: &Secret<32>,
        vault: &VaultId,
        key: &RecordKey,
        record: RecordType,
    ) -> Result<Opened, CryptoError> {
        let mut message = Zeroizing::new(self.message.to_vec());
        let associated = associated(vault, key, record);
        open_in_place(message_key, self.nonce, &associated, &mut message, self.tag)?;
        unpad(&mut message)?;
        Ok(Opened {
            record,
            plaintext: message,
        })
    }
}

/// What is authenticated with a record, in canonical CBOR.
fn associated(vault: &VaultId, key: &RecordKey, record: RecordType) -> Vec<u8> {
    encode(&(
        label::RECORD_AAD,
        VERSION,
        vault,
        key,
        record.kind,
        record.schema,
        record.revision,
    ))
}

impl RecordType {
    fn to_bytes(self) -> [u8; MASKED_BYTES] {
        let mut bytes = [0; MASKED_BYTES];
        bytes[0] = self.kind;
        bytes[1] = self.schema;
        bytes[2..].copy_from_slice(&self.revision.to_be_bytes());
        bytes
    }

    const fn from_bytes(bytes: [u8; MASKED_BYTES]) -> Self {
        let [kind, schema, revision @ ..] = bytes;
        Self {
            kind,
            schema,
            revision: u64::from_be_bytes(revision),
        }
    }
}

fn xor(mut bytes: [u8; MASKED_BYTES], mask: &[u8; MASKED_BYTES]) -> [u8; MASKED_BYTES] {
    bytes
        .iter_mut()
        .zip(mask)
        .for_each(|(byte, mask)| *byte ^= mask);
    bytes
}
