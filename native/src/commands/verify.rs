//! `companion-native verify`: the rehearsal of a backup, on any computer.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use companion_vault::backup::{Backup, BackupError, Report};
use zeroize::Zeroizing;

/// Names a file whose first line is the passphrase, for scripts.
const PASSPHRASE_FILE: &str = "COMPANION_PASSPHRASE_FILE";

/// Why a backup was not verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The backup's file cannot be opened.
    #[error("{} cannot be opened: {error}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The passphrase could not be asked for or read.
    #[error("no passphrase: {0}")]
    Passphrase(io::Error),
    /// The backup is not what it should be.
    #[error("{0}")]
    Backup(#[from] BackupError),
    /// The result could not be told.
    #[error("the report could not be printed: {0}")]
    Print(io::Error),
}

/// Reads the backup at `path`, opens every record and prints what it holds. Says whether all
/// of it is in order. Nothing is written.
///
/// # Errors
/// When the backup cannot be trusted or read.
pub async fn verify(path: &Path) -> Result<bool, VerifyError> {
    let file = File::open(path).map_err(|error| VerifyError::Open {
        path: path.to_owned(),
        error,
    })?;
    let passphrase = read_passphrase().map_err(VerifyError::Passphrase)?;
    let mut backup = Backup::open(file, &passphrase, &mut |_, _| {})?;
    let report = backup.verify(&mut |_, _| {}).await?;
    print(&report).map_err(VerifyError::Print)?;
    Ok(report.problems.is_empty())
}

/// The passphrase from the file that the environment names, or typed without being shown.
fn read_passphrase() -> io::Result<Zeroizing<String>> {
    let Some(path) = std::env::var_os(PASSPHRASE_FILE) else {
        return rpassword::prompt_password("Passphrase of the backup: ").map(Zeroizing::new);
    };
    let text = Zeroizing::new(std::fs::read_to_string(path)?);
    Ok(Zeroizing::new(
        text.lines().next().unwrap_or_default().to_owned(),
    ))
}

fn print(report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let made = report.made.local_day().to_iso().unwrap_or_default();
    writeln!(out, "A backup made on {made}, whole and authentic.")?;
    if let Some((first, last)) = report.days {
        let (first, last) = (first.to_iso(), last.to_iso());
        let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
        writeln!(out, "Entries: {}, from {first} to {last}", report.entries)?;
    } else {
        writeln!(out, "Entries: 0")?;
    }
    writeln!(out, "In the trash: {}", report.in_trash)?;
    writeln!(out, "Drafts: {}", report.drafts)?;
    for problem in &report.problems {
        writeln!(out, "{problem}")?;
    }
    Ok(())
}
