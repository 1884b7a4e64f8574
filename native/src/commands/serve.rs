//! `companion-native serve`.

use std::path::PathBuf;

use clap::Args;

use crate::server::{self, Options, ServerError};
use crate::{CommandError, print};

/// Serve the app to browsers on this computer, and to nobody else.
#[derive(Args)]
pub struct Serve {
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

impl Serve {
    /// Serves until Ctrl+C.
    ///
    /// # Errors
    /// When there is no built app, or the system refuses to listen.
    pub async fn run(self) -> Result<(), CommandError> {
        let options = Options {
            dist: server::find_dist(self.dist)?,
            model_dir: self.model_dir.or_else(server::default_model_dir),
            ..Options::default()
        };
        let listener = server::bind(self.port).await?;
        let address = listener.local_addr().map_err(ServerError::Listen)?;
        let url = format!("http://{address}/");
        say(&format!("Companion is at {url}"));
        if self.port != 0 && address.port() != self.port {
            say(&format!(
                "Port {} is taken. A browser keeps a journal per address: one made on that port is not seen on this one.",
                self.port
            ));
        }
        say("It is reachable from this computer only. Ctrl+C stops it.");
        if self.open && open::that_detached(&url).is_err() {
            say("No browser could be started: open the address yourself.");
        }
        tokio::select! {
            result = server::serve(listener, options) => Ok(result?),
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    }
}

/// Prints one line for people; a closed standard output is no reason to stop serving.
fn say(line: &str) {
    let _ = print::line(line);
}
