//! `companion-native audit verify FILE`: an exported record of activity, checked without a key.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use companion_vault::audit::{Checkpoint, Comparison, ExportReport, ExportedLog};

use crate::CommandError;
use crate::print::{self, count, moment};

/// Check a record of activity that was exported from the app.
#[derive(Args)]
pub struct Audit {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Subcommand)]
enum AuditCommand {
    Verify(Verify),
}

/// Follow the record's chain from the first event to the last, without any passphrase.
///
/// Exit status 0: nothing between the first and the last event is missing, added or changed,
/// and the checkpoint, if one was given, matches.
#[derive(Args)]
struct Verify {
    /// The exported record, a file that ends with `.json`.
    file: PathBuf,
    /// A checkpoint that was kept elsewhere, to compare the record with.
    #[arg(long)]
    checkpoint: Option<String>,
    /// Print every event as it was sealed.
    #[arg(long)]
    events: bool,
}

impl Audit {
    /// Prints what the record proves, and what it cannot.
    ///
    /// # Errors
    /// When the file is no exported record, or something in it is not in order.
    pub fn run(self) -> Result<(), CommandError> {
        let AuditCommand::Verify(Verify {
            file,
            checkpoint,
            events,
        }) = self.command;
        let checkpoint = checkpoint.as_deref().map(Checkpoint::parse).transpose()?;
        let bytes = std::fs::read(&file).map_err(CommandError::file(&file))?;
        let log = ExportedLog::read(&bytes)?;
        let report = log.verify();
        if events {
            print_events(&report)?;
        }
        print_report(&report)?;
        let mut problems = report.findings.len();
        if let Some(checkpoint) = checkpoint {
            let comparison = log.compare(&checkpoint);
            print::line(&describe(comparison, checkpoint.audit_length()))?;
            problems += usize::from(comparison != Comparison::Matches);
        } else {
            print::line(
                "Without a checkpoint it cannot be told whether this is the newest state of the record, or one that was written anew by somebody who had the journal unlocked.",
            )?;
        }
        match problems {
            0 if report.is_whole => Ok(()),
            problems => Err(CommandError::Problems(problems.max(1))),
        }
    }
}

fn print_events(report: &ExportReport) -> Result<(), CommandError> {
    for line in &report.lines {
        let told = line.event.as_ref().map_or_else(
            || "An event that a newer Companion has recorded".to_owned(),
            ToString::to_string,
        );
        print::line(&format!("#{} {} {told}", line.number, moment(line.when)))?;
    }
    Ok(())
}

fn print_report(report: &ExportReport) -> Result<(), CommandError> {
    let events = count(report.audit_length, "event", "events");
    if report.is_whole {
        print::line(&format!(
            "The chain is whole: {events}, and none between the first and the last is missing, added or changed."
        ))?;
    } else {
        print::line(&format!("The chain of {events} is broken."))?;
    }
    for finding in &report.findings {
        print::line(&finding.to_string())?;
    }
    print::line(
        "The words beside each event in the file prove nothing; --events shows what was sealed.",
    )?;
    print::line("Times are those of the device's clock.")
}

fn describe(comparison: Comparison, length: u64) -> String {
    match comparison {
        Comparison::Matches => format!(
            "The checkpoint matches: everything up to #{length} is as it was when it was made."
        ),
        Comparison::OtherJournal => "The checkpoint is of another journal.".to_owned(),
        Comparison::Ahead => format!(
            "The checkpoint of #{length} knows more than this record: the record was exported before it, or the journal was put back to an earlier state."
        ),
        Comparison::Differs => format!(
            "The checkpoint of #{length} does not match: this record went another way before it."
        ),
        Comparison::Lost => format!(
            "The checkpoint of #{length} cannot be compared: events before it are missing here."
        ),
    }
}
