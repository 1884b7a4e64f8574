//! What an import has done, kept in the journal: `docs/FORMAT.md` describes it.

use companion_core::{Clock, Entropy, EntryId, Source, Timestamp};
use companion_crypto::RecordKey;
use companion_exchange::import::{Import, Skipped};
use companion_store::Store;
use minicbor::{Decode, Encode};

use super::preview::rank;
use crate::edit::Edit;
use crate::record::Kind;
use crate::{Vault, VaultError};

/// Things that were skipped and are named.
const MAX_TOLD: usize = 50;
/// Longest name of a file that is kept, in characters.
const MAX_NAME_CHARS: usize = 200;

/// A receipt. Of everything that was found, it says what became of it: [`Self::found`] is always
/// [`Self::imported`] and everything in [`Self::skipped`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// Its name.
    #[n(0)]
    pub id: EntryId,
    /// Which program had written the file.
    #[n(1)]
    pub source: Source,
    /// What the file was called.
    #[n(2)]
    pub file_name: String,
    /// When the import began.
    #[n(3)]
    pub begun: Timestamp,
    /// When it came to an end; never for one that was cut off.
    #[n(4)]
    pub finished: Option<Timestamp>,
    /// Things in the file.
    #[n(5)]
    pub total: u64,
    /// Those that were looked at: all, unless it was stopped or cut off.
    #[n(6)]
    pub found: u64,
    /// Those that became entries.
    #[n(7)]
    pub imported: u64,
    /// Those that did not.
    #[n(8)]
    pub skipped: Tally,
    /// The entries that were made, 16 bytes each.
    #[cbor(n(9), with = "minicbor::bytes")]
    entries: Vec<u8>,
    /// Photos and recordings that came along.
    #[n(10)]
    pub attachments: u64,
    /// Those that did not: not in the file, of no kind that is kept, or damaged.
    #[n(11)]
    pub attachments_missing: u64,
    /// When it was undone.
    #[n(12)]
    pub undone: Option<Timestamp>,
}

/// How many of something there were by reason, with the names of some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Tally {
    #[n(0)]
    counts: Vec<Count>,
    #[n(1)]
    told: Vec<Told>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Count {
    #[n(0)]
    reason: Reason,
    #[n(1)]
    count: u64,
}

/// Something that was skipped.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Told {
    /// What it was called.
    #[n(0)]
    pub name: String,
    #[n(1)]
    reason: Reason,
}

impl Told {
    /// Why it was skipped.
    #[must_use]
    pub const fn reason(&self) -> Skipped {
        self.reason.skipped()
    }
}

/// A [`Skipped`] as it is stored; the numbers are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
enum Reason {
    #[n(0)]
    Empty,
    #[n(1)]
    Duplicate,
    #[n(2)]
    Differs,
    #[n(3)]
    NoDate,
    #[n(4)]
    Unreadable,
    #[n(5)]
    TooLarge,
    #[n(6)]
    Encrypted,
    #[n(7)]
    Deleted,
}

impl Reason {
    const fn of(skipped: Skipped) -> Self {
        match skipped {
            Skipped::Empty => Self::Empty,
            Skipped::Duplicate => Self::Duplicate,
            Skipped::Differs => Self::Differs,
            Skipped::NoDate => Self::NoDate,
            Skipped::Unreadable => Self::Unreadable,
            Skipped::TooLarge => Self::TooLarge,
            Skipped::Encrypted => Self::Encrypted,
            Skipped::Deleted => Self::Deleted,
        }
    }

    const fn skipped(self) -> Skipped {
        match self {
            Self::Empty => Skipped::Empty,
            Self::Duplicate => Skipped::Duplicate,
            Self::Differs => Skipped::Differs,
            Self::NoDate => Skipped::NoDate,
            Self::Unreadable => Skipped::Unreadable,
            Self::TooLarge => Skipped::TooLarge,
            Self::Encrypted => Skipped::Encrypted,
            Self::Deleted => Skipped::Deleted,
        }
    }
}

