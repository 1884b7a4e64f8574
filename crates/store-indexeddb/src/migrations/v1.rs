//! Version 1: the three tables. Keys are not part of the values.

use rexie::{ObjectStore, RexieBuilder};

pub(super) fn declare(schema: RexieBuilder) -> RexieBuilder {
    ["header", "records", "audit"]
        .into_iter()
        .map(ObjectStore::new)
        .fold(schema, RexieBuilder::add_object_store)
}
