//! Marks while a backup is brought in: mood, favourite, and the tags that are not typed. They can be
//! set without saving, so they have a time of their own, and the later ones win whichever text does.

use companion_core::{JournalEntry, Timestamp, tags_with, untyped_tags};

/// An entry, and when its marks were last set beside it, if that is known.
#[derive(Clone, Copy)]
pub(super) struct Marked<'a> {
    pub(super) entry: &'a JournalEntry,
    pub(super) marked: Option<Timestamp>,
}

impl Marked<'_> {
    /// When its marks were as they are: setting them is saving them, too.
    fn since_ms(&self) -> i64 {
        let saved_ms = self.entry.edited.unix_ms;
        self.marked.map_or(saved_ms, |at| at.unix_ms.max(saved_ms))
    }
}

/// The entry that stays of two: the text that was saved later with the marks that were set later.
/// Where nobody can say which were, as in journals of the time before this was noted, it has all.
pub(super) fn later_of_each(
    ours: Marked<'_>,
    theirs: Marked<'_>,
) -> (JournalEntry, Option<Timestamp>) {
    let theirs_is_newer = theirs.entry.edited.unix_ms > ours.entry.edited.unix_ms;
    let text = if theirs_is_newer { theirs } else { ours };
    let (ours_ms, theirs_ms) = (ours.since_ms(), theirs.since_ms());
    let later = if theirs_ms > ours_ms { theirs } else { ours };
    let (mut mood, mut is_favourite) = (later.entry.mood, later.entry.is_favourite);
    let mut tags = brought(later.entry);
    if ours_ms == theirs_ms {
        mood = mood.or(theirs.entry.mood);
        is_favourite |= theirs.entry.is_favourite;
        tags.extend(brought(theirs.entry));
    }
    let mut entry = JournalEntry {
        mood,
        is_favourite,
        ..text.entry.clone()
    };
    // Where nothing changes, the list stays to the letter as it is.
    if tags_with(&brought(text.entry), "") != tags_with(&tags, "") {
        entry.tags = tags_with(&tags, &entry.content);
    }
    (entry, later.marked)
}

/// Tags that an import has brought.
fn brought(of: &JournalEntry) -> Vec<String> {
    untyped_tags(&of.tags, &of.content)
}