impl Tally {
    pub(super) fn add(&mut self, skipped: Skipped, name: &str) {
        let reason = Reason::of(skipped);
        match self.counts.iter_mut().find(|count| count.reason == reason) {
            Some(count) => count.count += 1,
            None => self.counts.push(Count { reason, count: 1 }),
        }
        // What is here already needs no list of names.
        if self.told.len() < MAX_TOLD && skipped != Skipped::Duplicate {
            self.told.push(Told {
                name: short(name),
                reason,
            });
        }
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|count| count.count).sum()
    }

    /// How many there were of each reason, what is most expected first.
    #[must_use]
    pub fn counts(&self) -> Vec<(Skipped, u64)> {
        let mut counts: Vec<(Skipped, u64)> = self
            .counts
            .iter()
            .map(|count| (count.reason.skipped(), count.count))
            .collect();
        counts.sort_unstable_by_key(|(reason, _)| rank(*reason));
        counts
    }

    /// Some of them by name.
    #[must_use]
    pub fn told(&self) -> &[Told] {
        &self.told
    }
}

impl Receipt {
    pub(super) fn new(id: EntryId, import: &Import, file_name: String, begun: Timestamp) -> Self {
        Self {
            id,
            source: import.source(),
            file_name,
            begun,
            finished: None,
            total: import.len() as u64,
            found: 0,
            imported: 0,
            skipped: Tally::default(),
            entries: Vec::new(),
            attachments: 0,
            attachments_missing: 0,
            undone: None,
        }
    }

    /// The entries that were made.
    pub fn entries(&self) -> impl Iterator<Item = EntryId> {
        let (ids, _) = self.entries.as_chunks::<16>();
        ids.iter().map(|id| EntryId::from_bytes(*id))
    }

    /// How many entries were made.
    #[must_use]
    pub const fn entry_count(&self) -> u64 {
        (self.entries.len() / 16) as u64
    }

    pub(super) fn add_entry(&mut self, id: EntryId) {
        self.entries.extend_from_slice(id.as_bytes());
    }
}

/// A name short enough to be kept.
pub(super) fn short(name: &str) -> String {
    let plain = name.chars().filter(|c| !c.is_control());
    plain.take(MAX_NAME_CHARS).collect()
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// The receipts of all imports, the last one first. Damaged ones are left out: unlocking has
    /// reported them.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn list_receipts(&self) -> Result<Vec<Receipt>, VaultError> {
        let keys = self.manifest.items();
        let keys = keys.filter(|item| item.kind == Kind::ImportReceipt.code());
        let keys: Vec<RecordKey> = keys.map(|item| item.key).collect();
        let mut receipts = Vec::new();
        for key in keys {
            match self.read::<Receipt>(&key, Kind::ImportReceipt).await {
                Ok(receipt) => receipts.extend(receipt),
                Err(VaultError::Damaged) => {}
                Err(error) => return Err(error),
            }
        }
        receipts.sort_by_key(|receipt| core::cmp::Reverse(receipt.begun.unix_ms));
        Ok(receipts)
    }

    /// Where a receipt lies.
    pub(super) fn receipt_key(&self, id: EntryId) -> RecordKey {
        crate::record::entry_key(&self.keys, Kind::ImportReceipt, id)
    }

    /// Takes a receipt over from a backup, unless it is here.
    pub(crate) fn merge_receipt(&self, receipt: &Receipt, edit: &mut Edit) {
        if self.manifest.get(&self.receipt_key(receipt.id)).is_none() {
            self.put_receipt(edit, receipt);
        }
    }

    pub(super) fn put_receipt(&self, edit: &mut Edit, receipt: &Receipt) {
        let key = self.receipt_key(receipt.id);
        edit.put(key, Kind::ImportReceipt, receipt, None);
    }
}
