//! Putting a damaged journal back in order, on the record.
//!
//! A journal whose list had to be rebuilt is written wholly with its next change: the writer is
//! never kept from writing. What was found is sealed beside it and told again at every unlock
//! for a while, so that a repair never passes unseen.

use companion_core::limits::TRASH_DAYS;
use companion_core::{AuditEvent, Clock, Entropy, Timestamp};
use companion_store::Store;
use minicbor::{Decode, Encode};

use crate::edit::Edit;
use crate::survey::survey;
use crate::{Problem, Subject, Vault, VaultError};

/// Days for which a repair is told at unlock.
const NOTE_DAYS: i64 = TRASH_DAYS;

/// What repairs have accepted.
#[derive(Clone, Default, Encode, Decode)]
#[cbor(map)]
pub(crate) struct RepairNotes {
    #[n(0)]
    notes: Vec<RepairNote>,
}

#[derive(Clone, Encode, Decode)]
#[cbor(map)]
struct RepairNote {
    #[n(0)]
    when: Timestamp,
    /// The problem, in the words shown at the time.
    #[n(1)]
    finding: String,
}

impl RepairNotes {
    /// The recent notes as problems to tell again.
    pub(crate) fn problems(&self, now: Timestamp) -> impl Iterator<Item = Problem> {
        let recent = self.notes.iter().filter(move |note| note.is_recent(now));
        recent.map(|note| Problem::Repaired {
            day: note.when.local_day().to_iso().unwrap_or_default(),
            finding: note.finding.clone(),
        })
    }
}

impl RepairNote {
    const fn is_recent(&self, now: Timestamp) -> bool {
        now.local_day().0 - self.when.local_day().0 <= NOTE_DAYS
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Accepts the journal as it is stored: what is missing is no longer expected, what was
    /// put back is listed again, and an older version counts as the current one. Records that
    /// cannot be opened stay as they are, and a lost entry of which earlier versions are left
    /// comes back as the newest of them. What was accepted is returned, kept, and told again
    /// at unlock for 30 days.
    ///
    /// # Errors
    /// When the store cannot be read or written; nothing is changed then.
    pub async fn repair(&mut self) -> Result<Vec<Problem>, VaultError> {
        let mut found = survey(&self.store, &self.keys, &self.manifest).await?;
        let mut accepted = core::mem::take(&mut found.problems);
        if self.manifest.head.header != self.header {
            accepted.push(Problem::HeaderReplaced);
        }
        let before = (
            self.manifest.clone(),
            self.suspects.clone(),
            self.findings.clone(),
            self.rebuilt,
        );
        let lost = self.compare_pieces().await?.lost;
        if !lost.is_empty() {
            accepted.push(Problem::Missing(Subject::SearchIndex));
        }
        lost.iter().for_each(|key| self.manifest.remove(key));
        found.adopt(&mut self.manifest);
        self.suspects = found.suspects;
        self.findings
            .extend(accepted.iter().map(Problem::to_string));
        self.rebuilt = true;
        let mut edit = Edit::default();
        edit.record(AuditEvent::JournalRepaired {
            problems: u32::try_from(accepted.len()).unwrap_or(u32::MAX),
        });
        if let Err(error) = self.commit(edit).await {
            (self.manifest, self.suspects, self.findings, self.rebuilt) = before;
            return Err(error);
        }
        accepted.extend(self.rescue_entries().await?);
        Ok(accepted)
    }

    /// Notes to be sealed with the next change, if there is something new to note.
    pub(crate) fn pending_notes(&self) -> Option<RepairNotes> {
        if self.findings.is_empty() {
            return None;
        }
        let when = self.environment.now();
        let earlier = self.notes.notes.iter().filter(|note| note.is_recent(when));
        let mut notes: Vec<RepairNote> = earlier.cloned().collect();
        notes.extend(self.findings.iter().map(|finding| RepairNote {
            when,
            finding: finding.clone(),
        }));
        Some(RepairNotes { notes })
    }
}
