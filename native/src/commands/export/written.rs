//! Entries as files for people and other programs.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use companion_core::{AuditEvent, Clock as _, Day, EntrySummary, JournalEntry, Selection};
use companion_exchange::export::{self, About, Departing, Exporter, Words};
use companion_typeset::{Book, Catalogue, Paper};
use companion_vault::VaultError;

use crate::environment::NativeEnvironment;
use crate::journal::Journal;
use crate::print::{self, count};
use crate::progress::Progress;
use crate::whole_file::{WholeFile, free_name};
use crate::{CommandError, server};

/// What is given to the file at once.
const PIECE_BYTES: usize = 1 << 20;
/// The list of fonts, in the built app.
const FONTS: &str = "fonts/print.tsv";

/// Which entries, and where they go.
#[derive(Args)]
pub(super) struct Written {
    /// Only entries of this day and later ones.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "format")]
    from: Option<Day>,
    /// Only entries of this day and earlier ones.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "format")]
    to: Option<Day>,
    /// Only entries with this tag.
    #[arg(long, value_name = "TAG", requires = "format")]
    tag: Option<String>,
    /// Only favourites.
    #[arg(long, requires = "format")]
    favourites: bool,
    /// The file to write [default: companion-DATE in the current folder].
    #[arg(long, short, value_name = "FILE", requires = "format")]
    output: Option<PathBuf>,
    /// The language of dates and headings: en or de.
    #[arg(
        long,
        value_name = "LANGUAGE",
        default_value = "en",
        requires = "format"
    )]
    language: String,
    /// The size of a PDF's sheets.
    #[arg(long, value_enum, default_value = "a4", requires = "format")]
    paper: Sheets,
    /// The built app, whose fonts a PDF is set in [default: `dist` in the current folder or near
    /// this program].
    #[arg(long, requires = "format")]
    dist: Option<PathBuf>,
}

/// A way of writing entries.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A zip with a Markdown file for each entry.
    Markdown,
    /// JSON that Companion can import again; a zip if there are photos or recordings.
    Json,
    /// One page for any browser.
    Html,
    /// A book.
    Pdf,
}

/// The size of a sheet.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sheets {
    /// ISO A4.
    A4,
    /// US Letter.
    Letter,
}

impl Written {
    /// Writes the entries.
    ///
    /// # Errors
    /// When the file cannot be written; none is left then.
    pub(super) async fn run(
        self,
        format: Format,
        journal: &mut Journal,
    ) -> Result<(), CommandError> {
        let selection = Selection {
            from: self.from,
            to: self.to,
            tag: self
                .tag
                .map(|tag| tag.trim_start_matches(['#', '＃']).to_owned()),
            favourites_only: self.favourites,
        };
        let mut entries = journal.list_entries();
        entries.retain(|entry| selection.includes(entry));
        // A book is read from its beginning.
        entries.reverse();
        if entries.is_empty() {
            return Err(CommandError::NothingToExport);
        }
        let about = About {
            words: Words::of(&self.language),
            made: NativeEnvironment.now(),
            entries: &entries,
        };
        let path = self
            .output
            .unwrap_or_else(|| free_name(format.extension(&entries)));
        let file = WholeFile::create(&path)?;
        let mut out = Out {
            file,
            path: path.clone(),
            missing: 0,
        };
        let exported = match format.written() {
            Some(format) => out.export(journal, format, about).await?,
            None => {
                let paper = match self.paper {
                    Sheets::A4 => Paper::A4,
                    Sheets::Letter => Paper::Letter,
                };
                let dist = server::find_dist(self.dist)?;
                out.set(journal, about, paper, &dist).await?
            }
        };
        let logged = u32::try_from(exported).unwrap_or(u32::MAX);
        journal.log(AuditEvent::EntriesExported(logged)).await?;
        out.file.finish()?;
        print::line(&format!(
            "Written to {}: {}.",
            path.display(),
            count(exported as u64, "entry", "entries")
        ))?;
        print::notice("It is not encrypted: whoever has the file can read it.");
        match out.missing {
            0 => Ok(()),
            missing => Err(CommandError::Unreadable(missing)),
        }
    }
}

impl Format {
    /// `None` for a PDF.
    const fn written(self) -> Option<export::Format> {
        match self {
            Self::Markdown => Some(export::Format::Markdown),
            Self::Json => Some(export::Format::Json),
            Self::Html => Some(export::Format::Html),
            Self::Pdf => None,
        }
    }

