//! The [`Store`](companion_store::Store) of the browser: IndexedDB.
//!
//! `rexie` opens the database, makes its tables and reads. Commits take a second connection to
//! the same database, because they must be durable and `rexie` cannot say so: see
//! `durable.rs`, the only place that knows.

mod commit;
mod connection;
mod durable;
mod error;
mod migrations;
mod store;

pub use store::IndexedDbStore;
