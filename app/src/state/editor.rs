//! The editor. The text field itself holds the text: nothing is written back while somebody
//! types, so input methods, undo and the cursor are the browser's own.

mod marks;
mod opening;
mod saving;
mod storing;
mod trouble;

use core::time::Duration;

use companion_core::{Draft, EntryId, Mood, Timestamp, count_words};
use leptos::html::Textarea;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

pub(crate) use trouble::Trouble;

use crate::platform::now;
use trouble::excess_chars;

/// The bars come back after this long without typing.
const REST_AFTER: Duration = Duration::from_secs(5);

/// How safe the text on screen is, as shown in `save-state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SaveState {
    /// A blank page.
    Blank,
    /// Typed, and not stored yet.
    Editing,
    /// Stored as a draft.
    DraftSaved,
    /// Saved in the journal.
    Saved,
    /// Could not be stored.
    Error,
}

/// The editor's state. The text is in the field.
#[derive(Clone, Copy)]
pub(crate) struct Editor {
    /// The field that is typed in.
    pub(crate) field: NodeRef<Textarea>,
    /// How safe the text is.
    pub(crate) save_state: RwSignal<SaveState>,
    /// What keeps the writer from saving.
    pub(crate) trouble: RwSignal<Option<Trouble>>,
    /// Words, counted with each stored draft.
    pub(crate) word_count: RwSignal<u32>,
    /// Seconds of writing in this sitting, likewise.
    pub(crate) seconds: RwSignal<u32>,
    /// The day and time under which the entry is or will be listed.
    pub(crate) created: RwSignal<Option<Timestamp>>,
    /// Whether the next Tab leaves the field, also from within a list.
    pub(crate) lets_tab_out: StoredValue<bool>,
    /// How the writer says they feel.
    pub(crate) mood: RwSignal<Option<Mood>>,
    /// Whether the writer is typing: then everything else steps back.
    pub(crate) is_typing: RwSignal<bool>,
    /// Whether an entry is being saved.
    pub(crate) is_saving: RwSignal<bool>,
    /// Changes with each text that is opened.
    pub(crate) opened: RwSignal<u32>,
    sitting: StoredValue<Option<Sitting>, LocalStorage>,
    rest: StoredValue<Option<TimeoutHandle>, LocalStorage>,
}

/// One text being written.
struct Sitting {
    /// The draft as it was opened; its text is the field's once the field is filled.
    draft: Draft,
    /// Whether the field holds the text.
    in_field: bool,
    /// Typed in since it was opened.
    changed: bool,
    /// Typed in since it was last handed to the vault.
    dirty: bool,
    /// Will store the draft.
    timer: Option<TimeoutHandle>,
    last_key_ms: f64,
    writing_ms: f64,
}

impl Editor {
    /// An editor without a text.
    pub(crate) fn new() -> Self {
        Self {
            field: NodeRef::new(),
            save_state: RwSignal::new(SaveState::Blank),
            trouble: RwSignal::new(None),
            word_count: RwSignal::new(0),
            seconds: RwSignal::new(0),
            created: RwSignal::new(None),
            lets_tab_out: StoredValue::new(false),
            mood: RwSignal::new(None),
            is_typing: RwSignal::new(false),
            is_saving: RwSignal::new(false),
            opened: RwSignal::new(0),
            sitting: StoredValue::new_local(None),
            rest: StoredValue::new_local(None),
        }
    }

    /// Whether a text is open.
    pub(crate) fn is_open(self) -> bool {
        self.sitting.with_value(Option::is_some)
    }

    /// Whether something typed is not stored.
    pub(crate) fn is_dirty(self) -> bool {
        self.sitting
            .with_value(|sitting| sitting.as_ref().is_some_and(|sitting| sitting.dirty))
    }

    /// Whether the open text has never been saved as an entry.
    pub(crate) fn is_new(self) -> bool {
        self.sitting
            .with_value(|sitting| sitting.as_ref().is_some_and(|sitting| sitting.draft.is_new))
    }

    /// Takes a draft as the text to write on; `is_stored` says whether the vault has it.
    fn open(self, draft: Draft, is_stored: bool) {
        self.close();
        self.word_count.set(count_words(&draft.content));
        self.seconds.set(draft.duration_seconds);
        self.mood.set(draft.mood);
        self.trouble
            .set(Trouble::of_excess(excess_chars(&draft.content)));
        self.save_state.set(match (is_stored, draft.is_new) {
            (true, _) => SaveState::DraftSaved,
            (false, true) => SaveState::Blank,
            (false, false) => SaveState::Saved,
        });
        self.sitting.set_value(Some(Sitting {
            draft,
            in_field: false,
            changed: false,
            dirty: false,
            timer: None,
            last_key_ms: 0.0,
            writing_ms: 0.0,
        }));
        self.opened.update(|count| *count = count.wrapping_add(1));
    }

