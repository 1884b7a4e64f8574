//! Earlier versions while a backup is brought in: which texts an entry has had here already, and
//! under which number another one fits.

use std::collections::{BTreeMap, BTreeSet};

use companion_core::{Clock, Entropy, EntryId, JournalEntry};
use companion_crypto::{Digest, RecordKey};
use companion_store::Store;
use zeroize::Zeroize as _;

use super::bring::Bringing;
use super::reader::Found;
use crate::manifest::{Item, Manifest};
use crate::record::{Kind, version_key};
use crate::{Vault, VaultError};

/// Whether a record is an earlier version of an entry.
pub(super) fn is_version(item: &Item) -> bool {
    item.kind == Kind::Version.code()
}

/// The versions of all entries, those that are on their way included.
pub(super) struct Versions {
    numbers: BTreeMap<EntryId, BTreeSet<u64>>,
    /// Sums of texts, for the entries that were looked at.
    texts: BTreeMap<EntryId, BTreeSet<[u8; 32]>>,
}

impl Versions {
    pub(super) fn of(manifest: &Manifest) -> Self {
        Self {
            numbers: manifest.versions(),
            texts: BTreeMap::new(),
        }
    }

    /// Adds a text that the entry at `key` would have now, as its newest version. False if
    /// there is a version with this text already.
    pub(super) async fn add<S: Store, E: Clock + Entropy>(
        &mut self,
        vault: &Vault<S, E>,
        bringing: &mut Bringing,
        key: &RecordKey,
        text: &JournalEntry,
    ) -> Result<bool, VaultError> {
        if !self.is_new(vault, text).await? {
            return Ok(false);
        }
        let numbers = self.numbers.entry(text.id).or_default();
        let number = vault.next_number(key, numbers);
        numbers.insert(number);
        let edit = bringing.edit(text.content.len());
        edit.put_version(&vault.keys, text, number);
        Ok(true)
    }

    /// Brings a version of the backup under its own number, or the next that is free. One that
    /// this very vault has sealed comes as it is, if it keeps its number. False if there is a
    /// version with this text already.
    pub(super) async fn bring<S: Store, E: Clock + Entropy>(
        &mut self,
        vault: &Vault<S, E>,
        bringing: &mut Bringing,
        text: &JournalEntry,
        found: Found,
        is_ours: bool,
    ) -> Result<bool, VaultError> {
        if !self.is_new(vault, text).await? {
            return Ok(false);
        }
        let numbers = self.numbers.entry(text.id).or_default();
        let mut number = found.item.revision;
        while numbers.contains(&number) {
            number = number.wrapping_add(1);
        }
        numbers.insert(number);
        if is_ours && number == found.item.revision {
            bringing.adopt(found);
        } else {
            let edit = bringing.edit(text.content.len());
            edit.put_version(&vault.keys, text, number);
        }
        Ok(true)
    }

    /// Whether none of the entry's versions has this text; from now on one has.
    async fn is_new<S: Store, E: Clock + Entropy>(
        &mut self,
        vault: &Vault<S, E>,
        text: &JournalEntry,
    ) -> Result<bool, VaultError> {
        if !self.texts.contains_key(&text.id) {
            let mut texts = BTreeSet::new();
            let numbers = self.numbers.get(&text.id).cloned().unwrap_or_default();
            for number in numbers {
                let key = version_key(&vault.keys, text.id, number);
                match vault.read_ours::<JournalEntry>(&key, Kind::Version).await? {
                    Some(version) => {
                        texts.insert(sum(&version));
                    }
                    // A damaged version makes room for the backup's.
                    None => {
                        self.numbers.entry(text.id).or_default().remove(&number);
                    }
                }
            }
            self.texts.insert(text.id, texts);
        }
        let known = self.texts.entry(text.id).or_default();
        Ok(known.insert(sum(text)))
    }
}

/// A sum of what an entry says and carries.
fn sum(text: &JournalEntry) -> [u8; 32] {
    let ids = text.attachments.iter().map(|one| one.id.as_bytes());
    let mut bytes = ids.fold(text.content.clone().into_bytes(), |mut bytes, id| {
        bytes.extend_from_slice(id);
        bytes
    });
    let sum = *Digest::of(&bytes).as_bytes();
    bytes.zeroize();
    sum
}
