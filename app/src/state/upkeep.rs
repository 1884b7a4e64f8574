//! Looking through what unlocking does not read, while nobody writes: photos and recordings a
//! while after unlocking and when somebody verifies, and the parts of the search index as they are
//! used.

use core::time::Duration;

use companion_protocol::problem::Problem;
use companion_protocol::upkeep::Checked;
use companion_protocol::vault::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::platform::pause;

/// How long after unlocking it begins: everything else comes first.
const LATER: Duration = Duration::from_secs(30);
/// The pause between two steps of it in the background, of some ten milliseconds each, and while
/// somebody writes.
const BETWEEN_MS: u32 = 100;
const TYPING_WAIT_MS: u32 = 1_000;

impl App {
    /// Looks through all photos and recordings in the background, some time after unlocking. A
    /// journal that is locked meanwhile ends it.
    pub(super) fn look_through_later(self) {
        let begin = move || {
            if self.is_open() {
                // What keeps it from being read keeps everything else, and is said there.
                spawn_local(async move { drop(self.look_through(BETWEEN_MS, |_, _| true).await) });
            }
        };
        set_timeout(begin, LATER);
    }

    /// Looks through all photos and recordings at once; `go_on` hears how many of how many were
    /// read, and can end it. Tells how many are damaged.
    ///
    /// # Errors
    /// Why not all of them were read.
    pub(super) async fn look_through_now(
        self,
        go_on: impl Fn(u64, u64) -> bool,
    ) -> Result<u64, Failure> {
        self.look_through(0, go_on).await
    }

    /// Hears what was found while something else was done.
    pub(super) async fn hear_problems(self) {
        if let Ok(checked) = self.vault.continue_upkeep().await {
            self.tell_problems(&checked.problems);
        }
    }

    async fn look_through(
        self,
        between_ms: u32,
        go_on: impl Fn(u64, u64) -> bool,
    ) -> Result<u64, Failure> {
        let mut found = 0;
        let mut checked = self.vault.begin_upkeep().await?;
        loop {
            let Checked { done, total, .. } = checked;
            self.tell_problems(&checked.problems);
            found += checked.problems.len() as u64;
            if checked.is_over || !go_on(done, total) {
                return Ok(found);
            }
            if between_ms > 0 {
                pause(between_ms).await;
                while self.is_open() && self.editor.is_typing.get_untracked() {
                    pause(TYPING_WAIT_MS).await;
                }
            }
            if !self.is_open() {
                return Ok(found);
            }
            checked = self.vault.continue_upkeep().await?;
        }
    }

    /// Shows what is not as it was left, beside what is shown already.
    fn tell_problems(self, found: &[Problem]) {
        for problem in found {
            let is_told = self.problems.with_untracked(|told| told.contains(problem));
            if self.is_open() && !is_told {
                self.problems.update(|told| told.push(problem.clone()));
            }
        }
    }
}
