//! The sample journal: a journal to look around in, which is to leave nothing behind.
//!
//! It is a journal like any other but for one thing: nothing opens it again once it is locked, since its
//! header has no slot. Put into a [`MemoryStore`](companion_store::MemoryStore), it is gone with the memory.
//! What it says is not in here: it comes as text, which [`Script`] reads.

mod script;

use companion_core::{
    AuditEvent, Clock, Entropy, EntryId, JournalEntry, Settings, Source, Timestamp, count_words,
    tags_with,
};
use companion_crypto::Header;
use companion_store::Store;

pub use script::{Script, ScriptError};

use crate::edit::Edit;
use crate::record::{Kind, entry_key};
use crate::{Vault, VaultError};
use script::Page;

/// A picture that a script names.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// What the script calls it.
    pub name: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Makes the sample journal in an empty store and opens it. A picture that is not among `pictures` is
    /// left out.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub async fn create_sample(
        store: S,
        environment: E,
        script: &Script,
        pictures: &[Picture<'_>],
    ) -> Result<Self, VaultError> {
        let (header, keys) = Header::generate_without_slots(&environment)?;
        let mut vault = Self::begin(store, environment, &header, keys).await?;
        let now = vault.environment.now();
        let mut edit = Edit::default();
        for page in &script.pages {
            let mut entry = page.entry(EntryId::generate(&vault.environment)?, now);
            let picture = page.picture.as_ref();
            let file = picture.and_then(|named| pictures.iter().find(|it| it.name == named.name));
            if let (Some(named), Some(file)) = (picture, file) {
                let mut kept = vault.keep_bytes("image/png", None, file.bytes).await?;
                kept.description.clone_from(&named.description);
                entry.attachments.push(kept);
            }
            let line = entry.summary();
            edit.put(
                entry_key(&vault.keys, Kind::Entry, entry.id),
                Kind::Entry,
                &entry,
                Some(line),
            );
        }
        edit.record(AuditEvent::EntriesImported {
            source: Source::Sample,
            // The longest script is far shorter than that.
            count: u32::try_from(script.pages.len()).unwrap_or(u32::MAX),
        });
        vault.commit(edit).await?;
        // Nobody can unlock it again, so it does not lock by itself.
        let settings = Settings {
            idle_lock_minutes: 0,
            ..Settings::default()
        };
        vault.write_settings(&settings).await?;
        Ok(vault)
    }
}

impl Page {
    /// The entry as it would have been written at its moment.
    fn entry(&self, id: EntryId, now: Timestamp) -> JournalEntry {
        let created = self.when.before(now);
        JournalEntry {
            id,
            created,
            edited: Timestamp {
                unix_ms: created.unix_ms + i64::from(self.minutes) * 60_000,
                ..created
            },
            content: self.content.clone(),
            prompt_used: self.question.clone(),
            word_count: count_words(&self.content),
            duration_seconds: u32::from(self.minutes) * 60,
            mood: self.mood,
            is_favourite: self.is_favourite,
            tags: tags_with(&[], &self.content),
            attachments: Vec::new(),
            // As if it had been written here: the journal as a whole is what is not the writer's.
            origin: None,
        }
    }
}
