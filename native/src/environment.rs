//! Time, randomness and the judge of passphrases of this computer.

use companion_core::{
    Clock, Entropy, EntropyError, EstimatorError, Strength, StrengthEstimator, Timestamp,
};
use jiff::Zoned;

/// The computer's clock in its own time zone, and the system's cryptographic random source.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NativeEnvironment;

impl Clock for NativeEnvironment {
    fn now(&self) -> Timestamp {
        let now = Zoned::now();
        Timestamp {
            unix_ms: now.timestamp().as_millisecond(),
            // Offsets are less than 26 hours.
            utc_offset_minutes: (now.offset().seconds() / 60) as i16,
        }
    }
}

impl Entropy for NativeEnvironment {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|_| EntropyError)
    }
}

impl StrengthEstimator for NativeEnvironment {
    async fn estimate(&self, passphrase: &str) -> Result<Strength, EstimatorError> {
        Ok(companion_strength::estimate(passphrase))
    }
}
