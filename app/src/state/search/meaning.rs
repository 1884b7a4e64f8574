//! Searching by meaning, where the encoder is on this device: off until somebody wants it.
//!
//! The vault worker says which texts are to be read, the inference worker reads them, the vault
//! worker keeps what comes out. The page only carries, in small portions, and stops while
//! somebody writes or looks elsewhere.

use companion_protocol::encoder::State;
use companion_protocol::inference::Download;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::App;
use super::super::catalogue::{Line, catalogue};
use crate::platform::{is_hidden, pause, read_setting, remove_setting, write_setting};

/// How long the work waits while somebody writes or the page is hidden, and between two
/// portions, in milliseconds.
const WAIT_MS: u32 = 1_500;
const BETWEEN_PORTIONS_MS: u32 = 40;
/// Portions that may fail one after another: the encoder may be busy with a query.
const MOST_FAILURES: u32 = 5;
/// Where this device notes that it has the encoder, so that without one no worker is started to
/// ask for it.
const KEY: &str = "companion.meaning";

/// How searching by meaning stands.
#[derive(Clone, Copy)]
pub(crate) struct Meaning {
    /// The encoder on this device: nothing before anybody has looked.
    pub(crate) encoder: RwSignal<Option<State>>,
    /// What this site offers.
    pub(crate) offer: RwSignal<Option<Download>>,
    /// Whether it is being fetched.
    pub(crate) is_arriving: RwSignal<bool>,
    /// Whether the last attempt to get or remove it failed.
    pub(crate) has_failed: RwSignal<bool>,
    /// Entries whose meaning is known, and all.
    pub(crate) progress: RwSignal<Option<(u64, u64)>>,
    is_reading: StoredValue<bool>,
}

impl Meaning {
    /// Nothing is known.
    pub(crate) fn new() -> Self {
        Self {
            encoder: RwSignal::new(None),
            offer: RwSignal::new(None),
            is_arriving: RwSignal::new(false),
            has_failed: RwSignal::new(false),
            progress: RwSignal::new(None),
            is_reading: StoredValue::new(false),
        }
    }

    /// Whether the encoder is on this device.
    pub(crate) fn is_ready(self) -> bool {
        self.encoder
            .with(|state| state.as_ref().is_some_and(|state| state.name.is_some()))
    }

    /// Forgets what a locked journal must not leave behind.
    pub(super) fn forget(self) {
        self.progress.set(None);
        self.has_failed.set(false);
    }

    /// The SHA-256 of the encoder's file.
    fn sum(self) -> Option<[u8; 32]> {
        let digits = self
            .encoder
            .with_untracked(|state| state.as_ref()?.sha256.clone())?;
        let mut sum = [0; 32];
        for (at, byte) in sum.iter_mut().enumerate() {
            *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(sum)
    }
}

impl App {
    /// Finds out whether the encoder is on this device, and, for the settings, whether this
    /// site offers it.
    pub(crate) async fn look_for_encoder(self) {
        self.know_encoder().await;
        if untrack(|| !self.search.meaning.is_ready()) {
            self.search.meaning.offer.set(offer().await);
        }
    }

    /// Gets the encoder, and begins to read.
    pub(crate) async fn get_encoder(self) {
        let meaning = self.search.meaning;
        let Some(download) = meaning.offer.get_untracked() else {
            return;
        };
        meaning.has_failed.set(false);
        meaning.is_arriving.set(true);
        let outcome = self.inference.get_encoder(download).await;
        meaning.is_arriving.set(false);
        meaning.has_failed.set(outcome.is_err());
        if let Ok(state) = outcome {
            self.note_encoder(state);
            self.read_meanings();
        }
    }

    /// Removes the encoder and what it has made of the entries.
    pub(crate) async fn remove_encoder(self) {
        let meaning = self.search.meaning;
        let outcome = self.inference.remove_encoder().await;
        let forgotten = self.vault.forget_meanings().await;
        meaning
            .has_failed
            .set(outcome.is_err() || forgotten.is_err());
        if let Ok(state) = outcome {
            self.note_encoder(state);
            meaning.progress.set(None);
            self.say(crate::text::words::search::meaning_removed());
            meaning.offer.set(offer().await);
        }
    }

    /// What a query means; nothing where there is no encoder, or it cannot say.
    pub(super) async fn meaning_of(self, query: String) -> Option<Vec<u8>> {
        if !untrack(|| self.search.meaning.is_ready()) {
            return None;
        }
        let embeddings = self.inference.embed(vec![query]).await.ok()?;
        Some(embeddings.values)
    }

    /// Reads entries for their meaning until all are read.
    pub(super) fn read_meanings(self) {
        let is_reading = self.search.meaning.is_reading;
        if is_reading.get_value() || read_setting(KEY).is_none() {
            return;
        }
        is_reading.set_value(true);
        spawn_local(async move {
            if self.search.meaning.encoder.with_untracked(Option::is_none) {
                self.know_encoder().await;
            }
            let mut failures = 0;
            while self.is_open() && failures < MOST_FAILURES {
                if self.editor.is_typing.get_untracked() || is_hidden() {
                    pause(WAIT_MS).await;
                    continue;
                }
                match self.read_portion().await {
                    Some(true) => break,
                    Some(false) => failures = 0,
                    None => {
                        failures += 1;
                        pause(WAIT_MS).await;
                    }
                }
                pause(BETWEEN_PORTIONS_MS).await;
            }
            is_reading.set_value(false);
        });
    }

    /// Whether nothing is left to be read; nothing if it failed.
    async fn read_portion(self) -> Option<bool> {
        let meaning = self.search.meaning;
        let Some(sum) = meaning.sum() else {
            return Some(true);
        };
        let unmeant = self.vault.texts_to_mean(sum).await.ok()?;
        meaning.progress.set(Some((unmeant.done, unmeant.total)));
        if unmeant.is_settled {
            return Some(true);
        }
        // Nothing to read yet: what is stored is still being opened.
        if unmeant.batch == 0 {
            return Some(false);
        }
        let mut vectors = Vec::new();
        if !unmeant.texts.is_empty() {
            vectors = self.inference.embed(unmeant.texts).await.ok()?.values;
        }
        self.vault.learn(unmeant.batch, vectors).await.ok()?;
        Some(false)
    }

    async fn know_encoder(self) {
        if let Ok(state) = self.inference.encoder().await {
            self.note_encoder(state);
        }
    }

    fn note_encoder(self, state: State) {
        match state.name {
            Some(_) => write_setting(KEY, "yes"),
            None => remove_setting(KEY),
        }
        self.search.meaning.encoder.set(Some(state));
    }
}

/// The encoder of sentences that this site offers.
async fn offer() -> Option<Download> {
    let lines = catalogue("encoders").await?;
    let is_meant = |line: &&Line| line.text("purpose").as_deref() == Some("sentences");
    lines.iter().find(is_meant)?.download()
}
