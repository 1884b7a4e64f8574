//! Segments of earlier journals lie among the records that unlocking reads. They are moved to where
//! it does not, as they are sealed: a record is bound to its key and not to its table.

use companion_core::{Clock, Entropy};
use companion_crypto::Digest;
use companion_store::{Key, Store, Table};

use super::Search;
use crate::edit::Edit;
use crate::manifest::Item;
use crate::record::lies_apart;
use crate::{Vault, VaultError};

/// Segments moved in one step: at most half a megabyte.
const STEP_SEGMENTS: usize = 8;

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Moves some segments; false if there is none to be moved, or it must not or cannot be.
    /// What cannot be opened goes: unlocking has told it, and it is made again.
    pub(super) async fn move_index(&mut self, search: &mut Search) -> Result<bool, VaultError> {
        if self.rebuilt || !search.is_storable {
            return Ok(false);
        }
        let items = self.manifest.items();
        let items = items.filter(|item| lies_apart(item.kind) && !item.lies_apart);
        let items: Vec<Item> = items.take(STEP_SEGMENTS).cloned().collect();
        if items.is_empty() {
            return Ok(false);
        }
        let keys: Vec<Key> = items.iter().map(|it| it.key.as_bytes().to_vec()).collect();
        let stored = self.store.get_many(Table::Records, &keys).await?;
        let mut edit = Edit::default();
        for (item, envelope) in items.into_iter().zip(stored) {
            match envelope.filter(|envelope| Digest::of(envelope) == item.digest) {
                Some(envelope) => {
                    let lies_apart = true;
                    edit.adopt(Item { lies_apart, ..item }, envelope);
                }
                None => edit.delete(item.key),
            }
        }
        match self.commit(edit).await {
            Ok(()) => Ok(true),
            Err(VaultError::StorageFull | VaultError::Storage(_)) => {
                search.is_storable = false;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}
