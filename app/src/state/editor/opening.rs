//! Texts on their way into the editor and out of it.

use companion_core::{Draft, EntryId};
use leptos::prelude::*;

use super::SaveState;
use crate::state::{App, DraftCard, Pane, reflection};
use crate::text::words;

impl App {
    /// Opens an empty page.
    pub(crate) async fn write_new(self) {
        self.open_draft(None, None).await;
    }

    /// Opens a saved entry, or its unsaved changes, for writing; a question is added at its end.
    pub(crate) async fn write_on(self, id: EntryId, question: Option<String>) {
        self.open_draft(Some(id), question).await;
    }

    /// Opens a draft that is at hand.
    pub(crate) fn resume(self, draft: Draft) {
        let is_blank = draft.content.trim().is_empty();
        let created = self.date_of(&draft);
        self.editor.open(draft, true);
        self.editor.created.set(Some(created));
        self.go(Pane::Writing);
        self.prompt_on_opening(is_blank);
    }

    async fn open_draft(self, id: Option<EntryId>, question: Option<String>) {
        if self.pane.get_untracked() == Pane::Writing && !self.leave_editor().await {
            return;
        }
        match self.vault.open_draft(id).await {
            Ok(mut draft) => {
                let is_stored = self.has_unsaved(draft.entry_id);
                let is_asked = question.is_some();
                if let Some(question) = question {
                    reflection::append_question(&mut draft, question);
                }
                let is_blank = draft.content.trim().is_empty();
                let created = self.date_of(&draft);
                self.editor.open(draft, is_stored);
                self.editor.created.set(Some(created));
                if is_asked {
                    self.changed();
                }
                if self.pane.get_untracked() != Pane::Writing {
                    self.go(Pane::Writing);
                }
                self.prompt_on_opening(is_blank);
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Puts the text in safety before the editor goes away. Tells whether it is safe.
    pub(crate) async fn leave_editor(self) -> bool {
        let editor = self.editor;
        self.end_prompting();
        let Some(id) = editor.id() else { return true };
        self.finish_recording().await;
        self.forget_removed();
        let wrote = editor.has_changed();
        if editor.is_new() && editor.text().trim().is_empty() && !self.attachments.any() {
            // An empty page leaves no trace; if forgetting it fails it is an empty draft.
            let _ = self.vault.discard_draft(id).await;
        } else if !self.store_draft(true).await {
            return false;
        } else if wrote && editor.save_state.get_untracked() == SaveState::DraftSaved {
            self.say(words::draft_kept());
        }
        self.refresh_drafts().await;
        true
    }

    /// Throws the unsaved text away and goes back.
    pub(crate) async fn discard_draft(self) {
        let Some(id) = self.editor.id() else { return };
        match self.vault.discard_draft(id).await {
            Ok(()) => {
                self.editor.sitting.update_value(|sitting| {
                    if let Some(sitting) = sitting {
                        sitting.changed = false;
                        sitting.dirty = false;
                    }
                });
                self.say(words::draft_discarded());
                self.back();
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Whether there is unsaved writing for an entry.
    pub(crate) fn has_unsaved(self, id: EntryId) -> bool {
        self.drafts
            .with_untracked(|drafts| drafts.iter().any(|draft| draft.id == id))
    }

    /// Reads the list of unsaved writing again.
    pub(crate) async fn refresh_drafts(self) {
        if let Ok(drafts) = self.vault.list_drafts().await {
            self.drafts
                .set(drafts.iter().map(DraftCard::from).collect());
        }
    }
}
