//! Where sealed bytes are kept. The vault owns all meaning; a store sees keys that are keyed
//! hashes and values that are ciphertext, and promises two things: a [`Batch`] happens wholly
//! or not at all, and when [`Store::commit`] returns it has survived a power cut.

mod batch;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod error;
mod memory;
mod shared;

pub use batch::{Batch, Change, Expectation, Table};
pub use error::StoreError;
pub use memory::MemoryStore;

/// A key within a table: at most 64 bytes, compared bytewise.
pub type Key = Vec<u8>;

/// Ordered tables of byte strings with atomic, durable batches.
///
/// Futures are not `Send`: a journal belongs to one worker or one thread.
#[allow(async_fn_in_trait, reason = "single-threaded by design, see above")]
pub trait Store {
    /// The value under `key`.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// The values under `keys`, in the same order, read in one transaction.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn get_many(
        &self,
        table: Table,
        keys: &[Key],
    ) -> Result<Vec<Option<Vec<u8>>>, StoreError>;

    /// At most `limit` records in key order whose keys are greater than `after`. A result
    /// shorter than `limit` ends the table, so that a whole table can be walked in bounded
    /// memory.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn scan(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Key, Vec<u8>)>, StoreError>;

    /// At most `limit` keys in order that are greater than `after`, without their values. A
    /// result shorter than `limit` ends the table.
    ///
    /// # Errors
    /// When the backend cannot be read.
    async fn keys(
        &self,
        table: Table,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Key>, StoreError>;

    /// Applies `batch` atomically and returns once it is durable.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the batch's expectation does not hold, otherwise what the
    /// backend reports. After any error nothing of the batch is stored.
    async fn commit(&self, batch: Batch) -> Result<(), StoreError>;
}
