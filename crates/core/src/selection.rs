//! Which entries are meant: by day, by tag, by mark.

use minicbor::{Decode, Encode};

use crate::entry::is_false;
use crate::{Day, EntrySummary, is_same_tag};

/// Entries that have something in common. What is left out asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Selection {
    /// The first day, by the writer's clock.
    #[n(0)]
    pub from: Option<Day>,
    /// The last day, by the writer's clock.
    #[n(1)]
    pub to: Option<Day>,
    /// A tag, without its sign, in any case.
    #[n(2)]
    pub tag: Option<String>,
    /// Only what the writer has marked as dear.
    #[n(3)]
    #[cbor(skip_if = "is_false")]
    pub favourites_only: bool,
}

impl Selection {
    /// Whether an entry is meant, by its line in the list.
    #[must_use]
    pub fn includes(&self, entry: &EntrySummary) -> bool {
        let day = entry.created.local_day();
        self.from.is_none_or(|from| day >= from)
            && self.to.is_none_or(|to| day <= to)
            && self.tag.as_deref().is_none_or(|tag| has_tag(entry, tag))
            && (!self.favourites_only || entry.is_favourite)
    }
}

fn has_tag(entry: &EntrySummary, tag: &str) -> bool {
    entry.tags.iter().any(|other| is_same_tag(other, tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EntryId, Timestamp};

    fn entry(day: i64, tags: &[&str], is_favourite: bool) -> EntrySummary {
        EntrySummary {
            id: EntryId::from_bytes([1; 16]),
            created: Timestamp {
                // An hour before midnight in Greenwich is the next day in Berlin.
                unix_ms: day * 86_400_000 - 3_600_000,
                utc_offset_minutes: 60,
            },
            title: String::new(),
            word_count: 0,
            deleted: None,
            damaged: false,
            mood: None,
            is_favourite,
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            photos: 0,
            recordings: 0,
            is_imported: false,
        }
    }

    #[test]
    fn nothing_asked_for_is_everything() {
        assert!(Selection::default().includes(&entry(5, &[], false)));
    }

    #[test]
    fn days_are_the_writers_and_both_ends_count() {
        let days = Selection {
            from: Some(Day(5)),
            to: Some(Day(6)),
            ..Selection::default()
        };
        let found = (4..8).filter(|&day| days.includes(&entry(day, &[], false)));
        assert_eq!(found.collect::<Vec<_>>(), [5, 6]);
    }

    #[test]
    fn a_tag_is_met_in_any_case_and_whole() {
        let tagged = Selection {
            tag: Some("Élan".into()),
            ..Selection::default()
        };
        assert!(tagged.includes(&entry(1, &["x", "élan"], false)));
        assert!(!tagged.includes(&entry(1, &["élans"], false)));
    }

    #[test]
    fn favourites_alone() {
        let dear = Selection {
            favourites_only: true,
            ..Selection::default()
        };
        assert!(dear.includes(&entry(1, &[], true)));
        assert!(!dear.includes(&entry(1, &[], false)));
    }
}
