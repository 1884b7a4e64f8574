//! `companion-native list`.

use std::borrow::Cow;

use clap::Args;
use companion_core::{EntrySummary, count_words, title_of};

use crate::CommandError;
use crate::journal::{Journal, JournalOptions, short};
use crate::print::{self, count, harmless, moment};

/// List the entries, newest first, and what was written and not saved.
#[derive(Args)]
pub struct List {
    /// List what lies in the trash instead.
    #[arg(long)]
    trash: bool,
    #[command(flatten)]
    journal: JournalOptions,
}

impl List {
    /// Prints the list.
    ///
    /// # Errors
    /// When the journal cannot be opened.
    pub async fn run(self) -> Result<(), CommandError> {
        let journal = self.journal.unlock().await?;
        if self.trash {
            list_trash(&journal).await
        } else {
            list(&journal).await
        }
    }
}

async fn list(journal: &Journal) -> Result<(), CommandError> {
    for draft in journal.list_drafts().await? {
        let words = count_words(&draft.content).into();
        print::line(&format!(
            "{}  {}  {}  (not saved yet, {})",
            moment(draft.updated),
            short(draft.entry_id),
            titled(&title_of(&draft.content)),
            count(words, "word", "words"),
        ))?;
    }
    let entries = journal.list_entries();
    for entry in &entries {
        let state = if entry.damaged {
            "damaged".to_owned()
        } else {
            count(entry.word_count.into(), "word", "words")
        };
        print_entry(entry, &state)?;
    }
    if entries.is_empty() {
        print::notice("No entries yet: `companion-native write` begins one.");
    }
    Ok(())
}

async fn list_trash(journal: &Journal) -> Result<(), CommandError> {
    let trash = journal.list_trash().await?;
    for line in &trash {
        let left = count(line.days_left.into(), "day left", "days left");
        print_entry(&line.entry, &left)?;
    }
    if trash.is_empty() {
        print::notice("The trash is empty.");
    }
    Ok(())
}

fn print_entry(entry: &EntrySummary, state: &str) -> Result<(), CommandError> {
    print::line(&format!(
        "{}  {}  {}  ({state})",
        moment(entry.created),
        short(entry.id),
        titled(&entry.title),
    ))
}

fn titled(title: &str) -> Cow<'_, str> {
    if title.is_empty() {
        "Untitled".into()
    } else {
        harmless(title)
    }
}
