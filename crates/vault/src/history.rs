//! Earlier versions of entries.
//!
//! Saving another text keeps the one it replaces, sealed as a record of its own and listed in
//! the manifest like any other: a version that is lost, swapped, put back or changed is noticed.
//! Within an entry versions are numbered; whichever came later has the greater number, whatever
//! the clock said.

use std::collections::{BTreeMap, BTreeSet};

use companion_core::{
    AuditEvent, Clock, Entropy, EntryId, EntrySummary, JournalEntry, KeptRevisions, Settings,
};
use companion_crypto::RecordKey;
use companion_store::Store;

use crate::attachments::are_same;
use crate::edit::Edit;
use crate::manifest::Manifest;
use crate::record::{Kind, entry_key, version_key};
use crate::{Problem, Subject, Vault, VaultError};

/// Versions removed in one batch, when a smaller number is to be kept from now on.
const BATCH_VERSIONS: usize = 1_000;

/// An earlier version of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its name among the entry's versions. A later one has a greater number.
    pub number: u64,
    /// What it says; `None` if its record is damaged.
    pub entry: Option<JournalEntry>,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// The earlier versions of an entry, newest first. Damaged ones are listed as such.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn list_versions(&self, id: EntryId) -> Result<Vec<Version>, VaultError> {
        let mut versions = Vec::new();
        for &number in self.manifest.versions_of(id).iter().rev() {
            let entry = match self.read_version(id, number).await {
                Ok(entry) => Some(entry),
                Err(VaultError::Damaged) => None,
                Err(error) => return Err(error),
            };
            versions.push(Version { number, entry });
        }
        Ok(versions)
    }

    /// How many earlier versions an entry has.
    #[must_use]
    pub fn count_versions(&self, id: EntryId) -> u32 {
        let versions = self.manifest.items();
        let count = versions.filter(|item| item.version_of == Some(id)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// One earlier version of an entry.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store.
    pub async fn read_version(&self, id: EntryId, number: u64) -> Result<JournalEntry, VaultError> {
        let key = version_key(&self.keys, id, number);
        self.read(&key, Kind::Version)
            .await?
            .ok_or(VaultError::NotFound)
    }

    /// Makes an earlier version the entry's text again. The present text becomes an earlier
    /// version, so that this can be undone; an entry in the trash comes back. A draft stays.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store.
    pub async fn restore_version(
        &mut self,
        id: EntryId,
        number: u64,
    ) -> Result<EntrySummary, VaultError> {
        let version = self.read_version(id, number).await?;
        let present = match self.read_entry(id).await {
            Ok(present) => Some(present),
            // Of a damaged entry an earlier version is what is left.
            Err(VaultError::Damaged) => None,
            Err(error) => return Err(error),
        };
        let entry = JournalEntry {
            edited: self.environment.now(),
            duration_seconds: present
                .as_ref()
                .map_or(version.duration_seconds, |present| present.duration_seconds),
            // Marks are about the entry, not about one of its texts.
            mood: present
                .as_ref()
                .map_or(version.mood, |present| present.mood),
            is_favourite: present
                .as_ref()
                .map_or(version.is_favourite, |present| present.is_favourite),
            ..version
        };
        let mut edit = Edit::default();
        self.put_revision(&mut edit, &entry, present).await?;
        edit.record(AuditEvent::RevisionRestored(id));
        self.commit(edit).await?;
        Ok(entry.summary())
    }

    /// Earlier versions that would go if no more than `kept` of every entry were kept.
    #[must_use]
    pub fn count_versions_beyond(&self, kept: KeptRevisions) -> u64 {
        self.manifest.versions_beyond(kept).count() as u64
    }

    /// Keeps no more than `kept` versions of every entry from now on. Those beyond go; how many
    /// is returned.
    ///
    /// # Errors
    /// Failures of the store. The setting holds as soon as it is stored, and versions that are
    /// still there go when their entry is saved next, or when this is done again.
    pub async fn keep_revisions(&mut self, kept: KeptRevisions) -> Result<u64, VaultError> {
        let settings = Settings {
            kept_revisions: kept,
            ..self.read_settings().await?
        };
        self.write_settings(&settings).await?;
        let beyond: Vec<(EntryId, u64)> = self.manifest.versions_beyond(kept).collect();
        for versions in beyond.chunks(BATCH_VERSIONS) {
            let mut edit = Edit::default();
            for &(id, number) in versions {
                edit.delete(version_key(&self.keys, id, number));
            }
            self.commit(edit).await?;
        }
        Ok(beyond.len() as u64)
    }

    /// Writes an entry's next revision. The one that it replaces becomes an earlier version if
    /// its text or what it carries is another, and the oldest versions beyond the kept number go.
    pub(crate) async fn put_revision(
        &self,
        edit: &mut Edit,
        entry: &JournalEntry,
        replaced: Option<JournalEntry>,
    ) -> Result<(), VaultError> {
        let key = entry_key(&self.keys, Kind::Entry, entry.id);
        edit.put(key, Kind::Entry, entry, Some(entry.summary()));
        let kept = self.read_settings().await?.kept_revisions;
        let mut numbers = self.manifest.versions_of(entry.id);
        let is_other = |replaced: &JournalEntry| {
            replaced.content != entry.content
                || !are_same(&replaced.attachments, &entry.attachments)
        };
        if let Some(replaced) = replaced.filter(is_other)
            && kept.get() > 0
        {
            let number = self.next_number(&key, &numbers);
            edit.put_version(&self.keys, &replaced, number);
            numbers.insert(number);
        }
        let over = numbers.len().saturating_sub(usize::from(kept.get()));
        for &number in numbers.iter().take(over) {
            edit.delete(version_key(&self.keys, entry.id, number));
        }
        Ok(())
    }

    /// The number under which what lies at `key` becomes the newest of the entry's versions:
    /// its revision, or, if a version brought in from elsewhere has a greater one, the next.
    pub(crate) fn next_number(&self, key: &RecordKey, numbers: &BTreeSet<u64>) -> u64 {
        let revision = self.manifest.get(key).map_or(1, |item| item.revision);
        let next = numbers.last().map_or(1, |last| last.saturating_add(1));
        revision.max(next)
    }

    /// Puts the newest readable version in the place of every entry that is gone although it
    /// was not deleted: deleting takes the versions along. What was done is kept in the notes
    /// of repairs, and returned.
    pub(crate) async fn rescue_entries(&mut self) -> Result<Vec<Problem>, VaultError> {
        let mut edit = Edit::default();
        let mut rescued = Vec::new();
        for (id, numbers) in self.manifest.orphaned_versions() {
            for &number in numbers.iter().rev() {
                let entry = match self.read_version(id, number).await {
                    Ok(entry) => entry,
                    Err(VaultError::Damaged) => continue,
                    Err(error) => return Err(error),
                };
                let key = entry_key(&self.keys, Kind::Entry, id);
                edit.put(key, Kind::Entry, &entry, Some(entry.summary()));
                edit.delete(version_key(&self.keys, id, number));
                rescued.push(Problem::Rescued(Subject::Entry(entry.summary())));
                break;
            }
        }
        if rescued.is_empty() {
            return Ok(rescued);
        }
        let noted = self.findings.len();
        self.findings.extend(rescued.iter().map(Problem::to_string));
        if let Err(error) = self.commit(edit).await {
            self.findings.truncate(noted);
            return Err(error);
        }
        Ok(rescued)
    }
}

impl Manifest {
    /// The numbers of an entry's versions.
    pub(crate) fn versions_of(&self, id: EntryId) -> BTreeSet<u64> {
        let items = self.items().filter(|item| item.version_of == Some(id));
        items.map(|item| item.revision).collect()
    }

    /// The numbers of all versions, by entry.
    pub(crate) fn versions(&self) -> BTreeMap<EntryId, BTreeSet<u64>> {
        let mut versions = BTreeMap::<EntryId, BTreeSet<u64>>::new();
        for item in self.items() {
            if let Some(id) = item.version_of {
                versions.entry(id).or_default().insert(item.revision);
            }
        }
        versions
    }

    /// The oldest versions of every entry, beyond those that are kept.
    fn versions_beyond(&self, kept: KeptRevisions) -> impl Iterator<Item = (EntryId, u64)> {
        self.versions().into_iter().flat_map(move |(id, numbers)| {
            let over = numbers.len().saturating_sub(usize::from(kept.get()));
            numbers
                .into_iter()
                .take(over)
                .map(move |number| (id, number))
        })
    }

    /// Versions whose entry is not listed.
    fn orphaned_versions(&self) -> BTreeMap<EntryId, BTreeSet<u64>> {
        let mut versions = self.versions();
        if !versions.is_empty() {
            for line in self.items().filter_map(|item| item.listing.as_ref()) {
                versions.remove(&line.id);
            }
        }
        versions
    }
}
