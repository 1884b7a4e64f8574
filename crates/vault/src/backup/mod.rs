//! Backups: one file that holds a whole journal as it is sealed, and opens with the passphrase
//! of its day.
//!
//! The file is written and read in chunks, never as a whole, through `std::io`. It holds the
//! sealed records with their manifest inside an authenticated stream, so that a cut, a swap or
//! a changed byte is noticed before anything of it is used. `docs/FORMAT.md` describes it.

mod bring;
mod error;
mod format;
mod marks;
mod merge;
mod other;
mod pieces;
mod reader;
mod report;
mod restore;
mod state;
mod verify;
mod versions;
mod write;
mod writing;

pub use error::BackupError;
pub use merge::Merged;
pub use report::{LastBackup, Report};
pub use restore::Restored;
pub use verify::Backup;

/// Told now and then: records done, records in all. It begins again with each walk: what is
/// written is read back, and what is brought in was checked before.
pub type RecordProgress<'a> = dyn FnMut(u64, u64) + 'a;
