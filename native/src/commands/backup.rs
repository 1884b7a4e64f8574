//! `companion-native backup [FILE]`.

use std::path::{Path, PathBuf};

use clap::Args;
use companion_vault::backup::Report;

use super::verify::print_report;
use crate::CommandError;
use crate::journal::{Journal, JournalOptions};
use crate::print;
use crate::progress::Progress;
use crate::whole_file::{WholeFile, free_name};

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
        let path = self.file.unwrap_or_else(|| free_name("companion"));
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

async fn write(journal: &mut Journal, path: &Path) -> Result<Report, CommandError> {
    let file = WholeFile::create(path)?;
    let mut progress = Progress::begin_two("Writing", "Reading back");
    let tell = &mut |done, all| progress.tell(done, all);
    let report = journal.write_backup(file.file(), tell).await?;
    file.finish()?;
    Ok(report)
}
