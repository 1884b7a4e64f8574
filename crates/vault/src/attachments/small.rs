//! Small pictures that come later than their photos: an import keeps photos as they come, and who imports
//! may not be able to draw.

use companion_core::limits::ATTACHMENT_CHUNK_BYTES;
use companion_core::{AttachmentId, Clock, Entropy};
use companion_store::Store;

use super::attachment_key;
use super::pieces::PREVIEW;
use super::record::StoredPreview;
use crate::attachments::Preview;
use crate::edit::Edit;
use crate::record::Kind;
use crate::{Vault, VaultError};

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Gives a photo a small picture. One that has one keeps it, and one that would not fit into a piece is
    /// not stored. Durable on return.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store.
    pub async fn give_preview(
        &mut self,
        id: AttachmentId,
        preview: Preview<'_>,
    ) -> Result<(), VaultError> {
        let mut record = self.read_record(id).await?;
        let fits = (1..=ATTACHMENT_CHUNK_BYTES).contains(&preview.bytes.len());
        if record.preview.is_some() || !fits {
            return Ok(());
        }
        let piece = self.seal_piece(id, PREVIEW, preview.bytes)?;
        record.preview = Some(StoredPreview {
            digest: piece.digest,
            media_type: preview.media_type.to_owned(),
        });
        let mut edit = Edit::default();
        edit.put_piece(piece.key, piece.envelope);
        let key = attachment_key(&self.keys, id);
        edit.put(key, Kind::Attachment, &record, None);
        self.commit(edit).await
    }
}
