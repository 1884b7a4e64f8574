//! What the page is told when something fails.

use companion_exchange::import::ImportError;
use companion_protocol::vault::{Failure, FailureKind, Response};
use companion_store::StoreError;
use companion_vault::audit::CheckpointError;
use companion_vault::backup::BackupError;
use companion_vault::import::ImportFailure;
use companion_vault::sample::ScriptError;
use companion_vault::{RecoveryKeyError, VaultError};

use super::export::ExportFailure;
use super::host::HostError;

/// Why a request was not served.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The vault refused or failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A backup could not be written or read.
    #[error(transparent)]
    Backup(BackupError),
    /// What was typed is no checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The journal is locked.
    #[error("the journal is locked")]
    Locked,
    /// Another tab holds the journal.
    #[error("another tab holds the journal")]
    OtherTab,
    /// An import does not go on.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// There is no file to be imported, or no longer.
    #[error("no file is being imported")]
    NoFile,
    /// An export does not go on.
    #[error(transparent)]
    Export(#[from] ExportFailure),
    /// The sample cannot do this, or this is not the sample.
    #[error("not in the sample journal")]
    NotInSample,
    /// The text of the sample is none.
    #[error(transparent)]
    Sample(#[from] ScriptError),
    /// The browser cannot do what a journal needs.
    #[error(transparent)]
    Host(#[from] HostError),
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        Self::Vault(error.into())
    }
}

impl From<ImportFailure> for ServiceError {
    fn from(failure: ImportFailure) -> Self {
        match failure {
            ImportFailure::File(error) => Self::Import(error),
            ImportFailure::Vault(error) => Self::Vault(error),
        }
    }
}

impl From<BackupError> for ServiceError {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Vault(error) => Self::Vault(error),
            error => Self::Backup(error),
        }
    }
}

impl ServiceError {
    /// How the page treats it.
    fn kind(&self) -> FailureKind {
        match self {
            Self::Checkpoint(_) => FailureKind::NotACheckpoint,
            Self::Locked => FailureKind::Locked,
            Self::OtherTab => FailureKind::TakenOver,
            Self::Host(_) => FailureKind::Storage,
            Self::NotInSample => FailureKind::NotInSample,
            Self::Sample(_) => FailureKind::Internal,
            Self::NoFile => FailureKind::ImportFile,
            Self::Import(error) => match error {
                ImportError::NotRecognised => FailureKind::ImportUnknown,
                ImportError::PasswordNeeded => FailureKind::ImportPasswordNeeded,
                ImportError::WrongPassword => FailureKind::ImportWrongPassword,
                ImportError::TooLarge(_) => FailureKind::ImportTooLarge,
                ImportError::Damaged(_) => FailureKind::ImportDamaged,
                ImportError::UnknownEncryption(_) => FailureKind::ImportSealed,
                ImportError::Newer(_) => FailureKind::ImportNewer,
                ImportError::File(_) => FailureKind::ImportFile,
            },
            Self::Export(error) => match error {
                ExportFailure::File(_) => FailureKind::ExportFile,
                ExportFailure::Fonts(_) => FailureKind::ExportFonts,
                ExportFailure::Pdf(_) => FailureKind::ExportPdf,
                ExportFailure::Nothing | ExportFailure::Format(_) => FailureKind::Internal,
            },
            Self::Backup(error) => match error {
                BackupError::NotABackup => FailureKind::NotABackup,
                BackupError::Newer { .. } => FailureKind::BackupNewer,
                BackupError::Truncated => FailureKind::BackupCutOff,
                BackupError::Damaged => FailureKind::BackupDamaged,
                BackupError::File(_) => FailureKind::BackupFile,
                BackupError::Full => FailureKind::StorageFull,
                // Never here: the conversion above has taken it out.
                BackupError::Vault(_) => FailureKind::Internal,
            },
            Self::Vault(error) => match error {
                VaultError::WrongPassphrase => FailureKind::WrongPassphrase,
                VaultError::WrongRecoveryKey => FailureKind::WrongRecoveryKey,
                VaultError::RecoveryKeyMistyped(error) => match error {
                    RecoveryKeyError::Length { .. } => FailureKind::RecoveryKeyLength,
                    RecoveryKeyError::Character { .. } | RecoveryKeyError::Group { .. } => {
                        FailureKind::RecoveryKeyGroup
                    }
                    RecoveryKeyError::Sum => FailureKind::RecoveryKeyMistyped,
                },
                VaultError::NoRecoveryKey => FailureKind::NoRecoveryKey,
                VaultError::RecoveryKeyOutdated => FailureKind::RecoveryKeyOutdated,
                VaultError::WeakPassphrase(_) => FailureKind::WeakPassphrase,
                VaultError::NoEstimator(_) => FailureKind::Incomplete,
                VaultError::NotFound => FailureKind::NotFound,
                VaultError::TooLong { .. } => FailureKind::TooLong,
                VaultError::TooManyTemplates => FailureKind::TooManyTemplates,
                VaultError::DraftTooLarge { .. } => FailureKind::DraftTooLarge,
                VaultError::AttachmentTooLarge { .. } => FailureKind::AttachmentTooLarge,
                VaultError::TooManyAttachments => FailureKind::TooManyAttachments,
                VaultError::AttachmentRefused => FailureKind::AttachmentRefused,
                VaultError::Damaged => FailureKind::Damaged,
                VaultError::Unreadable(_) | VaultError::HeaderMissing => FailureKind::Unreadable,
                VaultError::AlreadyExists => FailureKind::AlreadyExists,
                VaultError::TakenOver => FailureKind::TakenOver,
                VaultError::StorageFull => FailureKind::StorageFull,
                // Where a journal was a moment ago there is none: the browser has cleared it.
                VaultError::Absent | VaultError::Storage(_) => FailureKind::Storage,
                VaultError::Internal(_) => FailureKind::Internal,
            },
        }
    }
}

impl ServiceError {
    /// What the page's sentence needs besides the kind, or an explanation for the curious.
    fn detail(&self) -> String {
        match self {
            Self::Vault(VaultError::RecoveryKeyMistyped(
                RecoveryKeyError::Character { group } | RecoveryKeyError::Group { group },
            )) => group.to_string(),
            Self::Vault(VaultError::RecoveryKeyMistyped(RecoveryKeyError::Length { found })) => {
                found.to_string()
            }
            other => other.to_string(),
        }
    }
}

impl From<ServiceError> for Response {
    fn from(error: ServiceError) -> Self {
        Self::Failed(Failure {
            kind: error.kind(),
            detail: error.detail(),
        })
    }
}
