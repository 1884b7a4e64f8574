//! Bringing records in, batch by batch: each is atomic with the head, so that a journal that
//! was interrupted is whole, and says at unlock that something is unfinished.

use companion_core::{Clock, Entropy};
use companion_store::Store;

use super::BackupError;
use super::reader::{Found, FoundPiece};
use crate::Vault;
use crate::edit::Edit;

/// Records of one batch at most: the manifest's pages are written once per batch.
const BATCH_RECORDS: usize = 256;
/// Bytes of one batch at most, the last record not counted.
const BATCH_BYTES: usize = 4 << 20;

/// What is collected for the next batch.
#[derive(Default)]
pub(super) struct Bringing {
    edit: Edit,
    records: usize,
    bytes: usize,
}

impl Bringing {
    /// Takes a record of this very vault as it is sealed, revision and all.
    pub(super) fn adopt(&mut self, found: Found) {
        self.count(found.envelope.len());
        self.edit.adopt(found.item, found.envelope);
    }

    /// Takes a piece of an attachment of this very vault as it is sealed.
    pub(super) fn adopt_piece(&mut self, piece: FoundPiece) {
        self.count(piece.envelope.len());
        self.edit.put_piece(piece.key, piece.envelope);
    }

    /// What is to be changed; `bytes` of text go with it.
    pub(super) fn edit(&mut self, bytes: usize) -> &mut Edit {
        self.count(bytes);
        &mut self.edit
    }

    fn count(&mut self, bytes: usize) {
        self.records += 1;
        self.bytes += bytes;
    }

    /// Whether it is time for [`Vault::bring`].
    pub(super) const fn is_full(&self) -> bool {
        self.records >= BATCH_RECORDS || self.bytes >= BATCH_BYTES
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Makes what was collected durable and begins anew.
    pub(super) async fn bring(&mut self, bringing: &mut Bringing) -> Result<(), BackupError> {
        let edit = core::mem::take(bringing).edit;
        Ok(self.commit(edit).await?)
    }

    /// Notes that something is being brought in: told at unlock until [`Self::finish_bringing`].
    pub(super) async fn begin_bringing(&mut self, mut edit: Edit) -> Result<(), BackupError> {
        let mut state = self.read_backup_state().await?;
        state.unfinished = Some(self.environment.now());
        self.put_backup_state(&mut edit, &state);
        Ok(self.commit(edit).await?)
    }

    /// Brings the last records, and the note goes.
    pub(super) async fn finish_bringing(&mut self, bringing: Bringing) -> Result<(), BackupError> {
        let mut edit = bringing.edit;
        let mut state = self.read_backup_state().await?;
        state.unfinished = None;
        self.put_backup_state(&mut edit, &state);
        Ok(self.commit(edit).await?)
    }
}
