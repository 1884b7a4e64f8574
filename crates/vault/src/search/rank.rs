//! Which entries a query finds, and in which order: BM25 over what was asked for, with more
//! for later entries.

use std::collections::BTreeMap;

use companion_core::EntryId;

use super::index::Index;
use super::list::List;
use super::query::{Clause, Query};
use super::typos::{forgiven, may_be_near, slips};

/// BM25's usual parameters: how soon repetitions stop to count, and how much length does.
const K1: f32 = 1.2;
const B: f32 = 0.6;
/// What a word counts that only begins with the one asked for, at least.
const BEGINNING: f32 = 0.35;
/// What a word counts that is one slip, or two, away.
const SLIP: [f32; 2] = [0.3, 0.15];
/// Entries with the word itself, below which those with similar words are shown too.
const ENOUGH: usize = 5;
/// Terms that a word stands for at most: the beginnings of a short one are too many.
const MAX_VARIANTS: usize = 400;
/// How much the newest entries gain, and the years after which half of that is left.
const RECENT: f32 = 0.2;
const HALF_YEARS: f32 = 1.0;
const MS_PER_YEAR: f32 = 31_557_600_000.0;

/// An entry that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hit {
    /// Its number in the index.
    pub(super) entry: u32,
    pub(super) score: f32,
}

/// What was found.
#[derive(Default)]
pub(super) struct Ranked {
    /// Best first.
    pub(super) hits: Vec<Hit>,
    /// No entry holds all that was asked for; these hold as much as any.
    pub(super) is_partial: bool,
    /// For each clause the terms that stand for it, to be marked in the text.
    pub(super) marked: Vec<Marked>,
}

/// What is to be marked for a clause.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Marked {
    /// Any of these terms, with what it counts.
    Any(BTreeMap<String, f32>),
    /// Terms one after another, each with its distance from the first.
    Phrase {
        terms: Vec<(u32, String)>,
        is_open: bool,
    },
}

/// How much of a clause each entry holds.
struct Amounts {
    /// By the entry's number; zero for most.
    of: Vec<f32>,
    found: Vec<u32>,
}

impl Amounts {
    fn new(index: &Index) -> Self {
        Self {
            of: vec![0.0; index.numbers_end()],
            found: Vec::new(),
        }
    }

    fn add(&mut self, entry: u32, amount: f32) {
        let of = &mut self.of[entry as usize];
        if *of == 0.0 {
            self.found.push(entry);
        }
        *of += amount;
    }
}

/// Finds and orders the entries that are shown and that `admits` lets through.
pub(super) fn rank(index: &Index, query: &Query, admits: impl Fn(EntryId) -> bool) -> Ranked {
    if query.is_empty() {
        return Ranked::default();
    }
    let mut scores = vec![0.0_f32; index.numbers_end()];
    let mut held = vec![0_u8; index.numbers_end()];
    let mut marked = Vec::new();
    for clause in &query.clauses {
        let (amounts, marks) = match clause {
            Clause::Word(word) => word_amounts(index, word),
            Clause::Phrase { terms, is_open } => phrase_amounts(index, terms, *is_open),
        };
        marked.push(marks);
        let among = index.len() as f32;
        let holding = amounts.found.len() as f32;
        let rarity = (1.0 + (among - holding + 0.5) / (holding + 0.5)).ln();
        for &number in &amounts.found {
            let entry = index.entry(number);
            let Some(entry) = entry.filter(|it| it.is_shown && admits(it.id)) else {
                continue;
            };
            let amount = amounts.of[number as usize];
            let length = entry.length as f32 / index.mean_length();
            let weight = amount * (K1 + 1.0) / (amount + K1 * (1.0 - B + B * length));
            scores[number as usize] += rarity * weight;
            held[number as usize] += 1;
        }
    }
    let most = held.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return Ranked {
            marked,
            ..Ranked::default()
        };
    }
    let newest_ms = index.entries().map(|it| it.created_ms).max().unwrap_or(0);
    let best = (0..).zip(&held).filter(|&(_, &held)| held == most);
    let mut hits: Vec<(Hit, i64)> = best
        .filter_map(|(number, _): (u32, _)| {
            let entry = index.entry(number)?;
            let age_years = newest_ms.saturating_sub(entry.created_ms) as f32 / MS_PER_YEAR;
            let gain = 1.0 + RECENT * (-age_years / HALF_YEARS).exp2();
            let score = scores[number as usize] * gain;
            Some((
                Hit {
                    entry: number,
                    score,
                },
                entry.created_ms,
            ))
        })
        .collect();
    hits.sort_unstable_by(|(one, one_ms), (other, other_ms)| {
        let by_score = other.score.total_cmp(&one.score);
        by_score
            .then(other_ms.cmp(one_ms))
            .then(one.entry.cmp(&other.entry))
    });
    Ranked {
        hits: hits.into_iter().map(|(hit, _)| hit).collect(),
        is_partial: usize::from(most) < query.clauses.len(),
        marked,
    }
}

