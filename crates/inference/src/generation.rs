//! Generating an answer in short steps.

use std::sync::Arc;

use crate::kv_cache::KvCache;
use crate::qwen2::{Model, Workspace};
use crate::{ModelError, Sampler, Sampling, TextStream};

/// Bounds and manner of one generation.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// How tokens are chosen.
    pub sampling: Sampling,
    /// Most tokens of the answer.
    pub max_tokens: usize,
    /// Most tokens of prompt and answer together; the model's own limit holds as well.
    pub context_tokens: usize,
    /// Milliseconds after which the generation ends with what it has.
    pub time_limit_ms: f64,
    /// Most tokens of the prompt that are read together: more are faster until they no longer
    /// fit the processor's caches.
    pub chunk_tokens: usize,
    /// How long one step should take at most. Chunks grow and shrink to keep it; the answer does
    /// not depend on them.
    pub step_ms: f64,
}

/// Tokens read together before the machine's speed is known, and at least.
const FIRST_CHUNK_TOKENS: usize = 8;

impl Default for Options {
    fn default() -> Self {
        Self {
            sampling: Sampling::greedy(),
            max_tokens: 256,
            context_tokens: 2048,
            time_limit_ms: f64::INFINITY,
            chunk_tokens: 64,
            step_ms: 50.0,
        }
    }
}

/// Why a generation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinishReason {
    /// The model was done.
    Complete,
    /// It reached its limit of tokens or of context.
    TokenLimit,
    /// It reached its limit of time.
    TimeLimit,
}

/// What a step brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing to show yet.
    Working,
    /// More of the prompt has been read.
    Prefill {
        /// Tokens read.
        done: usize,
        /// Tokens of the prompt.
        total: usize,
    },
    /// The next piece of text, never empty.
    Text(String),
    /// It is over; further steps say the same.
    Finished(FinishReason),
}

/// What a generation has done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Statistics {
    /// Tokens of the prompt.
    pub prompt_tokens: usize,
    /// Tokens generated, the ending token not counted.
    pub generated_tokens: usize,
    /// Milliseconds until the first token.
    pub prefill_ms: f64,
    /// Milliseconds since.
    pub decode_ms: f64,
}

/// An answer in the making. Dropping it cancels it.
pub struct Generation {
    model: Arc<Model>,
    options: Options,
    sampler: Sampler,
    stream: TextStream,
    cache: KvCache,
    work: Workspace,
    /// The prompt and what has been generated.
    tokens: Vec<u32>,
    prompt_tokens: usize,
    /// Tokens whose keys and values are in the cache.
    computed: usize,
    /// Tokens to read together at present.
    chunk_tokens: usize,
    chunk_began_ms: f64,
    /// The next layer for the current chunk; the number of layers means that the chunk is done.
    layer: usize,
    logits: Vec<f32>,
    started_ms: Option<f64>,
    first_token_ms: Option<f64>,
    now_ms: f64,
    finished: Option<FinishReason>,
}

impl Generation {
    /// Prepares the continuation of `prompt`.
    ///
    /// # Errors
    /// When the prompt is empty or leaves no room for an answer.
    pub fn new(
        model: Arc<Model>,
        prompt: Vec<u32>,
        mut options: Options,
    ) -> Result<Self, ModelError> {
        let config = model.config();
        options.context_tokens = options.context_tokens.min(config.context_tokens);
        options.chunk_tokens = options.chunk_tokens.max(1);
        if prompt.is_empty() {
            return Err(ModelError::EmptyPrompt);
        }
        if prompt.len() >= options.context_tokens {
            return Err(ModelError::PromptTooLong {
                prompt_tokens: prompt.len(),
                limit_tokens: options.context_tokens.saturating_sub(1),
            });
        }
        Ok(Self {
            sampler: Sampler::new(options.sampling.clone()),
            stream: TextStream::default(),
            cache: KvCache::new(config),
            work: Workspace::new(config, options.chunk_tokens),
            prompt_tokens: prompt.len(),
            tokens: prompt,
            computed: 0,
            chunk_tokens: FIRST_CHUNK_TOKENS.min(options.chunk_tokens),
            chunk_began_ms: 0.0,
            layer: 0,
            logits: vec![0.0; config.vocabulary],
            started_ms: None,
            first_token_ms: None,
            now_ms: 0.0,
            finished: None,
            options,
            model,
        })
    }