    fn extension(self, entries: &[EntrySummary]) -> &'static str {
        self.written()
            .map_or("pdf", |format| format.extension(entries))
    }
}

/// The file under way.
struct Out {
    file: WholeFile,
    path: PathBuf,
    /// Entries and attachments that could not be read.
    missing: usize,
}

impl Out {
    async fn export(
        &mut self,
        journal: &Journal,
        format: export::Format,
        about: About<'_>,
    ) -> Result<usize, CommandError> {
        let mut bytes = Vec::new();
        let mut exporter = Exporter::begin(format, about, &mut bytes)?;
        let mut progress = Progress::begin("Exporting");
        let mut exported = 0;
        for (at, line) in about.entries.iter().enumerate() {
            if let Some((entry, files)) = self.read(journal, line).await? {
                let departing = Departing {
                    entry: &entry,
                    files: &files,
                };
                exporter.add(departing, &mut bytes)?;
                exported += 1;
            }
            if bytes.len() >= PIECE_BYTES {
                self.give(&mut bytes)?;
            }
            progress.tell(at as u64, about.entries.len() as u64);
        }
        exporter.finish(&mut bytes)?;
        self.give(&mut bytes)?;
        Ok(exported)
    }

    async fn set(
        &mut self,
        journal: &Journal,
        about: About<'_>,
        paper: Paper,
        dist: &Path,
    ) -> Result<usize, CommandError> {
        let list = read_text(&dist.join(FONTS))?;
        let mut book = Book::new(Catalogue::parse(&list)?, about, paper);
        let mut progress = Progress::begin_two("Looking through", "Exporting");
        let all = about.entries.len() as u64;
        for (at, line) in about.entries.iter().enumerate() {
            match journal.read_entry(line.id).await {
                Ok(entry) => book.look(&entry),
                // Told below, when it is to be set.
                Err(VaultError::Damaged | VaultError::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
            progress.tell(at as u64, all);
        }
        for font in book.fonts_needed() {
            let path = dist.join(&font.path);
            let bytes = std::fs::read(&path).map_err(CommandError::file(&path))?;
            book.add_font(&font.path, &bytes)?;
        }
        let without_font: String = book.letters_without_font().into_iter().collect();
        book.begin(about);
        let mut exported = 0;
        for (at, line) in about.entries.iter().enumerate() {
            if let Some((entry, files)) = self.read(journal, line).await? {
                book.add(Departing {
                    entry: &entry,
                    files: &files,
                });
                exported += 1;
            }
            progress.tell(at as u64, all);
        }
        drop(progress);
        if !without_font.is_empty() {
            print::notice(&format!(
                "There is no font for these letters, and a box stands for each: {}",
                print::harmless(&without_font)
            ));
        }
        let mut bytes = book.finish()?;
        self.give(&mut bytes)?;
        Ok(exported)
    }

    /// An entry and what it carries. What is damaged is named and left out.
    async fn read(
        &mut self,
        journal: &Journal,
        line: &EntrySummary,
    ) -> Result<Option<(JournalEntry, Vec<Option<Vec<u8>>>)>, CommandError> {
        let entry = match journal.read_entry(line.id).await {
            Ok(entry) => entry,
            Err(VaultError::Damaged | VaultError::NotFound) => {
                self.missing += 1;
                print::notice(&format!("The entry {} is damaged and left out.", line.id));
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let mut files = Vec::with_capacity(entry.attachments.len());
        for attachment in &entry.attachments {
            files.push(match journal.read_attachment(attachment.id).await {
                Ok(mut bytes) => Some(std::mem::take(&mut *bytes)),
                Err(VaultError::Damaged | VaultError::NotFound) => {
                    self.missing += 1;
                    let what = format!(
                        "An attachment of the entry {} is damaged and left out.",
                        line.id
                    );
                    print::notice(&what);
                    None
                }
                Err(error) => return Err(error.into()),
            });
        }
        Ok(Some((entry, files)))
    }

    fn give(&self, bytes: &mut Vec<u8>) -> Result<(), CommandError> {
        let written = self.file.file().write_all(bytes);
        written.map_err(CommandError::file(&self.path))?;
        bytes.clear();
        Ok(())
    }
}

fn read_text(path: &Path) -> Result<String, CommandError> {
    std::fs::read_to_string(path).map_err(CommandError::file(path))
}

fn day(typed: &str) -> Result<Day, String> {
    Day::from_iso(typed).ok_or_else(|| "a day is written like 2026-11-22".to_owned())
}
