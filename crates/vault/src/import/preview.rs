//! The dry run.

use companion_core::{
    AttachmentKind, Clock, Entropy, JournalEntry, Source, Tally, Timestamp, is_shown_everywhere,
    title_of,
};
use companion_exchange::import::{ForeignEntry, Import};
use companion_exchange::when::Zones;
use companion_store::Store;

use super::judge::Verdict;
use super::{ImportFailure, Importing};
use crate::Vault;

/// Things judged in one step: some tens of milliseconds.
const STEP: usize = 100;
/// Entries that are shown beforehand.
const SAMPLES: u64 = 10;
/// Longest first line that is shown, in characters.
const MAX_LINE_CHARS: usize = 120;

/// What an import would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Which program has written the file.
    pub source: Source,
    /// What the file is called.
    pub file_name: String,
    /// Things in the file.
    pub found: u64,
    /// Those that would become entries.
    pub new: u64,
    /// The entries that they would become: more, where texts are longer than one entry.
    pub entries: u64,
    /// Texts that would be cut into several entries.
    pub cut: u64,
    /// Those that would not, by reason.
    pub skipped: Tally,
    /// Photos that would come along.
    pub photos: u64,
    /// Those of them that not every browser can show.
    pub unseen: u64,
    /// Recordings that would come along.
    pub recordings: u64,
    /// Attachments that the file lacks, or that are of no kind that is kept.
    pub attachments_missing: u64,
    /// Entries whose date is only that of their file.
    pub dates_of_files: u64,
    /// Entries that were turned into Markdown.
    pub converted: u64,
    /// The first and the last moment of what would come.
    pub range: Option<(Timestamp, Timestamp)>,
    /// Some of what would come, from the whole of the file.
    pub samples: Vec<Sample>,
}

/// One entry as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The day it would be listed under.
    pub created: Timestamp,
    /// Its title.
    pub title: String,
    /// The first line below that says something.
    pub line: String,
}

impl Preview {
    pub(super) fn new(import: &Import, file_name: String) -> Self {
        Self {
            source: import.source(),
            file_name,
            found: 0,
            new: 0,
            entries: 0,
            cut: 0,
            skipped: Tally::default(),
            photos: 0,
            unseen: 0,
            recordings: 0,
            attachments_missing: 0,
            dates_of_files: 0,
            converted: 0,
            range: None,
            samples: Vec::new(),
        }
    }

    fn note(&mut self, foreign: &ForeignEntry, entries: &[JournalEntry], total: u64) {
        self.new += 1;
        self.entries += entries.len() as u64;
        self.cut += u64::from(entries.len() > 1);
        for attachment in &foreign.attachments {
            self.unseen += u64::from(!is_shown_everywhere(&attachment.media_type));
            match attachment.kind {
                AttachmentKind::Photo => self.photos += 1,
                AttachmentKind::Recording => self.recordings += 1,
            }
        }
        self.attachments_missing += u64::from(foreign.attachments_missing);
        self.dates_of_files += u64::from(foreign.guesses.date_of_file);
        self.converted += u64::from(foreign.guesses.converted);
        let at = foreign.created;
        self.range = Some(match self.range {
            None => (at, at),
            Some((first, last)) => (
                if at.unix_ms < first.unix_ms {
                    at
                } else {
                    first
                },
                if at.unix_ms > last.unix_ms { at } else { last },
            ),
        });
        // Evenly over the file, by what has been found so far.
        let due = self.samples.len() as u64 * total <= (self.found - 1) * SAMPLES;
        if due && (self.samples.len() as u64) < SAMPLES {
            self.samples
                .push(Sample::of(foreign.created, &foreign.content));
        }
    }
}

impl Sample {
    fn of(created: Timestamp, content: &str) -> Self {
        let says_something = |line: &&str| line.chars().any(char::is_alphanumeric);
        let mut lines = content.lines().map(str::trim).filter(says_something);
        let title = title_of(content);
        // The title is the first of them; a lone line is told once.
        let line = lines.nth(1).unwrap_or_default();
        Self {
            created,
            title,
            line: line.chars().take(MAX_LINE_CHARS).collect(),
        }
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// One step of the dry run. Whether it is done: then [`Importing::preview`] is complete. Nothing is
    /// changed.
    ///
    /// # Errors
    /// When the file cannot be read on, or failures of the store.
    pub async fn look_through(
        &self,
        importing: &mut Importing,
        zones: &Zones<'_>,
    ) -> Result<bool, ImportFailure> {
        let total = importing.import.len() as u64;
        for _ in 0..STEP {
            let Some(found) = importing.import.next(zones)? else {
                importing.is_looked_through = true;
                return Ok(true);
            };
            importing.preview.found += 1;
            let verdict = match &found.entry {
                Ok(foreign) => {
                    let source = importing.preview.source;
                    self.judge(foreign, source, &mut importing.seen).await?
                }
                Err(reason) => Verdict::Skip(*reason),
            };
            match (verdict, &found.entry) {
                (Verdict::Bring(entries), Ok(foreign)) => {
                    importing.preview.note(foreign, &entries, total);
                }
                (Verdict::Bring(_), Err(_)) => {}
                (Verdict::Skip(reason), _) => importing.preview.skipped.add(reason, &found.name),
            }
        }
        Ok(false)
    }
}
