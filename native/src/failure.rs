//! Why a command could not do its work: one plain sentence each.

use std::io;
use std::path::{Path, PathBuf};

use companion_inference::ModelError;
use companion_store::StoreError;
use companion_vault::VaultError;
use companion_vault::audit::{CheckpointError, ExportError};
use companion_vault::backup::BackupError;
use companion_vault::import::ImportFailure;

use crate::server::ServerError;

/// A command that has failed. Messages hold no passphrase and no text of entries.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// This computer names no home folder.
    #[error(
        "this computer names no home folder, so say with --data-dir where the journal is to be"
    )]
    NoHome,
    /// There is no journal where one was expected.
    #[error(
        "there is no journal in {}; `companion-native create` begins one, and `companion-native restore FILE` brings one back from a backup", .0.display()
    )]
    NoJournal(PathBuf),
    /// There is a journal where none may be.
    #[error("there is a journal in {} already, and it was left as it is{hint}", folder.display())]
    JournalExists {
        /// Where.
        folder: PathBuf,
        /// What can be done instead.
        hint: &'static str,
    },
    /// The passphrase could not be asked for or read.
    #[error(
        "no passphrase could be read ({0}); in scripts, name a file that holds it with --passphrase-file"
    )]
    Passphrase(#[source] io::Error),
    /// The file is no exported record of activity.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// What was given is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The passphrase was typed in two ways.
    #[error("the two passphrases differ; nothing was created")]
    PassphrasesDiffer,
    /// The passphrase is not the one that the backup was made with.
    #[error("the passphrase does not open this backup; it needs the one of the day it was made")]
    WrongBackupPassphrase,
    /// No entry was asked for that there is.
    #[error("no entry fits, so nothing was written")]
    NothingToExport,
    /// An export lacks something that could not be read.
    #[error("not everything could be read and exported: see the {0} lines above")]
    Unreadable(usize),
    /// An entry could not be exported.
    #[error(transparent)]
    Exported(#[from] companion_exchange::export::ExportError),
    /// A PDF could not be made.
    #[error(transparent)]
    Pdf(#[from] companion_typeset::TypesetError),
    /// A file could not be opened, read or written.
    #[error("{} cannot be used: {error}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A backup is never written over something.
    #[error("{} is there already, and it was left as it is; choose another name", .0.display())]
    FileExists(PathBuf),
    /// No entry or draft is meant.
    #[error("no entry has an id that begins with {0}; `companion-native list` shows them")]
    NoSuchEntry(String),
    /// More than one entry or draft is meant.
    #[error("more than one entry has an id that begins with {0}; give more of it")]
    ManyEntries(String),
    /// What came in is not text.
    #[error("what was to be written is not text in UTF-8; nothing of it was stored")]
    NotText,
    /// The editor could not be started or reported an error.
    #[error("the editor {0}; what you wrote until then is kept as a draft")]
    Editor(String),
    /// A backup is authentic, and not all of it was in order when it was made.
    #[error("not everything was in order when this backup was made: see the {0} lines above")]
    Problems(usize),
    /// The journal's storage.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An import.
    #[error(transparent)]
    Import(#[from] ImportFailure),
    /// The journal.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A model that cannot be used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Two models whose predictions cannot be compared.
    #[error(
        "these two models cut text into different tokens, so what they foretell cannot be compared"
    )]
    DifferentTokens,
    /// A file that was to be read as text is none.
    #[error("{} is not text in UTF-8", .0.display())]
    NotUtf8(PathBuf),
    /// Ctrl+C.
    #[error("stopped; no file was written")]
    Cancelled,
    /// There is no model file where one was looked for.
    #[error("there is no model in {}; `make model` gets one, and --model names another file", .0.display())]
    NoModel(PathBuf),
    /// The local server.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// Nothing can be run.
    #[error("the system gives this program no way to wait: {0}")]
    Start(#[source] io::Error),
    /// Nothing can be told any more.
    #[error("the result could not be printed: {0}")]
    Print(#[source] io::Error),
}

impl CommandError {
    /// An error of the file system, met at `path`.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::File {
            path: path.to_owned(),
            error,
        }
    }
}
