//! Questions in the margin: after a pause in writing, about what has been written so far; on an
//! empty page, about the time of day and what was on the writer's mind lately. The model asks
//! where there is one; else a question written by people comes. A question never moves the text,
//! takes no key from whoever goes on typing, and becomes a part of the text only when it is taken.

mod battery;
mod settings;

use core::time::Duration;

use companion_protocol::inference::{FailureKind, FinishReason, ModelState};
use companion_protocol::writing::{About, AskPrompt, Moment};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, Pane};
use crate::platform::{is_dialog_open, is_hidden, language, now_ms, pause, random_seed};
use crate::text::words::writing as words;

/// How long a question takes to fade; as `--calm` in the styles.
const FADE: Duration = Duration::from_millis(500);
/// A text with fewer words says too little to be asked about by the model.
const FEWEST_WORDS: u32 = 8;
/// Longest text that is shown while it streams, in bytes: what is longer is no short question.
const MAX_STREAMED_BYTES: usize = 400;
/// How long somebody waits at most for the worker to drop a question nobody wants any more.
const QUIET_WITHIN_MS: f64 = 3_000.0;

/// How a question in the margin stands, as shown in `idle-prompt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// None is there.
    Hidden,
    /// Its words are coming.
    Coming,
    /// It is whole.
    Whole,
    /// It fades.
    Leaving,
}

/// The question in the margin.
#[derive(Clone, Copy)]
pub(crate) struct Prompting {
    /// How it stands.
    pub(crate) shown: RwSignal<Shown>,
    /// Its words, as far as they have come.
    pub(crate) text: RwSignal<String>,
    /// When it came.
    pub(crate) moment: RwSignal<Moment>,
    /// Counts the questions, so that a late answer to one that nobody wants is not shown.
    run: StoredValue<u32>,
    /// Whether the model is at work on one, wanted or not.
    is_asking: StoredValue<bool>,
    /// Will ask.
    timer: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    /// The question for the next empty page, where one is set.
    greeting: StoredValue<Option<&'static str>>,
}

impl Prompting {
    /// No question.
    pub(crate) fn new() -> Self {
        Self {
            shown: RwSignal::new(Shown::Hidden),
            text: RwSignal::new(String::new()),
            moment: RwSignal::new(Moment::Opening),
            run: StoredValue::new(0),
            is_asking: StoredValue::new(false),
            timer: StoredValue::new_local(None),
            greeting: StoredValue::new(None),
        }
    }

    fn next_run(self) -> u32 {
        self.run.update_value(|run| *run = run.wrapping_add(1));
        self.run.get_value()
    }

    fn stop_waiting(self) {
        self.timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    }

    /// The next empty page is met with this question.
    pub(super) fn greet_with(self, question: &'static str) {
        self.greeting.set_value(Some(question));
    }

    fn show(self, text: String) {
        self.text.set(text);
        self.shown.set(Shown::Whole);
    }

    /// Lets the question fade, so that nothing jumps in the corner of the eye.
    fn fade(self) {
        if matches!(self.shown.get_untracked(), Shown::Hidden | Shown::Leaving) {
            return;
        }
        self.shown.set(Shown::Leaving);
        set_timeout(
            move || {
                // Another question may have come meanwhile.
                if self.shown.get_untracked() == Shown::Leaving {
                    self.hide();
                }
            },
            FADE,
        );
    }

    fn hide(self) {
        self.shown.set(Shown::Hidden);
        self.text.set(String::new());
    }
}

impl App {
    /// A text was opened in the editor: an empty page is met with a question; who takes up what
    /// they had begun may pause before the first key, too.
    pub(super) fn prompt_on_opening(self, is_blank: bool) {
        self.end_prompting();
        let greeting = self.prompting.greeting.try_update_value(Option::take);
        if !is_blank && self.editor.is_new() {
            self.prompt_after_pause();
        }
        if !is_blank || !self.prompts_wanted(Moment::Opening) {
            return;
        }
        match greeting.flatten() {
            Some(question) => {
                self.prompting.moment.set(Moment::Opening);
                self.announce(words::heard(question));
                self.prompting.show(question.to_owned());
            }
            None => spawn_local(self.ask_for_prompt(Moment::Opening)),
        }
    }

    /// Something was typed: a question fades, and the next one waits for the next pause.
    pub(super) fn prompt_later(self) {
        let prompting = self.prompting;
        prompting.stop_waiting();
        if prompting.is_asking.get_value() || prompting.shown.get_untracked() != Shown::Hidden {
            prompting.next_run();
            prompting.fade();
            self.stop_asking();
        }
        self.prompt_after_pause();
    }

    fn prompt_after_pause(self) {
        let seconds = self.idle_prompt_seconds();
        if seconds > 0 {
            let ask = move || spawn_local(self.ask_for_prompt(Moment::GoingOn));
            let after = Duration::from_secs(seconds.into());
            let timer = set_timeout_with_handle(ask, after).ok();
            self.prompting.timer.set_value(timer);
        }
    }

    /// Puts the question away at once, and asks no more.
    pub(crate) fn end_prompting(self) {
        let prompting = self.prompting;
        prompting.stop_waiting();
        prompting.next_run();
        prompting.hide();
        self.stop_asking();
    }