    /// Computes at most one layer of one chunk, or one token from the last layer's output.
    /// `now_ms` is the caller's clock, of any origin.
    ///
    /// # Errors
    /// When the arithmetic fails; the generation is over then.
    pub fn step(&mut self, now_ms: f64) -> Result<Step, ModelError> {
        let started_ms = *self.started_ms.get_or_insert(now_ms);
        if let Some(reason) = self.finished {
            return Ok(Step::Finished(reason));
        }
        self.now_ms = now_ms;
        if now_ms - started_ms > self.options.time_limit_ms {
            return Ok(self.finish(FinishReason::TimeLimit));
        }
        if self.layer < self.model.config.layers {
            if self.layer == 0 {
                self.chunk_began_ms = now_ms;
            }
            self.next_layer()?;
            return Ok(Step::Working);
        }
        let rows = self.chunk_length();
        self.layer = 0;
        self.computed += rows;
        if self.computed < self.tokens.len() {
            self.adapt_chunk(rows);
            return Ok(Step::Prefill {
                done: self.computed,
                total: self.prompt_tokens,
            });
        }
        self.next_token(rows)
    }

    /// What has been done so far.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        let started_ms = self.started_ms.unwrap_or(self.now_ms);
        let first_ms = self.first_token_ms.unwrap_or(self.now_ms);
        Statistics {
            prompt_tokens: self.prompt_tokens,
            generated_tokens: self.tokens.len() - self.prompt_tokens,
            prefill_ms: first_ms - started_ms,
            decode_ms: self.now_ms - first_ms,
        }
    }

    /// The logits from which the last token was chosen, penalties of the sampler applied.
    #[must_use]
    pub fn logits(&self) -> &[f32] {
        &self.logits
    }

    /// The tokens generated so far.
    #[must_use]
    pub fn generated(&self) -> &[u32] {
        &self.tokens[self.prompt_tokens..]
    }

    fn chunk_length(&self) -> usize {
        (self.tokens.len() - self.computed).min(self.chunk_tokens)
    }

    /// Chooses the size of the next chunk by the duration of the one of `rows` tokens just read.
    fn adapt_chunk(&mut self, rows: usize) {
        let layer_ms = (self.now_ms - self.chunk_began_ms) / self.model.config.layers as f64;
        let fitting = rows as f64 * self.options.step_ms / layer_ms;
        // Growing by no more than a factor of two keeps one lucky measurement harmless. `as`
        // saturates, also for a clock that stood still.
        let limit = (2 * self.chunk_tokens).min(self.options.chunk_tokens);
        self.chunk_tokens = (fitting as usize).clamp(FIRST_CHUNK_TOKENS.min(limit), limit);
    }

    fn next_layer(&mut self) -> Result<(), ModelError> {
        let count = self.chunk_length();
        if self.layer == 0 {
            let chunk = &self.tokens[self.computed..self.computed + count];
            self.model.embed(chunk, &mut self.work.hidden)?;
        }
        self.model.forward(
            self.layer,
            self.computed,
            count,
            &mut self.work,
            &mut self.cache,
        )?;
        self.layer += 1;
        Ok(())
    }

    /// Chooses the next token from the last row of the chunk, of `rows` rows.
    fn next_token(&mut self, rows: usize) -> Result<Step, ModelError> {
        let hidden = self.model.config.hidden;
        let last = &self.work.hidden[(rows - 1) * hidden..rows * hidden];
        self.model.logits(last, &mut self.logits)?;
        self.first_token_ms.get_or_insert(self.now_ms);
        let chosen = self.sampler.choose(&mut self.logits, &self.tokens);
        let Some(token) = chosen.filter(|&token| !self.model.tokenizer().is_end(token)) else {
            return Ok(self.finish(FinishReason::Complete));
        };
        self.tokens.push(token);
        let text = self.stream.push(self.model.tokenizer(), token);
        let generated = self.tokens.len() - self.prompt_tokens;
        if generated >= self.options.max_tokens || self.tokens.len() >= self.options.context_tokens
        {
            self.finished = Some(FinishReason::TokenLimit);
        }
        Ok(match (text.is_empty(), self.finished) {
            (false, _) => Step::Text(text),
            (true, Some(reason)) => Step::Finished(reason),
            (true, None) => Step::Working,
        })
    }

    fn finish(&mut self, reason: FinishReason) -> Step {
        self.finished = Some(reason);
        Step::Finished(reason)
    }
}
