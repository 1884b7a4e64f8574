//! How the writer says they felt: five steps, set by hand, never required.

use minicbor::{Decode, Encode};

/// A mood, from worst to best. The order is part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Mood {
    /// The worst of five.
    #[n(1)]
    Awful,
    /// Below the middle.
    #[n(2)]
    Low,
    /// The middle.
    #[n(3)]
    Okay,
    /// Above the middle.
    #[n(4)]
    Good,
    /// The best of five.
    #[n(5)]
    Great,
}

impl Mood {
    /// All of them, from worst to best.
    pub const ALL: [Self; 5] = [Self::Awful, Self::Low, Self::Okay, Self::Good, Self::Great];
}
