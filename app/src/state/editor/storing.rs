//! What is typed becomes a stored draft, about once a second.

use core::time::Duration;

use companion_protocol::vault::{Failure, FailureKind};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::SaveState;
use super::trouble::{Trouble, excess_chars};
use crate::platform::now_ms;
use crate::state::App;
use crate::text::words;

/// From the first letter typed to storing it. With the time that storing takes, what a crash
/// can cost stays below two seconds of typing.
const STORE_AFTER: Duration = Duration::from_millis(900);
/// From a failed attempt to the next.
const RETRY_AFTER: Duration = Duration::from_secs(5);
/// A longer pause between two letters is not counted as time spent writing.
const LONGEST_PAUSE_MS: f64 = 30_000.0;

/// A draft on its way into the vault.
pub(crate) struct Storing<F> {
    answer: F,
    /// Characters beyond what one entry may hold.
    excess: usize,
}

type Answer = Result<(), Failure>;

impl App {
    /// Something was typed.
    pub(crate) fn typed(self) {
        self.editor.keep_typing();
        self.editor.sitting.update_value(|sitting| {
            let Some(sitting) = sitting else { return };
            let now_ms = now_ms();
            let pause_ms = now_ms - sitting.last_key_ms;
            if pause_ms < LONGEST_PAUSE_MS {
                sitting.writing_ms += pause_ms;
            }
            sitting.last_key_ms = now_ms;
        });
        self.prompt_later();
        self.changed();
    }

    /// The text is another than what is stored.
    pub(in crate::state) fn changed(self) {
        self.editor.save_state.set(SaveState::Editing);
        self.editor.sitting.update_value(|sitting| {
            let Some(sitting) = sitting else { return };
            sitting.changed = true;
            sitting.dirty = true;
            if sitting.timer.is_none() {
                sitting.timer = self.store_after(STORE_AFTER);
            }
        });
    }

    /// The cursor may have moved: where it stands is a part of the draft.
    pub(crate) fn moved(self) {
        self.editor.sitting.update_value(|sitting| {
            if let Some(sitting) = sitting
                && sitting.changed
                && sitting.timer.is_none()
            {
                sitting.dirty = true;
                sitting.timer = self.store_after(STORE_AFTER);
            }
        });
    }

    fn store_after(self, delay: Duration) -> Option<TimeoutHandle> {
        let store = move || {
            spawn_local(async move {
                self.store_draft(false).await;
            });
        };
        set_timeout_with_handle(store, delay).ok()
    }

    /// Stores the draft if something typed is not stored yet, or, `always`, if anything was
    /// typed at all: a store under way may still fail. Tells whether everything typed is safe.
    pub(crate) async fn store_draft(self, always: bool) -> bool {
        match self.begin_storing(always) {
            Some(storing) => self.finish_storing(storing).await,
            None => true,
        }
    }

    /// Posts the draft to the vault worker, if that is needed; nothing is waited for.
    pub(crate) fn begin_storing(
        self,
        always: bool,
    ) -> Option<Storing<impl Future<Output = Answer>>> {
        let editor = self.editor;
        let needed = editor.is_dirty() || (always && editor.has_changed());
        if !needed || editor.is_saving.get_untracked() {
            return None;
        }
        let draft = editor.snapshot()?;
        let excess = excess_chars(&draft.content);
        let answer = self.vault.store_draft(draft);
        Some(Storing { answer, excess })
    }

    /// Waits until the draft is durable, and says so. Tells whether it is.
    pub(crate) async fn finish_storing(
        self,
        storing: Storing<impl Future<Output = Answer>>,
    ) -> bool {
        let editor = self.editor;
        match storing.answer.await {
            Ok(()) => {
                if !editor.is_dirty() && editor.is_open() {
                    editor.save_state.set(SaveState::DraftSaved);
                }
                editor.trouble.set(Trouble::of_excess(storing.excess));
                true
            }
            Err(failure) => {
                editor.mark_dirty(self.store_after(RETRY_AFTER));
                self.not_stored(&failure);
                false
            }
        }
    }

    pub(super) fn not_stored(self, failure: &Failure) {
        if failure.kind == FailureKind::TakenOver {
            self.be_taken_over();
            return;
        }
        self.editor.save_state.set(SaveState::Error);
        self.editor.trouble.set(Some(Trouble::NotStored {
            text: words::draft_failure(failure),
            holds_up_lock: false,
        }));
    }
}
