//! `companion-native export`.

use clap::Args;
use companion_core::{Draft, JournalEntry};
use serde_json::{Value, json};

use crate::CommandError;
use crate::journal::JournalOptions;
use crate::print;

/// Print everything as plain, readable JSON, for other programs.
///
/// What is printed is no longer encrypted: whoever can read it can read your journal.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    journal: JournalOptions,
}

impl Export {
    /// Prints entries, newest first, and drafts.
    ///
    /// # Errors
    /// When the journal or one of its entries cannot be opened.
    pub async fn run(self) -> Result<(), CommandError> {
        let journal = self.journal.unlock().await?;
        let mut entries = Vec::new();
        for line in journal.list_entries() {
            entries.push(entry(&journal.read_entry(line.id).await?));
        }
        let drafts = journal.list_drafts().await?;
        let drafts: Vec<Value> = drafts.iter().map(draft).collect();
        let everything = json!({ "entries": entries, "drafts": drafts });
        print::line(&format!("{everything:#}"))
    }
}

/// The names and units of `tests/fixtures/vault/v1.expected.json`.
fn entry(entry: &JournalEntry) -> Value {
    json!({
        "id": entry.id.to_string(),
        "created_ms": entry.created.unix_ms,
        "utc_offset_minutes": entry.created.utc_offset_minutes,
        "edited_ms": entry.edited.unix_ms,
        "content": entry.content,
        "prompt_used": entry.prompt_used,
        "word_count": entry.word_count,
        "duration_seconds": entry.duration_seconds,
    })
}

fn draft(draft: &Draft) -> Value {
    json!({
        "entry_id": draft.entry_id.to_string(),
        "is_new": draft.is_new,
        "started_ms": draft.started.unix_ms,
        "updated_ms": draft.updated.unix_ms,
        "content": draft.content,
        "cursor_utf16": draft.cursor_utf16,
        "duration_seconds": draft.duration_seconds,
        "prompt_used": draft.prompt_used,
    })
}
