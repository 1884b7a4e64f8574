//! The command `companion-native`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use companion_native::server::{self, Options, ServerError};
use companion_native::verify::verify;

/// The journal on the desktop.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the app to browsers on this computer, and to nobody else.
    Serve(Serve),
    /// Read a backup and say what it holds, without writing anything.
    ///
    /// The passphrase is asked for, or read from the file that COMPANION_PASSPHRASE_FILE names.
    /// Exit status 0: every record was opened and is in order.
    Verify {
        /// The backup, a file that ends with `.companion`.
        file: PathBuf,
    },
}

#[derive(Args)]
struct Serve {
    /// Port to listen on; the next free one if it is taken.
    #[arg(long, default_value_t = server::DEFAULT_PORT)]
    port: u16,
    /// The built app [default: `dist` in the current folder or near this program].
    #[arg(long)]
    dist: Option<PathBuf>,
    /// Where model files are kept [default: ~/.companion/models].
    #[arg(long, env = "COMPANION_MODEL_DIR")]
    model_dir: Option<PathBuf>,
    /// Open the app in the browser.
    #[arg(long)]
    open: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Serve(arguments) => serve(arguments).await.map_err(|error| error.to_string()),
        Command::Verify { file } => match verify(&file).await {
            Ok(true) => Ok(()),
            Ok(false) => return ExitCode::FAILURE,
            Err(error) => Err(error.to_string()),
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to tell when standard error is closed.
            let _ = writeln!(std::io::stderr(), "companion-native: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Serve) -> Result<(), ServerError> {
    let options = Options {
        dist: server::find_dist(arguments.dist)?,
        model_dir: arguments.model_dir.or_else(server::default_model_dir),
        ..Options::default()
    };
    let listener = server::bind(arguments.port).await?;
    let address = listener.local_addr().map_err(ServerError::Listen)?;
    let url = format!("http://{address}/");
    say(&format!("Companion is at {url}"));
    if arguments.port != 0 && address.port() != arguments.port {
        say(&format!(
            "Port {} is taken. A browser keeps a journal per address: one made on that port is not seen on this one.",
            arguments.port
        ));
    }
    say("It is reachable from this computer only. Ctrl+C stops it.");
    if arguments.open && open::that_detached(&url).is_err() {
        say("No browser could be started: open the address yourself.");
    }
    tokio::select! {
        result = server::serve(listener, options) => result,
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

/// Prints one line for people; a closed standard output is no reason to stop serving.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
