//! Generating an answer in short steps.

use std::sync::Arc;

use crate::constrain::Grammar;
use crate::context::Context;
use crate::lookup::MAX_PROPOSED;
use crate::pass::{ChunkSize, Pass};
use crate::qwen::Model;
use crate::sequence::Sequence;
use crate::{ModelError, Sampling};

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
    /// The form that the answer must have; see [`Model::json_grammar`]. An answer that is not
    /// stopped by its time limit then always has it.
    pub grammar: Option<Arc<Grammar>>,
    /// Whether to guess from the prompt what comes next. The answer does not depend on it.
    pub lookup: bool,
    /// Whether to go on where the model would end, up to the limits: for measurements.
    pub ignores_end: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            sampling: Sampling::greedy(),
            max_tokens: 256,
            context_tokens: 2048,
            time_limit_ms: f64::INFINITY,
            chunk_tokens: 64,
            step_ms: 50.0,
            grammar: None,
            lookup: false,
            ignores_end: false,
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
    /// Of these, how many had been read before.
    pub reused_tokens: usize,
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
    sequence: Sequence,
    pass: Pass,
    chunk: ChunkSize,
    /// Whether the pass under way has gone through all layers.
    arrived: bool,
    /// Rows of logits of the last pass that had any.
    logits: Vec<f32>,
    /// Which of them the last token was chosen from.
    row: usize,
}

impl Generation {
    /// Prepares the continuation of `prompt`.
    ///
    /// # Errors
    /// When the prompt is empty or leaves no room for an answer.
    pub fn new(model: Arc<Model>, prompt: Vec<u32>, options: Options) -> Result<Self, ModelError> {
        let context = Context::new(&model);
        Self::resume(model, prompt, options, context)
    }

    /// Prepares the continuation of `prompt`, of whose tokens those at the beginning that `context`
    /// holds need not be computed again.
    ///
    /// # Errors
    /// As [`Generation::new`].
    pub fn resume(
        model: Arc<Model>,
        prompt: Vec<u32>,
        mut options: Options,
        context: Context,
    ) -> Result<Self, ModelError> {
        options.chunk_tokens = options.chunk_tokens.max(1);
        let chunk = ChunkSize::new(options.chunk_tokens, options.step_ms);
        let most_rows = options.chunk_tokens.max(1 + MAX_PROPOSED);
        Ok(Self {
            sequence: Sequence::new(&model, prompt, options, context)?,
            pass: Pass::new(model.config(), most_rows),
            chunk,
            arrived: false,
            logits: vec![0.0; model.config().vocabulary],
            row: 0,
            model,
        })
    }

    /// Computes at most one layer of one chunk, or the next tokens from the last layer's output.
    /// `now_ms` is the caller's clock, of any origin.
    ///
    /// # Errors
    /// When the arithmetic fails; the generation is over then.
    pub fn step(&mut self, now_ms: f64) -> Result<Step, ModelError> {
        if !self.sequence.tick(now_ms) {
            return Ok(self.outcome(String::new()));
        }
        if !self.pass.is_under_way() {
            self.chunk.begin(now_ms);
            let mut tokens = Vec::new();
            let span = self.sequence.plan(self.chunk.tokens(), 0, &mut tokens);
            self.pass.begin(&self.model, vec![span], &tokens)?;
            self.arrived = false;
        }
        if !self.arrived {
            let cache = &mut self.sequence.context.cache;
            self.arrived = self.pass.step(&self.model, &mut [cache])?;
            return Ok(Step::Working);
        }
        let rows = self.pass.rows();
        let wanted = self.sequence.wanted_logits();
        if wanted == 0 {
            self.pass.end();
            self.sequence.has_read();
            self.chunk.adapt(rows, self.model.config.layers, now_ms);
            let (done, total) = self.sequence.progress();
            return Ok(Step::Prefill { done, total });
        }
        let vocabulary = self.model.config.vocabulary;
        self.logits.resize(wanted * vocabulary, 0.0);
        let hidden = self.pass.hidden(&self.model, rows - wanted..rows);
        self.model.logits(hidden, &mut self.logits)?;
        self.pass.end();
        let (text, row) = self.sequence.choose(
            self.model.tokenizer(),
            &mut self.logits,
            vocabulary,
            self.chunk.elapsed_ms(now_ms),
        );
        self.row = row;
        Ok(self.outcome(text))
    }

    /// What has been done so far.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        self.sequence.statistics()
    }

    /// The logits from which the last token was chosen, penalties of the sampler applied.
    #[must_use]
    pub fn logits(&self) -> &[f32] {
        let vocabulary = self.model.config.vocabulary;
        &self.logits[self.row * vocabulary..(self.row + 1) * vocabulary]
    }

    /// The tokens generated so far.
    #[must_use]
    pub fn generated(&self) -> &[u32] {
        self.sequence.generated()
    }

    /// What has been read, for the next prompt.
    #[must_use]
    pub fn into_context(self) -> Context {
        self.sequence.context
    }

    fn outcome(&self, text: String) -> Step {
        match (text.is_empty(), self.sequence.finished()) {
            (false, _) => Step::Text(text),
            (true, Some(reason)) => Step::Finished(reason),
            (true, None) => Step::Working,
        }
    }
}
