//! `companion-native backup [FILE]`.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use companion_core::Clock as _;
use companion_vault::backup::Report;

use super::verify::print_report;
use crate::CommandError;
use crate::environment::NativeEnvironment;
use crate::journal::{Journal, JournalOptions};
use crate::print::{self, day};
use crate::progress::Progress;

/// Write the whole journal into one encrypted file, read it back and compare.
///
/// The file opens with the journal's passphrase, here and in the app.
#[derive(Args)]
pub struct Backup {
    /// The file to write [default: companion-DATE.companion in the current folder].
    file: Option<PathBuf>,
    #[command(flatten)]
    journal: JournalOptions,
}

impl Backup {
    /// Writes the backup.
    ///
    /// # Errors
    /// When the journal cannot be opened or the file cannot be written; no file is left then.
    pub async fn run(self) -> Result<(), CommandError> {
        let path = self.file.unwrap_or_else(free_name);
        if path.exists() {
            return Err(CommandError::FileExists(path));
        }
        let mut journal = self.journal.unlock().await?;
        let report = write(&mut journal, &path).await?;
        journal.note_backup(&report).await?;
        print::line(&format!("Written to {} and read back.", path.display()))?;
        print_report(&report)
    }
}

/// A name of today that is not taken yet.
fn free_name() -> PathBuf {
    let day = day(NativeEnvironment.now());
    let first = PathBuf::from(format!("companion-{day}.companion"));
    let numbered = (2..).map(|number| PathBuf::from(format!("companion-{day}-{number}.companion")));
    let mut names = std::iter::once(first.clone()).chain(numbered);
    names.find(|name| !name.exists()).unwrap_or(first)
}

/// Writes under a name of its own, and gives the file its name once it is whole and on the disk.
async fn write(journal: &mut Journal, path: &Path) -> Result<Report, CommandError> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let file = new_file(&part).map_err(CommandError::file(&part))?;
    let written = fill(journal, &file).await;
    let named = written.and_then(|report| {
        file.sync_all()
            .and_then(|()| fs::rename(&part, path))
            .map_err(CommandError::file(path))?;
        Ok(report)
    });
    if named.is_err() {
        // What is left is worth nothing, and the error says why.
        let _ = fs::remove_file(&part);
    }
    named
}

async fn fill(journal: &mut Journal, file: &File) -> Result<Report, CommandError> {
    let mut progress = Progress::begin_two("Writing", "Reading back");
    let tell = &mut |done, all| progress.tell(done, all);
    Ok(journal.write_backup(file, tell).await?)
}

/// A file that only its owner may read, and that was not there before.
fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
