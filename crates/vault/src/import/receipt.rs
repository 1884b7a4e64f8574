//! What an import has done, kept in the journal: `docs/FORMAT.md` describes it.

use companion_core::{Clock, Entropy, EntryId, Source, Tally, Timestamp};
use companion_crypto::RecordKey;
use companion_exchange::import::Import;
use companion_store::Store;
use minicbor::{Decode, Encode};

use crate::edit::Edit;
use crate::record::Kind;
use crate::{Vault, VaultError};

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
    /// Photos and recordings among those that came whose files tell what they told before, such as where
    /// they were taken: recordings, and photos that were to stay as they are.
    #[n(13)]
    #[cbor(skip_if = "is_zero")]
    pub telling: u64,
    /// Photos among those that came that not every browser can show.
    #[n(14)]
    #[cbor(skip_if = "is_zero")]
    pub unseen: u64,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "minicbor passes what it may skip by reference; where addresses have 32 bits, clippy agrees"
)]
const fn is_zero(count: &u64) -> bool {
    *count == 0
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
            telling: 0,
            unseen: 0,
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
