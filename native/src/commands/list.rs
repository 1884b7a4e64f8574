//! `companion-native list`.

use clap::Args;
use companion_core::{count_words, title_of};

use crate::CommandError;
use crate::journal::{JournalOptions, short};
use crate::print::{self, count, harmless, moment};

/// List the entries, newest first, and what was written and not saved.
#[derive(Args)]
pub struct List {
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
        for line in &entries {
            let state = if line.damaged {
                "damaged".to_owned()
            } else {
                count(line.word_count.into(), "word", "words")
            };
            print::line(&format!(
                "{}  {}  {}  ({state})",
                moment(line.created),
                short(line.id),
                titled(&line.title),
            ))?;
        }
        if entries.is_empty() {
            print::notice("No entries yet: `companion-native write` begins one.");
        }
        Ok(())
    }
}

fn titled(title: &str) -> std::borrow::Cow<'_, str> {
    if title.is_empty() {
        "Untitled".into()
    } else {
        harmless(title)
    }
}
