//! `companion-native restore FILE`.

use std::fs::File;
use std::path::PathBuf;

use clap::Args;
use companion_vault::VaultError;
use companion_vault::backup::{Backup, BackupError, Merged};
use zeroize::Zeroizing;

use super::verify::print_report;
use crate::CommandError;
use crate::environment::NativeEnvironment;
use crate::journal::{Journal, JournalOptions};
use crate::passphrase;
use crate::print;
use crate::progress::Progress;

/// Bring a journal back from a backup, or a backup into your journal.
///
/// The whole backup is checked before anything is written. If it is interrupted afterwards, do
/// it again with --merge: what is there already stays, and nothing comes twice.
#[derive(Args)]
pub struct Restore {
    /// The backup, a file that ends with `.companion`.
    file: PathBuf,
    /// Bring it into the journal that is there. The newer text stays, and the other becomes an
    /// earlier version of it.
    #[arg(long)]
    merge: bool,
    /// With --merge: the backup's passphrase, if it is another one than the journal's.
    #[arg(long, value_name = "FILE", requires = "merge")]
    backup_passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    journal: JournalOptions,
}

impl Restore {
    /// Restores or merges.
    ///
    /// # Errors
    /// When the backup cannot be trusted or the journal cannot be written.
    pub async fn run(self) -> Result<(), CommandError> {
        let file = File::open(&self.file).map_err(CommandError::file(&self.file))?;
        if self.merge {
            self.merge(file).await
        } else {
            self.restore(file).await
        }
    }

    async fn restore(self, file: File) -> Result<(), CommandError> {
        let hint = "; --merge brings the backup into it";
        let store = self.journal.empty_store(hint).await?;
        let passphrase = self.journal.passphrase.read(QUESTION)?;
        let backup = open(file, &passphrase)?;
        let mut progress = Progress::begin_two("Checking", "Restoring");
        let tell = &mut |done, all| progress.tell(done, all);
        let restored = Journal::restore(store, NativeEnvironment, backup, tell).await?;
        drop(progress);
        let folder = self.journal.folder()?;
        print::line(&format!("Your journal is in {}.", folder.display()))?;
        print_report(&restored.report)
    }

    async fn merge(self, file: File) -> Result<(), CommandError> {
        let mut journal = self.journal.unlock().await?;
        let passphrase = passphrase::read(self.backup_passphrase_file.as_deref(), QUESTION)?;
        let backup = open(file, &passphrase)?;
        let mut progress = Progress::begin_two("Checking", "Bringing in");
        let tell = &mut |done, all| progress.tell(done, all);
        let merged = journal.merge(backup, tell).await?;
        drop(progress);
        print_merged(&merged)
    }
}

const QUESTION: &str = "Passphrase of the backup: ";

/// Opens a backup by its passphrase or recovery key.
fn open(file: File, passphrase: &Zeroizing<String>) -> Result<Backup<File>, CommandError> {
    let mut progress = Progress::begin("Opening the backup");
    let tell = &mut |done: u32, all: u32| progress.tell(done.into(), all.into());
    Backup::open(file, passphrase, tell).map_err(of_the_backup)
}

/// The passphrase that was wrong is the backup's.
pub(super) fn of_the_backup(error: BackupError) -> CommandError {
    match error {
        BackupError::Vault(VaultError::WrongPassphrase) => CommandError::WrongBackupPassphrase,
        error => error.into(),
    }
}

fn print_merged(merged: &Merged) -> Result<(), CommandError> {
    let parts = [
        (merged.added, "added"),
        (merged.updated, "replaced by a newer text"),
        (
            merged.kept_as_version,
            "kept as an earlier version, because the texts differ",
        ),
        (
            merged.kept_beside,
            "kept beside yours, because the texts differ",
        ),
        (merged.versions, "earlier versions added"),
        (merged.same, "here already"),
    ];
    let parts = parts.iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    match parts.as_slice() {
        [] => print::line("The backup is empty."),
        parts => print::line(&format!("{}.", parts.join("; "))),
    }
}
