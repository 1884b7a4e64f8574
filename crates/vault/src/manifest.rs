//! The manifest: which records there are, at which revision, with which bytes.
//!
//! 256 pages, sealed like any record, list the records whose keys begin with the page's
//! number. The head, sealed too, authenticates all pages at once. A change of one record
//! rewrites one page and the head, whatever the size of the journal.

use std::collections::BTreeMap;

use companion_core::{AttachmentId, EntryId, EntrySummary, Timestamp};
use companion_crypto::{Digest, RecordKey, VaultId};
use companion_store::Table;
use minicbor::{Decode, Encode};

use crate::attachments::Pieces;

/// Pages of a manifest: one for each first byte of a record key.
pub(crate) const PAGES: usize = 256;

/// What the manifest knows of one record.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Item {
    #[n(0)]
    pub(crate) key: RecordKey,
    #[n(1)]
    pub(crate) kind: u8,
    #[n(2)]
    pub(crate) revision: u64,
    /// SHA-256 of the sealed envelope.
    #[n(3)]
    pub(crate) digest: Digest,
    /// An entry's line in the list, so that listing opens no entry.
    #[n(4)]
    pub(crate) listing: Option<EntrySummary>,
    /// Of an earlier version: the entry. Its number among the entry's versions is `revision`.
    #[n(5)]
    pub(crate) version_of: Option<EntryId>,
    /// Of an entry, an earlier version or a draft: attachments that stay as long as it does.
    #[n(6)]
    #[cbor(skip_if = "Vec::is_empty")]
    pub(crate) carries: Vec<AttachmentId>,
    /// Of an attachment: its pieces.
    #[n(7)]
    pub(crate) pieces: Option<Pieces>,
    /// Whether it lies in [`Table::Chunks`]: what follows from entries, and that unlocking
    /// therefore need not read.
    #[n(8)]
    #[cbor(skip_if = "is_false")]
    pub(crate) lies_apart: bool,
    /// Of an entry: when its marks were last set, if ever without saving it.
    #[n(9)]
    pub(crate) marked: Option<Timestamp>,
}

impl Item {
    /// Whether it has a line in the list: whether it is an entry.
    pub(crate) const fn is_listed(&self) -> bool {
        self.listing.is_some()
    }

    /// Where the record lies.
    pub(crate) const fn table(&self) -> Table {
        table_of(self.lies_apart)
    }
}

/// Where a record lies.
pub(crate) const fn table_of(lies_apart: bool) -> Table {
    if lies_apart {
        Table::Chunks
    } else {
        Table::Records
    }
}

const fn is_false(value: &bool) -> bool {
    !*value
}

/// Records of one page by key.
pub(crate) type Items = BTreeMap<RecordKey, Item>;

/// A page as sealed.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(crate) struct Page {
    #[n(0)]
    pub(crate) items: Vec<Item>,
}

/// The head as sealed.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Head {
    #[n(0)]
    pub(crate) vault: VaultId,
    /// Counts the journal's changes; also the head's revision.
    #[n(1)]
    pub(crate) epoch: u64,
    /// Records listed on all pages.
    #[n(2)]
    pub(crate) count: u64,
    /// Keyed hash over the pages' digests.
    #[n(3)]
    pub(crate) root: Digest,
    /// Records of the audit log.
    #[n(4)]
    pub(crate) audit_length: u64,
    /// Last link of the audit log's hash chain.
    #[n(5)]
    pub(crate) audit_root: Digest,
    /// SHA-256 of the plain header, so that an older header put back is noticed.
    #[n(6)]
    pub(crate) header: Digest,
    /// How much the lines of the list tell, see [`crate::lines`].
    #[n(7)]
    #[cbor(skip_if = "is_zero")]
    pub(crate) lines: u8,
}

const fn is_zero(value: &u8) -> bool {
    *value == 0
}

/// The manifest in memory: exactly what the store holds, once the store has been found sound.
#[derive(Clone)]
pub(crate) struct Manifest {
    pages: Vec<Items>,
    pub(crate) digests: Vec<Digest>,
    pub(crate) head: Head,
    /// The sealed head as stored, which the next change must find again.
    pub(crate) head_bytes: Option<Vec<u8>>,
    /// The last change since unlocking that touched an entry or its line in the list.
    pub(crate) list_epoch: u64,
}

impl Manifest {
    /// A manifest that lists nothing.
    pub(crate) fn empty(vault: VaultId, header: Digest) -> Self {
        Self {
            pages: vec![Items::new(); PAGES],
            digests: vec![Digest::ZERO; PAGES],
            head: Head {
                vault,
                epoch: 0,
                count: 0,
                root: Digest::ZERO,
                audit_length: 0,
                audit_root: Digest::ZERO,
                header,
                lines: 0,
            },
            head_bytes: None,
            list_epoch: 0,
        }
    }

    pub(crate) fn page(&self, page: u8) -> &Items {
        &self.pages[usize::from(page)]
    }

    pub(crate) fn page_mut(&mut self, page: u8) -> &mut Items {
        &mut self.pages[usize::from(page)]
    }

    pub(crate) fn get(&self, key: &RecordKey) -> Option<&Item> {
        self.page(page_of(key)).get(key)
    }

    pub(crate) fn insert(&mut self, item: Item) {
        self.page_mut(page_of(&item.key)).insert(item.key, item);
    }

    pub(crate) fn remove(&mut self, key: &RecordKey) {
        self.page_mut(page_of(key)).remove(key);
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = &Item> {
        self.pages.iter().flat_map(BTreeMap::values)
    }

    /// Gives everything in the trash its full time again: a list that somebody may have put
    /// back must not make entries expire.
    pub(crate) fn restart_trash(&mut self, now: Timestamp) {
        let items = self.pages.iter_mut().flat_map(BTreeMap::values_mut);
        for line in items.filter_map(|item| item.listing.as_mut()) {
            line.deleted = line.deleted.map(|_| now);
        }
    }

    /// Takes what lies apart for records among the others, as they are in a backup.
    pub(crate) fn gather(&mut self) {
        for item in self.pages.iter_mut().flat_map(BTreeMap::values_mut) {
            item.lies_apart = false;
        }
    }

    pub(crate) fn count(&self) -> u64 {
        self.pages.iter().map(|page| page.len() as u64).sum()
    }
}

/// The page that lists `key`.
pub(crate) const fn page_of(key: &RecordKey) -> u8 {
    key.as_bytes()[0]
}
