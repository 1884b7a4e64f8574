//! What a model has read: tokens with their keys and values, which a later prompt that begins alike
//! need not compute again.

use crate::kv_cache::KvCache;
use crate::qwen::Model;

/// Tokens that one model has read. It holds text in the model's own form: whoever must forget a
/// text must drop its context too.
pub struct Context {
    model: u64,
    /// Tokens whose keys and values are in the cache.
    pub(crate) tokens: Vec<u32>,
    pub(crate) cache: KvCache,
}

impl Context {
    /// Nothing read yet.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        Self {
            model: model.identity(),
            tokens: Vec::new(),
            cache: KvCache::new(model.config()),
        }
    }

    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether nothing has been read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Whether `model` has read it.
    pub(crate) const fn is_of(&self, model: &Model) -> bool {
        self.model == model.identity()
    }

    /// How many tokens at the beginning of `prompt` it holds.
    pub(crate) fn shared(&self, model: &Model, prompt: &[u32]) -> usize {
        if !self.is_of(model) {
            return 0;
        }
        let pairs = self.tokens.iter().zip(prompt);
        pairs.take_while(|(a, b)| a == b).count()
    }

    /// Keeps what it shares with the beginning of `prompt`, except the last token of it: whose
    /// logits are wanted must be computed. A context of another model shares nothing.
    pub(crate) fn keep_prefix(mut self, model: &Model, prompt: &[u32]) -> Self {
        if !self.is_of(model) {
            return Self::new(model);
        }
        let shared = self.shared(model, prompt);
        self.tokens
            .truncate(shared.min(prompt.len().saturating_sub(1)));
        self
    }
}
