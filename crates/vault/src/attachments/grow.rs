//! Recordings that grow while somebody speaks: every part is durable before the next one comes.

use companion_core::limits::{ATTACHMENT_CHUNK_BYTES, MAX_ATTACHMENT_BYTES};
use companion_core::{Attachment, AttachmentId, AttachmentKind, Clock, Entropy, EntryId};
use companion_store::Store;
use minicbor::bytes::ByteVec;

use super::attachment_key;
use super::record::Record;
use crate::edit::Edit;
use crate::record::Kind;
use crate::{Vault, VaultError};

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Begins a recording on an entry's draft.
    ///
    /// # Errors
    /// [`VaultError::AttachmentRefused`], [`VaultError::TooManyAttachments`], or failures of
    /// store and randomness.
    pub async fn begin_recording(
        &mut self,
        entry: EntryId,
        media_type: &str,
    ) -> Result<Attachment, VaultError> {
        if AttachmentKind::of(media_type) != Some(AttachmentKind::Recording) {
            return Err(VaultError::AttachmentRefused);
        }
        self.require_room(entry).await?;
        let record = Record {
            id: AttachmentId::generate(&self.environment)?,
            media_type: media_type.to_owned(),
            length_bytes: 0,
            digests: Vec::new(),
            tail: Some(ByteVec::from(Vec::new())),
            preview: None,
            added: self.environment.now(),
        };
        let attachment = Attachment {
            id: record.id,
            kind: AttachmentKind::Recording,
            media_type: record.media_type.clone(),
            length_bytes: 0,
            description: String::new(),
            width_px: None,
            height_px: None,
            duration_ms: None,
            caption: String::new(),
            name: None,
        };
        let mut edit = Edit::default();
        self.put_record(&mut edit, &record);
        let added = attachment.clone();
        self.put_carried(&mut edit, entry, |list| list.push(added))
            .await?;
        self.commit(edit).await?;
        Ok(attachment)
    }

    /// Adds the next part of a recording. Durable on return; its length in bytes is returned.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] if it was taken away or finished, [`VaultError::Damaged`],
    /// [`VaultError::AttachmentTooLarge`], or failures of the store. What was stored before stays.
    pub async fn append_recording(
        &mut self,
        id: AttachmentId,
        bytes: &[u8],
    ) -> Result<u64, VaultError> {
        let mut record = self.read_record(id).await?;
        let Some(tail) = record.tail.take() else {
            return Err(VaultError::NotFound);
        };
        let length_bytes = record.length_bytes + bytes.len() as u64;
        if length_bytes > MAX_ATTACHMENT_BYTES {
            return Err(VaultError::AttachmentTooLarge {
                bytes: length_bytes,
            });
        }
        let mut tail: Vec<u8> = tail.into();
        tail.extend_from_slice(bytes);
        let mut edit = Edit::default();
        while tail.len() >= ATTACHMENT_CHUNK_BYTES {
            let rest = tail.split_off(ATTACHMENT_CHUNK_BYTES);
            self.put_next(&mut edit, &mut record, &tail)?;
            tail = rest;
        }
        record.length_bytes = length_bytes;
        record.tail = Some(tail.into());
        self.put_record(&mut edit, &record);
        self.commit(edit).await?;
        Ok(length_bytes)
    }

    /// Ends a recording, and notes its length with the draft that carries it.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store. What was
    /// stored before stays, and plays.
    pub async fn finish_recording(
        &mut self,
        entry: EntryId,
        id: AttachmentId,
        duration_ms: u32,
    ) -> Result<Vec<Attachment>, VaultError> {
        let mut record = self.read_record(id).await?;
        let mut edit = Edit::default();
        if let Some(tail) = record.tail.take()
            && !tail.is_empty()
        {
            self.put_next(&mut edit, &mut record, &tail)?;
        }
        self.put_record(&mut edit, &record);
        let list = self
            .put_carried(&mut edit, entry, |list| {
                if let Some(attachment) = list.iter_mut().find(|one| one.id == id) {
                    attachment.length_bytes = record.length_bytes;
                    attachment.duration_ms = Some(duration_ms);
                }
            })
            .await?;
        self.commit(edit).await?;
        Ok(list)
    }

    /// Throws a recording away at once.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] or failures of the store; it stays then.
    pub async fn cancel_recording(
        &mut self,
        entry: EntryId,
        id: AttachmentId,
    ) -> Result<Vec<Attachment>, VaultError> {
        let mut edit = Edit::default();
        let list = self
            .put_carried(&mut edit, entry, |list| list.retain(|one| one.id != id))
            .await?;
        self.commit(edit).await?;
        Ok(list)
    }

    fn put_next(
        &self,
        edit: &mut Edit,
        record: &mut Record,
        bytes: &[u8],
    ) -> Result<(), VaultError> {
        let number = record.pieces().count;
        let piece = self.seal_piece(record.id, number, bytes)?;
        record.digests.push(piece.digest);
        edit.put_piece(piece.key, piece.envelope);
        Ok(())
    }

    fn put_record(&self, edit: &mut Edit, record: &Record) {
        let key = attachment_key(&self.keys, record.id);
        edit.put(key, Kind::Attachment, record, None);
    }
}
