//! `companion-native show ID`.

use clap::Args;

use super::attachments;
use crate::CommandError;
use crate::journal::{JournalOptions, Named, find};
use crate::print::{self, count, harmless, moment};

/// Show an entry, or what was written and not saved.
#[derive(Args)]
pub struct Show {
    /// The entry's id, or as much of its beginning as no other entry has.
    id: String,
    /// Only the text, as it was written.
    #[arg(long)]
    text: bool,
    #[command(flatten)]
    journal: JournalOptions,
}

impl Show {
    /// Prints the entry.
    ///
    /// # Errors
    /// When the journal cannot be opened, or no one entry is meant.
    pub async fn run(self) -> Result<(), CommandError> {
        let journal = self.journal.unlock().await?;
        let (about, question, content, carried) = match find(&journal, &self.id).await? {
            Named::Entry(line) => {
                let entry = journal.read_entry(line.id).await?;
                let words = count(entry.word_count.into(), "word", "words");
                let about = format!("{}, {words}, id {}", moment(entry.created), entry.id);
                (about, entry.prompt_used, entry.content, entry.attachments)
            }
            Named::Draft(draft) => {
                let about = format!(
                    "{}, not saved yet, id {}",
                    moment(draft.updated),
                    draft.entry_id
                );
                (about, draft.prompt_used, draft.content, draft.attachments)
            }
        };
        if !self.text {
            print::line(&about)?;
            if let Some(question) = question {
                print::line(&format!("In answer to: {}", harmless(&question)))?;
            }
            for attachment in &carried {
                print::line(&attachments::line(attachment))?;
            }
            print::line("")?;
        }
        print::text(&content)
    }
}
