//! What nothing carries goes, and what is missing is named.

use std::collections::{BTreeMap, BTreeSet};

use companion_core::{AttachmentId, Clock, Entropy};
use companion_crypto::{Opened, RecordKey};
use companion_store::{Change, Key, Store, Table};
use minicbor::{Decode, Encode};

use super::{Pieces, Record, attachment_key, chunk_key};
use crate::edit::Edit;
use crate::manifest::{Item, Items, page_of};
use crate::record::Kind;
use crate::{Problem, Subject, Vault, VaultError};

/// Keys of pieces read at a time.
const KEYS: usize = 4_096;
/// Pieces removed in one transaction.
const BATCH_PIECES: usize = 1_000;

/// What the manifest notes of a record about attachments, read from the very bytes that are
/// sealed: whoever writes an entry cannot forget it.
#[derive(Default)]
pub(crate) struct Marks {
    /// Of an entry, a version or a draft: what it carries.
    pub(crate) carries: Vec<AttachmentId>,
    /// Of an attachment: its pieces.
    pub(crate) pieces: Option<Pieces>,
}

/// The identifier alone of an attachment in a list.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Named {
    #[n(0)]
    id: AttachmentId,
}

/// The list alone of an entry or a version.
#[derive(Encode, Decode)]
#[cbor(map)]
struct EntryCarries {
    #[n(12)]
    attachments: Option<Vec<Named>>,
}

/// The list alone of a draft.
#[derive(Encode, Decode)]
#[cbor(map)]
struct DraftCarries {
    #[n(11)]
    attachments: Option<Vec<Named>>,
}

impl Marks {
    /// The marks of a record with this plaintext.
    pub(crate) fn of(kind: u8, plaintext: &[u8]) -> Self {
        let listed = if kind == Kind::Entry.code() || kind == Kind::Version.code() {
            minicbor::decode::<EntryCarries>(plaintext).map(|record| record.attachments)
        } else if kind == Kind::Draft.code() {
            minicbor::decode::<DraftCarries>(plaintext).map(|record| record.attachments)
        } else if kind == Kind::Attachment.code() {
            let pieces = minicbor::decode::<Record>(plaintext).map(|record| record.pieces());
            return Self {
                carries: Vec::new(),
                pieces: pieces.ok(),
            };
        } else {
            Ok(None)
        };
        let carries = listed.ok().flatten().unwrap_or_default();
        Self {
            carries: carries.into_iter().map(|named| named.id).collect(),
            pieces: None,
        }
    }

    /// The marks of a record that was opened.
    pub(crate) fn of_opened(opened: &Opened) -> Self {
        Self::of(opened.record.kind, &opened.plaintext)
    }
}

/// What lies apart, held against what should.
pub(crate) struct Compared {
    pub(crate) problems: Vec<Problem>,
    /// Pieces that nothing names.
    pub(crate) strangers: Vec<RecordKey>,
    /// Parts of the search index that are gone.
    pub(crate) lost: Vec<RecordKey>,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Adds to a change what goes with it: attachments that only the replaced or removed records
    /// carried.
    pub(crate) fn collect(
        &self,
        replaced: &[RecordKey],
        pages: &mut BTreeMap<u8, Items>,
        changes: &mut Vec<Change>,
    ) {
        let before = replaced.iter().filter_map(|key| self.manifest.get(key));
        let mut dropped: BTreeSet<AttachmentId> = before
            .flat_map(|item| item.carries.iter().copied())
            .filter(|id| !self.attachments.held.contains(id))
            .collect();
        if dropped.is_empty() {
            return;
        }
        // Most often it is a draft that is stored again: the new one carries what it carried.
        let after = replaced.iter().filter_map(|key| {
            let items = pages.get(&page_of(key))?;
            items.get(key)
        });
        spare(&mut dropped, after);
        for page in 0..=u8::MAX {
            if dropped.is_empty() {
                return;
            }
            let items = pages.get(&page).unwrap_or_else(|| self.manifest.page(page));
            spare(&mut dropped, items.values());
        }
        for id in dropped {
            let key = attachment_key(&self.keys, id);
            let page = page_of(&key);
            let items = pages
                .entry(page)
                .or_insert_with(|| self.manifest.page(page).clone());
            self.remove_item(&key, items, changes);
        }
    }

