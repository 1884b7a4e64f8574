//! The text file: each entry begins a line with its moment in brackets.

use companion_core::short_name;
use core::ops::Range;

use super::{joined, tags_of};
use crate::import::error::ImportError;
use crate::import::found::{ForeignEntry, Found};
use crate::import::limits::MAX_ENTRIES;
use crate::when::{self, Written, Zones};

/// Longest moment between brackets, in bytes: a format with names of days and zones.
const MAX_MOMENT_BYTES: usize = 64;

/// A journal in one text, cut where entries begin.
pub(crate) struct Journal {
    text: String,
    entries: Vec<(Written, Range<usize>)>,
}

/// Whether a text is such a journal: its first line that is not blank begins an entry.
pub(crate) fn is_journal(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| beginning(line).is_some())
}

impl Journal {
    /// Cuts a text.
    pub(crate) fn read(text: String) -> Result<Self, ImportError> {
        let mut entries: Vec<(Written, Range<usize>)> = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if let Some((written, length)) = beginning(line) {
                if let Some((_, last)) = entries.last_mut() {
                    last.end = at;
                }
                if entries.len() == MAX_ENTRIES {
                    return Err(ImportError::TooLarge(
                        "the file holds more entries than are read",
                    ));
                }
                entries.push((written, at + length..text.len()));
            }
            at += line.len();
        }
        Ok(Self { text, entries })
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn get(&self, number: usize, zones: &Zones<'_>) -> Option<Found> {
        let (written, range) = self.entries.get(number)?;
        let text = self.text.get(range.clone())?;
        let (title, body) = text.split_once('\n').unwrap_or((text, ""));
        // jrnl marks what is dear with a star at the end of the title.
        let bare = title.trim_end();
        let starred = bare
            .strip_suffix('*')
            .filter(|bare| bare.ends_with(' ') || bare.is_empty());
        let title = starred.unwrap_or(bare);
        let mut found = ForeignEntry::new(joined(title, body), written.moment(None, zones));
        found.is_favourite = starred.is_some();
        let tags: Vec<String> = tags_of(text).map(str::to_lowercase).collect();
        for tag in &tags {
            found.add_tag(tag);
        }
        Some(Found {
            name: short_name(title),
            entry: Ok(found),
        })
    }
}

/// The moment that begins an entry, and how many bytes its brackets and the space after them take.
fn beginning(line: &str) -> Option<(Written, usize)> {
    let inner = line.strip_prefix('[')?;
    let end = inner
        .bytes()
        .take(MAX_MOMENT_BYTES)
        .position(|byte| byte == b']')?;
    let after = inner.get(end + 1..)?;
    if !after.is_empty() && !after.starts_with([' ', '\n', '\r']) {
        return None;
    }
    let written = when::read(inner.get(..end)?)?;
    Some((written, 1 + end + 1 + usize::from(after.starts_with(' '))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(_: Option<&str>, _: i64) -> Option<i16> {
        Some(0)
    }

    #[test]
    fn entries_are_cut_where_they_begin() {
        let text = "[2026-11-21 09:05] Rain. *\nAll day @weather, @home.\n\n[not a date] stays\n\
            [2026-11-22 10:00:30 PM] One line only with me@example.org\n[2026-11-23] \n";
        assert!(is_journal(text));
        let journal = Journal::read(text.to_owned()).unwrap();
        let found: Vec<_> = (0..4).map_while(|at| journal.get(at, &utc)).collect();
        assert_eq!(found.len(), 3);
        let first = found[0].entry.as_ref().unwrap();
        assert_eq!(
            first.content,
            "Rain.\n\nAll day @weather, @home.\n\n[not a date] stays"
        );
        assert!(first.is_favourite);
        assert_eq!(first.tags, ["weather", "home"]);
        assert_eq!(first.created.unix_ms, 1_795_251_900_000);
        let second = found[1].entry.as_ref().unwrap();
        assert_eq!(second.content, "One line only with me@example.org");
        assert!(second.tags.is_empty() && !second.is_favourite);
        assert_eq!(second.created.local_minute_of_day(), 22 * 60);
        assert_eq!(found[2].entry.as_ref().unwrap().content, "");
    }

    #[test]
    fn other_texts_are_no_journal() {
        for text in [
            "",
            "Dear diary",
            "[x] done",
            "[2026-11-22](link)",
            "- [2026-11-22] x",
        ] {
            assert!(!is_journal(text), "{text}");
        }
    }
}
