//! Voice notes written down, where the speech model is on this device: only when somebody asks.

use companion_core::AttachmentId;
use companion_protocol::encoder::State;
use companion_protocol::inference::{Download, FailureKind};
use companion_protocol::speech::{Part, SAMPLE_RATE};
use js_sys::Float32Array;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use super::catalogue::catalogue;
use crate::platform::samples::Samples;
use crate::text::{attachment_words, words};

/// Most that is decoded in one go, of recordings that cannot be cut: some 50 minutes of speech that
/// Companion has recorded, or 13 of a louder kind.
const MAX_WHOLE_BYTES: usize = 12 << 20;

/// How writing down voice notes stands.
#[derive(Clone, Copy)]
pub(crate) struct Speech {
    /// The speech model on this device: nothing before anybody has looked.
    pub(crate) model: RwSignal<Option<State>>,
    /// What this site offers.
    pub(crate) offer: RwSignal<Option<Download>>,
    /// Whether it is being fetched.
    pub(crate) is_arriving: RwSignal<bool>,
    /// Whether the last attempt to get or remove it failed.
    pub(crate) has_failed: RwSignal<bool>,
    /// The voice note that is being listened to.
    pub(crate) listening: RwSignal<Option<AttachmentId>>,
    /// Whether it was asked to stop listening to it.
    is_stopped: RwSignal<bool>,
    /// Why the last one was not written down, in words.
    pub(crate) trouble: RwSignal<Option<String>>,
}

impl Speech {
    /// Nothing is known.
    pub(crate) fn new() -> Self {
        Self {
            model: RwSignal::new(None),
            offer: RwSignal::new(None),
            is_arriving: RwSignal::new(false),
            has_failed: RwSignal::new(false),
            listening: RwSignal::new(None),
            is_stopped: RwSignal::new(false),
            trouble: RwSignal::new(None),
        }
    }

    /// Whether the speech model is on this device.
    pub(crate) fn is_ready(self) -> bool {
        self.model
            .with(|state| state.as_ref().is_some_and(|state| state.name.is_some()))
    }
}

impl App {
    /// Finds out whether the speech model is on this device, and whether this site offers it.
    pub(crate) async fn look_for_speech(self) {
        let speech = self.speech;
        if let Ok(state) = self.inference.speech().await {
            speech.model.set(Some(state));
        }
        if untrack(|| !speech.is_ready()) {
            let lines = catalogue("speech").await.unwrap_or_default();
            speech
                .offer
                .set(lines.first().and_then(|line| line.download()));
        }
    }

    /// Gets the speech model.
    pub(crate) async fn get_speech(self) {
        let speech = self.speech;
        let Some(download) = speech.offer.get_untracked() else {
            return;
        };
        speech.has_failed.set(false);
        speech.is_arriving.set(true);
        let outcome = self.inference.get_speech(download).await;
        speech.is_arriving.set(false);
        self.progress.set(None);
        match outcome {
            Ok(state) => speech.model.set(Some(state)),
            Err(failure) => speech
                .has_failed
                .set(failure.kind != FailureKind::Cancelled),
        }
    }

    /// Removes the speech model.
    pub(crate) async fn remove_speech(self) {
        let outcome = self.inference.remove_speech().await;
        self.speech.has_failed.set(outcome.is_err());
        if outcome.is_ok() {
            self.say(words::speech::removed());
        }
        self.look_for_speech().await;
    }

    /// Writes down what a voice note says and puts it behind the text in the editor. Tells
    /// whether it did.
    pub(crate) async fn write_down(self, id: AttachmentId) -> bool {
        let speech = self.speech;
        if speech.listening.with_untracked(Option::is_some) {
            return false;
        }
        let entry = self.editor.id();
        speech.trouble.set(None);
        speech.listening.set(Some(id));
        speech.is_stopped.set(false);
        let outcome = self.listen_to(id).await;
        speech.listening.set(None);
        self.progress.set(None);
        match outcome {
            // The journal was locked, or something else is being written by now.
            _ if entry.is_none() || self.editor.id() != entry => false,
            Ok(text) if text.is_empty() => {
                speech.trouble.set(Some(words::speech::nothing().into()));
                false
            }
            Ok(text) => {
                self.insert_prepared(&text);
                self.say(words::speech::written());
                true
            }
            Err(why) => {
                speech.trouble.set(why);
                false
            }
        }
    }

    /// Stops fetching the speech model, and listening.
    pub(crate) async fn stop_speech(self) {
        self.speech.is_stopped.set(true);
        // It fails only with the worker, and then nothing is under way any more.
        drop(self.inference.stop_speech().await);
    }

    /// Stops listening when the journal is put away: a model that is arriving keeps the worker.
    pub(super) fn end_speech(self) {
        self.speech.trouble.set(None);
        if self.speech.listening.with_untracked(Option::is_some) {
            spawn_local(self.stop_speech());
        }
    }

    /// What is said; or why it is not known, and nothing when that was wanted.
    async fn listen_to(self, id: AttachmentId) -> Result<String, Option<String>> {
        let parts = self.vault.attachment(id).await;
        let parts = parts.map_err(|failure| Some(attachment_words::failure(&failure)))?;
        let not_played = || Some(words::attachments::not_played().to_owned());
        let mut samples = Samples::of(&parts).ok_or_else(not_played)?;
        drop(parts);
        if samples.longest_bytes() > MAX_WHOLE_BYTES {
            return Err(Some(words::speech::too_long().to_owned()));
        }
        let mut texts: Vec<String> = Vec::new();
        let mut part = Part::default();
        // What the last part left to the next.
        let mut left = Float32Array::new_with_length(0);
        while !samples.is_at_end() {
            let (bytes, bytes_left) = samples.next_of_left();
            let piece = samples.next(&left).await.ok_or_else(not_played)?;
            if self.speech.is_stopped.get_untracked() {
                return Err(None);
            }
            // As if the rest were as dense.
            let all_ms = ms(piece.length()) * bytes_left as u64 / bytes.max(1) as u64;
            part.total_ms = part.start_ms + all_ms;
            part.has_more = !samples.is_at_end();
            let transcript = self.inference.transcribe(part.clone(), piece.clone()).await;
            let transcript = transcript.map_err(|failure| {
                let is_wanted = failure.kind == FailureKind::Cancelled;
                (!is_wanted).then(|| words::engine::failure(&failure))
            })?;
            texts.extend(transcript.segments.into_iter().map(|segment| segment.text));
            part.start_ms += ms(transcript.samples);
            part.language = transcript.language;
            left = piece.slice(transcript.samples, piece.length());
        }
        Ok(texts.join(" "))
    }
}

/// How long so many samples are, in milliseconds.
fn ms(samples: u32) -> u64 {
    u64::from(samples) * 1_000 / u64::from(SAMPLE_RATE)
}
