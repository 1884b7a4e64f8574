//! Earlier versions of the entry at hand.

use companion_core::{EntryId, KeptRevisions};
use companion_protocol::history::{VersionLine, VersionView};
use companion_protocol::vault::FailureKind;
use leptos::prelude::*;

use super::{App, Pane};
use crate::text::words;

/// What is known of versions while they are on screen.
#[derive(Clone, Copy)]
pub(crate) struct History {
    /// The versions of the entry at hand, newest first.
    pub(crate) versions: RwSignal<Vec<VersionLine>>,
    /// The version on screen.
    pub(crate) version: RwSignal<Option<VersionView>>,
    /// Whether the entry itself cannot be read.
    pub(crate) is_all_there_is: RwSignal<bool>,
}

impl History {
    /// Nothing on screen.
    pub(crate) fn new() -> Self {
        Self {
            versions: RwSignal::new(Vec::new()),
            version: RwSignal::new(None),
            is_all_there_is: RwSignal::new(false),
        }
    }

    /// Puts every text away.
    pub(crate) fn close(self) {
        self.versions.set(Vec::new());
        self.version.set(None);
        self.is_all_there_is.set(false);
    }
}

impl App {
    /// Lists an entry's earlier versions.
    pub(crate) async fn show_versions(self, entry: EntryId) {
        match self.vault.versions(entry).await {
            Ok(lines) => {
                self.history.versions.set(lines);
                self.pane.set(Pane::Versions(entry));
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Lists the earlier versions of an entry that cannot be read. Tells whether there are any.
    pub(crate) async fn fall_back_on_versions(self, entry: EntryId) -> bool {
        match self.vault.versions(entry).await {
            Ok(lines) if !lines.is_empty() => {
                self.history.versions.set(lines);
                self.history.is_all_there_is.set(true);
                self.pane.set(Pane::Versions(entry));
                true
            }
            _ => false,
        }
    }

    /// Shows one earlier version.
    pub(crate) async fn show_version(self, entry: EntryId, number: u64) {
        match self.vault.read_version(entry, number).await {
            Ok(view) => {
                self.history.version.set(Some(view));
                self.pane.set(Pane::Version(entry, number));
            }
            Err(failure) => {
                self.say(words::vault_failure(&failure));
                if failure.kind == FailureKind::Damaged {
                    self.show_versions(entry).await;
                }
            }
        }
    }

    /// Makes an earlier version the entry's text again, and shows the entry.
    pub(crate) async fn restore_version(self, entry: EntryId, number: u64) {
        match self.vault.restore_version(entry, number).await {
            Ok(_) => {
                self.refresh().await;
                self.back_to(Pane::Reading(entry));
                self.say(words::history::restored());
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Keeps no more than `kept` versions of every entry from now on.
    pub(crate) async fn keep_revisions(self, kept: KeptRevisions) {
        match self.vault.keep_revisions(kept).await {
            Ok(removed) => {
                self.settings
                    .update(|settings| settings.kept_revisions = kept);
                if removed > 0 {
                    self.say(words::history::removed(removed));
                }
            }
            Err(failure) => {
                // The number may be stored although not all is tidied.
                self.settings.notify();
                self.say(words::vault_failure(&failure));
            }
        }
    }
}
