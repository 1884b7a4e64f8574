//! Reading one record, which must be exactly what the manifest says.

use companion_core::{Clock, Entropy};
use companion_crypto::{Digest, RecordKey};
use companion_store::{Store, Table};

use crate::record::{Kind, decode, single_key};
use crate::{Vault, VaultError};

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// A record of which there is one, or the default where it is not listed or damaged, which
    /// unlocking has reported.
    pub(crate) async fn read_or_default<T: for<'b> minicbor::Decode<'b, ()>>(
        &self,
        kind: Kind,
        default: impl FnOnce() -> T,
    ) -> Result<T, VaultError> {
        match self.read(&single_key(&self.keys, kind), kind).await {
            Ok(stored) => Ok(stored.unwrap_or_else(default)),
            Err(VaultError::Damaged) => Ok(default()),
            Err(error) => Err(error),
        }
    }

    /// Reads a record that must be exactly what the manifest says; `None` if it is not listed.
    pub(crate) async fn read<T: for<'b> minicbor::Decode<'b, ()>>(
        &self,
        key: &RecordKey,
        kind: Kind,
    ) -> Result<Option<T>, VaultError> {
        let Some(item) = self.manifest.get(key) else {
            return Ok(None);
        };
        let stored = self.store.get(item.table(), key.as_bytes()).await?;
        match stored.filter(|envelope| Digest::of(envelope) == item.digest) {
            Some(envelope) => decode(&self.keys.open(key, &envelope)?, kind).map(Some),
            None => Err(self.why_different().await?),
        }
    }

    /// Tells damage from another writer's change.
    pub(crate) async fn why_different(&self) -> Result<VaultError, VaultError> {
        let head = single_key(&self.keys, Kind::Head);
        let stored = self.store.get(Table::Records, head.as_bytes()).await?;
        Ok(if stored == self.manifest.head_bytes {
            VaultError::Damaged
        } else {
            VaultError::TakenOver
        })
    }
}
