//! Saved entries: list, read, save.

use companion_core::limits::MAX_ENTRY_CHARS;
use companion_core::{
    AuditEvent, Clock, Draft, Entropy, EntryId, EntrySummary, JournalEntry, count_words, tags_with,
    untyped_tags,
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
            .filter_map(|item| self.shown(item))
            .filter(|line| line.deleted.is_none())
            .collect();
        entries.sort_unstable_by_key(|entry| {
            core::cmp::Reverse((entry.created.unix_ms, *entry.id.as_bytes()))
        });
        entries
    }

    /// An entry's line as it is shown, which says whether the entry is damaged.
    pub(crate) fn shown(&self, item: &Item) -> Option<EntrySummary> {
        Some(EntrySummary {
            damaged: self.suspects.contains(&item.key),
            ..item.listing.clone()?
        })
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
    /// transaction, which also keeps the text that is replaced as an earlier version. An entry
    /// in the trash comes back with it.
    ///
    /// # Errors
    /// [`VaultError::TooLong`] when the text is longer than one entry may be; it is then stored
    /// as a draft. Otherwise failures of the store; nothing is changed then.
    pub async fn save_entry(&mut self, mut draft: Draft) -> Result<EntrySummary, VaultError> {
        let chars = draft.content.chars().count();
        if chars > MAX_ENTRY_CHARS {
            self.store_draft(draft).await?;
            return Err(VaultError::TooLong { chars });
        }
        draft.attachments = self.carried_by(&draft).await?;
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
        let is_new = listed.is_none();
        // What is typed says itself which tags it has; what an import brought stays.
        let brought = saved
            .as_ref()
            .map_or_else(Vec::new, |entry| untyped_tags(&entry.tags, &entry.content));
        let tags = tags_with(&brought, &draft.content);
        let entry = JournalEntry {
            id: draft.entry_id,
            created: (draft.created)
                .unwrap_or_else(|| listed.map_or(draft.started, |line| line.created)),
            edited: match &saved {
                // Saved and not changed: it is as old as it was.
                Some(saved) if says_the_same(saved, &draft) => saved.edited,
                _ => self.environment.now(),
            },
            word_count: count_words(&draft.content),
            content: draft.content,
            prompt_used: draft
                .prompt_used
                .or_else(|| saved.as_ref().and_then(|entry| entry.prompt_used.clone())),
            duration_seconds: saved
                .as_ref()
                .map_or(0, |entry| entry.duration_seconds)
                .saturating_add(draft.duration_seconds),
            mood: draft.mood,
            is_favourite: draft.is_favourite,
            tags,
            attachments: draft.attachments,
            origin: saved.as_ref().and_then(|entry| entry.origin.clone()),
        };
        let summary = entry.summary();
        let mut edit = Edit::default();
        self.put_revision(&mut edit, &entry, saved).await?;
        edit.record(if is_new {
            AuditEvent::EntryCreated(entry.id)
        } else {
            AuditEvent::EntryEdited(entry.id)
        });
        let draft_key = entry_key(&self.keys, Kind::Draft, entry.id);
        if self.manifest.get(&draft_key).is_some() {
            edit.delete(draft_key);
        }
        self.commit(edit).await?;
        Ok(summary)
    }
}

/// Whether a draft changes nothing of what its entry says or carries.
fn says_the_same(saved: &JournalEntry, draft: &Draft) -> bool {
    saved.content == draft.content
        && saved.mood == draft.mood
        && saved.is_favourite == draft.is_favourite
        && saved.attachments == draft.attachments
        && draft.created.is_none_or(|created| created == saved.created)
}
