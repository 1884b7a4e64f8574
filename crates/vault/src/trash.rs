//! The trash: what lies in it, the way back, and the end.
//!
//! An entry leaves the trash for good when 30 days have been counted since it came there. The
//! days between two unlocks are counted by the device's clock, but ten at most: a clock that was
//! set forward by a year empties nothing, and one that was set back does not stop the days. Whoever
//! unlocks once a month finds things there for longer than promised, never shorter.

use std::collections::{BTreeMap, BTreeSet};

use companion_core::limits::TRASH_DAYS;
use companion_core::{AuditEvent, Clock, Entropy, EntryId, EntrySummary, Timestamp};
use companion_store::Store;
use minicbor::{Decode, Encode};

use crate::edit::Edit;
use crate::manifest::Item;
use crate::record::{Kind, entry_key, single_key};
use crate::{Vault, VaultError};

const MS_PER_DAY: i64 = 86_400_000;
/// Time in the trash.
const FULL_MS: i64 = TRASH_DAYS * MS_PER_DAY;
/// What counts at most between two looks at the clock.
const LONGEST_STEP_MS: i64 = 10 * MS_PER_DAY;
/// Time between two notes of what was counted: one small change a day.
const COUNT_EVERY_MS: i64 = MS_PER_DAY;

/// An entry in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTrash {
    /// Its line in the list.
    pub entry: EntrySummary,
    /// Days for which it can still be brought back, at least 1.
    pub days_left: u16,
}

/// How long things have been in the trash, as far as it was counted.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct TrashNotes {
    /// When it was last counted, by the device's clock.
    #[n(0)]
    counted: Timestamp,
    #[n(1)]
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
struct Line {
    #[n(0)]
    id: EntryId,
    /// When the entry was moved to the trash, which tells one stay from the next.
    #[n(1)]
    deleted: Timestamp,
    /// Milliseconds counted since.
    #[n(2)]
    spent_ms: i64,
}

/// What was counted, and whether it is worth a note.
struct Counted {
    notes: TrashNotes,
    is_due: bool,
}

impl TrashNotes {
    /// Counts up to `now` for everything in the trash.
    fn count(&self, trash: impl Iterator<Item = (EntryId, Timestamp)>, now: Timestamp) -> Counted {
        let known: BTreeMap<EntryId, &Line> =
            self.lines.iter().map(|line| (line.id, line)).collect();
        let mut is_due = false;
        let lines = trash.map(|(id, deleted)| {
            let (since, spent_ms) = match known.get(&id) {
                Some(line) if line.deleted == deleted => (self.counted, line.spent_ms),
                _ => (deleted, 0),
            };
            let step_ms = now.unix_ms.saturating_sub(since.unix_ms);
            // A clock that was set back is noted at once, so that time does not stand still
            // until it has caught up.
            is_due |= !(0..COUNT_EVERY_MS).contains(&step_ms);
            Line {
                id,
                deleted,
                spent_ms: spent_ms.saturating_add(step_ms.clamp(0, LONGEST_STEP_MS)),
            }
        });
        let notes = Self {
            counted: now,
            lines: lines.collect(),
        };
        Counted { notes, is_due }
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// What lies in the trash, last deleted first.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn list_trash(&self) -> Result<Vec<InTrash>, VaultError> {
        let notes = self.read_trash_notes().await?;
        let counted = notes.count(self.trash_times(), self.environment.now());
        let mut trash: Vec<InTrash> = self
            .trash()
            .zip(counted.notes.lines)
            .map(|(entry, line)| InTrash {
                entry,
                days_left: days_left(line.spent_ms),
            })
            .collect();
        trash.sort_by_key(|line| core::cmp::Reverse(line.entry.deleted.map(|at| at.unix_ms)));
        Ok(trash)
    }

    /// Moves an entry to the trash, from where it can be brought back for 30 days. Its draft,
    /// if there is one, is kept beside it, and so are its earlier versions.
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

