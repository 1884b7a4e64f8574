//! What is to become of each thing that is found.

use std::collections::{HashMap, HashSet};

use companion_core::{Clock, Entropy, EntryId, JournalEntry, Skipped, Source, Timestamp};
use companion_crypto::Digest;
use companion_exchange::import::ForeignEntry;
use companion_store::Store;

use super::convert::entries_of;
use crate::record::{Kind, entry_key};
use crate::{Vault, VaultError};

/// What there is already: in the journal by moment, and in the file by name and by moment and text.
#[derive(Default)]
pub(super) struct Seen {
    /// Entries of the journal outside the trash, by the millisecond in which they were begun.
    by_time: Option<HashMap<i64, Vec<EntryId>>>,
    ids: HashSet<EntryId>,
    texts: HashSet<[u8; 32]>,
}

impl Seen {
    /// Forgets what was seen in the file.
    pub(super) fn restart(&mut self) {
        *self = Self::default();
    }

    /// Notes a moment and text of the file; whether it was there before.
    fn is_repeated(&mut self, created: Timestamp, content: &str) -> bool {
        let sum = Digest::of(&[&created.unix_ms.to_be_bytes(), content.as_bytes()].concat());
        !self.texts.insert(*sum.as_bytes())
    }
}

/// What becomes of a thing.
pub(super) enum Verdict {
    /// These entries.
    Bring(Vec<JournalEntry>),
    /// None.
    Skip(Skipped),
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Judges one thing. The journal is only read.
    pub(super) async fn judge(
        &self,
        foreign: &ForeignEntry,
        source: Source,
        seen: &mut Seen,
    ) -> Result<Verdict, VaultError> {
        if foreign.content.trim().is_empty() && foreign.attachments.is_empty() {
            return Ok(Verdict::Skip(Skipped::Empty));
        }
        let entries = entries_of(foreign, source, self.environment.now());
        let Some(first) = entries.first() else {
            return Ok(Verdict::Skip(Skipped::Empty));
        };
        let is_known_here = !seen.ids.insert(first.id);
        let is_repeated = seen.is_repeated(foreign.created, &foreign.content);
        if is_known_here || is_repeated {
            return Ok(Verdict::Skip(Skipped::Duplicate));
        }
        if self.is_listed(first.id) {
            return Ok(Verdict::Skip(match self.read_entry(first.id).await {
                Ok(entry) if entry.content == first.content => Skipped::Duplicate,
                Ok(_) => Skipped::Differs,
                // A damaged entry comes anew.
                Err(VaultError::Damaged) => return Ok(Verdict::Bring(entries)),
                Err(error) => return Err(error),
            }));
        }
        let by_time = seen.by_time.get_or_insert_with(|| self.by_time());
        for &id in by_time.get(&first.created.unix_ms).into_iter().flatten() {
            match self.read_entry(id).await {
                Ok(entry) if entry.content == first.content => {
                    return Ok(Verdict::Skip(Skipped::Duplicate));
                }
                Ok(_) | Err(VaultError::Damaged | VaultError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Verdict::Bring(entries))
    }

    /// Whether there is such an entry outside the trash.
    fn is_listed(&self, id: EntryId) -> bool {
        let key = entry_key(&self.keys, Kind::Entry, id);
        let line = self
            .manifest
            .get(&key)
            .and_then(|item| item.listing.as_ref());
        line.is_some_and(|line| line.deleted.is_none())
    }

    fn by_time(&self) -> HashMap<i64, Vec<EntryId>> {
        let mut by_time: HashMap<i64, Vec<EntryId>> = HashMap::new();
        for line in self.list_entries() {
            by_time
                .entry(line.created.unix_ms)
                .or_default()
                .push(line.id);
        }
        by_time
    }
}
