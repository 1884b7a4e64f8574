//! The import itself.

use companion_core::limits::MAX_ATTACHMENTS;
use companion_core::{
    Attachment, AttachmentId, AttachmentKind, AuditEvent, Clock, Entropy, JournalEntry,
    is_shown_everywhere,
};
use companion_exchange::import::{ForeignAttachment, Found, ImportError};
use companion_exchange::when::Zones;
use companion_store::Store;

use super::judge::Verdict;
use super::{ImportFailure, Importing, Receipt};
use crate::edit::Edit;
use crate::record::{Kind, entry_key};
use crate::{Vault, VaultError};

/// Entries of one batch at most, which is one transaction.
const BATCH_ENTRIES: usize = 256;
/// Bytes of text of one batch at most, the last entry not counted.
const BATCH_BYTES: usize = 2 << 20;
/// Attachments of one batch at most: each of them is stored before it, in transactions of its own. One
/// whose entry does not come, because something fails in between, goes when the journal is opened next.
const BATCH_ATTACHMENTS: usize = 8;

/// What is collected for the next batch.
struct Batch {
    edit: Edit,
    receipt: Receipt,
    entries: usize,
    bytes: usize,
    photos: Vec<AttachmentId>,
    recordings: usize,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.entries >= BATCH_ENTRIES
            || self.bytes >= BATCH_BYTES
            || self.photos.len() + self.recordings >= BATCH_ATTACHMENTS
    }

    /// Counts an attachment that comes along.
    fn carry(&mut self, kept: &Attachment, keeps_originals: bool) {
        self.receipt.attachments += 1;
        match kept.kind {
            AttachmentKind::Photo => {
                self.photos.push(kept.id);
                self.receipt.unseen += u64::from(!is_shown_everywhere(&kept.media_type));
                self.receipt.telling += u64::from(keeps_originals);
            }
            AttachmentKind::Recording => {
                self.recordings += 1;
                self.receipt.telling += 1;
            }
        }
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Brings one batch in, durable on return, and tells whether it was the last: then
    /// [`Importing::receipt`] is complete. The first call begins anew after a dry run.
    ///
    /// # Errors
    /// When the file cannot be read on, or failures of the store. Batches before this one stay, and stand
    /// in the receipt.
    pub async fn bring_in(
        &mut self,
        importing: &mut Importing,
        zones: &Zones<'_>,
    ) -> Result<bool, ImportFailure> {
        if importing.is_looked_through {
            importing.is_looked_through = false;
            importing.import.rewind();
            importing.seen.restart();
        }
        let mut batch = Batch {
            edit: Edit::default(),
            receipt: importing.receipt.clone(),
            entries: 0,
            bytes: 0,
            photos: Vec::new(),
            recordings: 0,
        };
        let is_last = loop {
            if batch.is_full() {
                break false;
            }
            let Some(found) = importing.import.next(zones)? else {
                break true;
            };
            self.take(importing, found, &mut batch).await?;
        };
        if is_last {
            batch.receipt.finished = Some(self.environment.now());
        }
        self.store_batch(importing, batch).await?;
        Ok(is_last)
    }

    /// Ends an import before its end: what was brought in stays, and the receipt says how far it came.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn stop_import(&mut self, importing: &mut Importing) -> Result<(), VaultError> {
        if importing.receipt.found == 0 || importing.receipt.finished.is_some() {
            return Ok(());
        }
        let mut receipt = importing.receipt.clone();
        receipt.finished = Some(self.environment.now());
        let mut edit = Edit::default();
        self.put_receipt(&mut edit, &receipt);
        self.commit(edit).await?;
        importing.receipt = receipt;
        Ok(())
    }

    async fn take(
        &mut self,
        importing: &mut Importing,
        found: Found,
        batch: &mut Batch,
    ) -> Result<(), ImportFailure> {
        batch.receipt.found += 1;
        let foreign = match found.entry {
            Ok(foreign) => foreign,
            Err(reason) => {
                batch.receipt.skipped.add(reason, &found.name);
                return Ok(());
            }
        };
        let source = batch.receipt.source;
        let mut entries = match self.judge(&foreign, source, &mut importing.seen).await? {
            Verdict::Bring(entries) => entries,
            Verdict::Skip(reason) => {
                batch.receipt.skipped.add(reason, &found.name);
                return Ok(());
            }
        };
        batch.receipt.attachments_missing += u64::from(foreign.attachments_missing);
        for attachment in &foreign.attachments {
            let kept = self.keep_attachment(importing, attachment).await?;
            // A photo that cannot be read costs its entry nothing.
            match (kept, entries.first_mut()) {
                (Some(kept), Some(first)) if first.attachments.len() < MAX_ATTACHMENTS => {
                    batch.carry(&kept, importing.keeps_originals);
                    first.attachments.push(kept);
                }
                _ => batch.receipt.attachments_missing += 1,
            }
        }
        for entry in entries {
            self.put_imported(entry, batch).await?;
        }
        batch.receipt.imported += 1;
        Ok(())
    }

    /// Stores an attachment that its entry will carry; nothing if it cannot be read or is of no kind that
    /// is kept.
    async fn keep_attachment(
        &mut self,
        importing: &mut Importing,
        attachment: &ForeignAttachment,
    ) -> Result<Option<Attachment>, ImportFailure> {
        let bytes = match importing.import.read_attachment(attachment) {
            Ok(bytes) => bytes,
            Err(ImportError::File(error)) => return Err(ImportError::File(error).into()),
            Err(_) => return Ok(None),
        };
        let name = attachment.name.as_deref();
        let media_type = &attachment.media_type;
        let kept = match importing.keeps_originals {
            true => self.keep_original(media_type, name, &bytes).await,
            false => self.keep_bytes(media_type, name, &bytes).await,
        };
        match kept {
            Ok(mut kept) => {
                kept.description.clone_from(&attachment.description);
                kept.caption.clone_from(&attachment.caption);
                kept.duration_ms = attachment.duration_ms;
                Ok(Some(kept))
            }
            Err(VaultError::AttachmentRefused | VaultError::AttachmentTooLarge { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn put_imported(&self, entry: JournalEntry, batch: &mut Batch) -> Result<(), VaultError> {
        let key = entry_key(&self.keys, Kind::Entry, entry.id);
        batch.entries += 1;
        batch.bytes += entry.content.len();
        batch.receipt.add_entry(entry.id);
        if self.manifest.get(&key).is_none() {
            let line = entry.summary();
            batch.edit.put(key, Kind::Entry, &entry, Some(line));
            return Ok(());
        }
        // It lies in the trash, from an import that was undone: what it said there stays a version.
        let replaced = match self.read_entry(entry.id).await {
            Ok(replaced) => Some(replaced),
            Err(VaultError::Damaged | VaultError::NotFound) => None,
            Err(error) => return Err(error),
        };
        self.put_revision(&mut batch.edit, &entry, replaced).await
    }

    async fn store_batch(
        &mut self,
        importing: &mut Importing,
        mut batch: Batch,
    ) -> Result<(), ImportFailure> {
        self.put_receipt(&mut batch.edit, &batch.receipt);
        if batch.entries > 0 {
            batch.edit.record(AuditEvent::EntriesImported {
                source: batch.receipt.source,
                // At most a batch.
                count: u32::try_from(batch.entries).unwrap_or(u32::MAX),
            });
        }
        self.commit(batch.edit).await?;
        importing.receipt = batch.receipt;
        importing.fresh = batch.photos;
        Ok(())
    }
}
