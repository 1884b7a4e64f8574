//! `companion-native import FILE`.

use std::fs::File;
use std::path::{Path, PathBuf};

use clap::Args;
use companion_core::{Skipped, Source, Tally};
use companion_exchange::import::{About, Import as Reader, ImportError};
use companion_vault::import::{ImportFailure, Importing, Preview, Receipt};

use crate::environment::NativeEnvironment;
use crate::journal::JournalOptions;
use crate::progress::Progress;
use crate::tree::FolderTree;
use crate::{CommandError, passphrase, print, zones};

/// Bring in what you have written in another program.
///
/// Reads exports of Day One (JSON), jrnl (plain, encrypted, JSON), Joplin (JEX), Standard Notes, Companion's own JSON,
/// and folders of Markdown files such as Obsidian's. What is in your journal already does not come twice.
#[derive(Args)]
pub struct Import {
    /// The exported file, or a folder of Markdown files.
    file: PathBuf,
    /// Only say what would come, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// The exported file is encrypted: ask for its password.
    #[arg(long)]
    password: bool,
    /// Read the password of the exported file from the first line of this file, `-` for standard input.
    #[arg(long, value_name = "FILE")]
    import_password_file: Option<PathBuf>,
    /// Keep photos exactly as they are, with the place and all else that their files tell.
    #[arg(long)]
    keep_originals: bool,
    #[command(flatten)]
    journal: JournalOptions,
}

impl Import {
    /// Looks through the file, and brings it in.
    ///
    /// # Errors
    /// When the file cannot be read or the journal cannot be written.
    pub async fn run(self) -> Result<(), CommandError> {
        let mut journal = self.journal.unlock().await?;
        let name = self.file.file_name().unwrap_or(self.file.as_os_str());
        let name = name.to_string_lossy().into_owned();
        let reader = self.open(&name)?;
        let mut importing = Importing::new(reader, &name, &NativeEnvironment)?;

        let mut progress = Progress::begin_two("Looking through it", "Bringing it in");
        while !journal
            .look_through(&mut importing, &zones::offset_minutes)
            .await?
        {
            let (done, all) = importing.progress();
            progress.tell(done, all);
        }
        if self.dry_run {
            drop(progress);
            return print_preview(importing.preview());
        }
        importing.keeps_originals(self.keep_originals);
        while !journal
            .bring_in(&mut importing, &zones::offset_minutes)
            .await?
        {
            let (done, all) = importing.progress();
            progress.tell(done, all);
        }
        drop(progress);
        print_receipt(importing.receipt())
    }

    fn open(&self, name: &str) -> Result<Reader, CommandError> {
        let path = self.import_password_file.as_deref();
        let given = match (path, self.password) {
            (None, false) => None,
            (path, _) => Some(passphrase::read(path, QUESTION)?),
        };
        let opened = self.open_with(name, given.as_deref().map(String::as_str));
        match opened {
            // Whoever did not know that it is encrypted is asked now.
            Err(CommandError::Import(ImportFailure::File(ImportError::PasswordNeeded))) => {
                let password = passphrase::read(None, QUESTION)?;
                self.open_with(name, Some(&password))
            }
            opened => opened,
        }
    }

    fn open_with(&self, name: &str, password: Option<&str>) -> Result<Reader, CommandError> {
        if self.file.is_dir() {
            let tree = FolderTree::open(&self.file)?;
            return Reader::open_tree(Box::new(tree), password).map_err(failed);
        }
        let file = File::open(&self.file).map_err(CommandError::file(&self.file))?;
        let about = About {
            name,
            modified_ms: modified_ms(&self.file),
            password,
        };
        Reader::open(file, about).map_err(failed)
    }
}

const QUESTION: &str = "Password of the exported file: ";

fn failed(error: ImportError) -> CommandError {
    CommandError::Import(error.into())
}

fn modified_ms(path: &Path) -> Option<i64> {
    let modified = path.metadata().ok()?.modified().ok()?;
    let since = modified.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()
}

