//! Text that is on screen when the vault worker ends by a fault, or when another tab takes the
//! journal before the last lines are stored: it stays in sight, and is written on after the
//! next unlocking.

use companion_core::Draft;
use leptos::prelude::*;

use super::{App, Pane, Phase};
use crate::platform::{now_ms, pause};
use crate::text::words::storage as words;

/// How long a save may keep the journal from locking, in milliseconds. One takes tens of them;
/// a worker that needs longer does not answer any more.
const LONGEST_SAVE_MS: f64 = 10_000.0;
/// How often to look whether it is over, in milliseconds.
const LOOK_MS: u32 = 20;

impl App {
    /// The vault worker has ended by a fault, and the keys with it. Another one takes its place;
    /// what was written stays in sight and waits for the passphrase.
    pub(super) fn be_interrupted(self) {
        if self.is_in_sample() {
            leptos::task::spawn_local(self.leave_sample());
            return;
        }
        let unsaved = self.editor.unsaved();
        self.put_away();
        self.rescued.set(unsaved);
        self.safety.was_interrupted.set(true);
        self.phase.set(Phase::Locked);
        self.vault.warm();
    }

    /// Waits until what is being saved is saved or refused, and everything else is stored.
    /// Tells whether all of it is safe.
    pub(super) async fn put_in_safety(self) -> bool {
        let begun_ms = now_ms();
        while self.is_open() && self.editor.is_saving.get_untracked() {
            if now_ms() - begun_ms > LONGEST_SAVE_MS {
                self.vault.end();
                self.be_interrupted();
                return false;
            }
            pause(LOOK_MS).await;
        }
        self.finish_recording().await;
        self.is_open() && self.store_draft(true).await
    }

    /// Goes on with a text that was rescued. `drafts` are those of the journal that has just
    /// been opened.
    pub(super) async fn bring_back(self, text: Draft, drafts: Vec<Draft>) {
        let kept = drafts.iter().find(|draft| draft.entry_id == text.entry_id);
        let is_saved = kept.is_none() && self.is_entry(&text).await;
        if is_saved {
            self.go(Pane::Reading(text.entry_id));
            self.say(words::rescued_saved());
            return;
        }
        // Another tab has written on meanwhile: both texts are kept.
        let is_older = kept.is_some_and(|kept| {
            kept.content != text.content && kept.updated.unix_ms > text.updated.unix_ms
        });
        let text = match (is_older, self.vault.open_draft(None).await) {
            (true, Ok(blank)) => Draft {
                content: text.content,
                cursor_utf16: text.cursor_utf16,
                ..blank
            },
            _ => text,
        };
        self.resume(text);
        // From the field on, everything is as with any other text that was typed.
        self.changed();
        if self.store_draft(true).await {
            self.refresh_drafts().await;
            self.say(if is_older {
                words::rescued_beside()
            } else {
                words::rescued_back()
            });
        }
    }

    /// Whether the journal holds exactly this text as a saved entry.
    async fn is_entry(self, text: &Draft) -> bool {
        let is_listed = |entries: &Vec<companion_core::EntrySummary>| {
            entries.iter().any(|entry| entry.id == text.entry_id)
        };
        self.entries.with_untracked(is_listed)
            && self
                .vault
                .read_entry(text.entry_id)
                .await
                .is_ok_and(|reading| reading.entry.content == text.content)
    }
}
