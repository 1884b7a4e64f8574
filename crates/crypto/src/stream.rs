//! A long secret in order: chunks that cannot be changed, swapped, left out or cut off.
//!
//! This is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015) over AES-256-GCM: every chunk's
//! nonce holds its number and whether it is the last. A fresh salt gives every stream its own
//! key, so no nonce ever repeats under one key.

use companion_core::Entropy;

use crate::hazmat::{
    NONCE_BYTES, Secret, TAG_BYTES, derive_hkdf, generate_bytes, open_in_place, seal_in_place,
};
use crate::{CryptoError, Digest, VaultKeys, label};

/// Plaintext of every chunk but the last, which may be shorter.
pub const STREAM_CHUNK_BYTES: usize = 1 << 16;
/// What sealing adds to a chunk.
pub const STREAM_TAG_BYTES: usize = TAG_BYTES;
/// Size of a stream's salt.
pub const STREAM_SALT_BYTES: usize = 32;

/// The salt of one stream, stored before its first chunk.
pub type StreamSalt = [u8; STREAM_SALT_BYTES];

/// Seals the chunks of one stream, in order.
pub struct StreamSealer {
    key: Secret<32>,
    number: u32,
}

/// Opens the chunks of one stream, in order.
pub struct StreamOpener {
    key: Secret<32>,
    number: u32,
}

impl VaultKeys {
    /// Begins a stream of a backup that follows the plain bytes of `prefix`, which every chunk
    /// is bound to.
    ///
    /// # Errors
    /// When the random source fails.
    pub fn seal_backup(
        &self,
        entropy: &impl Entropy,
        prefix: &[u8],
    ) -> Result<(StreamSalt, StreamSealer), CryptoError> {
        let salt = generate_bytes(entropy)?;
        let key = self.derive_stream_key(&salt, prefix);
        Ok((salt, StreamSealer { key, number: 0 }))
    }

    /// Begins to read a stream of a backup.
    #[must_use]
    pub fn open_backup(&self, salt: &StreamSalt, prefix: &[u8]) -> StreamOpener {
        let key = self.derive_stream_key(salt, prefix);
        StreamOpener { key, number: 0 }
    }

    fn derive_stream_key(&self, salt: &StreamSalt, prefix: &[u8]) -> Secret<32> {
        let prefix = Digest::of(prefix);
        derive_hkdf(
            &self.backup,
            salt,
            &[label::BACKUP_STREAM, prefix.as_bytes()],
        )
    }
}

impl StreamSealer {
    /// Seals the next chunk in place; the tag is appended.
    ///
    /// # Errors
    /// When the stream has 2³² chunks, which is 256 TiB.
    pub fn seal(&mut self, chunk: &mut Vec<u8>) -> Result<(), CryptoError> {
        self.seal_as(chunk, false)
    }

    /// Seals the last chunk in place; the tag is appended.
    ///
    /// # Errors
    /// As [`Self::seal`].
    pub fn seal_last(mut self, chunk: &mut Vec<u8>) -> Result<(), CryptoError> {
        self.seal_as(chunk, true)
    }

    fn seal_as(&mut self, chunk: &mut Vec<u8>, is_last: bool) -> Result<(), CryptoError> {
        let next = self.number.checked_add(1).ok_or(CryptoError::TooLarge)?;
        let tag = seal_in_place(&self.key, &nonce(self.number, is_last), &[], chunk)?;
        self.number = next;
        chunk.extend_from_slice(&tag);
        Ok(())
    }
}

impl StreamOpener {
    /// Opens the next chunk in place. Says whether it was sealed as the stream's last, which
    /// the caller must compare with where it stands.
    ///
    /// # Errors
    /// [`CryptoError::Damaged`] unless every byte is as sealed, in its place.
    pub fn open(&mut self, chunk: &mut Vec<u8>) -> Result<bool, CryptoError> {
        let next = self.number.checked_add(1).ok_or(CryptoError::TooLarge)?;
        let (message, tag) = chunk
            .split_last_chunk_mut::<TAG_BYTES>()
            .ok_or(CryptoError::Damaged)?;
        let tag = *tag;
        let mut open_as = |is_last| {
            let nonce = nonce(self.number, is_last);
            open_in_place(&self.key, &nonce, &[], message, &tag).is_ok()
        };
        // A chunk that does not open is untouched.
        let is_last = if open_as(false) {
            false
        } else if open_as(true) {
            true
        } else {
            return Err(CryptoError::Damaged);
        };
        self.number = next;
        chunk.truncate(chunk.len() - TAG_BYTES);
        Ok(is_last)
    }
}

/// Zeros (7 bytes), number of the chunk from 0 (4 bytes), 1 for the last chunk (1 byte).
fn nonce(number: u32, is_last: bool) -> [u8; NONCE_BYTES] {
    let mut nonce = [0; NONCE_BYTES];
    nonce[7..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = is_last.into();
    nonce
}