    /// The page is hidden: nobody reads what would be asked.
    pub(super) fn rest_prompting(self) {
        if self.prompting.is_asking.get_value() {
            self.prompting.next_run();
            self.prompting.hide();
            self.stop_asking();
        }
    }

    /// Does what a key does to a question that is whole; tells whether it did anything.
    pub(crate) fn prompt_key(self, key: &str) -> bool {
        let shown = self.prompting.shown.get_untracked();
        match key {
            "Tab" if shown == Shown::Whole => self.take_prompt(),
            "Escape" if matches!(shown, Shown::Whole | Shown::Coming) => self.end_prompting(),
            _ => return false,
        }
        true
    }

    /// Makes the question a part of the text, with the caret below it.
    pub(crate) fn take_prompt(self) {
        let question = self.prompting.text.get_untracked();
        self.end_prompting();
        if !question.is_empty() && !self.editor.is_saving.get_untracked() {
            self.editor.answers(question.clone());
            self.quote(&question);
        }
    }

    /// More of a question has come.
    pub(super) fn hear_prompt(self, piece: &str) {
        let prompting = self.prompting;
        // What comes for a question that nobody wants any more is let go.
        if prompting.is_asking.get_value() && prompting.shown.get_untracked() != Shown::Leaving {
            prompting.text.update(|text| {
                if text.len() < MAX_STREAMED_BYTES {
                    text.push_str(piece);
                }
            });
            prompting.shown.set(Shown::Coming);
        }
    }

    /// Waits until the model is free of a question for the margin, which nobody wants now.
    pub(super) async fn quiet_prompting(self) {
        self.end_prompting();
        let begun_ms = now_ms();
        while self.prompting.is_asking.get_value() && now_ms() - begun_ms < QUIET_WITHIN_MS {
            pause(20).await;
        }
    }

    async fn ask_for_prompt(self, moment: Moment) {
        // A page that has stayed empty is asked about as one that was just opened.
        let text = self.editor.text();
        let moment = match moment {
            Moment::GoingOn if text.trim().is_empty() => Moment::Opening,
            moment => moment,
        };
        if !self.may_prompt(moment) {
            return;
        }
        let prompting = self.prompting;
        let run = prompting.next_run();
        prompting.moment.set(moment);
        let mut question = None;
        if self.may_generate(&text, moment).await && prompting.run.get_value() == run {
            question = self.ask_model(&text, moment).await;
        }
        let is_wanted = || prompting.run.get_value() == run && self.may_prompt(moment);
        if !is_wanted() {
            return;
        }
        let question = match question {
            Some(question) => question,
            None => match self.vault.prompt(moment, language()).await {
                Ok(Some(prompt)) => prompt.text,
                // Writing goes on without a question.
                Ok(None) | Err(_) => return prompting.fade(),
            },
        };
        if is_wanted() {
            self.announce(words::heard(&question));
            prompting.show(question);
        }
    }

    /// A question of the model; `None` where none came.
    async fn ask_model(self, text: &str, moment: Moment) -> Option<String> {
        let about = match moment {
            Moment::GoingOn => About::Text(text.to_owned()),
            Moment::Opening => About::Lately {
                digest: self.vault.digest().await.ok()?,
                language: language(),
            },
        };
        // What another question has left behind is done with first.
        if self.prompting.is_asking.get_value() {
            return None;
        }
        self.prompting.text.set(String::new());
        self.prompting.is_asking.set_value(true);
        let begun_ms = now_ms();
        let seed = random_seed();
        let outcome = self.inference.ask_prompt(AskPrompt { about, seed }).await;
        self.prompting.is_asking.set_value(false);
        self.note_question(begun_ms, &outcome);
        match outcome {
            Ok(finished) if finished.reason != FinishReason::Stopped => {
                Some(finished.text).filter(|text| !text.is_empty())
            }
            Ok(_) => None,
            Err(failure) => {
                debug_assert_ne!(failure.kind, FailureKind::NoModel);
                None
            }
        }
    }

    /// Whether somebody is there to be asked.
    fn may_prompt(self, moment: Moment) -> bool {
        self.prompts_wanted(moment)
            && self.pane.get_untracked() == Pane::Writing
            && self.editor.is_open()
            && !self.editor.is_saving.get_untracked()
            && self.editor.text().trim().is_empty() == (moment == Moment::Opening)
            && !is_hidden()
            && !is_dialog_open()
    }

    /// Whether the model may be put to work: it is there, the text says enough, and the battery
    /// lasts. On an empty page only a model that is awake is asked: nobody waits there.
    async fn may_generate(self, text: &str, moment: Moment) -> bool {
        let state = self.model.with_untracked(|model| model.state);
        let is_ready = match moment {
            Moment::Opening => state == ModelState::Loaded,
            Moment::GoingOn => {
                matches!(state, ModelState::Ready | ModelState::Loaded)
                    && companion_core::count_words(text) >= FEWEST_WORDS
            }
        };
        is_ready && self.model_may_prompt() && !battery::is_low().await
    }

    fn stop_asking(self) {
        if self.prompting.is_asking.get_value() {
            // A worker that does not answer is noticed by its silence.
            spawn_local(async move { drop(self.inference.stop_generating().await) });
        }
    }
}
