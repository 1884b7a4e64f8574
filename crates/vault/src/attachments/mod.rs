//! Photos and recordings.
//!
//! The bytes of an attachment are cut into pieces of 256 KiB, each sealed under its own key in a
//! table of its own, which unlocking does not read. A piece is written once and never changed. The
//! attachment's record, listed in the manifest like any other, names every piece with its digest:
//! one that is lost, swapped, cut or changed cannot pass for the one that was stored, and which
//! pieces there are is compared at every unlocking.
//!
//! What an entry, an earlier version or a draft carries is noted in the manifest beside it. When
//! a change lets go of an attachment and nothing else carries it, its record and pieces go in
//! the same transaction.

mod add;
mod carried;
mod check;
mod collect;
mod grow;
pub mod look;
pub mod metadata;
mod pieces;
mod read;
mod record;
mod small;

use std::collections::BTreeSet;

use companion_core::AttachmentId;

pub use add::{NewAttachment, Preview};
pub(crate) use carried::are_same;
pub use check::AttachmentCheck;
pub(crate) use collect::Marks;
pub(crate) use pieces::{attachment_key, chunk_key, open_piece};
pub use read::ReadPreview;
pub(crate) use record::{Pieces, Record};

/// What an unlocked vault remembers of attachments.
#[derive(Default)]
pub(crate) struct State {
    /// Attachments that nothing carries and that stay for now: taken off a draft a moment ago,
    /// which can be undone, or brought in by an import whose entry is yet to come.
    held: BTreeSet<AttachmentId>,
}
