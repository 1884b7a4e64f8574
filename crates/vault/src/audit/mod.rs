//! The audit log: what happened to the journal, sealed, in an append-only hash chain over
//! ciphertext. Every record is written in the same batch as what it records, and the head
//! names the last one, so that the log is as safe from thinning out as the entries.
//!
//! At unlock its end is compared with the head, which costs the same whatever its length; the
//! whole chain is followed by a [`Verification`].

mod append;
mod attempts;
mod checkpoint;
mod export;
mod exported;
mod read;
mod record;
mod state;
pub(crate) mod tail;
mod verify;

pub(crate) use append::Log;
pub use attempts::Attempts;
pub use checkpoint::{Checkpoint, CheckpointError, Comparison};
pub use export::Export;
pub use exported::{ExportError, ExportReport, ExportedLine, ExportedLog};
pub use read::LogLine;
pub(crate) use record::{number_of, table_key};
pub use state::{Anchor, Anchored, Checked, LogStatus};
pub use verify::Verification;
