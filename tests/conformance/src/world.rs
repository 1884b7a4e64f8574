//! Time and randomness, the same in every run and on every platform.

use core::cell::Cell;

use companion_core::{
    Clock, Entropy, EntropyError, EstimatorError, Strength, StrengthEstimator, Timestamp,
};

/// 2026-11-22T12:00Z, the day on which the first golden files were made.
const NOON_MS: i64 = 1_795_348_800_000;

/// A clock that stands, and a counter as random source: every draw differs.
#[derive(Default)]
pub(crate) struct World {
    drawn: Cell<u8>,
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        Timestamp {
            unix_ms: NOON_MS,
            utc_offset_minutes: 60,
        }
    }
}

impl Entropy for World {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        self.drawn.set(self.drawn.get().wrapping_add(1));
        bytes.fill(self.drawn.get());
        Ok(())
    }
}

impl StrengthEstimator for World {
    async fn estimate(&self, passphrase: &str) -> Result<Strength, EstimatorError> {
        Ok(companion_strength::estimate(passphrase))
    }
}