    /// Puts the opened text and its cursor into the field and the field under the fingers.
    pub(crate) fn fill(self, field: &HtmlTextAreaElement) {
        if !field.is_connected() {
            return;
        }
        let text = self.sitting.try_update_value(|sitting| {
            let sitting = sitting.as_mut().filter(|sitting| !sitting.in_field)?;
            sitting.in_field = true;
            let text = std::mem::take(&mut sitting.draft.content);
            Some((text, sitting.draft.cursor_utf16))
        });
        if let Some(Some((text, cursor))) = text {
            field.set_value(&text);
            // A cursor beyond the text is put at its end by the browser.
            let _ = field.set_selection_range(cursor, cursor);
            // Focusing scrolls to the cursor; it fails only for a field that is gone.
            let _ = field.focus();
        }
    }

    /// Puts the text away, from memory too.
    pub(crate) fn close(self) {
        self.sitting.update_value(|sitting| {
            if let Some(timer) = sitting.take().and_then(|sitting| sitting.timer) {
                timer.clear();
            }
        });
        if let Some(field) = self.field.get_untracked() {
            field.set_value("");
        }
        self.trouble.set(None);
        self.is_saving.set(false);
        self.stop_typing();
        self.word_count.set(0);
        self.mood.set(None);
        self.created.set(None);
    }

    /// Shows the bars again.
    pub(crate) fn stop_typing(self) {
        self.rest.update_value(|rest| {
            if let Some(rest) = rest.take() {
                rest.clear();
            }
        });
        if self.is_typing.get_untracked() {
            self.is_typing.set(false);
        }
    }

    fn keep_typing(self) {
        self.stop_resting();
        if !self.is_typing.get_untracked() {
            self.is_typing.set(true);
        }
        let rest = set_timeout_with_handle(move || self.is_typing.set(false), REST_AFTER).ok();
        self.rest.set_value(rest);
    }

    fn stop_resting(self) {
        self.rest.update_value(|rest| {
            if let Some(rest) = rest.take() {
                rest.clear();
            }
        });
    }

    /// The text on screen.
    pub(crate) fn text(self) -> String {
        self.field
            .get_untracked()
            .map(|field| field.value())
            .unwrap_or_default()
    }

    /// The draft as it stands, to be stored now.
    fn snapshot(self) -> Option<Draft> {
        let field = self.field.get_untracked();
        let draft = self.sitting.try_update_value(|sitting| {
            let sitting = sitting.as_mut()?;
            let (content, cursor_utf16) = match field {
                Some(field) if sitting.in_field => {
                    let cursor = field.selection_end().ok().flatten();
                    (field.value(), cursor.unwrap_or_default())
                }
                _ => (sitting.draft.content.clone(), sitting.draft.cursor_utf16),
            };
            if let Some(timer) = sitting.timer.take() {
                timer.clear();
            }
            sitting.dirty = false;
            let written_s = (sitting.writing_ms / 1000.0) as u32;
            sitting.writing_ms -= f64::from(written_s) * 1000.0;
            sitting.draft.duration_seconds =
                sitting.draft.duration_seconds.saturating_add(written_s);
            sitting.draft.updated = now();
            sitting.draft.cursor_utf16 = cursor_utf16;
            Some(Draft {
                content,
                ..sitting.draft.clone()
            })
        })??;
        self.word_count.set(count_words(&draft.content));
        self.seconds.set(draft.duration_seconds);
        Some(draft)
    }

    /// Puts the field under the fingers again.
    pub(crate) fn focus(self) {
        if let Some(field) = self.field.get_untracked() {
            // Fails only for a field that is gone.
            let _ = field.focus();
        }
    }

    /// Gives the text another day and time.
    pub(super) fn set_created(self, created: Timestamp) {
        self.created.set(Some(created));
        self.sitting.update_value(|sitting| {
            if let Some(sitting) = sitting {
                sitting.draft.created = Some(created);
            }
        });
    }

    /// Notes the question that the text answers from now on.
    pub(super) fn answers(self, question: String) {
        self.sitting.update_value(|sitting| {
            if let Some(sitting) = sitting {
                sitting.draft.prompt_used = Some(question);
            }
        });
    }

    /// The text, if anything was typed that is not certainly in the journal.
    pub(super) fn unsaved(self) -> Option<Draft> {
        let may_be_lost = self.has_changed() || self.is_saving.get_untracked();
        may_be_lost.then(|| self.snapshot()).flatten()
    }

    fn mark_dirty(self, retry: Option<TimeoutHandle>) {
        self.sitting.update_value(|sitting| {
            if let Some(sitting) = sitting {
                sitting.dirty = true;
                sitting.timer = retry;
            }
        });
    }

    fn has_changed(self) -> bool {
        self.sitting
            .with_value(|sitting| sitting.as_ref().is_some_and(|sitting| sitting.changed))
    }

    /// The entry being written.
    pub(crate) fn id(self) -> Option<EntryId> {
        self.sitting
            .with_value(|sitting| sitting.as_ref().map(|sitting| sitting.draft.entry_id))
    }
}
