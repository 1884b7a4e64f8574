//! Which tokens are passed through the layers together, and what each of them sees.

use core::ops::Range;

/// Tokens of one sequence that follow each other.
///
/// They see the first `prefix` slots of their cache and themselves. Usually they lie right behind
/// these; alternatives that continue the same prefix lie one behind another, and do not see each
/// other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// Which of the caches is theirs.
    pub(crate) cache: usize,
    /// Slots that all of them see.
    pub(crate) prefix: usize,
    /// Slot of the first of them.
    pub(crate) slot: usize,
    /// How many they are.
    pub(crate) tokens: usize,
}

impl Span {
    /// `tokens` right behind the first `prefix`.
    pub(crate) const fn behind(cache: usize, prefix: usize, tokens: usize) -> Self {
        Self {
            cache,
            prefix,
            slot: prefix,
            tokens,
        }
    }

    /// Its rows, when the rows before it are `first`.
    pub(crate) const fn rows(&self, first: usize) -> Range<usize> {
        first..first + self.tokens
    }
}

/// Every span with its rows, one behind another.
pub(crate) fn with_rows(spans: &[Span]) -> impl Iterator<Item = (&Span, Range<usize>)> {
    spans.iter().scan(0, |first, span| {
        let rows = span.rows(*first);
        *first = rows.end;
        Some((span, rows))
    })
}
