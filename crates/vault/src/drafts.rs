//! Text that has been typed and not yet saved.

use companion_core::limits::MAX_DRAFT_BYTES;
use companion_core::{Clock, Draft, Entropy, EntryId};
use companion_store::Store;

use crate::edit::Edit;
use crate::record::{Kind, entry_key};
use crate::{Vault, VaultError};

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// What the editor starts with: a fresh draft for a new entry (`None`); for an entry or a
    /// draft, its kept draft if there is one, else the entry's text. Nothing is stored yet.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`] when neither draft nor entry can be
    /// opened, or failures of store and randomness.
    pub async fn open_draft(&self, id: Option<EntryId>) -> Result<Draft, VaultError> {
        let now = self.environment.now();
        let blank = |entry_id, is_new| Draft {
            entry_id,
            is_new,
            started: now,
            updated: now,
            content: String::new(),
            cursor_utf16: 0,
            duration_seconds: 0,
            prompt_used: None,
            created: None,
            mood: None,
            is_favourite: false,
            attachments: Vec::new(),
        };
        let Some(id) = id else {
            return Ok(blank(EntryId::generate(&self.environment)?, true));
        };
        let kept = self.read_draft(id).await;
        if let Ok(Some(draft)) = kept {
            return Ok(draft);
        }
        match self.read_entry(id).await {
            Ok(entry) => Ok(Draft {
                cursor_utf16: utf16_length(&entry.content),
                content: entry.content,
                prompt_used: entry.prompt_used,
                mood: entry.mood,
                is_favourite: entry.is_favourite,
                attachments: entry.attachments,
                ..blank(id, false)
            }),
            Err(error) => Err(kept.err().unwrap_or(error)),
        }
    }

    /// Stores the editor's state, durable on return.
    ///
    /// # Errors
    /// [`VaultError::DraftTooLarge`] or failures of the store; the earlier draft stays then.
    pub async fn store_draft(&mut self, draft: Draft) -> Result<(), VaultError> {
        let bytes = draft.content.len();
        if bytes > MAX_DRAFT_BYTES {
            return Err(VaultError::DraftTooLarge { bytes });
        }
        let key = entry_key(&self.keys, Kind::Draft, draft.entry_id);
        let draft = Draft {
            is_new: !self.is_saved(draft.entry_id),
            updated: self.environment.now(),
            attachments: self.carried_by(&draft).await?,
            ..draft
        };
        let mut edit = Edit::default();
        edit.put(key, Kind::Draft, &draft, None);
        self.commit(edit).await
    }

    /// Forgets a draft, if there is one.
    ///
    /// # Errors
    /// Failures of the store; the draft stays then.
    pub async fn discard_draft(&mut self, id: EntryId) -> Result<(), VaultError> {
        let key = entry_key(&self.keys, Kind::Draft, id);
        if self.manifest.get(&key).is_none() {
            return Ok(());
        }
        let mut edit = Edit::default();
        edit.delete(key);
        self.commit(edit).await
    }

    /// What was typed and not saved, newest first: new entries, and changes of saved ones outside
    /// the trash. Damaged drafts are left out: unlocking has reported them.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn list_drafts(&self) -> Result<Vec<Draft>, VaultError> {
        let mut drafts = Vec::new();
        let items = self.manifest.items();
        for item in items.filter(|item| item.kind == Kind::Draft.code()) {
            match self.read::<Draft>(&item.key, Kind::Draft).await {
                Ok(Some(draft)) if !self.is_in_trash(draft.entry_id) => drafts.push(draft),
                Ok(_) | Err(VaultError::Damaged) => {}
                Err(error) => return Err(error),
            }
        }
        drafts.sort_unstable_by_key(|draft| core::cmp::Reverse(draft.updated.unix_ms));
        Ok(drafts)
    }

    pub(crate) async fn read_draft(&self, id: EntryId) -> Result<Option<Draft>, VaultError> {
        self.read(&entry_key(&self.keys, Kind::Draft, id), Kind::Draft)
            .await
    }

    fn is_in_trash(&self, id: EntryId) -> bool {
        self.manifest
            .get(&entry_key(&self.keys, Kind::Entry, id))
            .and_then(|item| item.listing.as_ref())
            .is_some_and(|line| line.deleted.is_some())
    }

    fn is_saved(&self, id: EntryId) -> bool {
        self.manifest
            .get(&entry_key(&self.keys, Kind::Entry, id))
            .is_some()
    }
}

fn utf16_length(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}
