//! Why something could not be opened or sealed.

use companion_core::EntropyError;

/// A failed cryptographic operation. No variant carries secrets or plaintext.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    /// The bytes are no vault header.
    #[error("the journal's header cannot be read")]
    NotAHeader,
    /// The header was written by a newer Companion.
    #[error("the journal's format is version {found}; this Companion reads up to {known}")]
    NewerFormat {
        /// The version in the header.
        found: u32,
        /// The newest version known here.
        known: u32,
    },
    /// The header's checksum does not match and no slot opened.
    #[error("the journal's header is damaged")]
    HeaderDamaged,
    /// A slot asks for work outside the compiled-in bounds. Nothing was derived.
    #[error("the journal's header asks for key derivation outside the allowed bounds")]
    KdfOutOfBounds,
    /// The header holds no slot that a passphrase could open.
    #[error("the journal has no passphrase that this Companion understands")]
    NoPassphraseSlot,
    /// No slot opened with the passphrase.
    #[error("the passphrase does not open this journal")]
    WrongPassphrase,
    /// The header holds no slot for a recovery key.
    #[error("the journal has no recovery key")]
    NoRecoverySlot,
    /// The recovery key is well formed and opens nothing here.
    #[error("the recovery key does not open this journal")]
    WrongRecoveryKey,
    /// The header has as many slots as it may have.
    #[error("the journal's header has no room for another way of unlocking")]
    TooManySlots,
    /// The device does not lend the memory that the key derivation needs.
    #[error("the device has too little memory to derive the key")]
    OutOfMemory,
    /// The passphrase is longer than [`companion_core::limits::MAX_PASSPHRASE_BYTES`].
    #[error("the passphrase is too long")]
    PassphraseTooLong,
    /// An envelope is truncated, altered, or lies under a key it was not sealed for.
    #[error("a sealed record is damaged or was replaced")]
    Damaged,
    /// An envelope of a version that is not known here.
    #[error("a sealed record has the unknown version {0}")]
    UnknownEnvelope(u8),
    /// The plaintext is larger than an envelope can hold.
    #[error("the record is too large to be sealed")]
    TooLarge,
    /// The platform's random source failed.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}
