//! When the log was last verified, where its end was last kept outside the storage, and what
//! is wrong with it: a sealed record beside the log, so that the page can show it at once.

use companion_core::{AuditEvent, AuditFinding, Clock, Entropy, Timestamp};
use companion_store::Store;
use minicbor::{Decode, Encode};

use crate::edit::Edit;
use crate::record::{Kind, single_key};
use crate::{Vault, VaultError};

/// Findings that are kept one by one: more make nobody wiser.
const MAX_FINDINGS: usize = 32;

/// The record of the log's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct AuditState {
    #[n(0)]
    verified: Option<Checked>,
    #[n(1)]
    anchored: Option<Anchored>,
    /// What is known to be wrong, in the order of the log.
    #[n(2)]
    findings: Vec<AuditFinding>,
    /// Whether the writer has said that they are known.
    #[n(3)]
    is_seen: bool,
}

/// A verification of the whole log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Checked {
    /// When.
    #[n(0)]
    pub when: Timestamp,
    /// Up to which event.
    #[n(1)]
    pub audit_length: u64,
}

/// The log's end, kept outside the journal's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Anchored {
    /// When.
    #[n(0)]
    pub when: Timestamp,
    /// Up to which event.
    #[n(1)]
    pub audit_length: u64,
    /// By what.
    #[n(2)]
    pub by: Anchor,
}

/// What keeps the log's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Anchor {
    /// A backup.
    #[n(0)]
    Backup,
    /// A checkpoint, printed or copied.
    #[n(1)]
    Checkpoint,
}

/// How the log stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogStatus {
    /// Events in it.
    pub audit_length: u64,
    /// When it begins; `None` if it is empty or its beginning cannot be read.
    pub begun: Option<Timestamp>,
    /// Its last whole verification.
    pub verified: Option<Checked>,
    /// Its last anchor.
    pub anchored: Option<Anchored>,
    /// What is known to be wrong.
    pub findings: Vec<AuditFinding>,
    /// Whether the writer has said that these are known.
    pub is_seen: bool,
}

impl AuditState {
    /// Adds what is not known yet. Says what that was.
    fn learn(&mut self, found: &[AuditFinding]) -> Vec<AuditFinding> {
        let known = &self.findings;
        let new: Vec<AuditFinding> = found
            .iter()
            .filter(|finding| !known.iter().any(|known| tells(known, finding)))
            .take(MAX_FINDINGS.saturating_sub(known.len()))
            .copied()
            .collect();
        self.findings.extend(&new);
        self.is_seen &= new.is_empty();
        new
    }
}

/// Whether `known` says what `finding` says: what was cut off is later missing in the middle.
fn tells(known: &AuditFinding, finding: &AuditFinding) -> bool {
    match (known, finding) {
        (
            AuditFinding::Truncated {
                from: first,
                to: last,
            },
            AuditFinding::Removed { from, to },
        ) => first <= from && to <= last,
        _ => known == finding,
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// How the log stands, as far as is known without following it.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn log_status(&self) -> Result<LogStatus, VaultError> {
        let mut state = self.read_audit_state().await?;
        state.learn(&self.log.found);
        let first = self.read_log(1, 1).await?;
        Ok(LogStatus {
            audit_length: self.log_length(),
            begun: first.first().and_then(|line| line.when),
            verified: state.verified,
            anchored: state.anchored,
            findings: state.findings,
            is_seen: state.is_seen,
        })
    }

    /// Notes that the whole log was verified, and what that found.
    ///
    /// # Errors
    /// Failures of the store. What was found is known all the same until the journal is locked.
    pub async fn note_verified(&mut self, found: &[AuditFinding]) -> Result<(), VaultError> {
        let mut edit = Edit::default();
        let mut state = self.read_audit_state().await?;
        state.learn(&self.log.found);
        for finding in state.learn(found) {
            edit.record(AuditEvent::ProblemFound(finding));
        }
        let audit_length = self.log_length();
        edit.record(AuditEvent::LogVerified {
            audit_length,
            findings: u32::try_from(found.len()).unwrap_or(u32::MAX),
        });
        state.verified = Some(Checked {
            when: self.environment.now(),
            audit_length,
        });
        self.put_audit_state(&mut edit, &state);
        // Told in any case, also where nothing can be written.
        self.log.found = found.to_vec();
        self.commit(edit).await?;
        self.log.found.clear();
        Ok(())
    }

    /// Notes that the writer has read what is wrong.
    ///
    /// # Errors
    /// Failures of the store; nothing is noted then.
    pub async fn note_findings_seen(&mut self) -> Result<(), VaultError> {
        let mut state = self.read_audit_state().await?;
        state.learn(&self.log.found);
        if state.findings.is_empty() || state.is_seen {
            return Ok(());
        }
        state.is_seen = true;
        let mut edit = Edit::default();
        edit.record(AuditEvent::FindingsSeen(
            u32::try_from(state.findings.len()).unwrap_or(u32::MAX),
        ));
        self.put_audit_state(&mut edit, &state);
        self.commit(edit).await?;
        self.log.found.clear();
        Ok(())
    }

    /// Notes with `edit` that the log's end is kept outside the storage from now on.
    pub(crate) async fn put_anchor(
        &self,
        edit: &mut Edit,
        anchored: Anchored,
    ) -> Result<(), VaultError> {
        let mut state = self.read_audit_state().await?;
        state.anchored = Some(anchored);
        self.put_audit_state(edit, &state);
        Ok(())
    }

    /// Adds what unlocking has found to `edit`, if it has found something.
    pub(super) async fn put_findings(&self, edit: &mut Edit) -> Result<(), VaultError> {
        if self.log.found.is_empty() {
            return Ok(());
        }
        let mut state = self.read_audit_state().await?;
        state.learn(&self.log.found);
        self.put_audit_state(edit, &state);
        Ok(())
    }

    async fn read_audit_state(&self) -> Result<AuditState, VaultError> {
        self.read_or_default(Kind::AuditState, AuditState::default)
            .await
    }

    fn put_audit_state(&self, edit: &mut Edit, state: &AuditState) {
        let key = single_key(&self.keys, Kind::AuditState);
        edit.put(key, Kind::AuditState, state, None);
    }
}
