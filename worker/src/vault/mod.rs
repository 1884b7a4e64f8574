//! The vault worker.
