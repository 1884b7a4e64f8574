//! A question about the entry being read. What the model says is only ever text, and becomes
//! part of the entry only when the writer keeps it.

use core::cell::Cell;
use core::time::Duration;
use std::rc::Rc;

use companion_core::{Draft, EntryId};
use companion_protocol::inference::{FailureKind, FinishReason, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::platform::{now_ms, random_seed};
use crate::text::words;

/// A worker that has not stopped by then is ended.
const STOP_WITHIN: Duration = Duration::from_secs(3);

/// How the question stands, as shown in `ai-output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReflectionState {
    /// None was asked for.
    Idle,
    /// It is being thought of.
    Running,
    /// It is complete.
    Done,
    /// The writer stopped it.
    Stopped,
    /// It failed.
    Error,
}

/// Why there is no question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// There is no model yet.
    NoModel,
    /// What happened, in words.
    Failed(String),
}

/// The question about the entry being read.
#[derive(Clone, Copy)]
pub(crate) struct Reflection {
    /// How it stands.
    pub(crate) state: RwSignal<ReflectionState>,
    /// Its text, as far as it has come.
    pub(crate) text: RwSignal<String>,
    /// Why there is none.
    pub(crate) obstacle: RwSignal<Option<Obstacle>>,
    /// Whether it is being stopped.
    pub(crate) is_stopping: RwSignal<bool>,
    /// Counts the questions, so that a late answer to a forgotten one is not shown.
    run: StoredValue<u32>,
}

impl Reflection {
    /// No question.
    pub(crate) fn new() -> Self {
        Self {
            state: RwSignal::new(ReflectionState::Idle),
            text: RwSignal::new(String::new()),
            obstacle: RwSignal::new(None),
            is_stopping: RwSignal::new(false),
            run: StoredValue::new(0),
        }
    }

    fn reset(self, state: ReflectionState) -> u32 {
        self.run.update_value(|run| *run = run.wrapping_add(1));
        self.state.set(state);
        self.text.set(String::new());
        self.obstacle.set(None);
        self.is_stopping.set(false);
        self.run.get_value()
    }
}

impl App {
    /// Asks the model for a question about the entry being read.
    pub(crate) async fn reflect(self) {
        let Some(entry_text) = self.reading.with_untracked(|reading| {
            reading
                .as_ref()
                .map(|reading| reading.entry.content.clone())
        }) else {
            return;
        };
        let reflection = self.reflection;
        let run = reflection.reset(ReflectionState::Running);
        self.progress.set(None);
        self.announce(words::reflecting());
        self.quiet_prompting().await;
        let request = Reflect {
            entry_text,
            seed: random_seed(),
        };
        let begun_ms = now_ms();
        let outcome = self.inference.reflect(request).await;
        self.note_question(begun_ms, &outcome);
        if reflection.run.get_value() != run {
            return;
        }
        self.progress.set(None);
        reflection.is_stopping.set(false);
        match outcome {
            Ok(finished) if finished.reason == FinishReason::Stopped => {
                reflection.text.set(finished.text);
                reflection.state.set(ReflectionState::Stopped);
                self.announce(words::stopped());
            }
            Ok(finished) if finished.text.is_empty() => {
                self.fail_reflection(Obstacle::Failed(words::no_question().into()));
            }
            Ok(finished) => {
                self.announce(finished.text.clone());
                reflection.text.set(finished.text);
                reflection.state.set(ReflectionState::Done);
            }
            Err(failure) if failure.kind == FailureKind::Cancelled => {
                reflection.state.set(ReflectionState::Stopped);
            }
            Err(failure) if failure.kind == FailureKind::NoModel => {
                self.fail_reflection(Obstacle::NoModel);
            }
            Err(failure) => {
                self.fail_reflection(Obstacle::Failed(words::engine::failure(&failure)))
            }
        }
    }

    fn fail_reflection(self, obstacle: Obstacle) {
        self.reflection.text.set(String::new());
        self.reflection.obstacle.set(Some(obstacle));
        self.reflection.state.set(ReflectionState::Error);
    }

