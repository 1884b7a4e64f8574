//! Settings that travel with the journal, sealed. Look and feel is the device's own affair.

use minicbor::{Decode, Encode};

/// What the writer has chosen for this journal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Settings {
    /// Minutes without input after which the journal locks; 0 means never.
    #[n(0)]
    pub idle_lock_minutes: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle_lock_minutes: 10,
        }
    }
}
