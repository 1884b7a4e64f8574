//! Moods and favourites of saved entries, and the list of an earlier Companion.

use companion_core::{EntryId, Mood};
use companion_protocol::vault::Failure;
use leptos::prelude::*;

use crate::platform::pause;
use crate::state::App;
use crate::text::words;

/// From unlocking to the first look at lines of an earlier version: what is seen and typed first
/// does not wait for it.
const CATCH_UP_AFTER_MS: u32 = 2_500;
/// Between two steps, so that drafts are stored in between.
const CATCH_UP_PAUSE_MS: u32 = 50;

impl App {
    /// Says how an entry's writer felt, or nothing any more.
    pub(crate) async fn set_mood(self, entry: EntryId, mood: Option<Mood>) {
        let outcome = self.vault.set_mood(entry, mood).await;
        let outcome = outcome.map(|line| self.take_line(line));
        self.tell_mark(outcome, |reading| reading.mood = mood);
    }

    /// Marks an entry as dear, or takes the mark away.
    pub(crate) async fn set_favourite(self, entry: EntryId, is_favourite: bool) {
        let outcome = self.vault.set_favourite(entry, is_favourite).await;
        let outcome = outcome.map(|line| self.take_line(line));
        self.tell_mark(outcome, |reading| reading.is_favourite = is_favourite);
    }

    fn tell_mark(
        self,
        outcome: Result<EntryId, Failure>,
        set: impl FnOnce(&mut companion_core::JournalEntry),
    ) {
        match outcome {
            Ok(id) => self.reading.update(|reading| {
                if let Some(reading) = reading.as_mut().filter(|it| it.entry.id == id) {
                    set(&mut reading.entry);
                }
            }),
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Has the lines of the list written anew that an earlier Companion wrote: they lack the
    /// tags. In the background, once.
    pub(in crate::state) async fn catch_up_lines(self) {
        pause(CATCH_UP_AFTER_MS).await;
        let (mut from, mut all_changed) = (Some(0), 0);
        while let Some(step) = from.filter(|_| self.is_open()) {
            // What fails is tried again after the next unlocking.
            let Ok((changed, next)) = self.vault.catch_up(step).await else {
                break;
            };
            (from, all_changed) = (next, all_changed + changed);
            if from.is_some() {
                pause(CATCH_UP_PAUSE_MS).await;
            }
        }
        if all_changed > 0 && self.is_open() {
            self.refresh().await;
        }
    }
}
