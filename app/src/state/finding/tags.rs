//! The journal's tags, and calling one something else.

use std::collections::HashMap;

use companion_core::{EntrySummary, tag_key};
use companion_protocol::marks::{Response, Retagged};
use leptos::prelude::*;

use crate::state::App;
use crate::text::words;

/// Entries whose renaming is undone at a time.
const UNDO_STEP: usize = 100;

/// A tag, and how many entries have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TagCount {
    /// Its name, as it was typed last.
    pub(crate) name: String,
    /// How many entries.
    pub(crate) entries: usize,
}

/// Where the renaming of a tag stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Renaming {
    /// Nothing was renamed lately.
    None,
    /// It is under way.
    Running,
    /// What was typed is no name.
    Wrong,
    /// It is done, and can be undone where earlier versions are kept.
    Done {
        /// Its name before.
        from: String,
        /// Its name now, as typed.
        to: String,
        /// What was changed.
        entries: Vec<Retagged>,
    },
}

/// All tags of `entries`, which are newest first: those of most entries first.
pub(crate) fn tag_counts(entries: &[EntrySummary]) -> Vec<TagCount> {
    let mut places: HashMap<String, usize> = HashMap::new();
    // Most tags are written the same way each time: what they have in common is found out once.
    let mut spellings: HashMap<&str, usize> = HashMap::new();
    let mut counts: Vec<TagCount> = Vec::new();
    for name in entries.iter().flat_map(|entry| &entry.tags) {
        let at = *spellings.entry(name).or_insert_with(|| {
            let next = places.len();
            *places.entry(tag_key(name)).or_insert(next)
        });
        match counts.get_mut(at) {
            Some(tag) => tag.entries += 1,
            None => counts.push(TagCount {
                name: name.clone(),
                entries: 1,
            }),
        }
    }
    counts.sort_by_cached_key(|tag| (core::cmp::Reverse(tag.entries), tag_key(&tag.name)));
    counts
}

impl App {
    /// Calls a tag something else in every entry that has it, a few at a time: what is written
    /// meanwhile is stored in between.
    pub(crate) async fn rename_tag(self, from: String, to: String) {
        let renaming = self.finding.renaming;
        renaming.set(Renaming::Running);
        let mut entries: Vec<Retagged> = Vec::new();
        let outcome = loop {
            match self.vault.rename_tag(from.clone(), to.clone()).await {
                Ok(Response::Renamed(step)) if step.is_empty() => {
                    let (from, to, entries) =
                        (from.clone(), to.clone(), core::mem::take(&mut entries));
                    break Renaming::Done { from, to, entries };
                }
                Ok(Response::Renamed(step)) => entries.extend(step),
                Ok(_) => break Renaming::Wrong,
                Err(failure) => {
                    // What was renamed so far stays, and can be gone on with.
                    self.say(words::vault_failure(&failure));
                    break Renaming::None;
                }
            }
        };
        self.finding.look_for(|filter| {
            for tag in &mut filter.tags {
                if companion_core::is_same_tag(tag, &from)
                    && matches!(outcome, Renaming::Done { .. })
                {
                    tag.clone_from(&to);
                }
            }
        });
        self.refresh().await;
        renaming.set(outcome);
    }

    /// Calls it as before.
    pub(crate) async fn undo_rename(self) {
        let renaming = self.finding.renaming;
        let Renaming::Done { from, to, entries } = renaming.get_untracked() else {
            return;
        };
        renaming.set(Renaming::Running);
        for step in entries.chunks(UNDO_STEP) {
            let undone = self
                .vault
                .undo_rename(from.clone(), to.clone(), step.to_vec())
                .await;
            if let Err(failure) = undone {
                self.say(words::vault_failure(&failure));
                break;
            }
        }
        self.refresh().await;
        renaming.set(Renaming::None);
        self.say(words::finding::rename_undone());
    }
}

#[cfg(test)]
mod tests {
    use super::super::filter::tests::entry_on;
    use super::*;

    #[test]
    fn tags_are_counted_whatever_their_capitals() {
        let tagged = |tags: &[&str]| EntrySummary {
            tags: tags.iter().map(ToString::to_string).collect(),
            ..entry_on(0)
        };
        let entries = [
            tagged(&["Rain", "über"]),
            tagged(&["rain"]),
            tagged(&["ÜBER", "a"]),
        ];
        let counts: Vec<_> = tag_counts(&entries)
            .into_iter()
            .map(|tag| (tag.name, tag.entries))
            .collect();
        let expected = [("Rain", 2), ("über", 2), ("a", 1)];
        assert_eq!(
            counts,
            expected.map(|(name, count)| (name.to_owned(), count))
        );
    }
}
