//! Writing to the log, always as part of a commit.

use companion_core::{AuditEvent, AuditFinding, Clock, Entropy, Timestamp, WayIn};
use companion_crypto::Digest;
use companion_store::{Change, Store, Table};

use super::Attempts;
use super::record::{Content, seal, table_key};
use crate::edit::Edit;
use crate::manifest::Head;
use crate::{Vault, VaultError};

/// Events that may wait to be written: only a storage that refuses to write makes them wait.
const MAX_WAITING: usize = 256;

/// What is to be logged with the next change.
#[derive(Default)]
pub(crate) struct Log {
    waiting: Vec<(Timestamp, AuditEvent)>,
    /// Events for which there was no room.
    lost: u32,
    /// Problems that unlocking has found and the record of the log's state does not know.
    pub(super) found: Vec<AuditFinding>,
    /// Whether wrong guesses are among them, so that their count can go.
    with_attempts: bool,
}

impl Log {
    /// Keeps an event for the next change.
    pub(crate) fn note(&mut self, when: Timestamp, event: AuditEvent) {
        if self.waiting.len() < MAX_WAITING {
            self.waiting.push((when, event));
        } else {
            self.lost = self.lost.saturating_add(1);
        }
    }

    /// Keeps the wrong guesses for the next change, which removes their count.
    pub(crate) fn note_attempts(&mut self, when: Timestamp, attempts: Attempts) {
        self.note(when, attempts.event());
        self.with_attempts = true;
    }

    fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.found.is_empty()
    }

    /// What waited has been written.
    pub(crate) fn written(&mut self) {
        *self = Self {
            found: core::mem::take(&mut self.found),
            ..Self::default()
        };
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Logs an event that changes nothing else. If it cannot be written now, it goes with the
    /// next change: what it tells of goes on all the same, also on a full disk.
    ///
    /// # Errors
    /// [`VaultError::TakenOver`] alone: then somebody else has the journal.
    pub async fn log(&mut self, event: AuditEvent) -> Result<(), VaultError> {
        self.log.note(self.environment.now(), event);
        self.write_log().await
    }

    /// Keeps for the next change that the journal was unlocked, and what that found.
    pub(crate) async fn note_unlocking(
        &mut self,
        way: WayIn,
        findings: Vec<AuditFinding>,
    ) -> Result<(), VaultError> {
        let now = self.environment.now();
        if let Some(attempts) = Attempts::read(&self.store).await? {
            self.log.note_attempts(now, attempts);
        }
        self.log.note(now, AuditEvent::Unlocked(way));
        for &finding in &findings {
            self.log.note(now, AuditEvent::ProblemFound(finding));
        }
        self.log.found = findings;
        Ok(())
    }

    /// Writes what waits to be logged, such as the unlocking. Of a journal whose list had to
    /// be rebuilt it goes with the next change: reading alone repairs nothing.
    ///
    /// # Errors
    /// [`VaultError::TakenOver`] alone, as [`Self::log`].
    pub async fn write_log(&mut self) -> Result<(), VaultError> {
        if self.log.is_empty() || self.rebuilt {
            return Ok(());
        }
        let mut edit = Edit::default();
        self.put_findings(&mut edit).await?;
        match self.commit(edit).await {
            Err(VaultError::TakenOver) => Err(VaultError::TakenOver),
            Ok(()) => {
                self.log.found.clear();
                Ok(())
            }
            Err(_) => Ok(()),
        }
    }

    /// Adds what is to be logged to a batch, and to the head that is written with it. A journal
    /// that is older than its log begins it here.
    pub(crate) fn append(
        &self,
        events: Vec<AuditEvent>,
        head: &mut Head,
        changes: &mut Vec<Change>,
    ) -> Result<(), VaultError> {
        let waiting = self.log.waiting.iter().cloned();
        let lost = (self.log.lost > 0).then_some(AuditEvent::EventsLost(self.log.lost));
        let now = events
            .iter()
            .chain(&lost)
            .next()
            .map(|_| self.environment.now());
        let recent = lost.into_iter().chain(events);
        let mut noted: Vec<(Timestamp, AuditEvent)> = waiting
            .chain(
                recent
                    .zip(now.into_iter().cycle())
                    .map(|(event, now)| (now, event)),
            )
            .collect();
        if head.audit_length == 0
            && let Some((when, first)) = noted.first()
            && *first != AuditEvent::JournalCreated
        {
            noted.insert(0, (*when, AuditEvent::LogBegun));
        }
        for (when, event) in noted {
            let number = head.audit_length + 1;
            let content = Content::new(head.audit_root, when, head.epoch, &event);
            let sealed = seal(&self.keys, &self.environment, number, &content)?;
            head.audit_root =
                Digest::of_audit_record(self.keys.vault(), number, &head.audit_root, &sealed);
            head.audit_length = number;
            changes.push(Change::Put {
                table: Table::Audit,
                key: table_key(number),
                value: sealed,
            });
        }
        if self.log.with_attempts {
            changes.push(Attempts::removal());
        }
        Ok(())
    }
}
