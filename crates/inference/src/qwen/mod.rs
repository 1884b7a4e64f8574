//! The transformer of Qwen2 and Qwen3 over quantized weights.

mod layer;
mod load;

pub(crate) use layer::{Layer, Workspace};
pub use load::Loader;

use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

use companion_kernels::Activations;

use crate::chat::{Message, Template};
use crate::config::Config;
use crate::constrain::{Grammar, Schema};
use crate::matrix::{Matrix, Operand};
use crate::numeric::rms_norm;
use crate::tokenizer::Tokenizer;
use crate::{ModelError, kv_cache::KvCache};

/// Numbers of the models that have been loaded.
static LOADED: AtomicU64 = AtomicU64::new(0);

/// A model in memory.
pub struct Model {
    /// Differs from that of every other model in this process.
    identity: u64,
    pub(crate) config: Config,
    template: Template,
    tokenizer: Tokenizer,
    /// Angles per position of the rotary encoding.
    pub(crate) rotary: Vec<f32>,
    embedding: Matrix,
    pub(crate) layers: Vec<Layer>,
    output_norm: Vec<f32>,
    /// `None` when the embedding serves as output too ("tied").
    output: Option<Matrix>,
}

impl Model {
    /// The model's dimensions.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// The model's tokenizer.
    #[must_use]
    pub const fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// The tokens of a conversation and of the `opening` of the assistant's answer, which may be
    /// empty. All of it is plain text: nothing in it can become a control token.
    ///
    /// # Errors
    /// When the tokenizer fails.
    pub fn prompt(&self, messages: &[Message<'_>], opening: &str) -> Result<Vec<u32>, ModelError> {
        self.template
            .prompt(&self.tokenizer, messages, opening, false)
    }

    /// As [`Model::prompt`], and a model that can think (Qwen3) may do so first. What it thinks
    /// counts as generated and is never part of the answer.
    ///
    /// # Errors
    /// When the tokenizer fails.
    pub fn thinking_prompt(&self, messages: &[Message<'_>]) -> Result<Vec<u32>, ModelError> {
        self.template.prompt(&self.tokenizer, messages, "", true)
    }

    /// Bytes of the cache for a context of `tokens`.
    #[must_use]
    pub const fn cache_bytes(&self, tokens: usize) -> usize {
        KvCache::size_bytes(&self.config, tokens)
    }

    /// The form of an answer in JSON, for [`crate::Options::grammar`].
    ///
    /// # Errors
    /// When no answer can have that form.
    pub fn json_grammar(&self, schema: &Schema) -> Result<Arc<Grammar>, ModelError> {
        Grammar::json(schema, self.tokenizer.trie()).map(Arc::new)
    }

    /// The form of an answer that is one of `choices`.
    ///
    /// # Errors
    /// When there are none, or one of them is empty.
    pub fn choice_grammar(&self, choices: &[&str]) -> Result<Arc<Grammar>, ModelError> {
        Grammar::choices(choices, self.tokenizer.trie()).map(Arc::new)
    }

    pub(crate) const fn identity(&self) -> u64 {
        self.identity
    }

    /// Writes the embeddings of `tokens` into `rows`.
    pub(crate) fn embed(&self, tokens: &[u32], rows: &mut [f32]) -> Result<(), ModelError> {
        for (token, row) in tokens.iter().zip(rows.chunks_exact_mut(self.config.hidden)) {
            self.embedding.row(*token, row)?;
        }
        Ok(())
    }

    /// The logits after tokens whose last hidden states are the rows of `hidden`.
    pub(crate) fn logits(&self, hidden: &[f32], logits: &mut [f32]) -> Result<(), ModelError> {
        let mut normed = vec![0.0; hidden.len()];
        rms_norm(
            hidden,
            &self.output_norm,
            self.config.rms_epsilon,
            &mut normed,
        );
        let mut rounded = Activations::default();
        let input = Operand::new(&normed, self.config.hidden, &mut rounded);
        self.output
            .as_ref()
            .unwrap_or(&self.embedding)
            .multiply(input, logits)
    }
}

/// A number that no other model of this process has.
fn next_identity() -> u64 {
    LOADED.fetch_add(1, Ordering::Relaxed)
}
