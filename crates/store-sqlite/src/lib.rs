//! The [`Store`](companion_store::Store) of the desktop: one SQLite file in a folder of its own.
//!
//! Only the owner may look into the folder, one program at a time writes in it, and a commit
//! that has returned is on the disk.

mod error;
mod folder;
mod schema;
mod store;

pub use store::SqliteStore;
