//! Single pieces: where they lie, sealing and opening.

use companion_core::{AttachmentId, Clock, Entropy};
use companion_crypto::{Digest, RecordKey, RecordType, VaultKeys};
use companion_store::{Store, Table};
use zeroize::Zeroizing;

use crate::record::{Kind, SCHEMA};
use crate::{Vault, VaultError};

/// The number of the piece that holds the small picture.
pub(crate) const PREVIEW: u32 = u32::MAX;

/// A piece is written once.
const REVISION: u64 = 1;

/// A piece as it is to be stored.
pub(crate) struct Piece {
    pub(crate) key: RecordKey,
    pub(crate) envelope: Vec<u8>,
    pub(crate) digest: Digest,
}

/// Where an attachment's record lies.
pub(crate) fn attachment_key(keys: &VaultKeys, id: AttachmentId) -> RecordKey {
    keys.derive_record_key(Kind::Attachment.code(), id.as_bytes())
}

/// Where a piece lies, in the table of the pieces.
pub(crate) fn chunk_key(keys: &VaultKeys, id: AttachmentId, number: u32) -> RecordKey {
    let mut name = [0; 20];
    name[..16].copy_from_slice(id.as_bytes());
    name[16..].copy_from_slice(&number.to_be_bytes());
    keys.derive_record_key(Kind::Chunk.code(), &name)
}

/// Opens a piece as it was stored by a vault of these keys.
pub(crate) fn open_piece(
    keys: &VaultKeys,
    key: &RecordKey,
    envelope: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let opened = keys.open(key, envelope)?;
    if opened.record.kind != Kind::Chunk.code() {
        return Err(VaultError::Damaged);
    }
    Ok(opened.plaintext)
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Seals a piece. Nothing is stored yet.
    pub(crate) fn seal_piece(
        &self,
        id: AttachmentId,
        number: u32,
        bytes: &[u8],
    ) -> Result<Piece, VaultError> {
        let key = chunk_key(&self.keys, id, number);
        let record = RecordType {
            kind: Kind::Chunk.code(),
            schema: SCHEMA,
            revision: REVISION,
        };
        let envelope = self.keys.seal(&self.environment, &key, record, bytes)?;
        Ok(Piece {
            key,
            digest: Digest::of(&envelope),
            envelope,
        })
    }

    /// The bytes of a piece, which must be exactly the one that was stored.
    pub(crate) async fn read_piece(
        &self,
        id: AttachmentId,
        number: u32,
        digest: &Digest,
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let key = chunk_key(&self.keys, id, number);
        let stored = self.store.get(Table::Chunks, key.as_bytes()).await?;
        match stored.filter(|envelope| Digest::of(envelope) == *digest) {
            Some(envelope) => open_piece(&self.keys, &key, &envelope),
            None => Err(self.why_different().await?),
        }
    }
}
