//! What the writer says about a saved entry without opening the editor: how they felt, and
//! that it is dear to them.

use companion_core::{
    AuditEvent, Clock, Draft, Entropy, EntryId, EntrySummary, JournalEntry, Mood,
};
use companion_store::Store;

use crate::edit::Edit;
use crate::record::{Kind, entry_key};
use crate::{Vault, VaultError};

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Says how the writer felt, or nothing any more.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store; nothing is
    /// changed then.
    pub async fn set_mood(
        &mut self,
        id: EntryId,
        mood: Option<Mood>,
    ) -> Result<EntrySummary, VaultError> {
        self.mark(id, |of, _| *of = mood).await
    }

    /// Marks an entry as dear, or takes the mark away.
    ///
    /// # Errors
    /// As [`Self::set_mood`].
    pub async fn set_favourite(
        &mut self,
        id: EntryId,
        is_favourite: bool,
    ) -> Result<EntrySummary, VaultError> {
        self.mark(id, |_, of| *of = is_favourite).await
    }

    /// Writes the entry's next revision with other marks. No earlier version is kept, since the
    /// text is the same; and the time of saving stays, so that a mark never makes an older text
    /// win over a newer one when a backup is brought in; marks have a time of their own. Unsaved changes get the mark too:
    /// saving them later does not take it back.
    async fn mark(
        &mut self,
        id: EntryId,
        set: impl Fn(&mut Option<Mood>, &mut bool),
    ) -> Result<EntrySummary, VaultError> {
        let entry = self.read_entry(id).await?;
        let mut marked = entry.clone();
        set(&mut marked.mood, &mut marked.is_favourite);
        let line = self.line_of(&marked);
        let mut edit = Edit::default();
        let mut is_changed = marked != entry;
        if is_changed {
            let key = entry_key(&self.keys, Kind::Entry, id);
            edit.put(key, Kind::Entry, &marked, Some(line.clone()));
            edit.mark(key, self.environment.now());
            edit.record(AuditEvent::EntryEdited(id));
        }
        let draft_key = entry_key(&self.keys, Kind::Draft, id);
        // A damaged draft was reported at unlock, and is no reason to refuse a mark.
        if let Ok(Some(draft)) = self.read::<Draft>(&draft_key, Kind::Draft).await {
            let mut redrafted = draft.clone();
            set(&mut redrafted.mood, &mut redrafted.is_favourite);
            if redrafted != draft {
                edit.put(draft_key, Kind::Draft, &redrafted, None);
                is_changed = true;
            }
        }
        if is_changed {
            self.commit(edit).await?;
        }
        Ok(line)
    }

    /// An entry's line in the list, in the trash if the present one is.
    pub(crate) fn line_of(&self, entry: &JournalEntry) -> EntrySummary {
        let key = entry_key(&self.keys, Kind::Entry, entry.id);
        let listed = self.manifest.get(&key).and_then(|it| it.listing.as_ref());
        EntrySummary {
            deleted: listed.and_then(|line| line.deleted),
            ..entry.summary()
        }
    }
}
