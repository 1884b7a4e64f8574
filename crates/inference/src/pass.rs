//! One trip of some tokens through all layers, a layer at a time.

use core::ops::Range;

use crate::ModelError;
use crate::config::Config;
use crate::kv_cache::KvCache;
use crate::qwen::{Model, Workspace};
use crate::span::Span;

/// Tokens on their way, which may be of several sequences: they share every reading of the weights.
pub(crate) struct Pass {
    work: Workspace,
    spans: Vec<Span>,
    rows: usize,
    layer: usize,
}

impl Pass {
    /// A place for at most `max_rows` tokens at once.
    pub(crate) fn new(config: &Config, max_rows: usize) -> Self {
        Self {
            work: Workspace::new(config, max_rows),
            spans: Vec::new(),
            rows: 0,
            layer: 0,
        }
    }

    /// Whether tokens are on their way.
    pub(crate) const fn is_under_way(&self) -> bool {
        self.rows > 0
    }

    /// How many tokens are on their way, or have just arrived.
    pub(crate) const fn rows(&self) -> usize {
        self.rows
    }

    /// Sets out with the tokens of `spans`, which lie one behind another in `tokens`.
    pub(crate) fn begin(
        &mut self,
        model: &Model,
        spans: Vec<Span>,
        tokens: &[u32],
    ) -> Result<(), ModelError> {
        (self.spans, self.rows, self.layer) = (spans, tokens.len(), 0);
        model.embed(tokens, &mut self.work.hidden)
    }

    /// Passes the next layer; `true` when that was the last one.
    pub(crate) fn step(
        &mut self,
        model: &Model,
        caches: &mut [&mut KvCache],
    ) -> Result<bool, ModelError> {
        model.forward(self.layer, &self.spans, &mut self.work, caches)?;
        self.layer += 1;
        Ok(self.layer == model.config.layers)
    }

    /// What the layers have made of some of the tokens.
    pub(crate) fn hidden(&self, model: &Model, rows: Range<usize>) -> &[f32] {
        let width = model.config.hidden;
        &self.work.hidden[rows.start * width..rows.end * width]
    }

    /// Says that what has arrived has been used.
    pub(crate) const fn end(&mut self) {
        self.rows = 0;
    }
}

/// How many tokens of a prompt are read together: as many as a step of the wished length allows on
/// this machine. No result depends on it.
pub(crate) struct ChunkSize {
    tokens: usize,
    most: usize,
    step_ms: f64,
    began_ms: f64,
}

/// Tokens read together before the machine's speed is known, and at least.
const FIRST_CHUNK_TOKENS: usize = 8;

impl ChunkSize {
    pub(crate) fn new(most: usize, step_ms: f64) -> Self {
        Self {
            tokens: FIRST_CHUNK_TOKENS.min(most),
            most,
            step_ms,
            began_ms: 0.0,
        }
    }

    pub(crate) const fn tokens(&self) -> usize {
        self.tokens
    }

    pub(crate) const fn begin(&mut self, now_ms: f64) {
        self.began_ms = now_ms;
    }

    /// Milliseconds since the chunk under way began.
    pub(crate) const fn elapsed_ms(&self, now_ms: f64) -> f64 {
        now_ms - self.began_ms
    }

    /// Learns from a chunk of `rows` tokens that has just passed `layers` layers.
    pub(crate) fn adapt(&mut self, rows: usize, layers: usize, now_ms: f64) {
        let layer_ms = self.elapsed_ms(now_ms) / layers as f64;
        let fitting = rows as f64 * self.step_ms / layer_ms;
        // Growing by no more than a factor of two keeps one lucky measurement harmless. `as`
        // saturates, also for a clock that stood still.
        let limit = (2 * self.tokens).min(self.most);
        self.tokens = (fitting as usize).clamp(FIRST_CHUNK_TOKENS.min(limit), limit);
    }
}
