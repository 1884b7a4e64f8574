//! Undoing an import: everything that it brought goes to the trash, from where it can come back.

use companion_core::{AuditEvent, Clock, Entropy, EntryId, EntrySummary};
use companion_store::Store;

use super::Receipt;
use crate::edit::Edit;
use crate::record::{Kind, entry_key};
use crate::{Vault, VaultError};

/// Entries moved in one transaction.
const BATCH_ENTRIES: usize = 512;

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Moves all entries of an import to the trash, those that were changed since among them. Tells how
    /// many those were, and returns the receipt, which says from now on that it was undone.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store. What was moved before
    /// lies in the trash then; doing it again does the rest.
    pub async fn undo_import(&mut self, id: EntryId) -> Result<(Receipt, u64), VaultError> {
        let key = self.receipt_key(id);
        let receipt: Option<Receipt> = self.read(&key, Kind::ImportReceipt).await?;
        let mut receipt = receipt.ok_or(VaultError::NotFound)?;
        let now = self.environment.now();
        let entries: Vec<EntryId> = receipt.entries().collect();
        let mut moved = 0;
        for ids in entries.chunks(BATCH_ENTRIES) {
            let mut edit = Edit::default();
            let mut count = 0_u32;
            for &id in ids {
                let key = entry_key(&self.keys, Kind::Entry, id);
                let line = self
                    .manifest
                    .get(&key)
                    .and_then(|item| item.listing.clone());
                let Some(line) = line.filter(|line| line.deleted.is_none()) else {
                    continue;
                };
                let deleted = Some(now);
                edit.relist(key, EntrySummary { deleted, ..line });
                count += 1;
            }
            if count > 0 {
                edit.record(AuditEvent::ImportUndone(count));
                self.commit(edit).await?;
                moved += u64::from(count);
            }
        }
        receipt.undone = Some(now);
        let mut edit = Edit::default();
        self.put_receipt(&mut edit, &receipt);
        self.commit(edit).await?;
        Ok((receipt, moved))
    }
}
