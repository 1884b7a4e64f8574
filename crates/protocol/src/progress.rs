//! How far something is.

use minicbor::{Decode, Encode};

/// How far something is that goes in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Progress {
    /// Steps done: records of a backup, events of the record of activity, things in a file.
    #[n(0)]
    pub done: u64,
    /// Steps in all.
    #[n(1)]
    pub total: u64,
}
