//! Why the journal could not do something.

use companion_core::limits::{
    MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, MAX_DRAFT_BYTES, MAX_ENTRY_CHARS, MAX_TEMPLATES,
};
use companion_core::{EntropyError, EstimatorError};
use companion_crypto::{CryptoError, RecoveryKeyError};
use companion_store::StoreError;

/// A failed operation. Nothing of it is stored, except where a variant says so. Messages are
/// one plain sentence without secrets or text of entries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The passphrase does not open this journal.
    #[error("the passphrase does not open this journal")]
    WrongPassphrase,
    /// The recovery key does not open this journal.
    #[error("the recovery key does not open this journal")]
    WrongRecoveryKey,
    /// What was typed is no recovery key; which group is at fault.
    #[error(transparent)]
    RecoveryKeyMistyped(#[from] RecoveryKeyError),
    /// The journal has no recovery key.
    #[error("the journal has no recovery key")]
    NoRecoveryKey,
    /// The ways of unlocking have changed since this recovery key was made.
    #[error("the recovery key is out of date; make another one")]
    RecoveryKeyOutdated,
    /// The passphrase may not protect a new journal; the reason in words.
    #[error("{0}")]
    WeakPassphrase(String),
    /// Nothing is there to judge a new passphrase.
    #[error(transparent)]
    NoEstimator(#[from] EstimatorError),
    /// No such entry or draft.
    #[error("there is no such entry")]
    NotFound,
    /// The entry is longer than one entry may be. Its draft is stored.
    #[error(
        "the entry has {chars} characters and one entry holds {MAX_ENTRY_CHARS}; it is kept as a draft, to be split"
    )]
    TooLong {
        /// Its length in Unicode scalar values.
        chars: usize,
    },
    /// The draft is larger than can be stored.
    #[error("the text has {bytes} bytes and a draft holds {MAX_DRAFT_BYTES}; it is not stored")]
    DraftTooLarge {
        /// Its length in bytes of UTF-8.
        bytes: usize,
    },
    /// The photo or recording is larger than can be kept.
    #[error("the file has {bytes} bytes and the journal keeps at most {MAX_ATTACHMENT_BYTES}")]
    AttachmentTooLarge {
        /// Its length in bytes.
        bytes: u64,
    },
    /// The entry has as many photos and recordings as one entry may have.
    #[error("an entry holds {MAX_ATTACHMENTS} photos and recordings")]
    TooManyAttachments,
    /// The file is no picture and no recording of a kind that is kept, or it is broken.
    #[error("the file is not a picture or recording that can be kept")]
    AttachmentRefused,
    /// There are as many templates as there may be.
    #[error("there are {MAX_TEMPLATES} templates, as many as a journal holds; delete one first")]
    TooManyTemplates,
    /// The record is damaged, missing or was replaced.
    #[error("the record is damaged, missing or was replaced by an older one")]
    Damaged,
    /// The header or a record was made by a newer Companion, or the header is damaged.
    #[error("{0}")]
    Unreadable(String),
    /// There are sealed records but no header to open them with.
    #[error("the journal's header is missing: its records are there but cannot be opened")]
    HeaderMissing,
    /// No journal has been created here.
    #[error("there is no journal here")]
    Absent,
    /// A journal exists already.
    #[error("a journal exists here already")]
    AlreadyExists,
    /// Another writer has changed the journal since it was unlocked here.
    #[error("another tab has taken the journal")]
    TakenOver,
    /// The device has no room left. Everything stored before is unharmed.
    #[error("the device has no room left; everything stored before is safe")]
    StorageFull,
    /// The storage failed otherwise.
    #[error(transparent)]
    Storage(StoreError),
    /// A fault of ours or of the platform's randomness.
    #[error("{0}")]
    Internal(String),
}

impl From<StoreError> for VaultError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::TakenOver,
            StoreError::Full => Self::StorageFull,
            StoreError::TooNew => Self::Unreadable(error.to_string()),
            StoreError::Unavailable(_) | StoreError::Backend(_) => Self::Storage(error),
        }
    }
}

impl From<CryptoError> for VaultError {
    fn from(error: CryptoError) -> Self {
        match error {
            CryptoError::WrongPassphrase => Self::WrongPassphrase,
            CryptoError::WrongRecoveryKey => Self::WrongRecoveryKey,
            CryptoError::NoRecoverySlot => Self::NoRecoveryKey,
            CryptoError::PassphraseTooLong => Self::WeakPassphrase(error.to_string()),
            CryptoError::Damaged => Self::Damaged,
            CryptoError::NotAHeader
            | CryptoError::NewerFormat { .. }
            | CryptoError::HeaderDamaged
            | CryptoError::KdfOutOfBounds
            | CryptoError::NoPassphraseSlot
            | CryptoError::UnknownEnvelope(_) => Self::Unreadable(error.to_string()),
            CryptoError::OutOfMemory
            | CryptoError::TooManySlots
            | CryptoError::TooLarge
            | CryptoError::Entropy(_) => Self::Internal(error.to_string()),
        }
    }
}

impl From<EntropyError> for VaultError {
    fn from(error: EntropyError) -> Self {
        Self::Internal(error.to_string())
    }
}
