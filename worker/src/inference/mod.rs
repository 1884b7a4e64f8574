//! The inference worker.
