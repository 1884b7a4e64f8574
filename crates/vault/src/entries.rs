//! Saved entries: list, read, save, trash.

use companion_core::limits::{MAX_ENTRY_CHARS, TRASH_DAYS};
use companion_core::{
    Clock, Draft, Entropy, EntryId, EntrySummary, JournalEntry, Timestamp, count_words,
};
use companion_store::Store;

use crate::edit::Edit;
use crate::manifest::Item;
use crate::record::{Kind, entry_key};
use crate::{Vault, VaultError};

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Entries, newest first, without the trash. Nothing is decrypted for it.
    #[must_use]
    pub fn list_entries(&self) -> Vec<EntrySummary> {
        let mut entries: Vec<EntrySummary> = self
            .manifest
            .items()
            .filter_map(|item| {
                let line = item
                    .listing
                    .as_ref()
                    .filter(|line| line.deleted.is_none())?;
                Some(EntrySummary {
                    damaged: self.suspects.contains(&item.key),
                    ..line.clone()
                })
            })
            .collect();
        entries.sort_unstable_by_key(|entry| {
            core::cmp::Reverse((entry.created.unix_ms, *entry.id.as_bytes()))
        });
        entries
    }

    /// One entry, in the trash or not.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store.
    pub async fn read_entry(&self, id: EntryId) -> Result<JournalEntry, VaultError> {
        let key = entry_key(&self.keys, Kind::Entry, id);
        self.read(&key, Kind::Entry)
            .await?
            .ok_or(VaultError::NotFound)
    }

    /// Saves what the editor holds as the entry's new revision and drops its draft, in one
    /// transaction. An entry in the trash comes back with it.
    ///
    /// # Errors
    /// [`VaultError::TooLong`] when the text is longer than one entry may be; it is then stored
    /// as a draft. Otherwise failures of the store; nothing is changed then.
    pub async fn save_entry(&mut self, draft: Draft) -> Result<EntrySummary, VaultError> {
        let chars = draft.content.chars().count();
        if chars > MAX_ENTRY_CHARS {
            self.store_draft(draft).await?;
            return Err(VaultError::TooLong { chars });
        }
        let key = entry_key(&self.keys, Kind::Entry, draft.entry_id);
        let saved = match self.read_entry(draft.entry_id).await {
            Ok(entry) => Some(entry),
            // A damaged entry may be written anew; its day is known from the list.
            Err(VaultError::NotFound | VaultError::Damaged) => None,
            Err(error) => return Err(error),
        };
        let listed = self
            .manifest
            .get(&key)
            .and_then(|item| item.listing.as_ref());
        let entry = JournalEntry {
            id: draft.entry_id,
            created: listed.map_or(draft.started, |line| line.created),
            edited: self.environment.now(),
            word_count: count_words(&draft.content),
            content: draft.content,
            prompt_used: draft
                .prompt_used
                .or_else(|| saved.as_ref().and_then(|entry| entry.prompt_used.clone())),
            duration_seconds: saved
                .map_or(0, |entry| entry.duration_seconds)
                .saturating_add(draft.duration_seconds),
        };
        let summary = entry.summary();
        let mut edit = Edit::default();
        edit.put(key, Kind::Entry, &entry, Some(summary.clone()));
        let draft_key = entry_key(&self.keys, Kind::Draft, entry.id);
        if self.manifest.get(&draft_key).is_some() {
            edit.delete(draft_key);
        }
        self.commit(edit).await?;
        Ok(summary)
    }

    /// Moves an entry to the trash, from where it can be brought back for 30 days. Its draft,
    /// if there is one, is kept beside it.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] or failures of the store.
    pub async fn delete_entry(&mut self, id: EntryId) -> Result<(), VaultError> {
        self.set_deleted(id, Some(self.environment.now())).await
    }

    /// Brings an entry back from the trash.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] or failures of the store.
    pub async fn undo_delete(&mut self, id: EntryId) -> Result<(), VaultError> {
        self.set_deleted(id, None).await
    }

    async fn set_deleted(
        &mut self,
        id: EntryId,
        deleted: Option<Timestamp>,
    ) -> Result<(), VaultError> {
        let key = entry_key(&self.keys, Kind::Entry, id);
        let line = self
            .manifest
            .get(&key)
            .and_then(|item| item.listing.clone())
            .ok_or(VaultError::NotFound)?;
        if line.deleted.is_some() == deleted.is_some() {
            return Ok(());
        }
        let mut edit = Edit::default();
        edit.relist(key, EntrySummary { deleted, ..line });
        self.commit(edit).await
    }

    /// Removes entries that have been in the trash for longer than 30 days, with their drafts.
    pub(crate) async fn empty_old_trash(&mut self) -> Result<(), VaultError> {
        let now_ms = self.environment.now().unix_ms;
        let over = |item: &&Item| {
            let deleted = item.listing.as_ref().and_then(|line| line.deleted);
            deleted.is_some_and(|at| now_ms.saturating_sub(at.unix_ms) > TRASH_DAYS * MS_PER_DAY)
        };
        let mut edit = Edit::default();
        let mut found = false;
        for item in self.manifest.items().filter(over) {
            found = true;
            edit.delete(item.key);
            if let Some(line) = &item.listing {
                let draft = entry_key(&self.keys, Kind::Draft, line.id);
                if self.manifest.get(&draft).is_some() {
                    edit.delete(draft);
                }
            }
        }
        if found {
            self.commit(edit).await
        } else {
            Ok(())
        }
    }
}

const MS_PER_DAY: i64 = 86_400_000;
