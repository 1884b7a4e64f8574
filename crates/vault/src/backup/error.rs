//! Why a backup could not be written, read or brought in.

use std::io;

use companion_crypto::CryptoError;

use crate::VaultError;

/// A failed operation of a backup. The journal is as it was, except where a variant of
/// [`VaultError`] says otherwise. Messages are one plain sentence without text of entries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// The file does not begin as a backup does.
    #[error("this file is not a Companion backup")]
    NotABackup,
    /// The backup was written by a newer Companion.
    #[error("the backup's format is version {found}; this Companion reads version {known}")]
    Newer {
        /// The version in the file.
        found: u8,
        /// The newest version known here.
        known: u8,
    },
    /// What is there is authentic, and its end is missing.
    #[error("the backup ends too early: it was cut off when it was saved or copied")]
    Truncated,
    /// Bytes have changed, are missing or were moved.
    #[error("the backup is damaged: bytes in it have changed or are missing")]
    Damaged,
    /// The file could not be read or written.
    #[error("the file could not be read or written: {0}")]
    File(String),
    /// There is no room for the file.
    #[error("there is no room for the backup")]
    Full,
    /// The journal or its keys refused.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<io::Error> for BackupError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::File(error.to_string()),
        }
    }
}

impl From<CryptoError> for BackupError {
    fn from(error: CryptoError) -> Self {
        match error {
            CryptoError::Damaged | CryptoError::NotAHeader | CryptoError::HeaderDamaged => {
                Self::Damaged
            }
            error => Self::Vault(error.into()),
        }
    }
}
