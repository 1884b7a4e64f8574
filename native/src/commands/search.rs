//! `companion-native search WORDS`.

use clap::Args;
use companion_vault::search::{Found, Search as Index, SearchResult, Wanted};

use crate::CommandError;
use crate::journal::{JournalOptions, short};
use crate::print::{self, count, harmless, moment};
use crate::progress::Progress;

/// Find entries by their words: the beginning of a word is enough, small slips are forgiven,
/// and words in quotation marks are found as they stand.
#[derive(Args)]
pub struct Search {
    /// The words.
    #[arg(required = true)]
    words: Vec<String>,
    /// Results that are shown, at most.
    #[arg(long, default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    journal: JournalOptions,
}

impl Search {
    /// Prints what was found, best first.
    ///
    /// # Errors
    /// When the journal cannot be opened.
    pub async fn run(self) -> Result<(), CommandError> {
        let mut journal = self.journal.unlock().await?;
        let mut index = Index::default();
        let mut progress = Progress::begin("Reading entries");
        loop {
            let standing = journal.tend_search(&mut index).await?;
            if standing.is_settled {
                break;
            }
            progress.tell(standing.searched, standing.total);
        }
        drop(progress);
        let wanted = Wanted {
            query: &self.words.join(" "),
            limit: self.limit,
            ..Wanted::default()
        };
        let found = journal.search(&mut index, &wanted).await?;
        for result in &found.results {
            print_result(result)?;
        }
        print::notice(&summary(&found));
        Ok(())
    }
}

fn print_result(result: &SearchResult) -> Result<(), CommandError> {
    let title = match result.entry.title.as_str() {
        "" => "Untitled".into(),
        title => harmless(title),
    };
    print::line(&format!(
        "{}  {}  {title}",
        moment(result.entry.created),
        short(result.entry.id),
    ))?;
    match result.excerpt.text.as_str() {
        "" => Ok(()),
        excerpt => print::line(&format!("    {}", harmless(excerpt))),
    }
}

fn summary(found: &Found) -> String {
    let standing = found.standing;
    let mut summary = format!(
        "{}, {} of {} searched.",
        count(found.count, "result", "results"),
        standing.searched,
        count(standing.total, "entry", "entries"),
    );
    if found.is_partial && found.count > 0 {
        summary += " No entry has all of these words; these have some of them.";
    }
    if standing.unreadable > 0 {
        summary += &format!(
            " Not searched, because they cannot be opened: {}.",
            count(standing.unreadable, "entry", "entries")
        );
    }
    summary
}
