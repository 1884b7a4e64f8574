//! The two workers: the vault worker, which alone holds keys, and the inference worker, which
//! alone holds the model. Shared by both: the port to the page, the clock, timers, and what
//! happens on a panic.

#[cfg(any(feature = "pdf", feature = "vault"))]
pub mod book;
pub mod clock;
pub mod panic;
pub mod port;
pub mod timer;

#[cfg(feature = "inference")]
pub mod inference;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "strength")]
pub mod strength;
#[cfg(feature = "vault")]
pub mod vault;
