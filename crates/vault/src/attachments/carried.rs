//! What a draft carries. The list in the vault is the true one: a page that stores its text every
//! second says nothing about photos, and so can lose none.

use companion_core::limits::{MAX_ATTACHMENTS, MAX_DESCRIPTION_CHARS};
use companion_core::{Attachment, AttachmentId, Clock, Draft, Entropy, EntryId};
use companion_store::Store;

use super::attachment_key;
use crate::edit::Edit;
use crate::record::{Kind, entry_key};
use crate::{Vault, VaultError};

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// What an entry carries: its draft if there is one, else the entry as it was saved.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] or failures of the store.
    pub async fn attachments_of(&self, entry: EntryId) -> Result<Vec<Attachment>, VaultError> {
        match self.open_draft(Some(entry)).await {
            Ok(draft) => Ok(draft.attachments),
            // An empty page that nothing was stored of.
            Err(VaultError::NotFound) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Writes what an attachment of an entry's draft shows, and what is said about it.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store.
    pub async fn describe_attachment(
        &mut self,
        entry: EntryId,
        id: AttachmentId,
        description: &str,
        caption: &str,
    ) -> Result<Vec<Attachment>, VaultError> {
        self.change_carried(entry, |list| {
            if let Some(attachment) = list.iter_mut().find(|one| one.id == id) {
                attachment.description = cut(description);
                attachment.caption = cut(caption);
            }
        })
        .await
    }

    /// Takes an attachment off an entry's draft. Until [`Self::forget_removed`] it can be put
    /// back; it stays for good where a saved version of the entry carries it.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] or failures of the store; nothing is changed then.
    pub async fn remove_attachment(
        &mut self,
        entry: EntryId,
        id: AttachmentId,
    ) -> Result<Vec<Attachment>, VaultError> {
        self.attachments.held.insert(id);
        self.change_carried(entry, |list| list.retain(|one| one.id != id))
            .await
    }

    /// Puts back what was taken off, at its old place.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] if its bytes are gone already, or failures of the store.
    pub async fn put_back_attachment(
        &mut self,
        entry: EntryId,
        attachment: Attachment,
        at: usize,
    ) -> Result<Vec<Attachment>, VaultError> {
        let key = attachment_key(&self.keys, attachment.id);
        if self.manifest.get(&key).is_none() {
            return Err(VaultError::NotFound);
        }
        let id = attachment.id;
        let list = self
            .change_carried(entry, |list| {
                if list.iter().all(|one| one.id != id) {
                    list.insert(at.min(list.len()), attachment);
                }
            })
            .await?;
        self.attachments.held.remove(&id);
        Ok(list)
    }

    /// Lets go of what was taken off drafts: it cannot be put back any more.
    ///
    /// # Errors
    /// Failures of the store; it goes at the next unlocking then.
    pub async fn forget_removed(&mut self) -> Result<(), VaultError> {
        self.attachments.held.clear();
        self.drop_uncarried().await
    }

    /// What an entry carries once `draft` is stored or saved as it. A draft in the vault knows
    /// better than the page, and so does the saved entry.
    pub(crate) async fn carried_by(&self, draft: &Draft) -> Result<Vec<Attachment>, VaultError> {
        for kind in [Kind::Draft, Kind::Entry] {
            let key = entry_key(&self.keys, kind, draft.entry_id);
            let Some(item) = self.manifest.get(&key) else {
                continue;
            };
            if item.carries.is_empty() {
                return Ok(Vec::new());
            }
            let stored = match kind {
                Kind::Draft => self
                    .read_draft(draft.entry_id)
                    .await
                    .map(|draft| draft.map(|draft| draft.attachments)),
                _ => self
                    .read_entry(draft.entry_id)
                    .await
                    .map(|entry| Some(entry.attachments)),
            };
            match stored {
                Ok(Some(list)) => return Ok(list),
                Ok(None) | Err(VaultError::Damaged) => {}
                Err(error) => return Err(error),
            }
        }
        let mut list = draft.attachments.clone();
        list.retain(|one| {
            let key = attachment_key(&self.keys, one.id);
            self.manifest.get(&key).is_some()
        });
        Ok(list)
    }

    /// Whether an entry may have one more.
    pub(super) async fn require_room(&self, entry: EntryId) -> Result<(), VaultError> {
        if self.attachments_of(entry).await?.len() >= MAX_ATTACHMENTS {
            return Err(VaultError::TooManyAttachments);
        }
        Ok(())
    }

    async fn change_carried(
        &mut self,
        entry: EntryId,
        change: impl FnOnce(&mut Vec<Attachment>),
    ) -> Result<Vec<Attachment>, VaultError> {
        let mut edit = Edit::default();
        let list = self.put_carried(&mut edit, entry, change).await?;
        self.commit(edit).await?;
        Ok(list)
    }

    /// Changes what an entry's draft carries; one is begun if there is none.
    pub(super) async fn put_carried(
        &self,
        edit: &mut Edit,
        entry: EntryId,
        change: impl FnOnce(&mut Vec<Attachment>),
    ) -> Result<Vec<Attachment>, VaultError> {
        let mut draft = match self.open_draft(Some(entry)).await {
            Ok(draft) => draft,
            Err(VaultError::NotFound) => Draft {
                entry_id: entry,
                ..self.open_draft(None).await?
            },
            Err(error) => return Err(error),
        };
        draft.updated = self.environment.now();
        change(&mut draft.attachments);
        let key = entry_key(&self.keys, Kind::Draft, entry);
        edit.put(key, Kind::Draft, &draft, None);
        Ok(draft.attachments)
    }
}

/// Whether two lists name the same attachments in the same order.
pub(crate) fn are_same(one: &[Attachment], other: &[Attachment]) -> bool {
    let ids = |list: &[Attachment]| list.iter().map(|one| one.id).collect::<Vec<_>>();
    ids(one) == ids(other)
}

fn cut(text: &str) -> String {
    text.trim().chars().take(MAX_DESCRIPTION_CHARS).collect()
}
