//! What can be wrong with the log.

use core::fmt;

use minicbor::{Decode, Encode};

/// A problem of the log, by record numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub enum AuditFinding {
    /// The last record was written only in part.
    #[n(0)]
    TornTail {
        /// Which.
        #[n(0)]
        at: u64,
    },
    /// Records at the end are gone.
    #[n(1)]
    Truncated {
        /// The first that is gone.
        #[n(0)]
        from: u64,
        /// The last that there was.
        #[n(1)]
        to: u64,
    },
    /// Records in the middle are gone.
    #[n(2)]
    Removed {
        /// The first.
        #[n(0)]
        from: u64,
        /// The last.
        #[n(1)]
        to: u64,
    },
    /// Something that was never written to the log lies in it, at this place.
    #[n(3)]
    Inserted {
        /// Where: the number under which it lies, 0 where it has none.
        #[n(0)]
        at: u64,
    },
    /// A record is not as it was written.
    #[n(4)]
    Edited {
        /// Which.
        #[n(0)]
        at: u64,
    },
    /// Two records are each authentic and do not belong together: two copies of the journal
    /// went separate ways and were mixed.
    #[n(5)]
    Forked {
        /// The record after which the ways part.
        #[n(0)]
        after: u64,
    },
    /// The log goes on after the record that the journal's seal names as its last: an older
    /// seal was put back.
    #[n(6)]
    Downgraded {
        /// The last record by the seal.
        #[n(0)]
        sealed: u64,
        /// The last record that is there.
        #[n(1)]
        found: u64,
    },
}

/// What was found and what it means, for people who read no manuals.
impl fmt::Display for AuditFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TornTail { at } => write!(
                f,
                "Torn end: the last event, #{at}, was written only in part, as by a failing disk or a power cut."
            ),
            Self::Truncated { from, to } => write!(
                f,
                "Cut off: {} missing at the end. Somebody or something has removed the newest events.",
                Events(*from, *to)
            ),
            Self::Removed { from, to } => write!(
                f,
                "Removed: {} missing from the middle.",
                Events(*from, *to)
            ),
            Self::Inserted { at: 0 } => {
                f.write_str("Added: something that Companion never wrote lies among the events.")
            }
            Self::Inserted { at } => write!(
                f,
                "Added: at #{at} lies something that Companion never wrote there."
            ),
            Self::Edited { at } => write!(
                f,
                "Changed: event #{at} is not as it was written, and cannot be read."
            ),
            Self::Forked { after } => write!(
                f,
                "Mixed: the events up to #{after} and those after it come from two different copies of this journal."
            ),
            Self::Downgraded { sealed, found } => write!(
                f,
                "Set back: the journal's seal knows the events up to #{sealed}, and there are events up to #{found}. An older state of the journal was put back."
            ),
        }
    }
}

/// A range of events with its verb.
struct Events(u64, u64);

impl fmt::Display for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == self.1 {
            write!(f, "event #{} is", self.0)
        } else {
            write!(f, "events #{} to #{} are", self.0, self.1)
        }
    }
}
