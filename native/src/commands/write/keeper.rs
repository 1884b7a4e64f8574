//! What is being written, kept as a draft.

use std::time::Instant;

use companion_core::{Draft, EntrySummary};
use companion_vault::VaultError;

use crate::CommandError;
use crate::journal::Journal;

/// Keeps the journal's draft of one entry up to date with what is on the screen.
pub(super) struct Keeper {
    journal: Journal,
    draft: Draft,
    begun: Instant,
    /// Seconds of earlier sittings that the draft has counted.
    earlier_seconds: u32,
    /// Whether there is something to save: a draft of an earlier sitting, or a change.
    is_unsaved: bool,
    is_kept: bool,
}

impl Keeper {
    /// Begins with what the editor starts with.
    pub(super) async fn open(journal: Journal, draft: Draft) -> Result<Self, CommandError> {
        let drafts = journal.list_drafts().await?;
        Ok(Self {
            is_unsaved: drafts.iter().any(|kept| kept.entry_id == draft.entry_id),
            earlier_seconds: draft.duration_seconds,
            journal,
            draft,
            begun: Instant::now(),
            is_kept: true,
        })
    }

    /// What is there so far.
    pub(super) fn text(&self) -> &str {
        &self.draft.content
    }

    /// Whether the journal has what is there, as a draft or as an entry.
    pub(super) const fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// This is there now, the last line's end not counted. Not yet stored.
    pub(super) fn take(&mut self, mut text: String) {
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
        if text == self.draft.content {
            return;
        }
        self.is_unsaved = true;
        self.is_kept = false;
        let sitting = u32::try_from(self.begun.elapsed().as_secs()).unwrap_or(u32::MAX);
        self.draft.duration_seconds = self.earlier_seconds.saturating_add(sitting);
        self.draft.cursor_utf16 = u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
        self.draft.content = text;
    }

    /// Stores what has changed as a draft, durable on return.
    pub(super) async fn keep(&mut self) -> Result<(), CommandError> {
        if !self.is_kept {
            self.journal.store_draft(self.draft.clone()).await?;
            self.is_kept = true;
        }
        Ok(())
    }

    /// Saves the entry; `None` when there is nothing to save. An emptied draft of a new entry is
    /// forgotten; a saved entry stays as it was.
    pub(super) async fn save(&mut self) -> Result<Option<EntrySummary>, CommandError> {
        if self.text().trim().is_empty() {
            self.journal.discard_draft(self.draft.entry_id).await?;
            self.is_kept = true;
            return Ok(None);
        }
        if !self.is_unsaved {
            return Ok(None);
        }
        let saved = self.journal.save_entry(self.draft.clone()).await;
        // What is too long for an entry has become a draft.
        self.is_kept = matches!(saved, Ok(_) | Err(VaultError::TooLong { .. }));
        Ok(Some(saved?))
    }
}

/// `before`, with `more` in a paragraph of its own.
pub(super) fn joined(before: &str, more: &str) -> String {
    match (before.trim_end(), more.trim_end()) {
        ("", _) => more.to_owned(),
        (_, "") => before.to_owned(),
        (start, _) => format!("{start}\n\n{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_a_paragraph() {
        assert_eq!(joined("", "New\n"), "New\n");
        assert_eq!(joined("Old\n", ""), "Old\n");
        assert_eq!(joined("Old\n", "New"), "Old\n\nNew");
    }
}
