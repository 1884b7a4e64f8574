//! The list, and one entry for reading.

use companion_core::EntryId;
use companion_protocol::vault::FailureKind;
use leptos::prelude::*;

use super::{App, Pane, Undo};
use crate::text::words;

impl App {
    /// Reads the list of entries and of unsaved writing again.
    pub(crate) async fn refresh(self) {
        match self.vault.list_entries().await {
            Ok(entries) => self.entries.set(entries),
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
        self.refresh_drafts().await;
    }

    /// Shows an entry; the pane changes once it is here, so that nothing flickers.
    pub(crate) async fn show_entry(self, id: EntryId) {
        match self.vault.read_entry(id).await {
            Ok(reading) => {
                self.reading.set(Some(reading));
                self.pane.set(Pane::Reading(id));
            }
            Err(failure)
                if failure.kind == FailureKind::Damaged && self.fall_back_on_versions(id).await =>
            {
                self.reading.set(None);
            }
            Err(failure) => {
                self.reading.set(None);
                self.pane.set(Pane::List);
                self.say(words::vault_failure(&failure));
                if matches!(failure.kind, FailureKind::Damaged | FailureKind::NotFound) {
                    self.refresh().await;
                }
            }
        }
    }

    /// Moves an entry to the trash and offers to bring it back.
    pub(crate) async fn delete(self, id: EntryId) {
        match self.vault.delete_entry(id).await {
            Ok(()) => {
                self.refresh().await;
                self.back();
                self.say_with_undo(words::deleted(), Undo::Delete(id));
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Brings a deleted entry back.
    pub(crate) async fn undo_delete(self, id: EntryId) {
        match self.vault.undo_delete(id).await {
            Ok(()) => {
                self.toast.set(None);
                self.announce(words::brought_back());
                self.refresh().await;
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }
}
