//! Time and randomness come from outside, so that every rule can be tested with chosen values.

use crate::Timestamp;

/// Tells the time where the writer is.
pub trait Clock {
    /// The current moment with the writer's offset from UTC.
    fn now(&self) -> Timestamp;
}

/// The platform's cryptographic random source.
pub trait Entropy {
    /// Fills `bytes` with random values fit for keys.
    ///
    /// # Errors
    /// When the source cannot deliver; nothing may be derived from `bytes` then.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError>;
}

/// The random source failed. Nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this device's source of randomness did not answer")]
pub struct EntropyError;
