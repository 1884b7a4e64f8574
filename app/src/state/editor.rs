//! The editor. The text field itself holds the text: nothing is written back while somebody
//! types, so input methods, undo and the cursor are the browser's own.

use core::time::Duration;

use companion_core::limits::MAX_ENTRY_CHARS;
use companion_core::{Draft, EntryId, count_words};
use companion_protocol::vault::{Failure, FailureKind};
use leptos::html::Textarea;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlTextAreaElement;

use super::{App, DraftCard, Pane};
use crate::platform::{now, now_ms};
use crate::text::{split, words};

/// From the first letter typed to storing it. With the time that storing takes, what a crash
/// can cost stays below two seconds of typing.
const STORE_AFTER: Duration = Duration::from_millis(900);
/// From a failed attempt to the next.
const RETRY_AFTER: Duration = Duration::from_secs(5);
/// The bars come back after this long without typing.
const REST_AFTER: Duration = Duration::from_secs(5);
/// A longer pause between two letters is not counted as time spent writing.
const LONGEST_PAUSE_MS: f64 = 30_000.0;

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

/// What keeps the writer from saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing is written.
    Empty,
    /// Longer than one entry may be; by how many characters.
    TooLong(usize),
    /// It could not be stored; what happened, what is safe, what to do.
    NotStored {
        /// In words.
        text: String,
        /// Whether locking waits for it.
        holds_up_lock: bool,
    },
}

impl Trouble {
    fn of_excess(chars: usize) -> Option<Self> {
        (chars > 0).then_some(Self::TooLong(chars))
    }
}

/// Characters beyond what one entry may hold.
fn excess_chars(text: &str) -> usize {
    text.chars().count().saturating_sub(MAX_ENTRY_CHARS)
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

/// A draft on its way into the vault.
pub(crate) struct Storing<F> {
    answer: F,
    /// Characters beyond what one entry may hold.
    excess: usize,
}

type Answer = Result<(), Failure>;

impl Editor {
    /// An editor without a text.
    pub(crate) fn new() -> Self {
        Self {
            field: NodeRef::new(),
            save_state: RwSignal::new(SaveState::Blank),
            trouble: RwSignal::new(None),
            word_count: RwSignal::new(0),
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
        Some(draft)
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

    fn id(self) -> Option<EntryId> {
        self.sitting
            .with_value(|sitting| sitting.as_ref().map(|sitting| sitting.draft.entry_id))
    }
}

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
        self.editor.open(draft, true);
        self.go(Pane::Writing);
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
                    super::reflection::append_question(&mut draft, question);
                }
                self.editor.open(draft, is_stored);
                if is_asked {
                    self.changed();
                }
                if self.pane.get_untracked() != Pane::Writing {
                    self.go(Pane::Writing);
                }
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

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
        self.changed();
    }

    /// The text is another than what is stored.
    pub(super) fn changed(self) {
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

    fn not_stored(self, failure: &Failure) {
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

    /// Saves the text as an entry and shows it.
    pub(crate) async fn save(self) {
        let editor = self.editor;
        if editor.is_saving.get_untracked() || !editor.is_open() {
            return;
        }
        let Some(draft) = editor.snapshot() else {
            return;
        };
        if draft.content.trim().is_empty() {
            editor.trouble.set(Some(Trouble::Empty));
            return;
        }
        editor.is_saving.set(true);
        let id = draft.entry_id;
        let excess = excess_chars(&draft.content);
        match self.vault.save_entry(draft).await {
            Ok(_) => {
                editor.save_state.set(SaveState::Saved);
                editor.sitting.update_value(|sitting| {
                    if let Some(sitting) = sitting {
                        sitting.changed = false;
                        sitting.dirty = false;
                    }
                });
                self.announce(words::SAVED);
                self.ask_to_keep_once();
                self.refresh().await;
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
                self.say(words::SPLIT_DONE);
                self.refresh().await;
            }
            Err(failure) => {
                editor.is_saving.set(false);
                editor.mark_dirty(None);
                self.not_stored(&failure);
            }
        }
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
                self.say(words::DRAFT_DISCARDED);
                self.back();
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Puts the text in safety before the editor goes away. Tells whether it is safe.
    pub(crate) async fn leave_editor(self) -> bool {
        let editor = self.editor;
        let Some(id) = editor.id() else { return true };
        let wrote = editor.has_changed();
        if editor.is_new() && editor.text().trim().is_empty() {
            // An empty page leaves no trace; if forgetting it fails it is an empty draft.
            let _ = self.vault.discard_draft(id).await;
        } else if !self.store_draft(true).await {
            return false;
        } else if wrote && editor.save_state.get_untracked() == SaveState::DraftSaved {
            self.say(words::DRAFT_KEPT);
        }
        self.refresh_drafts().await;
        true
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
