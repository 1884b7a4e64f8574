//! Keeping the index in step with the journal: opening what is stored, reading what is new,
//! storing what was read, a little at a time.
//!
//! Nobody tells the index what has changed. Whatever happens to entries, be it saving, deleting,
//! importing, restoring, merging or repairing, changes the journal's list, and the index follows
//! the list: an entry whose sealed bytes are others than those that were read is read again.

use std::collections::{BTreeMap, HashMap, HashSet};

use companion_core::{Clock, Entropy, EntryId, JournalEntry};
use companion_crypto::{Digest, RecordKey};
use companion_store::{Key, Store, Table};

use super::index::{Index, Mark};
use super::meaning::Meaning;
use super::segment::{FULL, Held, Segment, VERSION};
use super::shelf::Shelf;
use crate::edit::Edit;
use crate::record::{Kind, decode, entry_key};
use crate::{Problem, Subject, Vault, VaultError};

/// Slices of one step. Between two of them it is looked whether somebody waits.
const STEP_SLICES: usize = 4;
/// Entries read in one slice, and the bytes of text after which it ends: a few milliseconds,
/// since a draft that is to be stored waits for one slice at most.
const SLICE_ENTRIES: usize = 8;
const SLICE_BYTES: usize = 24 << 10;
/// Entries that are read before they are stored together, while many are to be read: one
/// segment, since a draft waits while it is stored.
const STORE_EVERY: usize = FULL;
/// Segments opened in one step.
pub(super) const STEP_SEGMENTS: usize = 2;
/// Entries that a query reads before it answers: what has just been saved is found at once.
const AT_ONCE: usize = 16;

/// What is needed to search a journal. It holds words of every entry: dropping it is part of
/// locking.
pub struct Search {
    pub(super) index: Index,
    shelf: Shelf,
    /// What the journal's list says, as of its change `epoch`.
    pub(super) listed: HashMap<EntryId, Listed>,
    epoch: Option<u64>,
    /// Entries to be read.
    waiting: Vec<EntryId>,
    /// Entries that cannot be opened, with the mark that was tried.
    unreadable: HashSet<(EntryId, Mark)>,
    /// Whether the index can be stored. A full disk keeps nobody from searching.
    pub(super) is_storable: bool,
    /// What was found damaged since somebody asked.
    pub(super) problems: Vec<Problem>,
    pub(super) meaning: Meaning,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            index: Index::default(),
            shelf: Shelf::new(Kind::SearchIndex),
            listed: HashMap::new(),
            epoch: None,
            waiting: Vec::new(),
            unreadable: HashSet::new(),
            is_storable: true,
            problems: Vec::new(),
            meaning: Meaning::default(),
        }
    }
}

/// What the journal's list says of an entry.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    pub(super) mark: Mark,
    pub(super) created_ms: i64,
    /// Whether it lies outside the trash.
    pub(super) is_shown: bool,
}