fn word_amounts(index: &Index, word: &str) -> (Amounts, Marked) {
    let mut amounts = Amounts::new(index);
    let mut variants = BTreeMap::new();
    let mut take = |number: u32, weight: f32, amounts: &mut Amounts| {
        let term = index.term(number);
        variants.insert(term.text.to_string(), weight);
        for posting in &term.postings {
            amounts.add(posting.entry(), weight * posting.count() as f32);
        }
    };
    let letters: Vec<char> = word.chars().collect();
    if let Some(number) = index.find(word) {
        take(number, 1.0, &mut amounts);
    }
    for number in beginnings(index, word, letters.len()) {
        let term = index.term(number);
        let share = letters.len() as f32 / term.letter_count as f32;
        let weight = BEGINNING + (0.9 - BEGINNING) * share;
        take(number, weight, &mut amounts);
    }
    if amounts.found.len() < ENOUGH {
        for (number, weight) in near(index, word, &letters) {
            take(number, weight, &mut amounts);
        }
    }
    (amounts, Marked::Any(variants))
}

/// Longer words that begin with this one.
fn beginnings<'a>(
    index: &'a Index,
    word: &'a str,
    letters: usize,
) -> impl Iterator<Item = u32> + 'a {
    // A single letter begins too many words; of scripts without spaces, it begins its pairs.
    let is_long_enough = letters >= 2 || !word.is_ascii();
    let longer = index
        .beginning_with(word)
        .filter(move |&number| index.term(number).letter_count > letters);
    longer.take(if is_long_enough { MAX_VARIANTS } else { 0 })
}

/// Words a slip or two away that do not begin with this one, which are found already.
fn near(index: &Index, word: &str, letters: &[char]) -> Vec<(u32, f32)> {
    let most = forgiven(letters.len());
    if most == 0 {
        return Vec::new();
    }
    let set = super::typos::letter_set(word);
    let mut found = Vec::new();
    let mut other = Vec::new();
    for (number, term) in index.terms() {
        if term.postings.is_empty()
            || term.letter_count.abs_diff(letters.len()) > usize::from(most)
            || !may_be_near(set, term.letters, most)
            || term.text.starts_with(word)
        {
            continue;
        }
        other.clear();
        other.extend(term.text.chars());
        if let Some(slips @ 1..) = slips(letters, &other, most) {
            let weight = SLIP.get(usize::from(slips) - 1);
            found.extend(weight.map(|&weight| (number, weight)));
        }
    }
    found
}

fn phrase_amounts(index: &Index, terms: &[(u32, String)], is_open: bool) -> (Amounts, Marked) {
    let mut amounts = Amounts::new(index);
    let marks = Marked::Phrase {
        terms: terms.to_vec(),
        is_open,
    };
    // What may stand in each place of the phrase.
    let places: Option<Vec<Place>> = (0..)
        .zip(terms)
        .map(|(at, (distance, term))| {
            let mut numbers: Vec<u32> = index.find(term).into_iter().collect();
            if is_open && at + 1 == terms.len() {
                let letters = term.chars().count();
                numbers.extend(beginnings(index, term, letters));
            }
            numbers.sort_unstable();
            (!numbers.is_empty()).then_some((*distance, numbers))
        })
        .collect();
    let Some(places) = places else {
        return (amounts, marks);
    };
    let in_place = |(at, (_, terms)): (usize, &Place)| -> Vec<(u32, usize)> {
        terms.iter().map(|&term| (term, at)).collect()
    };
    let mut sought: Vec<(u32, usize)> = places.iter().enumerate().flat_map(in_place).collect();
    sought.sort_unstable();
    for number in holding_all(index, &places) {
        let entry = index.entry(number);
        let count = entry.map_or(0, |entry| occurrences(&entry.list, &places, &sought));
        if count > 0 {
            amounts.add(number, count as f32);
        }
    }
    (amounts, marks)
}

/// What may stand in a place of a phrase: its distance from the first, and numbers of terms.
type Place = (u32, Vec<u32>);

/// Entries that hold a term for every place.
fn holding_all(index: &Index, places: &[Place]) -> Vec<u32> {
    let size = |(_, terms): &&Place| -> usize {
        terms
            .iter()
            .map(|&term| index.term(term).postings.len())
            .sum()
    };
    let mut rarest_first: Vec<&Place> = places.iter().collect();
    rarest_first.sort_by_key(size);
    // How many of the places an entry holds, counted as long as it holds all so far.
    let mut held = vec![0_u8; index.numbers_end()];
    let mut holding: Vec<u32> = Vec::new();
    for (before, (_, terms)) in (0_u8..=u8::MAX).zip(rarest_first) {
        holding.clear();
        for posting in terms.iter().flat_map(|&term| &index.term(term).postings) {
            let held = &mut held[posting.entry() as usize];
            if *held == before {
                *held = before + 1;
                holding.push(posting.entry());
            }
        }
    }
    holding
}

/// How often the phrase stands in an entry. `sought` are its terms with their places in the
/// phrase, by their numbers.
fn occurrences(list: &List, places: &[Place], sought: &[(u32, usize)]) -> usize {
    let mut positions: Vec<Vec<u32>> = vec![Vec::new(); places.len()];
    let mut left = sought;
    for term in list.iter() {
        let passed = left.iter().take_while(|(it, _)| *it < term.term).count();
        left = &left[passed..];
        if left.is_empty() {
            break;
        }
        for &(_, place) in left.iter().take_while(|(it, _)| *it == term.term) {
            positions[place].extend(term.positions());
        }
    }
    positions.iter_mut().for_each(|it| it.sort_unstable());
    let Some(first) = positions.first() else {
        return 0;
    };
    let stands_at = |start: &&u32| {
        let mut each = places.iter().zip(&positions);
        each.all(|((distance, _), at)| at.binary_search(&start.saturating_add(*distance)).is_ok())
    };
    first.iter().filter(stands_at).count()
}
