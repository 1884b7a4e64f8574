//! Which questions the writer wants. Each kind is turned off with one touch, and back on with one.

use companion_core::{Asker, IdlePrompts, Settings};
use companion_protocol::writing::Moment;
use leptos::prelude::*;

use crate::state::{App, Undo};
use crate::text::words;

impl App {
    /// Whether questions of this kind are wanted.
    pub(super) fn prompts_wanted(self, moment: Moment) -> bool {
        self.settings.with_untracked(|settings| match moment {
            Moment::Opening => !settings.hides_opening_prompts,
            Moment::GoingOn => settings.idle_prompts.seconds() > 0,
        })
    }

    /// Seconds without a key before a question comes; 0 for never.
    pub(super) fn idle_prompt_seconds(self) -> u16 {
        self.settings
            .with_untracked(|settings| settings.idle_prompts.seconds())
    }

    /// Whether the model may ask, where there is one.
    pub(super) fn model_may_prompt(self) -> bool {
        self.settings
            .with_untracked(|settings| settings.prompts_by == Asker::Model)
    }

    /// Asks no more questions of the present kind, for good; that can be undone.
    pub(crate) async fn turn_prompts_off(self) {
        let moment = self.prompting.moment.get_untracked();
        let before = self.settings.get_untracked();
        let after = match moment {
            Moment::Opening => Settings {
                hides_opening_prompts: true,
                ..before.clone()
            },
            Moment::GoingOn => Settings {
                idle_prompts: IdlePrompts::OFF,
                ..before.clone()
            },
        };
        self.end_prompting();
        self.editor.focus();
        if self.change_settings(after).await {
            let told = match moment {
                Moment::Opening => words::writing::opening_off(),
                Moment::GoingOn => words::writing::idle_off(),
            };
            self.say_with_undo(told, Undo::Prompts(before));
        }
    }

    /// Wants the questions again that were wanted before.
    pub(crate) async fn undo_turning_prompts_off(self, before: Settings) {
        let now = self.settings.get_untracked();
        let settings = Settings {
            idle_prompts: before.idle_prompts,
            hides_opening_prompts: before.hides_opening_prompts,
            ..now
        };
        if self.change_settings(settings).await {
            self.toast.set(None);
            self.announce(words::writing::prompts_on());
        }
    }

    /// Stores other settings, and keeps them once they are stored. Tells whether they are.
    pub(crate) async fn change_settings(self, settings: Settings) -> bool {
        match self.vault.write_settings(settings.clone()).await {
            Ok(()) => {
                self.settings.set(settings);
                true
            }
            Err(failure) => {
                self.say(words::vault_failure(&failure));
                false
            }
        }
    }
}
