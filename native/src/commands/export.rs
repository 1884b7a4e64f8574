//! `companion-native export`.

use clap::Args;
use companion_core::{AuditEvent, Draft, EntrySummary, JournalEntry};
use companion_vault::VaultError;
use serde_json::{Value, json};

use crate::journal::{Journal, JournalOptions};
use crate::{CommandError, print};

/// Print everything as plain, readable JSON, for other programs.
///
/// What is printed is no longer encrypted: whoever can read it can read your journal.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    journal: JournalOptions,
}

impl Export {
    /// Prints entries with their earlier versions, newest first, what lies in the trash, and
    /// drafts. Damaged entries are named and left out.
    ///
    /// # Errors
    /// When the journal cannot be opened.
    pub async fn run(self) -> Result<(), CommandError> {
        let mut journal = self.journal.unlock().await?;
        let trash = journal.list_trash().await?.into_iter();
        let entries = describe_all(&journal, journal.list_entries()).await?;
        let trash = describe_all(&journal, trash.map(|line| line.entry)).await?;
        let drafts = journal.list_drafts().await?;
        let drafts: Vec<Value> = drafts.iter().map(describe_draft).collect();
        // Fewer than 2^32 entries fit into any computer.
        let exported = u32::try_from(entries.len() + trash.len()).unwrap_or(u32::MAX);
        journal.log(AuditEvent::EntriesExported(exported)).await?;
        let everything = json!({ "entries": entries, "trash": trash, "drafts": drafts });
        print::line(&format!("{everything:#}"))
    }
}

async fn describe_all(
    journal: &Journal,
    lines: impl IntoIterator<Item = EntrySummary>,
) -> Result<Vec<Value>, CommandError> {
    let mut described = Vec::new();
    for line in lines {
        let entry = match journal.read_entry(line.id).await {
            Ok(entry) => entry,
            Err(VaultError::Damaged) => {
                let what = format!("The entry {} is damaged and left out.", line.id);
                print::notice(&what);
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let versions = journal.list_versions(line.id).await?;
        let versions = versions.iter().filter_map(|version| version.entry.as_ref());
        let versions: Vec<Value> = versions.map(describe).collect();
        let mut value = describe(&entry);
        value["versions"] = versions.into();
        described.push(value);
    }
    Ok(described)
}

/// The names and units of `tests/fixtures/vault/v1.expected.json`.
fn describe(entry: &JournalEntry) -> Value {
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

fn describe_draft(draft: &Draft) -> Value {
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
