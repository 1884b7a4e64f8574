//! Records of which there is one: the settings, and the notes of repairs.

use companion_core::{Clock, Entropy, Settings};
use companion_crypto::{Digest, RecordKey};
use companion_store::{Store, Table};

use crate::edit::Edit;
use crate::record::{Kind, decode, single_key};
use crate::repair::RepairNotes;
use crate::{Vault, VaultError};

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// The journal's settings; the defaults if there are none, or if they are damaged, which
    /// unlocking has reported.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn read_settings(&self) -> Result<Settings, VaultError> {
        self.read_or_default(Kind::Settings, Settings::default)
            .await
    }

    /// Writes the journal's settings.
    ///
    /// # Errors
    /// Failures of the store; the earlier settings stay then.
    pub async fn write_settings(&mut self, settings: &Settings) -> Result<(), VaultError> {
        let mut edit = Edit::default();
        let key = single_key(&self.keys, Kind::Settings);
        edit.put(key, Kind::Settings, settings, None);
        self.commit(edit).await
    }

    /// Notes of earlier repairs.
    pub(crate) async fn read_notes(&self) -> Result<RepairNotes, VaultError> {
        self.read_or_default(Kind::RepairNotes, RepairNotes::default)
            .await
    }

    async fn read_or_default<T: for<'b> minicbor::Decode<'b, ()>>(
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
        let stored = self.store.get(Table::Records, key.as_bytes()).await?;
        match stored.filter(|envelope| Digest::of(envelope) == item.digest) {
            Some(envelope) => decode(&self.keys.open(key, &envelope)?, kind).map(Some),
            None => Err(self.why_different().await?),
        }
    }

    /// Tells damage from another writer's change.
    async fn why_different(&self) -> Result<VaultError, VaultError> {
        let head = single_key(&self.keys, Kind::Head);
        let stored = self.store.get(Table::Records, head.as_bytes()).await?;
        Ok(if stored == self.manifest.head_bytes {
            VaultError::Damaged
        } else {
            VaultError::TakenOver
        })
    }
}
