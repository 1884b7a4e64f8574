//! How hard a passphrase is to guess.

use minicbor::{Decode, Encode};

use crate::Weakness;

/// An estimate of how hard a passphrase is to guess.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (very strong).
    #[n(0)]
    pub score: u8,
    /// Whether it may protect a journal.
    #[n(1)]
    pub acceptable: bool,
    /// Why it is weak.
    #[n(2)]
    pub warning: Option<Weakness>,
    /// What would make it stronger.
    #[n(3)]
    pub suggestions: Vec<Weakness>,
}

/// Estimates passphrases. From outside, because what it needs to know (some hundred thousand
/// words, names and leaked passwords) is too much to carry where nobody chooses a passphrase.
#[allow(
    async_fn_in_trait,
    reason = "no caller needs the future to move between threads"
)]
pub trait StrengthEstimator {
    /// Estimates a passphrase as typed.
    ///
    /// # Errors
    /// When the estimator is not there; nothing may be protected by the passphrase then.
    async fn estimate(&self, passphrase: &str) -> Result<Strength, EstimatorError>;
}

/// The estimator could not be had. Nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the part that judges passphrases could not be loaded")]
pub struct EstimatorError;