/// How much of the journal can be searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Entries that a query looks at.
    pub searched: u64,
    /// Entries outside the trash.
    pub total: u64,
    /// Those among them that cannot be opened, and therefore not searched.
    pub unreadable: u64,
    /// Whether nothing is left to be done until the journal changes.
    pub is_settled: bool,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Does one small step of what is to be done for searching, and says where that stands. To
    /// be called again until it is settled, and after changes of the journal.
    ///
    /// # Errors
    /// Failures of the store. What was done stays done.
    pub async fn tend_search(&mut self, search: &mut Search) -> Result<Standing, VaultError> {
        self.tend_search_giving_way(search, &|| false).await
    }

    /// The same, and the step ends early when somebody waits for something else, as
    /// `is_awaited` says: a draft that is to be stored goes before all searching.
    ///
    /// # Errors
    /// As [`Self::tend_search`].
    pub async fn tend_search_giving_way(
        &mut self,
        search: &mut Search,
        is_awaited: &dyn Fn() -> bool,
    ) -> Result<Standing, VaultError> {
        if self.move_index(search).await? {
            return Ok(search.standing());
        }
        search.follow(self);
        if !search.shelf.is_open() {
            for _ in 0..STEP_SEGMENTS {
                self.open_segment(search).await?;
                if is_awaited() {
                    return Ok(search.standing());
                }
            }
        } else {
            for _ in 0..STEP_SLICES {
                // Not more than fill a segment: a second one would be small.
                let room = STORE_EVERY.saturating_sub(search.fresh().count());
                if search.waiting.is_empty() || room == 0 {
                    break;
                }
                self.read_waiting(search, room.min(SLICE_ENTRIES)).await?;
                if is_awaited() {
                    return Ok(search.standing());
                }
            }
        }
        let fresh = search.fresh().count();
        if search.is_read() || fresh >= STORE_EVERY {
            self.store_index(search, fresh).await?;
        }
        let is_stored = self.rebuilt || !search.is_storable || {
            let fresh = search.fresh().count();
            search.shelf.plan(fresh).is_none()
        };
        Ok(Standing {
            is_settled: search.is_read() && is_stored,
            ..search.standing()
        })
    }

    /// Reads what has just been saved, so that a query finds it.
    pub(super) async fn catch_up(&self, search: &mut Search) -> Result<(), VaultError> {
        search.follow(self);
        if search.shelf.is_open() && search.waiting.len() <= AT_ONCE {
            self.read_waiting(search, AT_ONCE).await?;
        }
        Ok(())
    }

    async fn open_segment(&self, search: &mut Search) -> Result<(), VaultError> {
        let Some(key) = search.shelf.next_unopened(self) else {
            search.wait_for_unread();
            return Ok(());
        };
        let segment = match self.read::<Segment>(&key, Kind::SearchIndex).await {
            Ok(segment) => segment,
            // The entries in it are read again.
            Err(VaultError::Damaged) => {
                self.note_damage(search, &key);
                None
            }
            Err(error) => return Err(error),
        };
        let sound = segment
            .filter(|it| it.version == VERSION && search.shelf.is_at(&self.keys, &key, it.number));
        if sound.is_none_or(|segment| search.put(&segment).is_none()) {
            search.shelf.discard(key);
        }
        if search.shelf.is_open() {
            search.wait_for_unread();
        }
        Ok(())
    }

    /// Notes that a stored part of the index is not as it was left, unless unlocking has told it.
    pub(super) fn note_damage(&self, search: &mut Search, key: &RecordKey) {
        let damage = Problem::Damaged(Subject::SearchIndex);
        if !self.suspects.contains(key) && !search.problems.contains(&damage) {
            search.problems.push(damage);
        }
    }

    async fn read_waiting(&self, search: &mut Search, most: usize) -> Result<(), VaultError> {
        let begin = search.waiting.len().saturating_sub(most);
        let ids = search.waiting.split_off(begin);
        let mut read = self.read_entries(&ids).await?.into_iter().zip(&ids);
        let mut bytes = 0;
        for (entry, &id) in read.by_ref() {
            let Some(&listed) = search.listed.get(&id) else {
                continue;
            };
            match entry {
                Some(entry) => {
                    bytes += entry.content.len();
                    let mut indexed = search.index.read(&entry, listed.mark);
                    (indexed.created_ms, indexed.is_shown) = (listed.created_ms, listed.is_shown);
                    search.index.insert(indexed);
                }
                None => drop(search.unreadable.insert((id, listed.mark))),
            }
            if bytes >= SLICE_BYTES {
                break;
            }
        }
        search.waiting.extend(read.map(|(_, &id)| id));
        Ok(())
    }

    /// Stores what is not stored, unless that must not or cannot be.
    async fn store_index(&mut self, search: &mut Search, fresh: usize) -> Result<(), VaultError> {
        // A list that was rebuilt is written anew by what the writer does, not by this.
        if self.rebuilt || !search.is_storable {
            return Ok(());
        }
        let Some(plan) = search.shelf.plan(fresh) else {
            return Ok(());
        };
        let is_meant = |segment: Option<u64>| segment.is_none_or(|it| plan.taken.contains(&it));
        let meant = search
            .index
            .entries()
            .filter(|entry| is_meant(entry.segment));
        let meant: Vec<_> = meant.collect();
        let mut edit = Edit::default();
        let chunks = (search.shelf.next()..).zip(meant.chunks(FULL));
        let segments = chunks.map(|(number, entries)| Segment::of(number, &search.index, entries));
        let written = search.shelf.write(&self.keys, &plan, &mut edit, segments);
        let in_segments: Vec<Vec<EntryId>> = meant
            .chunks(FULL)
            .map(|entries| entries.iter().map(|entry| entry.id).collect())
            .collect();
        match self.commit(edit).await {
            Ok(()) => {}
            Err(VaultError::StorageFull | VaultError::Storage(_)) => {
                search.is_storable = false;
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        search.shelf.written(&plan);
        for (number, ids) in written.into_iter().zip(in_segments) {
            let live = ids.len();
            search.shelf.put(
                number,
                Held {
                    live,
                    ..Held::default()
                },
            );
            for id in ids {
                if let Some(entry) = search.index.get_mut(id) {
                    entry.segment = Some(number);
                }
            }
        }
        Ok(())
    }

    /// Entries that are exactly what the list says; `None` for those that are not.
    pub(super) async fn read_entries(
        &self,
        ids: &[EntryId],
    ) -> Result<Vec<Option<JournalEntry>>, VaultError> {
        let keys = ids.iter().map(|&id| entry_key(&self.keys, Kind::Entry, id));
        let keys: Vec<_> = keys.collect();
        let stored: Vec<Key> = keys.iter().map(|key| key.as_bytes().to_vec()).collect();
        let stored = self.store.get_many(Table::Records, &stored).await?;
        let read = keys.iter().zip(stored).map(|(key, envelope)| {
            let item = self.manifest.get(key)?;
            let envelope = envelope.filter(|it| Digest::of(it) == item.digest)?;
            decode(&self.keys.open(key, &envelope).ok()?, Kind::Entry).ok()
        });
        Ok(read.collect())
    }
}

impl Search {
    /// What was found damaged since this was asked last. It is made again from the entries.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        core::mem::take(&mut self.problems)
    }

    /// Compares what was read with the journal's list, if that has changed.
    pub(super) fn follow<S: Store, E: Clock + Entropy>(&mut self, vault: &Vault<S, E>) {
        let epoch = vault.manifest.list_epoch;
        if self.epoch.replace(epoch) == Some(epoch) {
            return;
        }
        self.listed.clear();
        for item in vault.manifest.items() {
            if let Some(line) = item.listing.as_ref() {
                let listed = Listed {
                    mark: mark_of(&item.digest),
                    created_ms: line.created.unix_ms,
                    is_shown: line.deleted.is_none(),
                };
                self.listed.insert(line.id, listed);
            }
        }
        let mut outdated = Vec::new();
        for entry in self.index.entries() {
            match self.listed.get(&entry.id) {
                Some(listed) if listed.mark == entry.mark => {}
                listed => outdated.push((entry.id, listed.is_none())),
            }
        }
        for (id, is_gone) in outdated {
            if let Some(segment) = self.index.remove(id).and_then(|entry| entry.segment) {
                self.shelf.bury(segment, is_gone);
            }
        }
        for (&id, listed) in &self.listed {
            if let Some(entry) = self.index.get_mut(id) {
                (entry.created_ms, entry.is_shown) = (listed.created_ms, listed.is_shown);
            }
        }
        self.unreadable.retain(|(id, mark)| {
            let listed = self.listed.get(id);
            listed.is_some_and(|listed| listed.mark == *mark)
        });
        self.meaning.follow(&self.listed);
        if self.shelf.is_open() {
            self.wait_for_unread();
        }
    }

    /// Finds out what is to be read: the newest entry comes last, and is read first.
    fn wait_for_unread(&mut self) {
        let mut waiting: BTreeMap<(i64, EntryId), ()> = BTreeMap::new();
        for (&id, listed) in &self.listed {
            let is_known = self.index.get(id).is_some();
            if listed.is_shown && !is_known && !self.unreadable.contains(&(id, listed.mark)) {
                waiting.insert((listed.created_ms, id), ());
            }
        }
        self.waiting = waiting.into_keys().map(|(_, id)| id).collect();
    }

    /// Takes in what an opened segment says of entries that are still as they were then; `None`
    /// if it is not sound.
    fn put(&mut self, segment: &Segment) -> Option<()> {
        let numbers = segment.numbers(&mut self.index)?;
        let entries = segment.entries.iter();
        let entries: Option<Vec<_>> = entries
            .map(|stored| stored.indexed(segment.number, &numbers))
            .collect();
        let mut held = Held::default();
        for mut entry in entries? {
            match self.listed.get(&entry.id) {
                Some(listed) if listed.mark == entry.mark && self.index.get(entry.id).is_none() => {
                    (entry.created_ms, entry.is_shown) = (listed.created_ms, listed.is_shown);
                    self.index.insert(entry);
                    held.live += 1;
                }
                listed => {
                    held.dead += 1;
                    held.must_go |= listed.is_none();
                }
            }
        }
        self.shelf.put(segment.number, held);
        Some(())
    }

    /// Entries that are not stored yet.
    fn fresh(&self) -> impl Iterator<Item = EntryId> {
        let fresh = self.index.entries().filter(|entry| entry.segment.is_none());
        fresh.map(|entry| entry.id)
    }

    /// How much can be searched at this moment.
    pub(super) fn standing(&self) -> Standing {
        let searched = self.index.entries().filter(|entry| entry.is_shown).count();
        let total = self
            .listed
            .values()
            .filter(|listed| listed.is_shown)
            .count();
        let unreadable = self.unreadable.iter().filter(|(id, _)| {
            let listed = self.listed.get(id);
            listed.is_some_and(|listed| listed.is_shown)
        });
        Standing {
            searched: searched as u64,
            total: total as u64,
            unreadable: unreadable.count() as u64,
            is_settled: false,
        }
    }

    /// Whether everything that can be read has been read.
    fn is_read(&self) -> bool {
        self.shelf.is_open() && self.waiting.is_empty()
    }
}

/// By what the index tells one text of an entry from the next.
pub(super) fn mark_of(digest: &Digest) -> Mark {
    let [a, b, c, d, e, f, g, h, ..] = *digest.as_bytes();
    [a, b, c, d, e, f, g, h]
}
