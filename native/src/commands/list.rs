//! `companion-native list`.

use std::borrow::Cow;

use clap::Args;
use companion_core::{EntrySummary, Mood, count_words, is_same_tag, title_of};

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
    wanted: Wanted,
    #[command(flatten)]
    journal: JournalOptions,
}

/// Which entries are listed: all, unless something is asked for.
#[derive(Args)]
struct Wanted {
    /// Only entries with this tag; given again, with all of them.
    #[arg(long, value_name = "TAG", conflicts_with = "trash")]
    tag: Vec<String>,
    /// Only entries of this mood: awful, low, okay, good or great; given again, of any of them.
    #[arg(long, value_name = "MOOD", value_parser = mood, conflicts_with = "trash")]
    mood: Vec<Mood>,
    /// Only favourites.
    #[arg(long, conflicts_with = "trash")]
    favourite: bool,
}

impl Wanted {
    const fn is_everything(&self) -> bool {
        self.tag.is_empty() && self.mood.is_empty() && !self.favourite
    }

    fn admits(&self, entry: &EntrySummary) -> bool {
        let has = |tag: &str| entry.tags.iter().any(|own| is_same_tag(own, tag));
        let mut wanted = self
            .tag
            .iter()
            .map(|tag| tag.trim_start_matches(['#', '＃']));
        wanted.all(has)
            && (self.mood.is_empty() || entry.mood.is_some_and(|mood| self.mood.contains(&mood)))
            && (!self.favourite || entry.is_favourite)
    }
}

/// What moods are called here.
const MOODS: [&str; 5] = ["awful", "low", "okay", "good", "great"];

fn mood(typed: &str) -> Result<Mood, String> {
    let at = MOODS
        .iter()
        .position(|word| word.eq_ignore_ascii_case(typed));
    let mood = at.and_then(|at| Mood::ALL.get(at).copied());
    mood.ok_or_else(|| format!("a mood is one of {}", MOODS.join(", ")))
}

impl List {
    /// Prints the list.
    ///
    /// # Errors
    /// When the journal cannot be opened.
    pub async fn run(self) -> Result<(), CommandError> {
        let mut journal = self.journal.unlock().await?;
        if self.trash {
            list_trash(&journal).await
        } else {
            // A full disk keeps nobody from reading: without it, old entries lack their tags.
            let _ = catch_up(&mut journal).await;
            list(&journal, &self.wanted).await
        }
    }
}

/// Lines that an earlier version wrote lack the tags; once.
async fn catch_up(journal: &mut Journal) -> Result<(), CommandError> {
    let mut from = Some(0);
    while let Some(step) = from {
        from = journal.catch_up_lines(step).await?.next;
    }
    Ok(())
}

async fn list(journal: &Journal, wanted: &Wanted) -> Result<(), CommandError> {
    let drafts = if wanted.is_everything() {
        journal.list_drafts().await?
    } else {
        Vec::new()
    };
    for draft in drafts {
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
    let all = entries.len();
    let mut found = 0;
    for entry in entries.iter().filter(|entry| wanted.admits(entry)) {
        found += 1;
        print_entry(entry, &state(entry))?;
    }
    if !wanted.is_everything() {
        let all = count(all as u64, "entry", "entries");
        print::notice(&format!("{found} of {all}"));
    } else if all == 0 {
        print::notice("No entries yet: `companion-native write` begins one.");
    }
    Ok(())
}

/// What is said of an entry behind its title.
fn state(entry: &EntrySummary) -> String {
    if entry.damaged {
        return "damaged".to_owned();
    }
    let mut said = vec![count(entry.word_count.into(), "word", "words")];
    let moods = Mood::ALL.into_iter().zip(MOODS);
    let mood = moods.filter(|(mood, _)| entry.mood == Some(*mood));
    said.extend(mood.map(|(_, word)| word.to_owned()));
    said.extend(entry.is_favourite.then(|| "favourite".to_owned()));
    said.extend(entry.tags.iter().map(|tag| format!("#{}", harmless(tag))));
    said.join(", ")
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