    /// Removes a record, and the pieces of an attachment with it.
    pub(crate) fn remove_item(
        &self,
        key: &RecordKey,
        items: &mut Items,
        changes: &mut Vec<Change>,
    ) {
        let item = items.remove(key);
        let table = item.as_ref().map_or(Table::Records, Item::table);
        changes.push(delete(table, key));
        if let Some(pieces) = item.and_then(|item| item.pieces) {
            let keys = pieces
                .numbers()
                .map(|number| chunk_key(&self.keys, pieces.id, number));
            changes.extend(keys.map(|key| delete(Table::Chunks, &key)));
        }
    }

    /// Removes attachments that nothing carries: what was taken off a draft, or was brought in
    /// for an entry that never came.
    pub(crate) async fn drop_uncarried(&mut self) -> Result<(), VaultError> {
        let mut uncarried: BTreeMap<AttachmentId, RecordKey> = self
            .manifest
            .items()
            .filter_map(|item| Some((item.pieces?.id, item.key)))
            .collect();
        if uncarried.is_empty() {
            return Ok(());
        }
        for id in self.manifest.items().flat_map(|item| &item.carries) {
            uncarried.remove(id);
        }
        uncarried.retain(|id, _| !self.attachments.held.contains(id));
        if uncarried.is_empty() {
            return Ok(());
        }
        let mut edit = Edit::default();
        for key in uncarried.into_values() {
            edit.delete(key);
        }
        self.commit(edit).await
    }

    /// Compares what lies apart with what should.
    pub(crate) async fn compare_pieces(&self) -> Result<Compared, VaultError> {
        let mut unseen: BTreeMap<RecordKey, Option<AttachmentId>> = BTreeMap::new();
        for item in self.manifest.items() {
            if item.lies_apart {
                unseen.insert(item.key, None);
            }
            let pieces = item.pieces.iter();
            for (id, number) in pieces.flat_map(|it| it.numbers().map(|number| (it.id, number))) {
                unseen.insert(chunk_key(&self.keys, id, number), Some(id));
            }
        }
        let mut strangers = Vec::new();
        let mut problems = Vec::new();
        let mut after: Option<Key> = None;
        loop {
            let found = self
                .store
                .keys(Table::Chunks, after.as_deref(), KEYS)
                .await?;
            for key in &found {
                match RecordKey::from_bytes(key) {
                    Some(key) => {
                        if unseen.remove(&key).is_none() {
                            strangers.push(key);
                        }
                    }
                    None => problems.push(Problem::Foreign),
                }
            }
            if found.len() < KEYS {
                break;
            }
            after = found.into_iter().next_back();
        }
        let lost = unseen.iter().filter(|(_, of)| of.is_none());
        let lost: Vec<RecordKey> = lost.map(|(&key, _)| key).collect();
        // Told once, however many pieces are missing.
        let incomplete: BTreeSet<Option<AttachmentId>> = unseen.into_values().collect();
        problems.extend(incomplete.into_iter().map(|of| {
            Problem::Missing(match of {
                Some(id) => Subject::of_attachment(&self.manifest, id),
                None => Subject::SearchIndex,
            })
        }));
        Ok(Compared {
            problems,
            strangers,
            lost,
        })
    }

    /// Tidies after work that was cut off: pieces that nothing names, attachments that nothing
    /// carries. To be called only when everything else is in order.
    pub(crate) async fn tidy_attachments(
        &mut self,
        strangers: &[RecordKey],
    ) -> Result<(), VaultError> {
        for keys in strangers.chunks(BATCH_PIECES) {
            let mut edit = Edit::default();
            for &key in keys {
                edit.delete_piece(key);
            }
            self.commit(edit).await?;
        }
        self.drop_uncarried().await
    }
}

/// Takes what the items carry out of what is to go.
fn spare<'a>(dropped: &mut BTreeSet<AttachmentId>, items: impl Iterator<Item = &'a Item>) {
    for id in items.flat_map(|item| &item.carries) {
        dropped.remove(id);
    }
}

fn delete(table: Table, key: &RecordKey) -> Change {
    Change::Delete {
        table,
        key: key.as_bytes().to_vec(),
    }
}
