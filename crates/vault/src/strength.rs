//! Whether a passphrase may protect a journal.

use companion_core::StrengthEstimator;

use crate::VaultError;

/// Refuses what is not acceptable, with the reason.
pub(crate) async fn require(
    estimator: &impl StrengthEstimator,
    passphrase: &str,
) -> Result<(), VaultError> {
    let strength = estimator.estimate(passphrase).await?;
    if strength.acceptable {
        return Ok(());
    }
    let weaknesses = strength.warning.into_iter().chain(strength.suggestions);
    let words: Vec<String> = weaknesses.map(|weakness| weakness.to_string()).collect();
    Err(VaultError::WeakPassphrase(words.join(" ")))
}
