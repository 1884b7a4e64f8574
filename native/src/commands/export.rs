//! `companion-native export`.

mod written;

use std::path::{Path, PathBuf};

use clap::Args;
use companion_core::{Attachment, AuditEvent, Draft, EntrySummary, JournalEntry};
use companion_vault::VaultError;
use serde_json::{Value, json};

use self::written::{Format, Written};
use super::attachments;
use crate::journal::{Journal, JournalOptions};
use crate::{CommandError, print};

/// Take your entries with you, as readable files.
///
/// With --format, entries are written into a file. Without it, everything is printed as JSON for
/// programs, with earlier versions, the trash and drafts. Neither is encrypted any more: whoever
/// has it can read your journal.
#[derive(Args)]
pub struct Export {
    /// Write photos and recordings into this folder, too.
    #[arg(long, value_name = "DIR")]
    attachments: Option<PathBuf>,
    /// As what.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    journal: JournalOptions,
}

impl Export {
    /// Writes entries into a file; or prints entries with their earlier versions, newest first,
    /// what lies in the trash, and drafts. Damaged entries are named and left out.
    ///
    /// # Errors
    /// When the journal cannot be opened, or the file not be written.
    pub async fn run(self) -> Result<(), CommandError> {
        let mut journal = self.journal.unlock().await?;
        if let Some(format) = self.format {
            return self.written.run(format, &mut journal).await;
        }
        let trash = journal.list_trash().await?.into_iter();
        let folder = self.attachments.as_deref();
        if let Some(folder) = folder {
            attachments::make_folder(folder)?;
        }
        let entries = describe_all(&journal, journal.list_entries(), folder).await?;
        let trash = describe_all(&journal, trash.map(|line| line.entry), folder).await?;
        let mut drafts = Vec::new();
        for draft in journal.list_drafts().await? {
            let carried = describe_carried(&journal, &draft.attachments, folder).await?;
            let mut value = describe_draft(&draft);
            add_carried(&mut value, carried);
            drafts.push(value);
        }
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
    folder: Option<&Path>,
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
        let carried = describe_carried(journal, &entry.attachments, folder).await?;
        add_carried(&mut value, carried);
        value["versions"] = versions.into();
        described.push(value);
    }
    Ok(described)
}

/// What an entry or draft carries, written into `folder` if there is one.
async fn describe_carried(
    journal: &Journal,
    list: &[Attachment],
    folder: Option<&Path>,
) -> Result<Vec<Value>, CommandError> {
    let mut described = Vec::new();
    for attachment in list {
        let is_there = match folder {
            Some(folder) => attachments::write_out(journal, attachment, folder).await?,
            None => false,
        };
        let file = is_there.then(|| attachments::file_name(attachment));
        described.push(attachments::describe(attachment, file.as_deref()));
    }
    Ok(described)
}

/// An entry without photos and recordings looks as it did before there were any.
fn add_carried(value: &mut Value, carried: Vec<Value>) {
    if !carried.is_empty() {
        value["attachments"] = carried.into();
    }
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
