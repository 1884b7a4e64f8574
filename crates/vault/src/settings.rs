//! Records of which there is one: the settings, and the notes of repairs.

use companion_core::{AuditEvent, Clock, Entropy, Settings};
use companion_store::Store;

use crate::edit::Edit;
use crate::record::{Kind, single_key};
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
        let earlier = self.read_settings().await?;
        if settings.idle_lock_minutes != earlier.idle_lock_minutes {
            edit.record(AuditEvent::IdleLockChanged {
                from_minutes: earlier.idle_lock_minutes.into(),
                to_minutes: settings.idle_lock_minutes.into(),
            });
        }
        let key = single_key(&self.keys, Kind::Settings);
        edit.put(key, Kind::Settings, settings, None);
        self.commit(edit).await
    }

    /// Notes of earlier repairs.
    pub(crate) async fn read_notes(&self) -> Result<RepairNotes, VaultError> {
        self.read_or_default(Kind::RepairNotes, RepairNotes::default)
            .await
    }
}
