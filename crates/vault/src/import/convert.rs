//! What others have written, as entries of this journal.

use companion_core::limits::MAX_ENTRY_CHARS;
use companion_core::{EntryId, JournalEntry, Origin, Source, Timestamp, count_words, tags_with};
use companion_crypto::Digest;
use companion_exchange::import::{ForeignEntry, split};

/// Parts of a long text follow each other by this much, so that they stay in order.
const PART_STEP_MS: i64 = 1_000;

/// The entries that become of one thing that was found: one, or several of a text that is longer than an
/// entry may be. Attachments are yet to be added, to the first.
pub(super) fn entries_of(
    foreign: &ForeignEntry,
    source: Source,
    now: Timestamp,
) -> Vec<JournalEntry> {
    let origin = foreign.origin.clone().unwrap_or_else(|| Origin {
        source,
        imported: now,
        source_id: foreign.source_id.clone(),
    });
    let parts = split(&foreign.content, MAX_ENTRY_CHARS);
    let parts = parts.into_iter().zip(0_i64..);
    parts
        .map(|(part, number)| {
            let is_first = number == 0;
            JournalEntry {
                id: id_of(foreign, source, number),
                created: later(foreign.created, number),
                edited: foreign.edited,
                word_count: count_words(part),
                tags: tags_with(&foreign.tags, part),
                content: part.to_owned(),
                prompt_used: foreign.prompt_used.clone().filter(|_| is_first),
                duration_seconds: if is_first {
                    foreign.duration_seconds
                } else {
                    0
                },
                mood: foreign.mood.filter(|_| is_first),
                is_favourite: foreign.is_favourite && is_first,
                attachments: Vec::new(),
                origin: Some(origin.clone()),
            }
        })
        .collect()
}

fn later(moment: Timestamp, number: i64) -> Timestamp {
    Timestamp {
        unix_ms: moment.unix_ms.saturating_add(number * PART_STEP_MS),
        ..moment
    }
}

/// The name of an entry follows from what it is called where it came from, or else from its moment and
/// text: importing the same again finds what is here.
fn id_of(foreign: &ForeignEntry, source: Source, part: i64) -> EntryId {
    if let Some(id) = foreign.id.filter(|_| part == 0) {
        return id;
    }
    let mut sum = b"companion/v1/imported-entry".to_vec();
    sum.push(source as u8);
    sum.extend(part.to_be_bytes());
    match &foreign.source_id {
        Some(id) => {
            sum.push(1);
            sum.extend(id.as_bytes());
        }
        None => {
            sum.push(0);
            sum.extend(foreign.created.unix_ms.to_be_bytes());
            sum.extend(foreign.content.as_bytes());
        }
    }
    let sum = Digest::of(&sum);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sum.as_bytes()[..16]);
    EntryId::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(content: &str, source_id: Option<&str>) -> ForeignEntry {
        let created = Timestamp {
            unix_ms: 1_795_348_800_000,
            utc_offset_minutes: 60,
        };
        ForeignEntry {
            source_id: source_id.map(str::to_owned),
            tags: vec!["brought".into()],
            ..ForeignEntry::new(content.to_owned(), created)
        }
    }

    #[test]
    fn the_same_thing_has_the_same_name() {
        let now = Timestamp::default();
        let id = |content, source_id, source| {
            entries_of(&foreign(content, source_id), source, now)[0].id
        };
        assert_eq!(
            id("a", Some("x"), Source::DayOne),
            id("b", Some("x"), Source::DayOne)
        );
        assert_ne!(
            id("a", Some("x"), Source::DayOne),
            id("a", Some("x"), Source::Joplin)
        );
        assert_ne!(
            id("a", Some("x"), Source::DayOne),
            id("a", Some("y"), Source::DayOne)
        );
        assert_eq!(id("a", None, Source::Jrnl), id("a", None, Source::Jrnl));
        assert_ne!(id("a", None, Source::Jrnl), id("b", None, Source::Jrnl));
    }

    #[test]
    fn a_long_text_becomes_several_entries_in_order() {
        let text = "A paragraph of some words. ".repeat(4_000);
        let entries = entries_of(
            &foreign(&text, Some("x")),
            Source::Markdown,
            Timestamp::default(),
        );
        assert_eq!(entries.len(), 3);
        let mut seen = std::collections::BTreeSet::new();
        for (entry, number) in entries.iter().zip(0..) {
            assert!(entry.content.chars().count() <= MAX_ENTRY_CHARS);
            assert_eq!(entry.created.unix_ms, 1_795_348_800_000 + number * 1_000);
            assert_eq!(entry.tags, ["brought"]);
            assert!(seen.insert(entry.id));
        }
        let words: u32 = entries.iter().map(|entry| entry.word_count).sum();
        assert_eq!(words, count_words(&text));
    }
}