    /// Removes one entry of the trash for good, with its draft and its earlier versions.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] if it is not in the trash, or failures of the store.
    pub async fn purge_entry(&mut self, id: EntryId) -> Result<(), VaultError> {
        if !self.trash().any(|line| line.id == id) {
            return Err(VaultError::NotFound);
        }
        self.purge(&BTreeSet::from([id])).await
    }

    /// Removes everything in the trash for good. Tells how many entries that were.
    ///
    /// # Errors
    /// Failures of the store; nothing is removed then.
    pub async fn empty_trash(&mut self) -> Result<u64, VaultError> {
        let ids: BTreeSet<EntryId> = self.trash().map(|line| line.id).collect();
        if !ids.is_empty() {
            self.purge(&ids).await?;
        }
        Ok(ids.len() as u64)
    }

    /// Counts the days, and removes the entries whose time in the trash is over.
    pub(crate) async fn tend_trash(&mut self) -> Result<(), VaultError> {
        let now = self.environment.now();
        let notes = self.read_trash_notes().await?;
        let Counted { mut notes, is_due } = notes.count(self.trash_times(), now);
        if !is_due {
            return Ok(());
        }
        let over = notes.lines.extract_if(.., |line| line.spent_ms > FULL_MS);
        let over: BTreeSet<EntryId> = over.map(|line| line.id).collect();
        let mut edit = Edit::default();
        self.forget(&mut edit, &over);
        let key = single_key(&self.keys, Kind::TrashNotes);
        edit.put(key, Kind::TrashNotes, &notes, None);
        self.commit(edit).await
    }

    async fn purge(&mut self, ids: &BTreeSet<EntryId>) -> Result<(), VaultError> {
        let mut edit = Edit::default();
        self.forget(&mut edit, ids);
        self.commit(edit).await
    }

    /// Removes entries with everything that belongs to them.
    fn forget(&self, edit: &mut Edit, ids: &BTreeSet<EntryId>) {
        if ids.is_empty() {
            return;
        }
        for item in self.manifest.items() {
            let id = item.listing.as_ref().map(|line| line.id);
            if id.or(item.version_of).is_some_and(|id| ids.contains(&id)) {
                edit.delete(item.key);
            }
        }
        for &id in ids {
            edit.record(AuditEvent::EntryPurged(id));
            let draft = entry_key(&self.keys, Kind::Draft, id);
            if self.manifest.get(&draft).is_some() {
                edit.delete(draft);
            }
        }
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
        edit.record(if deleted.is_some() {
            AuditEvent::EntryDeleted(id)
        } else {
            AuditEvent::EntryRestored(id)
        });
        edit.relist(key, EntrySummary { deleted, ..line });
        self.commit(edit).await
    }

    /// Lines of what lies in the trash, always in the same order.
    fn trash(&self) -> impl Iterator<Item = EntrySummary> {
        let in_trash = |item: &&Item| item.listing.as_ref()?.deleted;
        let items = self.manifest.items();
        items
            .filter(move |item| in_trash(item).is_some())
            .filter_map(|item| self.shown(item))
    }

    fn trash_times(&self) -> impl Iterator<Item = (EntryId, Timestamp)> {
        self.trash()
            .filter_map(|line| line.deleted.map(|deleted| (line.id, deleted)))
    }

    async fn read_trash_notes(&self) -> Result<TrashNotes, VaultError> {
        self.read_or_default(Kind::TrashNotes, TrashNotes::default)
            .await
    }
}

/// Days until the time is over, as people count: the last one is "1 day".
fn days_left(spent_ms: i64) -> u16 {
    let left_ms = (FULL_MS - spent_ms).clamp(1, FULL_MS);
    // Between 1 and 30.
    u16::try_from((left_ms + MS_PER_DAY - 1) / MS_PER_DAY).unwrap_or(1)
}
