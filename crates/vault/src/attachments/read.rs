//! Reading attachments, piece by piece.

use companion_core::{AttachmentId, Clock, Entropy};
use companion_store::Store;
use zeroize::Zeroizing;

use super::attachment_key;
use super::pieces::PREVIEW;
use super::record::Record;
use crate::record::Kind;
use crate::{Vault, VaultError};

/// A small picture.
pub struct ReadPreview {
    /// Its media type.
    pub media_type: String,
    /// Its bytes; wiped when dropped.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// In how many parts an attachment is read.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store.
    pub async fn count_attachment_parts(&self, id: AttachmentId) -> Result<u32, VaultError> {
        let record = self.read_record(id).await?;
        let has_tail = record.tail.is_some_and(|tail| !tail.is_empty());
        Ok(u32::try_from(record.digests.len()).unwrap_or(u32::MAX) + u32::from(has_tail))
    }

    /// One part of an attachment: at most 256 KiB.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store.
    pub async fn read_attachment_part(
        &self,
        id: AttachmentId,
        number: u32,
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let record = self.read_record(id).await?;
        if number == record.pieces().count {
            let tail = record.tail.ok_or(VaultError::NotFound)?;
            return Ok(Zeroizing::new(tail.into()));
        }
        let digest = record.digests.get(number as usize);
        let bytes = self
            .read_piece(id, number, digest.ok_or(VaultError::NotFound)?)
            .await?;
        if bytes.len() as u64 != record.piece_bytes(number) {
            return Err(VaultError::Damaged);
        }
        Ok(bytes)
    }

    /// A whole attachment.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store.
    pub async fn read_attachment(
        &self,
        id: AttachmentId,
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let mut whole = Zeroizing::new(Vec::new());
        for number in 0..self.count_attachment_parts(id).await? {
            whole.extend_from_slice(&self.read_attachment_part(id, number).await?);
        }
        Ok(whole)
    }

    /// The small picture of a photo, if it has one.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store.
    pub async fn read_preview(&self, id: AttachmentId) -> Result<Option<ReadPreview>, VaultError> {
        let record = self.read_record(id).await?;
        let Some(preview) = record.preview else {
            return Ok(None);
        };
        Ok(Some(ReadPreview {
            bytes: self.read_piece(id, PREVIEW, &preview.digest).await?,
            media_type: preview.media_type,
        }))
    }

    /// All attachments of the journal, whatever carries them.
    #[must_use]
    pub fn list_attachment_ids(&self) -> Vec<AttachmentId> {
        let items = self.manifest.items();
        items
            .filter_map(|item| item.pieces)
            .map(|pieces| pieces.id)
            .collect()
    }

    /// Reads an attachment as a whole and throws what was read away: whether it is as it was
    /// stored.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] if it is not, or failures of the store.
    pub async fn check_attachment(&self, id: AttachmentId) -> Result<(), VaultError> {
        for number in 0..self.count_attachment_parts(id).await? {
            self.read_attachment_part(id, number).await?;
        }
        self.read_preview(id).await.map(drop)
    }

    pub(crate) async fn read_record(&self, id: AttachmentId) -> Result<Record, VaultError> {
        let key = attachment_key(&self.keys, id);
        self.read(&key, Kind::Attachment)
            .await?
            .ok_or(VaultError::NotFound)
    }
}
