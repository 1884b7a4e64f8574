//! The record of activity: how it stands, verifying it, and telling it what the page knows.

use core::time::Duration;

use companion_core::{AiOutcome, AiTask, Timestamp};
use companion_protocol::Progress;
use companion_protocol::audit::{Activity, Line, Mark, Status};
use companion_protocol::inference::{self, FinishReason, Finished, Model, ModelState};
use companion_protocol::vault::{Failure, FailureKind};
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::{App, Pane};
use crate::clients::Verifying;
use crate::platform::{download, now, now_ms};
use crate::text::words;

/// How long the browser may take to save what it was given.
const SAVING: Duration = Duration::from_secs(120);
/// Events shown at a time.
const PAGE: u16 = 200;
/// Days after which the whole record is verified again by itself.
const VERIFY_AFTER_DAYS: i64 = 7;
/// How long after unlocking that begins: the writer comes first.
const VERIFY_LATER: Duration = Duration::from_secs(20);
/// Days without an anchor after which one is suggested.
const ANCHOR_AFTER_DAYS: i64 = 30;

/// How the record stands, as shown in `audit-status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing is wrong.
    Ok,
    /// Nothing new is wrong, and there is something to do.
    Warning,
    /// Something is wrong and was not read yet.
    Broken,
}

/// What the page knows of the record.
#[derive(Clone, Copy)]
pub(crate) struct Audit {
    /// How it stands; `None` until it was asked for.
    pub(crate) status: RwSignal<Option<Status>>,
    /// How far verifying has come, while it is under way.
    pub(crate) verifying: RwSignal<Option<Progress>>,
    /// How far looking through photos and recordings has come, which verifying ends with.
    pub(crate) looking: RwSignal<Option<Progress>>,
    /// How far the export has come, while it is under way.
    pub(crate) exporting: RwSignal<Option<Progress>>,
    /// The events on screen, newest first.
    pub(crate) lines: RwSignal<Vec<Line>>,
    /// Counts verifications, so that one that was given up ends.
    run: StoredValue<u32>,
}

impl Audit {
    /// Nothing is known.
    pub(crate) fn new() -> Self {
        Self {
            status: RwSignal::new(None),
            verifying: RwSignal::new(None),
            looking: RwSignal::new(None),
            exporting: RwSignal::new(None),
            lines: RwSignal::new(Vec::new()),
            run: StoredValue::new(0),
        }
    }

    /// Puts away what only the page of activity shows.
    pub(crate) fn close(self) {
        self.lines.set(Vec::new());
    }
}

/// How the record stands today.
pub(crate) fn standing(status: &Status, now: Timestamp) -> Standing {
    let is_older = |when: Timestamp, days: i64| now.local_day().0 - when.local_day().0 > days;
    let anchored = status
        .anchored
        .map(|Mark { when, .. }| when)
        .or(status.begun);
    if !status.findings.is_empty() {
        return if status.is_seen {
            Standing::Warning
        } else {
            Standing::Broken
        };
    }
    match anchored {
        Some(when) if is_older(when, ANCHOR_AFTER_DAYS) => Standing::Warning,
        _ => Standing::Ok,
    }
}

impl App {
    /// Asks how the record stands.
    pub(crate) async fn look_at_audit(self) {
        if let Ok(status) = self.vault.audit_status().await {
            self.audit.status.set(Some(status));
        }
    }

    /// Verifies the whole record, and then all photos and recordings, a step at a time. Says
    /// nothing: the status does, and the list of what is not as it was left.
    ///
    /// # Errors
    /// Why it was not verified. Giving it up is no error.
    pub(crate) async fn verify_audit(self) -> Result<(), Failure> {
        let audit = self.audit;
        audit.run.update_value(|run| *run = run.wrapping_add(1));
        let run = audit.run.get_value();
        audit.verifying.set(Some(self.vault.begin_verify().await?));
        let outcome = loop {
            let step = self.vault.continue_verify().await;
            if audit.run.get_value() != run {
                return Ok(());
            }
            match step {
                Ok(Verifying::Under(progress)) => audit.verifying.set(Some(progress)),
                Ok(Verifying::Done(status)) => {
                    audit.status.set(Some(status));
                    break Ok(());
                }
                Err(failure) => break Err(failure),
            }
        };
        let is_current = || audit.run.get_value() == run;
        let outcome = match outcome {
            Ok(()) => {
                let told = |done, total| {
                    if is_current() {
                        audit.looking.set(Some(Progress { done, total }));
                    }
                    is_current()
                };
                let found = self.look_through_now(told).await;
                audit.looking.set(None);
                found.map(|damaged| {
                    if damaged > 0 {
                        self.say(words::audit::found_damage(damaged));
                    }
                })
            }
            Err(failure) => Err(failure),
        };
        if !is_current() {
            return Ok(());
        }
        audit.verifying.set(None);
        self.refresh_activity().await;
        outcome
    }

    /// Gives a verification up.
    pub(crate) fn stop_verifying(self) {
        self.audit
            .run
            .update_value(|run| *run = run.wrapping_add(1));
        self.audit.verifying.set(None);
    }

    /// Verifies the record some time after unlocking, if that was long ago. A journal that is
    /// locked meanwhile ends it.
    pub(super) fn verify_audit_later(self) {
        let begin = move || {
            if !self.is_open() {
                return;
            }
            spawn_local(async move {
                let Ok(status) = self.vault.audit_status().await else {
                    return;
                };
                let today = now().local_day().0;
                let is_due = status
                    .verified
                    .is_none_or(|mark| today - mark.when.local_day().0 >= VERIFY_AFTER_DAYS);
                self.audit.status.set(Some(status));
                if is_due && self.audit.verifying.get_untracked().is_none() {
                    // What keeps it from being verified keeps everything else, and is said there.
                    let _ = self.verify_audit().await;
                }
            });
        };
        set_timeout(begin, VERIFY_LATER);
    }