fn print_preview(preview: &Preview) -> Result<(), CommandError> {
    print::line(&format!(
        "{}: {} found.",
        source(preview.source),
        preview.found
    ))?;
    print::line(&format!(
        "{} would come. Nothing was changed.",
        print::count(preview.entries, "entry", "entries")
    ))?;
    if let Some((first, last)) = preview.range {
        print::line(&format!(
            "From {} to {}.",
            print::day(first),
            print::day(last)
        ))?;
    }
    let notes = [
        (
            preview.cut,
            "text is longer than one entry and is cut",
            "texts are longer than one entry and are cut",
        ),
        (preview.photos, "photo comes along", "photos come along"),
        (
            preview.unseen,
            "photo is HEIC, which not every browser shows",
            "photos are HEIC, which not every browser shows",
        ),
        (
            preview.recordings,
            "recording comes along, with what its file tells, such as a place",
            "recordings come along, with what their files tell, such as a place",
        ),
        (
            preview.attachments_missing,
            "attachment does not come: not in the file, or of no kind that is kept",
            "attachments do not come: not in the file, or of no kind that is kept",
        ),
        (
            preview.dates_of_files,
            "text has only the date of its file",
            "texts have only the dates of their files",
        ),
        (
            preview.converted,
            "text is turned into Markdown",
            "texts are turned into Markdown",
        ),
    ];
    for (count, one, many) in notes.into_iter().filter(|(count, ..)| *count > 0) {
        print::line(&format!("{}.", print::count(count, one, many)))?;
    }
    print_skipped(&preview.skipped)?;
    for sample in &preview.samples {
        let line = format!(
            "  {}  {}  {}",
            print::day(sample.created),
            sample.title,
            sample.line
        );
        print::text(line.trim_end())?;
    }
    Ok(())
}

fn print_receipt(receipt: &Receipt) -> Result<(), CommandError> {
    print::line(&format!(
        "{}: {} found = {} imported + {} skipped.",
        source(receipt.source),
        receipt.found,
        receipt.imported,
        receipt.skipped.total()
    ))?;
    if receipt.entry_count() > receipt.imported {
        let entries = print::count(receipt.entry_count(), "entry", "entries");
        print::line(&format!("They are {entries}, because long texts were cut."))?;
    }
    let notes = [
        (
            receipt.attachments,
            "photo or recording came along",
            "photos and recordings came along",
        ),
        (
            receipt.unseen,
            "photo is HEIC, which not every browser shows",
            "photos are HEIC, which not every browser shows",
        ),
        (
            receipt.telling,
            "of them still holds what its file tells, such as a place",
            "of them still hold what their files tell, such as a place",
        ),
        (
            receipt.attachments_missing,
            "attachment did not come",
            "attachments did not come",
        ),
    ];
    for (count, one, many) in notes.into_iter().filter(|(count, ..)| *count > 0) {
        print::line(&format!("{}.", print::count(count, one, many)))?;
    }
    print_skipped(&receipt.skipped)
}

fn print_skipped(tally: &Tally) -> Result<(), CommandError> {
    for skipped in tally.counts() {
        print::line(&format!(
            "{} skipped: {}.",
            skipped.count,
            why(skipped.reason)
        ))?;
    }
    for thing in tally.named() {
        let name = match thing.name.as_str() {
            "" => "(without a title)",
            name => name,
        };
        let line = format!("  {name}: {}", why(thing.reason));
        print::text(&line)?;
    }
    Ok(())
}

const fn source(source: Source) -> &'static str {
    match source {
        Source::Companion => "Companion's JSON",
        Source::DayOne => "Day One",
        Source::Jrnl => "jrnl",
        Source::Joplin => "Joplin",
        Source::StandardNotes => "Standard Notes",
        Source::Markdown => "Markdown files",
        Source::Sample => "Sample journal",
    }
}

const fn why(reason: Skipped) -> &'static str {
    match reason {
        Skipped::Empty => "no text",
        Skipped::Duplicate => "here already",
        Skipped::Differs => "here already with another text, which stays",
        Skipped::NoDate => "nothing says when it was written",
        Skipped::Unreadable => "it cannot be read",
        Skipped::TooLarge => "too large for an entry",
        Skipped::Encrypted => "it is encrypted",
        Skipped::Deleted => "it lies in the trash there",
    }
}
