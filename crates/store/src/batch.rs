//! What is written together.

use crate::Key;

/// The tables of a journal. The numbers and names are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// The vault header: the only plain record.
    Header,
    /// Everything sealed: entries, drafts, settings, manifest pages and the head. One table
    /// for all, so that not even their numbers by kind can be seen.
    Records,
    /// The audit log: sealed records under consecutive numbers.
    Audit,
    /// The bytes of photos and recordings, sealed piece by piece: apart from the records, so
    /// that unlocking reads none of them.
    Chunks,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 4] = [Self::Header, Self::Records, Self::Audit, Self::Chunks];

    /// The table's name in a backend.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Records => "records",
            Self::Audit => "audit",
            Self::Chunks => "chunks",
        }
    }
}

/// One change of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Write `value` under `key`, replacing what was there.
    Put {
        /// Where.
        table: Table,
        /// Under which key.
        key: Key,
        /// What.
        value: Vec<u8>,
    },
    /// Remove what lies under `key`, if anything does.
    Delete {
        /// Where.
        table: Table,
        /// Which key.
        key: Key,
    },
}

/// What must lie in the store for a batch to apply: the guard against a second writer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Where.
    pub table: Table,
    /// Under which key.
    pub key: Key,
    /// The exact value; `None` means that nothing may lie there.
    pub value: Option<Vec<u8>>,
}

/// Changes that happen wholly or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Checked inside the same transaction, before the first change.
    pub expect: Option<Expectation>,
    /// Applied in order.
    pub changes: Vec<Change>,
}
