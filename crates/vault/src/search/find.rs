//! Answering a query: the entries, best first, and the parts of them that show why.

use core::ops::Range;
use std::collections::{HashMap, HashSet};

use companion_core::{Clock, Entropy, EntryId, EntrySummary};
use companion_store::Store;

use super::meaning::Close;
use super::query::Query;
use super::rank::{Ranked, rank};
use super::snippet::{Excerpt, passage, snippet, spellings, title_marks};
use super::{Search, Standing};
use crate::record::{Kind, entry_key};
use crate::{Vault, VaultError};

/// Reciprocal rank fusion: how little a place further up in a list counts (Cormack et al. 2009
/// use 60).
const FUSION: f32 = 60.0;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted<'a> {
    /// What was typed.
    pub query: &'a str,
    /// What it means, if an encoder has read it.
    pub vector: Option<&'a [f32]>,
    /// Results that are wanted, at most.
    pub limit: usize,
    /// Entries among which it is looked; all outside the trash if absent.
    pub among: Option<&'a HashSet<EntryId>>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best of them.
    pub results: Vec<SearchResult>,
    /// How many there are in all.
    pub count: u64,
    /// No entry has all words; those found have some of them.
    pub is_partial: bool,
    /// How much was searched.
    pub standing: Standing,
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchResult {
    /// Its line in the list.
    pub entry: EntrySummary,
    /// What was found in its title, in bytes.
    pub title_marks: Vec<Range<usize>>,
    /// The part of it that says why.
    pub excerpt: Excerpt,
    /// What was found, as it is written there.
    pub spellings: Vec<String>,
    /// Whether it has the words.
    pub by_words: bool,
    /// Whether it is close in meaning.
    pub by_meaning: bool,
}

/// An entry that is to be shown, and why.
struct Candidate {
    id: EntryId,
    by_words: bool,
    /// Where the passage begins that is close in meaning.
    close_at: Option<usize>,
    score: f32,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Searches the entries outside the trash. What was saved just before is read first; what
    /// else is still to be read is told with the answer.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn search(
        &self,
        search: &mut Search,
        wanted: &Wanted<'_>,
    ) -> Result<Found, VaultError> {
        self.catch_up(search).await?;
        let admits = |id: EntryId| wanted.among.is_none_or(|among| among.contains(&id));
        let ranked = rank(&search.index, &Query::parse(wanted.query), admits);
        let close = wanted
            .vector
            .map(|vector| search.meaning.close_to(vector, admits));
        let candidates = merge(search, &ranked, close.unwrap_or_default());
        let mut results = Vec::new();
        let best = &candidates[..candidates.len().min(wanted.limit)];
        let ids: Vec<EntryId> = best.iter().map(|it| it.id).collect();
        for (candidate, entry) in best.iter().zip(self.read_entries(&ids).await?) {
            let item = self
                .manifest
                .get(&entry_key(&self.keys, Kind::Entry, candidate.id));
            let (Some(entry), Some(line)) = (entry, item.and_then(|item| self.shown(item))) else {
                continue;
            };
            let excerpt = match candidate.close_at {
                Some(start) if !candidate.by_words => passage(&entry.content, start),
                _ => snippet(&entry.content, &ranked.marked),
            };
            let is_marked = candidate.by_words;
            results.push(SearchResult {
                title_marks: if is_marked {
                    title_marks(&line.title, &ranked.marked)
                } else {
                    Vec::new()
                },
                spellings: if is_marked {
                    spellings(&entry.content, &ranked.marked)
                } else {
                    Vec::new()
                },
                entry: line,
                excerpt,
                by_words: candidate.by_words,
                by_meaning: candidate.close_at.is_some(),
            });
        }
        Ok(Found {
            results,
            count: candidates.len() as u64,
            is_partial: ranked.is_partial,
            standing: search.standing(),
        })
    }
}

/// Both lists as one: what stands high in either stands high, what stands in both higher.
fn merge(search: &Search, ranked: &Ranked, close: Vec<Close>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut place_of: HashMap<EntryId, usize> = HashMap::new();
    for (rank, hit) in ranked.hits.iter().enumerate() {
        let Some(entry) = search.index.entry(hit.entry) else {
            continue;
        };
        place_of.insert(entry.id, candidates.len());
        candidates.push(Candidate {
            id: entry.id,
            by_words: true,
            close_at: None,
            score: 1.0 / (FUSION + rank as f32),
        });
    }
    for (rank, close) in close.into_iter().enumerate() {
        let score = 1.0 / (FUSION + rank as f32);
        match place_of.get(&close.id) {
            Some(&place) => {
                candidates[place].score += score;
                candidates[place].close_at = Some(close.start);
            }
            None => candidates.push(Candidate {
                id: close.id,
                by_words: false,
                close_at: Some(close.start),
                score,
            }),
        }
    }
    // Stable: of equal ones those with the words stay before the others.
    candidates.sort_by(|one, other| other.score.total_cmp(&one.score));
    candidates
}
