//! The index in memory: which entries hold a term, how often, and where.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use companion_core::{EntryId, JournalEntry};

use super::list::List;
use super::tokens::each_token;
use super::typos::letter_set;

/// How much more a word in the first line counts than one further down.
const TITLE_EXTRA: u32 = 2;
/// Positions between the text and the tags that are not in it, so that no phrase spans both.
const GAP: u32 = 100;

/// Which text of an entry is meant: the beginning of the sum of its sealed record, which is
/// another with every saving.
pub(super) type Mark = [u8; 8];

/// A term and what is known of it.
pub(super) struct Term {
    pub(super) text: Rc<str>,
    /// Its letters, see [`letter_set`].
    pub(super) letters: u64,
    pub(super) letter_count: usize,
    /// Entries that hold it, ascending.
    pub(super) postings: Vec<Posting>,
}

/// That an entry holds a term, in four bytes: 24 bits for the entry's number, eight for how
/// much the term counts there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(u32);

impl Posting {
    fn new(entry: u32, count: u32) -> Self {
        Self(entry << 8 | count.min(0xff))
    }

    /// The entry's number in the index.
    pub(super) const fn entry(self) -> u32 {
        self.0 >> 8
    }

    /// How often the term occurs, with what the first line adds.
    pub(super) const fn count(self) -> u32 {
        self.0 & 0xff
    }
}

/// An entry in the index.
pub(super) struct Indexed {
    pub(super) id: EntryId,
    pub(super) mark: Mark,
    /// Terms in all.
    pub(super) length: u32,
    /// Terms in the first line that says something.
    pub(super) title_length: u32,
    pub(super) list: List,
    /// The stored segment that holds it; `None` if it is still to be stored.
    pub(super) segment: Option<u64>,
    /// When it was begun, and whether it lies outside the trash, as the journal's list says.
    pub(super) created_ms: i64,
    pub(super) is_shown: bool,
}

/// All terms and entries.
#[derive(Default)]
pub(super) struct Index {
    numbers: HashMap<Rc<str>, u32>,
    /// For beginnings of words.
    sorted: BTreeMap<Rc<str>, u32>,
    terms: Vec<Term>,
    /// Entries by number. Numbers are not used again, so that postings stay in order.
    entries: Vec<Option<Indexed>>,
    by_id: HashMap<EntryId, u32>,
    length: u64,
}

impl Index {
    /// The terms of an entry, to be put in.
    pub(super) fn read(&mut self, entry: &JournalEntry, mark: Mark) -> Indexed {
        let body = body_start(&entry.content);
        let mut places = Vec::new();
        let (mut length, mut title_length) = (0, 0);
        each_token(&entry.content, |token| {
            places.push((self.number(token.term), token.position));
            length = token.position + 1;
            if token.bytes.start < body {
                title_length = length;
            }
        });
        let mut at = length;
        for tag in &entry.tags {
            at += GAP;
            let begin = at;
            each_token(tag, |token| {
                places.push((self.number(token.term), begin + token.position));
                at = begin + token.position + 1;
            });
        }
        places.sort_unstable();
        Indexed {
            id: entry.id,
            mark,
            length,
            title_length,
            list: List::of(&places),
            segment: None,
            created_ms: entry.created.unix_ms,
            is_shown: true,
        }
    }

    /// Puts an entry in, in the place of an earlier text of it.
    pub(super) fn insert(&mut self, entry: Indexed) {
        self.remove(entry.id);
        // More entries than postings can number do not fit into a journal.
        let number = self.entries.len() as u32;
        for term in entry.list.iter() {
            let in_title = term.positions().take_while(|&at| at < entry.title_length);
            // At most as many as the entry has terms.
            let extra = in_title.count() as u32 * TITLE_EXTRA;
            let posting = Posting::new(number, term.count.saturating_add(extra));
            self.terms[term.term as usize].postings.push(posting);
        }
        self.length += u64::from(entry.length);
        self.by_id.insert(entry.id, number);
        self.entries.push(Some(entry));
    }

    /// Takes an entry out.
    pub(super) fn remove(&mut self, id: EntryId) -> Option<Indexed> {
        let number = self.by_id.remove(&id)?;
        let entry = self.entries[number as usize].take()?;
        for term in entry.list.iter() {
            let postings = &mut self.terms[term.term as usize].postings;
            if let Ok(at) = postings.binary_search_by_key(&number, |it| it.entry()) {
                postings.remove(at);
            }
        }
        self.length -= u64::from(entry.length);
        Some(entry)
    }

    /// The number of a term, which it gets if it has none.
    pub(super) fn number(&mut self, term: &str) -> u32 {
        if let Some(&number) = self.numbers.get(term) {
            return number;
        }
        let text: Rc<str> = term.into();
        let number = self.terms.len() as u32;
        self.numbers.insert(Rc::clone(&text), number);
        self.sorted.insert(Rc::clone(&text), number);
        self.terms.push(Term {
            letters: letter_set(term),
            letter_count: term.chars().count(),
            text,
            postings: Vec::new(),
        });
        number
    }

    /// The number of a term that entries hold.
    pub(super) fn find(&self, term: &str) -> Option<u32> {
        let number = *self.numbers.get(term)?;
        (!self.term(number).postings.is_empty()).then_some(number)
    }

    /// Terms that begin with `beginning` and that entries hold.
    pub(super) fn beginning_with(&self, beginning: &str) -> impl Iterator<Item = u32> {
        let from = (
            core::ops::Bound::Included(beginning),
            core::ops::Bound::Unbounded,
        );
        let range = self.sorted.range::<str, _>(from);
        range
            .take_while(move |(text, _)| text.starts_with(beginning))
            .map(|(_, &number)| number)
            .filter(|&number| !self.term(number).postings.is_empty())
    }

    /// All terms with their numbers, those that no entry holds any more included.
    pub(super) fn terms(&self) -> impl Iterator<Item = (u32, &Term)> {
        (0..).zip(&self.terms)
    }

    /// A term by its number.
    pub(super) fn term(&self, number: u32) -> &Term {
        &self.terms[number as usize]
    }

    /// An entry by its number.
    pub(super) fn entry(&self, number: u32) -> Option<&Indexed> {
        self.entries.get(number as usize)?.as_ref()
    }

    /// An entry by its name.
    pub(super) fn get(&self, id: EntryId) -> Option<&Indexed> {
        self.entry(*self.by_id.get(&id)?)
    }

    /// An entry by its name, to be told what the list says of it.
    pub(super) fn get_mut(&mut self, id: EntryId) -> Option<&mut Indexed> {
        let number = *self.by_id.get(&id)?;
        self.entries.get_mut(number as usize)?.as_mut()
    }

    /// All entries.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Indexed> {
        self.entries.iter().flatten()
    }

    /// One more than the greatest number of an entry.
    pub(super) const fn numbers_end(&self) -> usize {
        self.entries.len()
    }

    /// Entries in the index.
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Terms of an entry on average, at least one.
    pub(super) fn mean_length(&self) -> f32 {
        (self.length as f32 / self.len().max(1) as f32).max(1.0)
    }
}

/// Where the first line that says something ends, in bytes.
pub(super) fn body_start(content: &str) -> usize {
    let mut end = 0;
    for line in content.split_inclusive('\n') {
        end += line.len();
        if line.chars().any(char::is_alphanumeric) {
            return end;
        }
    }
    end
}
