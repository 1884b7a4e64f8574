//! `companion-native create`.

use clap::Args;

use crate::CommandError;
use crate::environment::NativeEnvironment;
use crate::journal::{Journal, JournalOptions};
use crate::print;
use crate::progress::Progress;

/// Begin a new journal in an empty folder.
///
/// Nobody can open the journal without its passphrase, and nobody can reset it.
#[derive(Args)]
pub struct Create {
    #[command(flatten)]
    journal: JournalOptions,
}

impl Create {
    /// Makes the journal.
    ///
    /// # Errors
    /// When there is one already, or when it cannot be made.
    pub async fn run(self) -> Result<(), CommandError> {
        let store = self.journal.empty_store("").await?;
        let passphrase = self.journal.passphrase.read_new()?;
        let mut progress = Progress::begin("Making keys");
        let tell = &mut |done: u32, all: u32| progress.tell(done.into(), all.into());
        Journal::create(store, NativeEnvironment, &passphrase, tell).await?;
        drop(progress);
        let folder = self.journal.folder()?;
        print::line(&format!(
            "Your journal is in {}. Only its passphrase opens it, so keep that safe, and make backups with `companion-native backup`.",
            folder.display()
        ))
    }
}
