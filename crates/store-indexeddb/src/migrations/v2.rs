//! Version 2: a table for the pieces of photos and recordings.

use rexie::{ObjectStore, RexieBuilder};

pub(super) fn declare(schema: RexieBuilder) -> RexieBuilder {
    schema.add_object_store(ObjectStore::new("chunks"))
}
