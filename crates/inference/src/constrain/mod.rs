//! Restricts what a model can say: to JSON of a given shape, or to one of several choices.
//!
//! A [`Grammar`] is a machine that takes the answer byte by byte. Before a token is chosen, the
//! whole vocabulary is tried against it in one walk, and the logits of tokens that would break
//! the form are taken out. Tokens after which the answer could no longer be ended within its
//! limit are taken out too, so that what comes is always whole.

mod compiler;
mod grammar;
mod number;
mod schema;
mod text;
mod trie;

use std::sync::Arc;

pub use grammar::Grammar;
pub use schema::Schema;
pub(crate) use trie::TokenTrie;

use grammar::State;

/// A grammar and how far an answer has come in it.
pub(crate) struct Constraint {
    grammar: Arc<Grammar>,
    state: State,
}

impl Constraint {
    pub(crate) fn new(grammar: Arc<Grammar>) -> Self {
        Self {
            state: grammar.start(),
            grammar,
        }
    }

    /// Whether nothing can follow what has been said.
    pub(crate) fn is_over(&self) -> bool {
        self.grammar.is_over(self.state)
    }

    /// Whether the answer may end here.
    pub(crate) fn may_end(&self) -> bool {
        self.grammar.may_end(self.state)
    }

    /// Whether `token` may come next when `limit` tokens, itself included, are left.
    pub(crate) fn allows(&self, trie: &TokenTrie, token: u32, limit: usize) -> bool {
        self.behind(trie, token)
            .is_some_and(|state| self.fits(state, limit))
    }

    /// Takes all logits out but those of tokens that may come next, `end_tokens` among them where
    /// the answer may end.
    pub(crate) fn restrict(
        &self,
        trie: &TokenTrie,
        end_tokens: &[u32],
        logits: &mut [f32],
        limit: usize,
    ) {
        let mut kept: Vec<(u32, f32)> = Vec::new();
        let mut keep = |token: u32| {
            if let Some(&logit) = logits.get(token as usize) {
                // The form holds even when the arithmetic has failed.
                let logit = if logit.is_finite() { logit } else { f32::MIN };
                kept.push((token, logit));
            }
        };
        if self.may_end() {
            end_tokens.iter().for_each(|&token| keep(token));
        }
        trie.walk(
            self.state,
            |state, byte| self.grammar.step(state, byte),
            |token, state| {
                if self.fits(state, limit) {
                    keep(token);
                }
            },
        );
        logits.fill(f32::NEG_INFINITY);
        for (token, logit) in kept {
            logits[token as usize] = logit;
        }
    }

    /// Takes a chosen token.
    pub(crate) fn advance(&mut self, trie: &TokenTrie, token: u32) {
        if let Some(state) = self.behind(trie, token) {
            self.state = state;
        }
    }

    fn behind(&self, trie: &TokenTrie, token: u32) -> Option<State> {
        let bytes = trie.bytes_of(token);
        bytes
            .iter()
            .try_fold(self.state, |state, &byte| self.grammar.step(state, byte))
            .filter(|_| !bytes.is_empty())
    }

    /// Whether the answer can be ended when `limit` tokens are left, one of which led here.
    fn fits(&self, state: State, limit: usize) -> bool {
        (self.grammar.missing_tokens(state) as usize) < limit
    }
}

#[cfg(test)]
mod tests;
