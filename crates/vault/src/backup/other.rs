//! The other version: what becomes of a text that was not the newer one.
//!
//! It is kept as an entry of its own. Its identifier follows from what it is, so that bringing
//! the same backup in twice keeps it once.

use companion_core::{Draft, EntryId, JournalEntry, count_words, title_of};
use companion_crypto::Digest;

/// The entry that keeps `loser`, a version of an entry that another version has won over.
pub(super) fn entry_of(loser: &JournalEntry) -> JournalEntry {
    let content = match title_of(&loser.content).as_str() {
        "" => format!("*Another version*\n\n{}", loser.content),
        title => format!("*Another version of* “{title}”\n\n{}", loser.content),
    };
    JournalEntry {
        id: id_of(b"companion/v1/other-entry", loser.id, &loser.content),
        word_count: count_words(&content),
        content,
        ..loser.clone()
    }
}

/// The draft that keeps `loser`, a text beside which another draft or a saved entry stays.
pub(super) fn draft_of(loser: &Draft) -> Draft {
    Draft {
        entry_id: id_of(b"companion/v1/other-draft", loser.entry_id, &loser.content),
        is_new: true,
        ..loser.clone()
    }
}

fn id_of(label: &[u8], id: EntryId, content: &str) -> EntryId {
    let sum = Digest::of(&[label, id.as_bytes(), content.as_bytes()].concat());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sum.as_bytes()[..16]);
    EntryId::from_bytes(bytes)
}
