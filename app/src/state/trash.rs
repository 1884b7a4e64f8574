//! The trash.

use companion_core::EntryId;
use companion_protocol::vault::Failure;
use leptos::prelude::*;

use super::{App, Pane};
use crate::text::words;

impl App {
    /// Shows what lies in the trash.
    pub(crate) async fn show_trash(self) {
        if self.refresh_trash().await {
            self.pane.set(Pane::Trash);
        }
    }

    /// Brings an entry back from the trash and stays there.
    pub(crate) async fn bring_back_from_trash(self, entry: EntryId) {
        self.undo_delete(entry).await;
        self.refresh_trash().await;
    }

    /// Removes one entry for good.
    pub(crate) async fn purge(self, entry: EntryId) {
        let outcome = self.vault.purge(entry).await;
        self.tell_removed(outcome, |_| words::trash::purged().into())
            .await;
    }

    /// Removes everything in the trash for good.
    pub(crate) async fn empty_trash(self) {
        let outcome = self.vault.empty_trash().await;
        self.tell_removed(outcome, words::trash::emptied).await;
    }

    async fn tell_removed(self, outcome: Result<u64, Failure>, in_words: impl Fn(u64) -> String) {
        match outcome {
            Ok(count) => self.say(in_words(count)),
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
        self.refresh_trash().await;
    }

    /// Reads the trash again. Tells whether it could be read.
    async fn refresh_trash(self) -> bool {
        match self.vault.trash().await {
            Ok(lines) => {
                self.trash.set(lines);
                true
            }
            Err(failure) => {
                self.say(words::vault_failure(&failure));
                false
            }
        }
    }
}
