//! One change of the journal: records, their manifest pages and the head in one batch.

use std::collections::BTreeMap;

use companion_core::{AuditEvent, Clock, Entropy, EntryId, EntrySummary, JournalEntry, Timestamp};
use companion_crypto::{Digest, RecordKey, RecordType, VaultKeys};
use companion_store::{Batch, Change, Expectation, Store, Table};
use zeroize::Zeroizing;

use crate::attachments::Marks;
use crate::audit::table_key;
use crate::manifest::{Item, Items, Page, page_of, table_of};
use crate::record::{Kind, SCHEMA, encode, lies_apart, page_key, single_key, version_key};
use crate::vault::{header_absent, put_header};
use crate::{Vault, VaultError};

/// What is to change. Nothing happens before [`Vault::commit`].
#[derive(Default)]
pub(crate) struct Edit {
    header: Option<NewHeader>,
    puts: Vec<Put>,
    /// Pieces of attachments: sealed ones to be written, `None` to be removed.
    pieces: Vec<(RecordKey, Option<Vec<u8>>)>,
    adopts: Vec<(Item, Vec<u8>)>,
    deletes: Vec<RecordKey>,
    listings: Vec<(RecordKey, EntrySummary)>,
    /// When the marks of entries that are written were set.
    marks: BTreeMap<RecordKey, Timestamp>,
    events: Vec<AuditEvent>,
    log: Option<AdoptedLog>,
}

/// An audit log as this vault has sealed it once, which is to go on here.
struct AdoptedLog {
    records: Vec<(u64, Vec<u8>)>,
    length: u64,
    root: Digest,
}

/// A header to be written.
struct NewHeader {
    bytes: Vec<u8>,
    /// Whether it is the first, of a journal that this edit creates.
    creates: bool,
}

struct Put {
    key: RecordKey,
    kind: Kind,
    plaintext: Zeroizing<Vec<u8>>,
    listing: Option<EntrySummary>,
    version: Option<Version>,
}

/// An earlier version's place among those of its entry.
struct Version {
    of: EntryId,
    number: u64,
}

impl Edit {
    /// The first edit of a journal, which also writes its header.
    pub(crate) fn create(header: Vec<u8>) -> Self {
        Self {
            header: Some(NewHeader {
                bytes: header,
                creates: true,
            }),
            ..Self::default()
        }
    }

    /// An edit that exchanges the header and no record but the head, which sums it.
    pub(crate) fn rekey(header: Vec<u8>) -> Self {
        Self {
            header: Some(NewHeader {
                bytes: header,
                creates: false,
            }),
            ..Self::default()
        }
    }

    /// Writes a record as its next revision.
    pub(crate) fn put(
        &mut self,
        key: RecordKey,
        kind: Kind,
        value: &impl minicbor::Encode<()>,
        listing: Option<EntrySummary>,
    ) {
        self.puts.push(Put {
            key,
            kind,
            plaintext: encode(value),
            listing,
            version: None,
        });
    }

    /// Notes when the marks of an entry that is written were set. Without it they are as old as
    /// they were.
    pub(crate) fn mark(&mut self, key: RecordKey, when: Timestamp) {
        self.marks.insert(key, when);
    }

    /// Writes an earlier version of an entry under a number that is free.
    pub(crate) fn put_version(&mut self, keys: &VaultKeys, entry: &JournalEntry, number: u64) {
        self.puts.push(Put {
            key: version_key(keys, entry.id, number),
            kind: Kind::Version,
            plaintext: encode(entry),
            listing: None,
            version: Some(Version {
                of: entry.id,
                number,
            }),
        });
    }

    /// Writes a sealed piece of an attachment.
    pub(crate) fn put_piece(&mut self, key: RecordKey, envelope: Vec<u8>) {
        self.pieces.push((key, Some(envelope)));
    }

    /// Removes a piece of an attachment that nothing names.
    pub(crate) fn delete_piece(&mut self, key: RecordKey) {
        self.pieces.push((key, None));
    }

    /// Logs an event together with what it tells of: written with this edit or not at all.
    pub(crate) fn record(&mut self, event: AuditEvent) {
        self.events.push(event);
    }

    /// Takes over a log that this vault has sealed once, with its length and last link. What
    /// is recorded follows it.
    pub(crate) fn adopt_log(&mut self, records: Vec<(u64, Vec<u8>)>, length: u64, root: Digest) {
        self.log = Some(AdoptedLog {
            records,
            length,
            root,
        });
    }

