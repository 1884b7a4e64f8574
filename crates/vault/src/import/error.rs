//! Why an import did not go on.

use companion_exchange::import::ImportError;

use crate::VaultError;

/// What was brought in before stays, and stands in its receipt.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// The file.
    #[error(transparent)]
    File(#[from] ImportError),
    /// The journal.
    #[error(transparent)]
    Vault(#[from] VaultError),
}
