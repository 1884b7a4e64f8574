//! From the first screen to the first page: a passphrase, a recovery key for who wants one, and straight into
//! the editor.

use companion_protocol::vault::{Failure, Passphrase, RecoveryKey};
use leptos::prelude::*;

use super::App;
use crate::platform::folder_choice::Choice;
use crate::text::words;

/// How far somebody is who has no journal yet, or has come to look around.
#[derive(Clone, Copy)]
pub(crate) struct Beginning {
    /// Whether the passphrase is being chosen.
    pub(crate) is_choosing: RwSignal<bool>,
    /// The recovery key that is to be copied onto paper before the first page.
    pub(crate) key: RwSignal<Option<RecoveryKey>>,
    /// Whether the open journal is the sample.
    pub(crate) in_sample: RwSignal<bool>,
    /// Whether a journal of the writer's own waits while the sample is open.
    pub(crate) has_own: RwSignal<bool>,
}

impl Beginning {
    /// Nothing has begun.
    pub(super) fn new() -> Self {
        Self {
            is_choosing: RwSignal::new(false),
            key: RwSignal::new(None),
            in_sample: RwSignal::new(false),
            has_own: RwSignal::new(false),
        }
    }
}

impl App {
    /// Creates the journal and opens its first page; before that it shows a recovery key, if one is wanted.
    ///
    /// # Errors
    /// Why it was not created.
    pub(crate) async fn create(
        self,
        passphrase: Passphrase,
        wants_key: bool,
    ) -> Result<(), Failure> {
        let unlocked = self.vault.create(passphrase.clone()).await?;
        // The backups in that folder are another journal's.
        Choice::forget().await;
        self.beginning.is_choosing.set(false);
        let key = match wants_key {
            true => self.vault.create_recovery_key(passphrase).await.map(Some),
            false => Ok(None),
        };
        // What another app has sent is the first page.
        let is_sent = self.arrivals.next_shared().is_some();
        self.enter(unlocked);
        match key {
            Ok(Some(key)) => self.beginning.key.set(Some(key)),
            Ok(None) if is_sent => {}
            Ok(None) => self.write_first_page().await,
            Err(_) => {
                self.write_first_page().await;
                self.say(words::onboarding::key_failed());
            }
        }
        Ok(())
    }

    /// The recovery key is on paper, or waits for another day.
    pub(crate) async fn put_key_away(self) {
        self.beginning.key.set(None);
        self.write_first_page().await;
    }

    /// Opens an empty page with the first question of all, which is easy to answer.
    async fn write_first_page(self) {
        self.prompting
            .greet_with(words::onboarding::first_question());
        self.write_new().await;
    }
}