    /// Takes a record as this vault has sealed it once, with the revision it had.
    pub(crate) fn adopt(&mut self, item: Item, envelope: Vec<u8>) {
        self.adopts.push((item, envelope));
    }

    /// Removes a record.
    pub(crate) fn delete(&mut self, key: RecordKey) {
        self.deletes.push(key);
    }

    /// Changes an entry's line in the list and leaves its record alone.
    pub(crate) fn relist(&mut self, key: RecordKey, listing: EntrySummary) {
        self.listings.push((key, listing));
    }

    /// Records that are written anew or removed.
    fn replaced(&self) -> impl Iterator<Item = RecordKey> {
        let puts = self.puts.iter().map(|put| put.key);
        let adopts = self.adopts.iter().map(|(item, _)| item.key);
        puts.chain(adopts).chain(self.deletes.iter().copied())
    }

    /// Whether it writes an entry, or the line of one.
    fn lists(&self) -> bool {
        !self.listings.is_empty()
            || self.puts.iter().any(|put| put.listing.is_some())
            || self.adopts.iter().any(|(item, _)| item.is_listed())
    }

    /// Pages that change.
    fn pages(&self) -> impl Iterator<Item = u8> {
        let relisted = self.listings.iter().map(|(key, _)| *key);
        self.replaced().chain(relisted).map(|key| page_of(&key))
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Makes `edit` durable, or fails and changes nothing: neither in the store nor in memory.
    pub(crate) async fn commit(&mut self, mut edit: Edit) -> Result<(), VaultError> {
        let notes = self.pending_notes();
        if let Some(notes) = &notes {
            let key = single_key(&self.keys, Kind::RepairNotes);
            edit.put(key, Kind::RepairNotes, notes, None);
        }
        let replaced: Vec<RecordKey> = edit.replaced().collect();
        let is_listed = |key: &RecordKey| self.manifest.get(key).is_some_and(Item::is_listed);
        let changes_list = self.rebuilt || edit.lists() || replaced.iter().any(is_listed);
        // After damage every page is written anew, so that they belong together again.
        let changing: Vec<u8> = if self.rebuilt {
            (0..=u8::MAX).collect()
        } else {
            edit.pages().collect()
        };
        let mut pages: BTreeMap<u8, Items> = changing
            .into_iter()
            .map(|page| (page, self.manifest.page(page).clone()))
            .collect();
        let mut changes = Vec::new();
        let mut expect = Expectation {
            table: Table::Records,
            key: single_key(&self.keys, Kind::Head).as_bytes().to_vec(),
            value: self.manifest.head_bytes.clone(),
        };
        // The header as it will be stored, and whether the head is to vouch for it.
        let mut header = self.header;
        let mut vouches = self.rebuilt;
        if let Some(new) = edit.header.take() {
            header = Digest::of(&new.bytes);
            vouches = true;
            if new.creates {
                expect = header_absent();
            }
            changes.push(put_header(new.bytes));
        }
        let events = core::mem::take(&mut edit.events);
        let log = edit.log.take();
        self.apply(edit, &mut pages, &mut changes)?;
        self.collect(&replaced, &mut pages, &mut changes);

        let mut head = self.manifest.head.clone();
        head.epoch += 1;
        let mut digests = self.manifest.digests.clone();
        for (&page, items) in &pages {
            digests[usize::from(page)] = self.write_page(page, items, head.epoch, &mut changes)?;
        }
        head.count = (0..=u8::MAX)
            .map(|page| pages.get(&page).unwrap_or_else(|| self.manifest.page(page)))
            .map(|items| items.len() as u64)
            .sum();
        head.root = self.keys.derive_root(&digests);
        if vouches {
            head.header = header;
        }
        if let Some(log) = log {
            (head.audit_length, head.audit_root) = (log.length, log.root);
            changes.extend(log.records.into_iter().map(|(number, value)| Change::Put {
                table: Table::Audit,
                key: table_key(number),
                value,
            }));
        }
        self.append(events, &mut head, &mut changes)?;
        let head_key = single_key(&self.keys, Kind::Head);
        let head_bytes = self.seal(&head_key, Kind::Head, head.epoch, &encode(&head))?;
        changes.push(put(&head_key, head_bytes.clone()));

        self.store
            .commit(Batch {
                expect: Some(expect),
                changes,
            })
            .await?;

        for (page, items) in pages {
            *self.manifest.page_mut(page) = items;
        }
        self.manifest.digests = digests;
        if changes_list {
            self.manifest.list_epoch = head.epoch;
        }
        self.manifest.head = head;
        self.manifest.head_bytes = Some(head_bytes);
        self.header = header;
        self.log.written();
        self.rebuilt = false;
        for key in replaced {
            self.suspects.remove(&key);
        }
        if let Some(notes) = notes {
            self.notes = notes;
            self.findings.clear();
        }
        Ok(())
    }

    /// Turns an edit into changes of records and of the listed items.
    fn apply(
        &self,
        edit: Edit,
        pages: &mut BTreeMap<u8, Items>,
        changes: &mut Vec<Change>,
    ) -> Result<(), VaultError> {
        for (key, envelope) in edit.pieces {
            let key = key.as_bytes().to_vec();
            let table = Table::Chunks;
            changes.push(match envelope {
                Some(value) => Change::Put { table, key, value },
                None => Change::Delete { table, key },
            });
        }
        for Put {
            key,
            kind,
            plaintext,
            listing,
            version,
        } in edit.puts
        {
            let items = pages.entry(page_of(&key)).or_default();
            let revision = match &version {
                Some(version) => version.number,
                None => items.get(&key).map_or(0, |item| item.revision) + 1,
            };
            let marked = items.get(&key).and_then(|item| item.marked);
            let marks = Marks::of(kind.code(), &plaintext);
            let envelope = self.seal(&key, kind, revision, &plaintext)?;
            let item = Item {
                key,
                kind: kind.code(),
                revision,
                digest: Digest::of(&envelope),
                listing,
                version_of: version.map(|version| version.of),
                carries: marks.carries,
                pieces: marks.pieces,
                lies_apart: lies_apart(kind.code()),
                marked: edit.marks.get(&key).copied().or(marked),
            };
            list(items, item, envelope, changes);
        }
        for (item, envelope) in edit.adopts {
            let items = pages.entry(page_of(&item.key)).or_default();
            list(items, item, envelope, changes);
        }
        for (key, listing) in edit.listings {
            let items = pages.entry(page_of(&key)).or_default();
            if let Some(item) = items.get_mut(&key) {
                item.listing = Some(listing);
            }
        }
        for key in edit.deletes {
            let items = pages.entry(page_of(&key)).or_default();
            self.remove_item(&key, items, changes);
        }
        Ok(())
    }

    /// Adds the change of one page and returns its digest.
    fn write_page(
        &self,
        page: u8,
        items: &Items,
        epoch: u64,
        changes: &mut Vec<Change>,
    ) -> Result<Digest, VaultError> {
        let key = page_key(&self.keys, page);
        if items.is_empty() {
            changes.push(delete(&key));
            return Ok(Digest::ZERO);
        }
        let sealed = Page {
            items: items.values().cloned().collect(),
        };
        let envelope = self.seal(&key, Kind::Page, epoch, &encode(&sealed))?;
        let digest = Digest::of(&envelope);
        changes.push(put(&key, envelope));
        Ok(digest)
    }

    fn seal(
        &self,
        key: &RecordKey,
        kind: Kind,
        revision: u64,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let record = RecordType {
            kind: kind.code(),
            schema: SCHEMA,
            revision,
        };
        Ok(self.keys.seal(&self.environment, key, record, plaintext)?)
    }
}

/// Stores a record and lists it, wherever it lay before.
fn list(items: &mut Items, item: Item, envelope: Vec<u8>, changes: &mut Vec<Change>) {
    let key = item.key.as_bytes().to_vec();
    changes.push(Change::Put {
        table: item.table(),
        key: key.clone(),
        value: envelope,
    });
    let lies_apart = item.lies_apart;
    let before = items.insert(item.key, item);
    if before.is_some_and(|before| before.lies_apart != lies_apart) {
        let table = table_of(!lies_apart);
        changes.push(Change::Delete { table, key });
    }
}

fn put(key: &RecordKey, value: Vec<u8>) -> Change {
    Change::Put {
        table: Table::Records,
        key: key.as_bytes().to_vec(),
        value,
    }
}

fn delete(key: &RecordKey) -> Change {
    Change::Delete {
        table: Table::Records,
        key: key.as_bytes().to_vec(),
    }
}
