//! The messages between the page and its two workers, as plain data.
//!
//! A message is a [`Frame`] around one of the enums below, encoded as CBOR and posted as bytes.
//! The page numbers its requests; a worker answers each exactly once with the same number, and
//! may send events, numbered 0, at any time. The first event of a worker is its `Ready`.

pub mod attachments;
pub mod audit;
pub mod backup;
pub mod device;
pub mod encoder;
pub mod export;
mod frame;
pub mod history;
pub mod import;
pub mod inference;
pub mod list;
pub mod marks;
pub mod problem;
mod progress;
pub mod sample;
pub mod search;
pub mod speech;
pub mod upkeep;
pub mod vault;
pub mod writing;

pub use frame::{EVENT, Frame, FrameError, Outgoing};
pub use progress::Progress;