    /// Shows the page of activity.
    pub(crate) async fn show_activity(self) {
        self.look_at_audit().await;
        match self.vault.read_activity(u64::MAX, PAGE).await {
            Ok(lines) => {
                self.audit.lines.set(lines);
                self.pane.set(Pane::Activity);
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Shows on the page of activity what has come to it.
    pub(crate) async fn refresh_activity(self) {
        self.look_at_audit().await;
        if self.pane.get_untracked() != Pane::Activity {
            return;
        }
        let shown = self.audit.lines.with_untracked(Vec::len);
        let limit = u16::try_from(shown).unwrap_or(PAGE).max(PAGE);
        if let Ok(lines) = self.vault.read_activity(u64::MAX, limit).await {
            self.audit.lines.set(lines);
        }
    }

    /// Forgets what is known of this journal's record.
    pub(super) fn forget_audit(self) {
        self.stop_verifying();
        self.audit.close();
        self.audit.status.set(None);
    }

    /// Shows earlier events below those on screen.
    pub(crate) async fn show_earlier_activity(self) {
        let lines = self.audit.lines;
        let last = lines.with_untracked(|lines| lines.last().map_or(1, |line| line.number));
        match self.vault.read_activity(last - 1, PAGE).await {
            Ok(earlier) => lines.update(|lines| lines.extend(earlier)),
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Gives the record to the browser to save, as a file that can be checked without a key.
    pub(crate) async fn export_activity(self) {
        let exporting = self.audit.exporting;
        let parts = Array::new();
        let outcome: Result<(), Failure> = async {
            let mut piece = self.vault.begin_audit_export().await?;
            loop {
                parts.push(&JsValue::from_str(&piece.text));
                exporting.set(Some(piece.progress));
                if piece.is_last {
                    return Ok(());
                }
                piece = self.vault.continue_audit_export().await?;
            }
        }
        .await;
        exporting.set(None);
        let saved = outcome.and_then(|()| {
            let day = now().local_day().to_iso().unwrap_or_default();
            let blob = Blob::new_with_str_sequence(&parts).map_err(|_| lost())?;
            let name = format!("companion-activity-{day}.json");
            download::offer(&blob, &name).map_err(|_| lost())
        });
        match saved {
            Ok(address) => set_timeout(move || download::forget(&address), SAVING),
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
        self.refresh_activity().await;
    }

    /// Tells the record that a question was asked: which model, how long, how it ended.
    pub(super) fn note_question(
        self,
        begun_ms: f64,
        outcome: &Result<Finished, inference::Failure>,
    ) {
        let outcome = match outcome {
            Ok(finished) if finished.reason == FinishReason::Stopped => AiOutcome::Stopped,
            Ok(_) => AiOutcome::Finished,
            Err(failure) => match failure.kind {
                inference::FailureKind::NoModel => return,
                inference::FailureKind::Cancelled => AiOutcome::Stopped,
                _ => AiOutcome::Failed,
            },
        };
        self.note_activity(Activity::AiOperation {
            task: AiTask::Question,
            model: self.model.with_untracked(name_of),
            // Milliseconds of a sitting are far inside both.
            duration_ms: (now_ms() - begun_ms).max(0.0) as u64,
            outcome,
        });
    }

    /// Tells the record that a model has come into memory.
    pub(super) fn note_model(self, before: ModelState, model: &Model) {
        if before == ModelState::Loaded || model.state != ModelState::Loaded {
            return;
        }
        if let Some(sha256) = model.sha256.as_deref().and_then(from_hex) {
            let model = name_of(model);
            self.note_activity(Activity::ModelLoaded { model, sha256 });
        }
    }

    /// Tells the record something. Where it cannot be written now, the vault worker keeps it;
    /// a locked journal records nothing.
    pub(crate) fn note_activity(self, activity: Activity) {
        if self.is_open() {
            spawn_local(async move { drop(self.vault.note_activity(activity).await) });
        }
    }
}

fn lost() -> Failure {
    Failure {
        kind: FailureKind::BackupFile,
        detail: words::audit::not_saved().into(),
    }
}

fn name_of(model: &Model) -> String {
    model.name.clone().unwrap_or_default()
}

fn from_hex(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use companion_core::AuditFinding;

    use super::*;

    const DAY_MS: i64 = 86_400_000;

    fn at(day: i64) -> Timestamp {
        Timestamp {
            unix_ms: day * DAY_MS,
            utc_offset_minutes: 0,
        }
    }

    #[test]
    fn what_is_wrong_is_broken_until_it_was_read() {
        let sound = Status {
            audit_length: 3,
            begun: Some(at(100)),
            verified: None,
            anchored: None,
            findings: Vec::new(),
            is_seen: false,
        };
        assert_eq!(standing(&sound, at(130)), Standing::Ok);
        assert_eq!(standing(&sound, at(131)), Standing::Warning);
        let anchored = Status {
            anchored: Some(Mark {
                when: at(120),
                audit_length: 2,
            }),
            ..sound.clone()
        };
        assert_eq!(standing(&anchored, at(131)), Standing::Ok);
        let broken = Status {
            findings: vec![AuditFinding::Edited { at: 2 }],
            ..anchored
        };
        assert_eq!(standing(&broken, at(121)), Standing::Broken);
        let seen = Status {
            is_seen: true,
            ..broken
        };
        assert_eq!(standing(&seen, at(121)), Standing::Warning);
    }
}
