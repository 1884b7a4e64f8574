//! Comparing every stored record with the manifest.

use std::collections::{BTreeMap, BTreeSet};

use companion_core::{EntrySummary, JournalEntry};
use companion_crypto::{Digest, RecordKey, VaultKeys};
use companion_store::{Key, Store, Table};

use crate::attachments::Marks;
use crate::manifest::{Item, Manifest};
use crate::record::{Kind, decode, page_key, single_key};
use crate::{Problem, Subject, VaultError};

/// Records read at a time: a few megabytes at most.
const CHUNK: usize = 256;

/// What the records say.
#[derive(Default)]
pub(crate) struct Survey {
    pub(crate) problems: Vec<Problem>,
    /// Listed records that are not what the manifest says. Their entries show as damaged.
    pub(crate) suspects: BTreeSet<RecordKey>,
    /// What the manifest should say to agree with what is there: `None` drops a record.
    corrections: BTreeMap<RecordKey, Option<Item>>,
}

impl Survey {
    /// Makes the manifest agree with what is there. Records that cannot be opened stay listed
    /// and stay suspects: their bytes are kept, and they are reported again.
    pub(crate) fn adopt(&mut self, manifest: &mut Manifest) {
        for (key, correction) in core::mem::take(&mut self.corrections) {
            self.suspects.remove(&key);
            match correction {
                Some(item) => manifest.insert(item),
                None => manifest.remove(&key),
            }
        }
    }
}

/// Walks all records.
pub(crate) async fn survey<S: Store>(
    store: &S,
    keys: &VaultKeys,
    manifest: &Manifest,
) -> Result<Survey, VaultError> {
    let mut survey = Survey::default();
    let listed = manifest.items().filter(|item| !item.lies_apart);
    let mut unseen: BTreeSet<RecordKey> = listed.map(|item| item.key).collect();
    let manifest_keys: BTreeSet<RecordKey> = (0..=u8::MAX)
        .map(|page| page_key(keys, page))
        .chain([single_key(keys, Kind::Head)])
        .collect();
    let mut after: Option<Key> = None;
    loop {
        let chunk = store.scan(Table::Records, after.as_deref(), CHUNK).await?;
        for (stored_key, envelope) in &chunk {
            let Some(key) = RecordKey::from_bytes(stored_key) else {
                survey.problems.push(Problem::Foreign);
                continue;
            };
            if !manifest_keys.contains(&key) {
                unseen.remove(&key);
                survey.compare(keys, manifest, key, envelope);
            }
        }
        if chunk.len() < CHUNK {
            break;
        }
        after = chunk.into_iter().next_back().map(|(key, _)| key);
    }
    for key in unseen {
        survey.miss(manifest, key);
    }
    Ok(survey)
}

impl Survey {
    /// Notes that a listed record was not found.
    pub(crate) fn miss(&mut self, manifest: &Manifest, key: RecordKey) {
        if let Some(item) = manifest.get(&key) {
            self.problems
                .push(Problem::Missing(Subject::of(manifest, item)));
            self.suspects.insert(key);
            self.corrections.insert(key, None);
        }
    }

    /// What the manifest should say of a compared record that differs and is authentic.
    pub(crate) fn correction(&self, key: &RecordKey) -> Option<&Item> {
        self.corrections.get(key).and_then(Option::as_ref)
    }

    /// Compares one record, by what it is authenticated as, with what is listed.
    pub(crate) fn compare(
        &mut self,
        keys: &VaultKeys,
        manifest: &Manifest,
        key: RecordKey,
        envelope: &[u8],
    ) {
        let listed = manifest.get(&key).filter(|item| !item.lies_apart);
        let digest = Digest::of(envelope);
        if listed.is_some_and(|item| item.digest == digest) {
            return;
        }
        let found = identify(keys, key, envelope, digest);
        match (listed, found) {
            (Some(item), Some(mut found)) => {
                let subject = Subject::of(manifest, item);
                self.problems.push(if found.revision > item.revision {
                    Problem::NewerThanListed(subject)
                } else {
                    Problem::Replaced(subject)
                });
                self.suspects.insert(key);
                let deleted = item.listing.as_ref().and_then(|line| line.deleted);
                if let Some(line) = &mut found.listing {
                    line.deleted = deleted;
                }
                self.corrections.insert(key, Some(found));
            }
            (Some(item), None) => {
                self.problems
                    .push(Problem::Damaged(Subject::of(manifest, item)));
                self.suspects.insert(key);
            }
            (None, Some(found)) => {
                self.problems
                    .push(Problem::Unlisted(Subject::of(manifest, &found)));
                self.corrections.insert(key, Some(found));
            }
            (None, None) => self.problems.push(Problem::Foreign),
        }
    }
}

/// The item of an authentic record; `None` if it cannot be opened.
fn identify(keys: &VaultKeys, key: RecordKey, envelope: &[u8], digest: Digest) -> Option<Item> {
    let opened = keys.open(&key, envelope).ok()?;
    let (mut listing, mut version_of): (Option<EntrySummary>, _) = (None, None);
    match opened.record.kind {
        kind if kind == Kind::Entry.code() => {
            listing = Some(decode::<JournalEntry>(&opened, Kind::Entry).ok()?.summary());
        }
        kind if kind == Kind::Version.code() => {
            version_of = Some(decode::<JournalEntry>(&opened, Kind::Version).ok()?.id);
        }
        _ => {}
    }
    let marks = Marks::of_opened(&opened);
    Some(Item {
        key,
        kind: opened.record.kind,
        revision: opened.record.revision,
        digest,
        listing,
        version_of,
        carries: marks.carries,
        pieces: marks.pieces,
        lies_apart: false,
        marked: None,
    })
}
