//! Why a store could not do its work.

/// A failed operation of a store. After a failed write nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else has written since this writer last read.
    #[error("the journal was changed by another writer")]
    Conflict,
    /// The device or the browser's quota has no room.
    #[error("the device has no room left for the journal")]
    Full,
    /// The storage is not there: disabled, in private mode, or closed by the browser.
    #[error("the journal's storage is not available: {0}")]
    Unavailable(String),
    /// The storage was written by a newer version.
    #[error("the journal's storage was written by a newer version of Companion")]
    TooNew,
    /// Anything else the backend reports.
    #[error("the journal's storage failed: {0}")]
    Backend(String),
}
