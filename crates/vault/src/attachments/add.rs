//! Attachments that come as a whole.

use companion_core::limits::{ATTACHMENT_CHUNK_BYTES, MAX_ATTACHMENT_BYTES};
use companion_core::{Attachment, AttachmentId, AttachmentKind, Clock, Entropy, EntryId};
use companion_crypto::RecordKey;
use companion_store::Store;

use super::pieces::PREVIEW;
use super::record::{Record, StoredPreview};
use super::{attachment_key, look, metadata};
use crate::edit::Edit;
use crate::record::Kind;
use crate::{Vault, VaultError};

/// Pieces stored in one transaction: 4 MiB.
const BATCH_PIECES: usize = 16;

/// Something to be attached.
#[derive(Clone, Copy, Debug)]
pub struct NewAttachment<'a> {
    /// Its media type. Only photos and recordings are taken: see
    /// [`AttachmentKind::of`].
    pub media_type: &'a str,
    /// Its bytes, stored as they are.
    pub bytes: &'a [u8],
    /// A small picture of it, if there is one.
    pub preview: Option<Preview<'a>>,
    /// What its file was called, if that is worth keeping.
    pub name: Option<&'a str>,
    /// Width and height in pixels, of a photo.
    pub size_px: Option<(u32, u32)>,
    /// How long a recording plays, in milliseconds.
    pub duration_ms: Option<u32>,
}

