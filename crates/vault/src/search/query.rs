//! What was typed into the search box, as conditions.

use super::fold::is_unspaced;
use super::tokens::each_token;

/// Longest query that is read, in Unicode scalar values.
const MAX_CHARS: usize = 400;
/// Most conditions; what comes after them is ignored.
const MAX_CLAUSES: usize = 16;
/// Most terms of a phrase that are compared.
const MAX_TERMS: usize = 64;
/// Marks that begin and end a phrase, in several languages.
const QUOTES: [char; 8] = ['"', '“', '”', '„', '‟', '«', '»', '＂'];

/// Something that an entry must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    /// A word, or one that begins with it, or one a slip away.
    Word(String),
    /// Terms that stand in this order. Each comes with its distance from the first.
    Phrase {
        terms: Vec<(u32, String)>,
        /// Whether the last one may be the beginning of a word.
        is_open: bool,
    },
}

/// What an entry must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) clauses: Vec<Clause>,
}

impl Query {
    /// Reads what was typed. Whatever it is, it is a query.
    pub(super) fn parse(typed: &str) -> Self {
        let end = typed.char_indices().nth(MAX_CHARS);
        let typed = &typed[..end.map_or(typed.len(), |(at, _)| at)];
        let mut query = Self::default();
        let mut is_quoted = false;
        let mut pieces = typed.split(QUOTES).peekable();
        while let Some(piece) = pieces.next() {
            if is_quoted {
                query.add(phrase(piece, pieces.peek().is_none()));
            } else {
                for word in piece.split_whitespace() {
                    query.add(phrase(word, true));
                }
            }
            is_quoted = !is_quoted;
        }
        query
    }

    /// Whether there is nothing to look for.
    pub(super) const fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    fn add(&mut self, clause: Option<Clause>) {
        if let Some(clause) = clause
            && self.clauses.len() < MAX_CLAUSES
            && !self.clauses.contains(&clause)
        {
            self.clauses.push(clause);
        }
    }
}

fn phrase(text: &str, is_open: bool) -> Option<Clause> {
    let mut terms: Vec<(u32, String)> = Vec::new();
    each_token(text, |token| {
        if !token.is_tail && terms.len() < MAX_TERMS {
            terms.push((token.position, token.term.to_owned()));
        }
    });
    match terms.as_mut_slice() {
        [] => None,
        // A word in quotation marks is meant as it stands.
        [(_, word)] if is_open => Some(Clause::Word(core::mem::take(word))),
        [first, ..] => {
            // A letter alone of a script without spaces stands in pairs only.
            let is_letter = |text: &str| text.chars().count() == 1 && text.starts_with(is_unspaced);
            let is_open = is_open || (is_letter(&first.1) && terms.len() == 1);
            Some(Clause::Phrase { terms, is_open })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(term: &str) -> Clause {
        Clause::Word(term.into())
    }

    fn of(terms: &[&str], is_open: bool) -> Clause {
        let terms = (0..).zip(terms.iter().map(|&term| term.to_owned()));
        Clause::Phrase {
            terms: terms.collect(),
            is_open,
        }
    }

    #[test]
    fn words_and_phrases_are_told_apart() {
        let clauses = |typed| Query::parse(typed).clauses;
        assert_eq!(
            clauses("  Rain  on\tme "),
            [word("rain"), word("on"), word("me")]
        );
        assert_eq!(
            clauses("tea \"the long way\" „nach Haus"),
            [
                word("tea"),
                of(&["the", "long", "way"], false),
                of(&["nach", "haus"], true)
            ]
        );
        assert_eq!(clauses("\"rain\""), [of(&["rain"], false)]);
        assert_eq!(clauses("don't"), [of(&["don", "t"], true)]);
        assert_eq!(clauses("rain rain Rain"), [word("rain")]);
        assert_eq!(clauses("東京に"), [of(&["東京", "京に"], true)]);
        assert_eq!(clauses("\"猫\""), [of(&["猫"], true)]);
        assert_eq!(clauses("\"\" — \" \""), []);
        assert_eq!(clauses(&"a b c ".repeat(500)).len(), 3);
    }

    #[test]
    fn endless_queries_end() {
        let many: String = ('a'..='z')
            .map(|letter| format!("{letter}{letter} "))
            .collect();
        assert_eq!(Query::parse(&many).clauses.len(), MAX_CLAUSES);
        assert!(Query::parse(&"\"x ".repeat(100_000)).clauses.len() <= MAX_CLAUSES);
        let [Clause::Phrase { terms, .. }] = &Query::parse(&"東".repeat(5_000)).clauses[..] else {
            panic!("one phrase");
        };
        assert_eq!(terms.len(), MAX_TERMS);
    }
}
