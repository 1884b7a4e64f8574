//! A text becomes an entry, or, if it is too long, two.

use companion_core::limits::MAX_ENTRY_CHARS;
use companion_protocol::vault::FailureKind;
use leptos::prelude::*;

use super::SaveState;
use super::trouble::{Trouble, excess_chars};
use crate::state::{App, Pane};
use crate::text::{split, words};

impl App {
    /// Saves the text as an entry and shows it.
    pub(crate) async fn save(self) {
        let editor = self.editor;
        if editor.is_saving.get_untracked() || !editor.is_open() {
            return;
        }
        // What is being said is a part of the entry.
        self.finish_recording().await;
        let Some(draft) = editor.snapshot() else {
            return;
        };
        if draft.content.trim().is_empty() && !self.attachments.any() {
            editor.trouble.set(Some(Trouble::Empty));
            return;
        }
        editor.is_saving.set(true);
        let id = draft.entry_id;
        let excess = excess_chars(&draft.content);
        match self.vault.save_entry(draft).await {
            Ok(line) => {
                editor.save_state.set(SaveState::Saved);
                editor.sitting.update_value(|sitting| {
                    if let Some(sitting) = sitting {
                        sitting.changed = false;
                        sitting.dirty = false;
                    }
                });
                self.announce(words::saved());
                self.ask_to_keep_once();
                self.take_line(line);
                self.refresh_drafts().await;
                self.finish_at(Pane::Reading(id));
            }
            // The journal was taken away, and the text is out of harm's way.
            Err(_) if !editor.is_open() => {}
            Err(failure) => {
                editor.is_saving.set(false);
                editor.mark_dirty(None);
                // What cannot be saved is still stored as a draft, where there is room.
                if self.store_draft(true).await && failure.kind == FailureKind::TooLong {
                    editor.trouble.set(Some(Trouble::TooLong(excess)));
                } else {
                    self.not_stored(&failure);
                }
            }
        }
    }

    /// Saves as much as one entry holds, up to the end of a paragraph, and goes on with the rest.
    /// The rest is stored first: whatever happens between the two steps, nothing is lost.
    pub(crate) async fn split(self) {
        let editor = self.editor;
        let Some(mut first) = editor.snapshot() else {
            return;
        };
        let Some(at) = split::point(&first.content, MAX_ENTRY_CHARS) else {
            return;
        };
        editor.is_saving.set(true);
        let outcome = async {
            let mut rest = self.vault.open_draft(None).await?;
            rest.content = first.content.split_off(at).trim_start().to_owned();
            self.vault.store_draft(rest.clone()).await?;
            self.vault.save_entry(first).await?;
            Ok(rest)
        };
        match outcome.await {
            Ok(rest) => {
                editor.open(rest, true);
                self.say(words::split_done());
                self.refresh().await;
            }
            Err(failure) => {
                editor.is_saving.set(false);
                editor.mark_dirty(None);
                self.not_stored(&failure);
            }
        }
    }
}
