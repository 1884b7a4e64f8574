//! The journal in its folder.

use std::path::PathBuf;
use std::rc::Rc;

use clap::Args;
use companion_core::{Clock as _, Draft, EntryId, EntrySummary};
use companion_store_sqlite::SqliteStore;
use companion_vault::audit::Attempts;
use companion_vault::{Vault, VaultError};

use crate::CommandError;
use crate::environment::NativeEnvironment;
use crate::passphrase::PassphraseOptions;
use crate::print::notice;
use crate::progress::Progress;

/// An unlocked journal of this computer.
pub(crate) type Journal = Vault<Rc<SqliteStore>, NativeEnvironment>;

/// Which journal, and what opens it.
#[derive(Args)]
pub(crate) struct JournalOptions {
    /// The journal's folder [default: ~/.companion].
    #[arg(long, value_name = "DIR", env = "COMPANION_DATA_DIR")]
    data_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseOptions,
}

impl JournalOptions {
    /// The journal's folder, which may not be there yet.
    pub(crate) fn folder(&self) -> Result<PathBuf, CommandError> {
        let default = || std::env::home_dir().map(|home| home.join(".companion"));
        self.data_dir
            .clone()
            .or_else(default)
            .ok_or(CommandError::NoHome)
    }

    /// The store of a journal that is yet to be; `hint` says what else can be done if one is
    /// there.
    pub(crate) async fn empty_store(
        &self,
        hint: &'static str,
    ) -> Result<Rc<SqliteStore>, CommandError> {
        let folder = self.folder()?;
        let store = Rc::new(SqliteStore::open(&folder)?);
        if Journal::exists(&store).await? {
            return Err(CommandError::JournalExists { folder, hint });
        }
        Ok(store)
    }

    /// Asks for the passphrase, or the recovery key, and unlocks the journal. What is not as it was left is told, and
    /// both success and failure are logged.
    pub(crate) async fn unlock(&self) -> Result<Journal, CommandError> {
        let folder = self.folder()?;
        if !SqliteStore::exists(&folder) {
            return Err(CommandError::NoJournal(folder));
        }
        let store = Rc::new(SqliteStore::open(&folder)?);
        if !Journal::exists(&store).await? {
            return Err(CommandError::NoJournal(folder));
        }
        let passphrase = self.passphrase.read("Passphrase: ")?;
        let mut progress = Progress::begin("Unlocking");
        let tell = &mut |done: u32, all: u32| progress.tell(done.into(), all.into());
        let recovered =
            Vault::unlock_with_recovery_key(Rc::clone(&store), NativeEnvironment, &passphrase);
        let unlocked = match recovered.await {
            // By its check characters it is no recovery key, so it is a passphrase.
            Err(VaultError::RecoveryKeyMistyped(_)) => {
                Vault::unlock(Rc::clone(&store), NativeEnvironment, &passphrase, tell).await
            }
            outcome => outcome,
        };
        drop(progress);
        if let Err(VaultError::WrongPassphrase | VaultError::WrongRecoveryKey) = unlocked {
            // Also when it cannot be counted, it was wrong.
            let _ = Attempts::note(&*store, NativeEnvironment.now()).await;
        }
        let mut unlocked = unlocked?;
        unlocked.vault.write_log().await?;
        for problem in &unlocked.problems {
            notice(&problem.to_string());
        }
        Ok(unlocked.vault)
    }
}

/// What the beginning of an identifier stands for.
pub(crate) enum Named {
    /// A saved entry, in the trash or not, by its line in the list.
    Entry(EntrySummary),
    /// A text that was never saved.
    Draft(Draft),
}

impl Named {
    /// Its identifier.
    pub(crate) const fn id(&self) -> EntryId {
        match self {
            Self::Entry(line) => line.id,
            Self::Draft(draft) => draft.entry_id,
        }
    }
}

/// The one entry or draft whose identifier begins with `start`.
pub(crate) async fn find(journal: &Journal, start: &str) -> Result<Named, CommandError> {
    let begins = |id: EntryId| id.to_string().starts_with(&start.to_lowercase());
    let trash = journal.list_trash().await?.into_iter();
    let entries = journal.list_entries().into_iter();
    let entries = entries
        .chain(trash.map(|line| line.entry))
        .map(Named::Entry);
    let drafts = journal.list_drafts().await?.into_iter();
    let drafts = drafts.filter(|draft| draft.is_new).map(Named::Draft);
    let mut found = entries.chain(drafts).filter(|named| begins(named.id()));
    match (found.next(), found.next()) {
        (Some(named), None) => Ok(named),
        (None, _) => Err(CommandError::NoSuchEntry(start.to_owned())),
        (Some(_), Some(_)) => Err(CommandError::ManyEntries(start.to_owned())),
    }
}

/// As much of an identifier as people need to type.
pub(crate) fn short(id: EntryId) -> String {
    let mut digits = id.to_string();
    digits.truncate(8);
    digits
}
