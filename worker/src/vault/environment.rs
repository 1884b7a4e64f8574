//! Time and randomness of the browser.

use companion_core::{Clock, Entropy, EntropyError, StrengthEstimator, Timestamp};

use crate::clock::BrowserClock;

/// What the vault service needs of where it runs, beside its tab.
pub trait Environment: Clock + Entropy + StrengthEstimator + Clone {}

impl<E: Clock + Entropy + StrengthEstimator + Clone> Environment for E {}

/// The browser's clock, and its cryptographic random source.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserEnvironment;

impl Clock for BrowserEnvironment {
    fn now(&self) -> Timestamp {
        BrowserClock.now()
    }
}

impl Entropy for BrowserEnvironment {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|_| EntropyError)
    }
}