/// A small picture of a photo.
#[derive(Clone, Copy, Debug)]
pub struct Preview<'a> {
    /// Its media type.
    pub media_type: &'a str,
    /// Its bytes: one piece at most.
    pub bytes: &'a [u8],
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Attaches a file to an entry: to its draft, which is begun if there is none. What a photo's
    /// file tells beside the picture (place, camera, time) is taken out first. Durable on return.
    ///
    /// # Errors
    /// As [`Self::attach`].
    pub async fn attach_bytes(
        &mut self,
        entry: EntryId,
        media_type: &str,
        name: Option<&str>,
        bytes: &[u8],
    ) -> Result<Attachment, VaultError> {
        let stripped = metadata::strip(bytes).ok_or(VaultError::AttachmentRefused)?;
        self.attach(entry, plain(media_type, name, &stripped)?)
            .await
    }

    /// Stores a file that no entry carries yet, for an import: the entry that is written with
    /// what is returned carries it. What a photo's file tells beside the picture is taken out.
    /// If no entry does until the journal is locked, it goes.
    ///
    /// # Errors
    /// As [`Self::attach`].
    pub async fn keep_bytes(
        &mut self,
        media_type: &str,
        name: Option<&str>,
        bytes: &[u8],
    ) -> Result<Attachment, VaultError> {
        let stripped = metadata::strip(bytes).ok_or(VaultError::AttachmentRefused)?;
        self.keep_original(media_type, name, &stripped).await
    }

    /// As [`Self::keep_bytes`], with everything that the file tells.
    ///
    /// # Errors
    /// As [`Self::attach`].
    pub async fn keep_original(
        &mut self,
        media_type: &str,
        name: Option<&str>,
        bytes: &[u8],
    ) -> Result<Attachment, VaultError> {
        let new = plain(media_type, name, bytes)?;
        let (edit, attachment) = self.prepare(new).await?;
        self.attachments.held.insert(attachment.id);
        match self.commit(edit).await {
            Ok(()) => Ok(attachment),
            Err(error) => {
                self.take_back(&attachment).await;
                Err(error)
            }
        }
    }

    /// Attaches something to an entry's draft, which is begun if there is none, in one
    /// transaction with it. Durable on return.
    ///
    /// # Errors
    /// [`VaultError::AttachmentRefused`], [`VaultError::AttachmentTooLarge`],
    /// [`VaultError::TooManyAttachments`], or failures of store and randomness. The draft is as
    /// it was then.
    pub async fn attach(
        &mut self,
        entry: EntryId,
        new: NewAttachment<'_>,
    ) -> Result<Attachment, VaultError> {
        self.require_room(entry).await?;
        let (mut edit, attachment) = self.prepare(new).await?;
        let added = attachment.clone();
        let outcome = async {
            let carry = |list: &mut Vec<Attachment>| list.push(added);
            self.put_carried(&mut edit, entry, carry).await?;
            self.commit(edit).await
        };
        match outcome.await {
            Ok(()) => Ok(attachment),
            Err(error) => {
                self.take_back(&attachment).await;
                Err(error)
            }
        }
    }

    /// Seals everything. All pieces but those of the last batch are stored on return; nothing
    /// names them yet.
    async fn prepare(&mut self, new: NewAttachment<'_>) -> Result<(Edit, Attachment), VaultError> {
        let kind = AttachmentKind::of(new.media_type).ok_or(VaultError::AttachmentRefused)?;
        let bytes = new.bytes.len() as u64;
        if bytes > MAX_ATTACHMENT_BYTES {
            return Err(VaultError::AttachmentTooLarge { bytes });
        }
        let mut record = Record {
            id: AttachmentId::generate(&self.environment)?,
            media_type: new.media_type.to_owned(),
            length_bytes: bytes,
            digests: Vec::new(),
            tail: None,
            preview: None,
            added: self.environment.now(),
        };
        let attachment = Attachment {
            id: record.id,
            kind,
            media_type: record.media_type.clone(),
            length_bytes: bytes,
            description: String::new(),
            width_px: new.size_px.map(|(width, _)| width),
            height_px: new.size_px.map(|(_, height)| height),
            duration_ms: new.duration_ms,
            caption: String::new(),
            name: new.name.map(str::to_owned),
        };
        let mut edit = Edit::default();
        let mut waiting = 0;
        for (number, bytes) in (0..).zip(new.bytes.chunks(ATTACHMENT_CHUNK_BYTES)) {
            if waiting == BATCH_PIECES {
                let full = core::mem::take(&mut edit);
                if let Err(error) = self.commit(full).await {
                    self.take_back(&attachment).await;
                    return Err(error);
                }
                waiting = 0;
            }
            let piece = self.seal_piece(record.id, number, bytes)?;
            record.digests.push(piece.digest);
            edit.put_piece(piece.key, piece.envelope);
            waiting += 1;
        }
        let preview = new.preview.filter(|preview| {
            !preview.bytes.is_empty() && preview.bytes.len() <= ATTACHMENT_CHUNK_BYTES
        });
        if let Some(preview) = preview {
            let piece = self.seal_piece(record.id, PREVIEW, preview.bytes)?;
            record.preview = Some(StoredPreview {
                digest: piece.digest,
                media_type: preview.media_type.to_owned(),
            });
            edit.put_piece(piece.key, piece.envelope);
        }
        let key = attachment_key(&self.keys, record.id);
        edit.put(key, Kind::Attachment, &record, None);
        Ok((edit, attachment))
    }

    /// Removes what was stored of an attachment that did not come whole. Where that fails too,
    /// the next unlocking finds pieces that nothing names.
    async fn take_back(&mut self, attachment: &Attachment) {
        self.attachments.held.remove(&attachment.id);
        let pieces = attachment
            .length_bytes
            .div_ceil(ATTACHMENT_CHUNK_BYTES as u64);
        if pieces <= BATCH_PIECES as u64 {
            // One transaction, which did not happen.
            return;
        }
        let mut edit = Edit::default();
        // Bounded by the largest attachment.
        for number in 0..u32::try_from(pieces).unwrap_or(u32::MAX) {
            let key: RecordKey = super::chunk_key(&self.keys, attachment.id, number);
            edit.delete_piece(key);
        }
        let _ = self.commit(edit).await;
    }
}

/// A file of which only the bytes are known, and what somebody says that it is. A picture must
/// look like one.
fn plain<'a>(
    said_type: &'a str,
    name: Option<&'a str>,
    bytes: &'a [u8],
) -> Result<NewAttachment<'a>, VaultError> {
    let is_recording = AttachmentKind::of(said_type) == Some(AttachmentKind::Recording);
    let media_type = match look::media_type(bytes) {
        // What is said may say more: how the sound is coded.
        Some(found) if said_type.split(';').next() == Some(found) => Some(said_type),
        found => found.or(is_recording.then_some(said_type)),
    };
    Ok(NewAttachment {
        media_type: media_type.ok_or(VaultError::AttachmentRefused)?,
        bytes,
        preview: None,
        name,
        size_px: look::size_px(bytes),
        duration_ms: None,
    })
}
