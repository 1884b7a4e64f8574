//! Attachments while a backup is brought in. Their records come first, their pieces last.

use std::collections::BTreeMap;

use companion_core::{AttachmentId, Clock, Entropy};
use companion_crypto::{Digest, VaultKeys};
use companion_store::{Store, Table};

use super::BackupError;
use super::bring::Bringing;
use super::reader::{Found, FoundPiece};
use crate::attachments::{Record, attachment_key, open_piece};
use crate::record::{Kind, decode};
use crate::{Vault, VaultError};

/// Attachments whose pieces are wanted.
#[derive(Default)]
pub(super) struct Coming(BTreeMap<AttachmentId, Wanted>);

enum Wanted {
    /// Of this very vault: the pieces come as they are sealed, where they are not here.
    AsTheyAre,
    /// Of another vault: the pieces are sealed anew, and the record once they are.
    Anew(Box<Record>),
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Looks at an attachment's record, and takes it if it is not here or damaged here.
    pub(super) async fn merge_attachment(
        &self,
        keys: &VaultKeys,
        found: Found,
        coming: &mut Coming,
        bringing: &mut Bringing,
    ) -> Result<(), BackupError> {
        let opened = keys.open(&found.item.key, &found.envelope)?;
        let mut record: Record = decode(&opened, Kind::Attachment)?;
        let key = attachment_key(&self.keys, record.id);
        let id = record.id;
        let listed = self.manifest.get(&key);
        let is_sound = listed.is_some() && !self.suspects.contains(&key);
        if keys.vault() == self.keys.vault() {
            let is_same = listed.is_some_and(|item| item.digest == found.item.digest);
            if !is_sound {
                bringing.adopt(found);
            } else if !is_same {
                // A recording that has grown here since: it has all that the backup has.
                return Ok(());
            }
            coming.0.insert(id, Wanted::AsTheyAre);
        } else if !is_sound || self.check_attachment(id).await.is_err() {
            record.digests.fill(Digest::ZERO);
            if let Some(preview) = &mut record.preview {
                preview.digest = Digest::ZERO;
            }
            coming.0.insert(id, Wanted::Anew(Box::new(record)));
        }
        Ok(())
    }

    /// Takes a piece, if it is wanted.
    pub(super) async fn merge_piece(
        &self,
        keys: &VaultKeys,
        piece: FoundPiece,
        coming: &mut Coming,
        bringing: &mut Bringing,
    ) -> Result<(), BackupError> {
        match coming.0.get_mut(&piece.id) {
            None => {}
            Some(Wanted::AsTheyAre) => {
                let ours = self.store.get(Table::Chunks, piece.key.as_bytes()).await;
                let ours = ours.map_err(VaultError::from)?;
                if ours.as_ref() != Some(&piece.envelope) {
                    bringing.adopt_piece(piece);
                }
            }
            Some(Wanted::Anew(record)) => {
                let bytes = open_piece(keys, &piece.key, &piece.envelope)?;
                let sealed = self.seal_piece(piece.id, piece.number, &bytes)?;
                if let Some(digest) = record.digest_mut(piece.number) {
                    *digest = sealed.digest;
                    let edit = bringing.edit(sealed.envelope.len());
                    edit.put_piece(sealed.key, sealed.envelope);
                }
            }
        }
        Ok(())
    }

    /// Writes the records of what was sealed anew.
    pub(super) fn finish_attachments(&self, coming: Coming, bringing: &mut Bringing) {
        for (id, wanted) in coming.0 {
            if let Wanted::Anew(record) = wanted {
                let key = attachment_key(&self.keys, id);
                let edit = bringing.edit(0);
                edit.put(key, Kind::Attachment, &*record, None);
            }
        }
    }
}
