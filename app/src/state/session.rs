//! From the first look at the browser to a locked journal.

use companion_protocol::vault::{
    Event, Failure, FailureKind, Passphrase, Presence, RecoveryKey, Unlocked,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::editor::Trouble;
use super::{App, DraftCard, Pane, Phase};
use crate::clients::Notice;
use crate::platform::evidence::Evidence;
use crate::platform::turn::next_task;
use crate::platform::{intl, now_ms, support};
use crate::text::words;

/// Unsaved writing younger than this is opened at once after unlocking: its writer was
/// interrupted. Older writing waits at the top of the list.
const RESUME_WITHIN_MS: f64 = 12.0 * 60.0 * 60.0 * 1000.0;

impl App {
    /// Looks at the browser and for a journal, and shows the screen that fits.
    pub(crate) async fn start(self) {
        let missing = support::missing().await;
        if !missing.is_empty() {
            self.phase.set(Phase::Unsupported(missing));
            return;
        }
        self.vault.listen(move |notice| self.on_vault(notice));
        if Evidence::find().is_none() {
            // The first visit, nearly always: its screen does not wait for a worker of a megabyte.
            self.is_presumed.set(true);
            self.phase.set(Phase::FirstRun);
        }
        self.look_for_journal().await;
        // While somebody reads the first screen.
        next_task().await;
        intl::warm_up();
    }

    /// Shows the screen that fits what is there.
    pub(super) async fn look_for_journal(self) {
        let outcome = self.vault.presence().await;
        let was_wrong = self.is_presumed.get_untracked() && outcome != Ok(Presence::Absent);
        self.is_presumed.set(false);
        // A crash while starting has chosen its screen already.
        if self.phase.get_untracked() == Phase::Starting || was_wrong {
            self.show_presence(outcome);
        }
    }

    fn show_presence(self, outcome: Result<Presence, Failure>) {
        if outcome == Ok(Presence::Absent) {
            self.look_for_evidence();
        }
        self.phase.set(match outcome {
            Ok(Presence::Absent) => Phase::FirstRun,
            Ok(Presence::Locked | Presence::Unlocked) => Phase::Locked,
            Ok(Presence::OtherTab) => Phase::OtherTab,
            Err(failure) => Phase::Failed(words::vault_failure(&failure)),
        });
    }

    /// Opens the journal.
    ///
    /// # Errors
    /// Why it stays closed.
    pub(crate) async fn unlock(self, passphrase: Passphrase) -> Result<(), Failure> {
        self.enter_by(self.vault.unlock(passphrase).await)
    }

    /// Opens the journal by its recovery key, with a new passphrase from now on.
    ///
    /// # Errors
    /// Why it stays closed.
    pub(crate) async fn recover(self, key: RecoveryKey, new: Passphrase) -> Result<(), Failure> {
        self.enter_by(self.vault.recover(key, new).await)
    }

    fn enter_by(self, outcome: Result<Unlocked, Failure>) -> Result<(), Failure> {
        if let Err(failure) = &outcome
            && failure.kind == FailureKind::TakenOver
        {
            self.phase.set(Phase::OtherTab);
        }
        self.enter(outcome?);
        Ok(())
    }

    pub(super) fn enter(self, unlocked: Unlocked) {
        self.touch();
        self.finding.remembered.set(unlocked.remembered);
        self.entries.set(unlocked.entries);
        self.settings.set(unlocked.settings);
        self.problems.set(unlocked.problems);
        self.drafts
            .set(unlocked.drafts.iter().map(DraftCard::from).collect());
        let rescued = self.rescued.try_update(Option::take).flatten();
        self.phase.set(Phase::Open);
        self.read_on(unlocked.has_more);
        self.pass_reminder_over();
        self.verify_audit_later();
        self.look_through_later();
        spawn_local(self.catch_up_lines());
        if let Some(text) = rescued {
            self.run_errands(true);
            let (has_more, drafts) = (unlocked.has_more, unlocked.drafts);
            spawn_local(async move {
                if has_more {
                    self.refresh().await;
                }
                self.bring_back(text, drafts).await;
            });
        } else if self.run_errands(false) {
            // Whoever sent the person here wants another page than the last one.
        } else if let Some(draft) = unlocked
            .drafts
            .into_iter()
            .next()
            .filter(|draft| now_ms() - draft.updated.unix_ms as f64 <= RESUME_WITHIN_MS)
        {
            self.resume(draft);
        }
    }

    /// Locks, once everything typed is stored. Where it cannot be stored, the text stays on
    /// screen and the writer decides.
    pub(crate) async fn lock(self) {
        if !self.is_open() {
            return;
        }
        if self.is_in_sample() {
            return self.leave_sample().await;
        }
        if self.put_in_safety().await {
            self.lock_at_once().await;
        } else if self.is_open() {
            self.editor.trouble.update(|trouble| {
                if let Some(Trouble::NotStored { holds_up_lock, .. }) = trouble {
                    *holds_up_lock = true;
                }
            });
        }
    }

    /// Locks, whatever is on screen.
    pub(crate) async fn lock_at_once(self) {
        self.put_away();
        self.phase.set(Phase::Locked);
        // A worker that does not answer has ended, and its keys with it.
        let _ = self.vault.lock().await;
        // What the browser itself keeps of what the worker has read goes with the worker. A
        // backup that is still being saved needs it: the next one tidies up when it starts.
        if !self.backup_is_leaving() {
            self.vault.renew();
        }
    }

    /// Asks the tab that holds the journal to let go.
    ///
    /// # Errors
    /// Why it does not.
    pub(crate) async fn take_over(self) -> Result<(), Failure> {
        let presence = self.vault.take_over().await?;
        self.show_presence(Ok(presence));
        Ok(())
    }

    /// Whether another tab still holds the journal.
    pub(crate) async fn look_again(self) {
        let outcome = self.vault.presence().await;
        if self.phase.get_untracked() == Phase::OtherTab && outcome.is_ok() {
            self.show_presence(outcome);
        }
    }

    fn on_vault(self, notice: Notice<Event>) {
        match notice {
            Notice::Event(Event::BackupProgress(progress)) => {
                self.backup_progress.set(Some(progress));
            }
            Notice::Event(Event::HandOverRequested) => spawn_local(async move {
                if self.put_in_safety().await {
                    self.put_away();
                    self.phase.set(Phase::OtherTab);
                    // If this fails, the other tab takes the journal by itself.
                    let _ = self.vault.hand_over().await;
                }
            }),
            Notice::Event(Event::TakenOver) => self.be_taken_over(),
            Notice::Event(Event::Derivation(far)) => self.safety.derivation.set(Some(far)),
            // `Ready` is the link's affair; no other event concerns this page.
            Notice::Event(_) => {}
            Notice::Crashed
                if self.phase.get_untracked() == Phase::Starting
                    || self.is_presumed.get_untracked() =>
            {
                self.is_presumed.set(false);
                self.phase.set(Phase::Failed(words::start_failed().into()));
            }
            Notice::Crashed if self.is_open() => self.be_interrupted(),
            // Whoever waits for an answer hears of it; the next request starts another worker.
            Notice::Crashed => {}
        }
    }

    /// Another tab has the journal now. What could not be stored before is shown to be copied.
    pub(crate) fn be_taken_over(self) {
        if self.is_open() {
            let unsaved = self
                .editor
                .is_dirty()
                .then(|| self.editor.unsaved())
                .flatten();
            self.put_away();
            self.rescued.set(unsaved);
            self.phase.set(Phase::OtherTab);
        }
    }

    /// Drops every text and title from the page, and the model's memory of what it read.
    pub(super) fn put_away(self) {
        self.editor.close();
        self.end_prompting();
        self.recorder.close();
        self.attachments.close();
        self.end_speech();
        self.forget_reflection();
        self.reading.set(None);
        self.history.close();
        self.importing.close();
        self.trash.set(Vec::new());
        self.forget_audit();
        self.entries.set(Vec::new());
        self.finding.close();
        self.forget_search();
        self.drafts.set(Vec::new());
        self.problems.set(Vec::new());
        self.toast.set(None);
        self.announcement.set(String::new());
        self.safety.reminder.set(None);
        self.beginning.key.set(None);
        self.hints.forget();
        if !self.is_transferring() {
            self.inference.end();
        }
        self.forget_trail();
        debug_assert_eq!(self.pane.get_untracked(), Pane::List);
    }
}
