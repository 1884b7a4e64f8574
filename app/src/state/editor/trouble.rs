//! What keeps a writer from saving.

use companion_core::limits::MAX_ENTRY_CHARS;

/// What keeps the writer from saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing is written.
    Empty,
    /// Longer than one entry may be; by how many characters.
    TooLong(usize),
    /// It could not be stored; what happened, what is safe, what to do.
    NotStored {
        /// In words.
        text: String,
        /// Whether locking waits for it.
        holds_up_lock: bool,
    },
}

impl Trouble {
    pub(super) fn of_excess(chars: usize) -> Option<Self> {
        (chars > 0).then_some(Self::TooLong(chars))
    }
}

/// Characters beyond what one entry may hold.
pub(super) fn excess_chars(text: &str) -> usize {
    text.chars().count().saturating_sub(MAX_ENTRY_CHARS)
}
