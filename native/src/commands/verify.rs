//! `companion-native verify FILE`: the rehearsal of a backup, on any computer.

use std::fs::File;
use std::path::PathBuf;

use clap::Args;
use companion_vault::backup::{Backup, Report};

use super::restore::of_the_backup;
use crate::CommandError;
use crate::passphrase::PassphraseOptions;
use crate::print::{self, day};
use crate::progress::Progress;

/// Read a backup and say what it holds, without writing anything.
///
/// Exit status 0: every record was opened and is in order.
#[derive(Args)]
pub struct Verify {
    /// The backup, a file that ends with `.companion`.
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseOptions,
}

impl Verify {
    /// Opens every record and prints what the backup holds.
    ///
    /// # Errors
    /// When the backup cannot be trusted or read, or was not in order when it was made.
    pub async fn run(self) -> Result<(), CommandError> {
        let file = File::open(&self.file).map_err(CommandError::file(&self.file))?;
        let passphrase = self.passphrase.read("Passphrase of the backup: ")?;
        let mut progress = Progress::begin("Checking");
        let backup = Backup::open(file, &passphrase, &mut |done, all| {
            progress.tell(done.into(), all.into());
        });
        let mut backup = backup.map_err(of_the_backup)?;
        let report = backup
            .verify(&mut |done, all| progress.tell(done, all))
            .await?;
        drop(progress);
        print::line("The backup is whole and authentic.")?;
        print_report(&report)
    }
}

/// Prints what a backup holds.
///
/// # Errors
/// When something in it was not in order.
pub(super) fn print_report(report: &Report) -> Result<(), CommandError> {
    print::line(&format!("Made on {}.", day(report.made)))?;
    let span = report.days.map(|(first, last)| {
        let iso = |day: companion_core::Day| day.to_iso().unwrap_or_default();
        format!(", from {} to {}", iso(first), iso(last))
    });
    print::line(&format!(
        "Entries: {}{}",
        report.entries,
        span.unwrap_or_default()
    ))?;
    print::line(&format!("In the trash: {}", report.in_trash))?;
    print::line(&format!("Drafts: {}", report.drafts))?;
    if report.attachments > 0 {
        print::line(&format!("Photos and recordings: {}", report.attachments))?;
    }
    for problem in &report.problems {
        print::line(&problem.to_string())?;
    }
    match report.problems.len() {
        0 => Ok(()),
        problems => Err(CommandError::Problems(problems)),
    }
}