    /// More of the question has come.
    pub(crate) fn hear(self, piece: &str) {
        if self.reflection.state.get_untracked() == ReflectionState::Running {
            self.reflection.text.update(|text| text.push_str(piece));
        }
    }

    /// Stops the question; a worker that does not stop is ended.
    pub(crate) fn stop_reflecting(self) {
        if self.reflection.is_stopping.get_untracked() {
            return;
        }
        self.reflection.is_stopping.set(true);
        self.stop_or_end();
    }

    fn stop_or_end(self) {
        let run = self.reflection.run.get_value();
        // Not in the arena: the button that was pressed goes before the time is over, and takes what is its own with it.
        let stopped = Rc::new(Cell::new(false));
        spawn_local({
            let stopped = Rc::clone(&stopped);
            async move { stopped.set(self.inference.stop_generating().await.is_ok()) }
        });
        set_timeout(
            move || {
                let is_over = self.reflection.run.get_value() != run
                    || !self.reflection.is_stopping.get_untracked();
                if !(is_over && stopped.get()) && self.inference.is_running() {
                    self.restart_model_worker();
                }
            },
            STOP_WITHIN,
        );
    }

    /// Puts the question away; one under way is stopped.
    pub(crate) fn forget_reflection(self) {
        let was_running = self.reflection.state.get_untracked() == ReflectionState::Running;
        self.reflection.reset(ReflectionState::Idle);
        if was_running {
            self.stop_or_end();
        }
    }

    /// Keeps the question as a part of the entry.
    pub(crate) async fn keep_question(self, id: EntryId) {
        let question = self.reflection.text.get_untracked();
        if self.has_unsaved(id) {
            // Saving would save those too: that is the writer's decision.
            self.write_on(id, Some(question)).await;
            return;
        }
        let outcome = async {
            let mut draft = self.vault.open_draft(Some(id)).await?;
            append_question(&mut draft, question);
            self.vault.save_entry(draft).await
        };
        match outcome.await {
            Ok(_) => {
                self.forget_reflection();
                self.show_entry(id).await;
                self.refresh().await;
                self.say(words::question_kept());
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Opens the entry with the question at its end, to answer it.
    pub(crate) async fn answer_question(self, id: EntryId) {
        let question = self.reflection.text.get_untracked();
        self.write_on(id, Some(question)).await;
    }
}

/// Adds a question as a quotation at the end of a draft, with the cursor below it.
pub(crate) fn append_question(draft: &mut Draft, question: String) {
    let kept = draft.content.trim_end().len();
    draft.content.truncate(kept);
    draft.content.push_str("\n\n");
    for line in question.lines() {
        draft.content.push_str("> ");
        draft.content.push_str(line.trim());
        draft.content.push('\n');
    }
    draft.content.push('\n');
    let length_utf16 = draft.content.encode_utf16().count();
    draft.cursor_utf16 = u32::try_from(length_utf16).unwrap_or(u32::MAX);
    draft.prompt_used = Some(question);
}

#[cfg(test)]
mod tests {
    use companion_core::Timestamp;

    use super::*;

    #[test]
    fn a_question_is_quoted_and_the_cursor_stands_below() {
        let mut draft = Draft {
            entry_id: EntryId::from_bytes([7; 16]),
            is_new: false,
            started: Timestamp::default(),
            updated: Timestamp::default(),
            content: "Rain 🌧 all day.\n\n\n".into(),
            cursor_utf16: 0,
            duration_seconds: 0,
            prompt_used: None,
            created: None,
            mood: None,
            is_favourite: false,
            attachments: Vec::new(),
        };
        append_question(&mut draft, "What did\nit change?".into());
        assert_eq!(
            draft.content,
            "Rain 🌧 all day.\n\n> What did\n> it change?\n\n"
        );
        assert_eq!(draft.cursor_utf16, 43);
    }
}
