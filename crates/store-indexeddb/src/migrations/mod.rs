//! The database's shape, one file per step. A step is never changed once released.
//!
//! A step declares tables: `rexie` adds what is missing and removes what is no longer
//! declared. Moving data is therefore three steps: add the new table, move (an ordinary
//! durable batch after opening), drop the old one. A half-done upgrade is then always one that
//! can be gone on with.

mod v1;
mod v2;

use rexie::{Rexie, RexieBuilder};

const STEPS: [fn(RexieBuilder) -> RexieBuilder; 2] = [v1::declare, v2::declare];

/// The database's version: the number of steps.
pub(crate) const VERSION: u32 = STEPS.len() as u32;

/// The database `name` as all steps together make it.
pub(crate) fn schema(name: &str) -> RexieBuilder {
    let empty = Rexie::builder(name).version(VERSION);
    STEPS.iter().fold(empty, |schema, step| step(schema))
}
