//! The command `companion-native`.

use std::alloc::System;
use std::future::Future;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use companion_native::CommandError;
use companion_native::commands::{
    Audit, Backup, Bench, Compare, Create, Export, Import, List, Quantize, Restore, Search, Serve,
    Show, Verify, Write as WriteEntry,
};
use tokio::runtime::Builder;
use zeroizing_alloc::ZeroAlloc;

/// Everything that is freed is wiped, as in the browser's vault worker.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// Your journal on this computer: written, read, backed up and brought back without a browser.
///
/// The journal lies encrypted in one folder, ~/.companion unless you name another one. Backups
/// are the same files that the app in the browser writes and reads.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Create(Create),
    List(List),
    Show(Show),
    Write(WriteEntry),
    Export(Export),
    Import(Import),
    Backup(Backup),
    Bench(Bench),
    Quantize(Quantize),
    Compare(Compare),
    Restore(Restore),
    Search(Search),
    Verify(Verify),
    Audit(Audit),
    Serve(Serve),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Create(command) => alone(command.run()),
        Command::List(command) => alone(command.run()),
        Command::Show(command) => alone(command.run()),
        Command::Write(command) => alone(command.run()),
        Command::Export(command) => alone(command.run()),
        Command::Import(command) => alone(command.run()),
        Command::Backup(command) => alone(command.run()),
        Command::Bench(command) => alone(async { command.run() }),
        Command::Quantize(command) => alone(command.run()),
        Command::Compare(command) => alone(async { command.run() }),
        Command::Restore(command) => alone(command.run()),
        Command::Search(command) => alone(command.run()),
        Command::Verify(command) => alone(command.run()),
        Command::Audit(command) => alone(async { command.run() }),
        Command::Serve(command) => on(Builder::new_multi_thread(), command.run()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever was reading has read enough, as `head` does.
        Err(CommandError::Print(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            // Nothing is left to tell when standard error is closed.
            let _ = writeln!(io::stderr(), "companion-native: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command on this thread: a journal belongs to one.
fn alone(command: impl Future<Output = Result<(), CommandError>>) -> Result<(), CommandError> {
    on(Builder::new_current_thread(), command)
}

fn on(
    mut runtime: Builder,
    command: impl Future<Output = Result<(), CommandError>>,
) -> Result<(), CommandError> {
    let runtime = runtime.enable_all().build();
    runtime.map_err(CommandError::Start)?.block_on(command)
}
