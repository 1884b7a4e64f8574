//! Calling a tag something else, in every entry that has it, and the way back.

use companion_core::limits::MAX_ENTRY_CHARS;
use companion_core::{
    AuditEvent, Clock, Draft, Entropy, EntryId, JournalEntry, count_words, is_same_tag,
    rename_typed_tag, tags_with, untyped_tags,
};
use companion_store::Store;

use crate::edit::Edit;
use crate::record::{Kind, entry_key, version_key};
use crate::{Vault, VaultError};

/// Entries of one step, which is one batch.
const STEP: usize = 100;

/// An entry in which a tag was renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retagged {
    /// The entry.
    pub entry: EntryId,
    /// The earlier version that keeps the text as it was; `None` where none are kept.
    pub version: Option<u64>,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// One step of renaming a tag, in the text and among the tags that an import brought; `to`
    /// is a name as [`companion_core::tag_name`] makes it. To be called until it changes
    /// nothing: interrupted, it goes on where it was when it is begun again. Each text that
    /// changes is kept as an earlier version. Drafts are changed too; what is in the trash is not.
    ///
    /// # Errors
    /// Failures of the store; nothing of this step is changed then.
    pub async fn rename_tag(&mut self, from: &str, to: &str) -> Result<Vec<Retagged>, VaultError> {
        let mut edit = Edit::default();
        let mut retagged = Vec::new();
        let keeps_versions = self.read_settings().await?.kept_revisions.get() > 0;
        let has_tag = |tags: &[String]| tags.iter().any(|tag| is_same_tag(tag, from) && tag != to);
        for line in self.list_entries() {
            if retagged.len() == STEP {
                break;
            }
            if line.damaged || !has_tag(&line.tags) {
                continue;
            }
            let Some(entry) = if_sound(self.read_entry(line.id).await)? else {
                continue;
            };
            let mut renamed = retag(&entry, from, to);
            // A longer name could make an entry too long to be saved again.
            if renamed == entry || renamed.content.chars().count() > MAX_ENTRY_CHARS {
                continue;
            }
            let is_typed = renamed.content != entry.content;
            let version = (is_typed && keeps_versions).then(|| {
                let key = entry_key(&self.keys, Kind::Entry, entry.id);
                self.next_number(&key, &self.manifest.versions_of(entry.id))
            });
            if is_typed {
                renamed.edited = self.environment.now();
            }
            self.put_revision(&mut edit, &renamed, Some(entry)).await?;
            let key = entry_key(&self.keys, Kind::Entry, line.id);
            edit.mark(key, self.environment.now());
            edit.record(AuditEvent::EntryEdited(line.id));
            retagged.push(Retagged {
                entry: line.id,
                version,
            });
        }
        let drafts_changed = self.retag_drafts(&mut edit, from, to).await?;
        if drafts_changed || !retagged.is_empty() {
            self.commit(edit).await?;
        }
        Ok(retagged)
    }

    /// Puts the texts back that a renaming has changed, and only those that nobody has changed
    /// since; their versions go. In one batch; tells how many entries are as they were.
    ///
    /// # Errors
    /// Failures of the store; nothing is changed then.
    pub async fn undo_rename(
        &mut self,
        from: &str,
        to: &str,
        retagged: &[Retagged],
    ) -> Result<u32, VaultError> {
        let mut edit = Edit::default();
        let mut undone = 0;
        for &Retagged { entry, version } in retagged {
            let Some(number) = version else { continue };
            let before = self.read_version(entry, number).await;
            let (Some(before), Some(present)) =
                (if_sound(before)?, if_sound(self.read_entry(entry).await)?)
            else {
                continue;
            };
            if retag(&before, from, to).content != present.content {
                continue;
            }
            let restored = JournalEntry {
                content: before.content,
                tags: before.tags,
                word_count: before.word_count,
                edited: before.edited,
                ..present
            };
            let key = entry_key(&self.keys, Kind::Entry, entry);
            edit.put(key, Kind::Entry, &restored, Some(self.line_of(&restored)));
            edit.mark(key, self.environment.now());
            edit.delete(version_key(&self.keys, entry, number));
            edit.record(AuditEvent::EntryEdited(entry));
            undone += 1;
        }
        if undone > 0 {
            self.commit(edit).await?;
        }
        Ok(undone)
    }

    /// Unsaved changes would bring the old name back.
    async fn retag_drafts(
        &self,
        edit: &mut Edit,
        from: &str,
        to: &str,
    ) -> Result<bool, VaultError> {
        let mut is_changed = false;
        for draft in self.list_drafts().await? {
            let (content, count) = rename_typed_tag(&draft.content, from, to);
            if count > 0 && content != draft.content {
                let key = entry_key(&self.keys, Kind::Draft, draft.entry_id);
                edit.put(key, Kind::Draft, &Draft { content, ..draft }, None);
                is_changed = true;
            }
        }
        Ok(is_changed)
    }
}

/// What is gone or damaged stays as it is: unlocking has reported it.
pub(crate) fn if_sound(
    read: Result<JournalEntry, VaultError>,
) -> Result<Option<JournalEntry>, VaultError> {
    match read {
        Ok(entry) => Ok(Some(entry)),
        Err(VaultError::Damaged | VaultError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn retag(entry: &JournalEntry, from: &str, to: &str) -> JournalEntry {
    let (content, _) = rename_typed_tag(&entry.content, from, to);
    let brought = untyped_tags(&entry.tags, &entry.content).into_iter();
    let brought: Vec<String> = brought
        .map(|tag| {
            if is_same_tag(&tag, from) {
                to.to_owned()
            } else {
                tag
            }
        })
        .collect();
    JournalEntry {
        tags: tags_with(&brought, &content),
        word_count: count_words(&content),
        content,
        ..entry.clone()
    }
}
