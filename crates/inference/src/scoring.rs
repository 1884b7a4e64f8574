//! How likely each of several answers is, without writing one: classification in one reading.

use std::sync::Arc;

use crate::ModelError;
use crate::context::Context;
use crate::generation::Options;
use crate::pass::{ChunkSize, Pass};
use crate::qwen::Model;
use crate::span::Span;

/// Rows of logits that are computed together: more take memory and are no faster.
const LOGIT_ROWS: usize = 8;

/// Choices being weighed. Dropping it cancels it.
///
/// All choices are read together with the end of the prompt, each seeing the prompt and itself, so
/// that the weights are passed once however many there are.
pub struct Scoring {
    model: Arc<Model>,
    context: Context,
    prompt: Vec<u32>,
    choices: Vec<Vec<u32>>,
    pass: Pass,
    chunk: ChunkSize,
    state: State,
    /// The sum of the logarithms of the probabilities of each choice's tokens so far.
    sums: Vec<f64>,
}

enum State {
    Reading {
        arrived: bool,
    },
    /// Rows behind the prompt whose logits have been used.
    Weighing {
        rows: usize,
    },
    Finished,
}

/// What a step of a [`Scoring`] brought.
#[derive(Debug, Clone, PartialEq)]
pub enum ScoringStep {
    /// Nothing to show yet.
    Working,
    /// More of the prompt has been read.
    Prefill {
        /// Tokens read.
        done: usize,
        /// Tokens of the prompt.
        total: usize,
    },
    /// The natural logarithm of the probability of each choice, in their order: that the answer
    /// begins with it. Further steps say the same.
    Finished(Vec<f64>),
}

impl Scoring {
    /// Prepares to weigh `choices` as continuations of `prompt`, of whose tokens those at the
    /// beginning that `context` holds need not be computed again.
    ///
    /// # Errors
    /// When the prompt or a choice is empty, there are no choices, or all is too long together.
    pub fn new(
        model: Arc<Model>,
        prompt: Vec<u32>,
        choices: &[&str],
        context: Context,
    ) -> Result<Self, ModelError> {
        let choices = choices
            .iter()
            .map(|choice| model.tokenizer().encode(choice))
            .collect::<Result<Vec<_>, _>>()?;
        if prompt.is_empty() || choices.is_empty() || choices.iter().any(Vec::is_empty) {
            return Err(ModelError::EmptyPrompt);
        }
        let behind: usize = choices.iter().map(|choice| choice.len() - 1).sum();
        let limit_tokens = model.config.context_tokens;
        if prompt.len() + behind > limit_tokens {
            return Err(ModelError::PromptTooLong {
                prompt_tokens: prompt.len() + behind,
                limit_tokens,
            });
        }
        let options = Options::default();
        Ok(Self {
            context: context.keep_prefix(&model, &prompt),
            pass: Pass::new(model.config(), options.chunk_tokens + behind),
            chunk: ChunkSize::new(options.chunk_tokens, options.step_ms),
            state: State::Reading { arrived: false },
            sums: vec![0.0; choices.len()],
            prompt,
            choices,
            model,
        })
    }

    /// Computes at most one layer, or the logits of a few tokens. `now_ms` is the caller's clock.
    ///
    /// # Errors
    /// When the arithmetic fails.
    pub fn step(&mut self, now_ms: f64) -> Result<ScoringStep, ModelError> {
        match self.state {
            State::Finished => Ok(ScoringStep::Finished(self.sums.clone())),
            State::Reading { arrived: true } => Ok(self.arrive(now_ms)),
            State::Reading { arrived: false } => {
                if !self.pass.is_under_way() {
                    self.chunk.begin(now_ms);
                    self.set_out()?;
                }
                let cache = &mut self.context.cache;
                let arrived = self.pass.step(&self.model, &mut [cache])?;
                self.state = State::Reading { arrived };
                Ok(ScoringStep::Working)
            }
            State::Weighing { rows } => self.weigh(rows),
        }
    }

    /// What has been read, for the next prompt.
    #[must_use]
    pub fn into_context(self) -> Context {
        self.context
    }

    /// How many tokens of the prompt the chunk under way has.
    fn chunk_tokens(&self) -> usize {
        (self.prompt.len() - self.context.len()).min(self.chunk.tokens())
    }

    /// Sends the next chunk on its way, and with the last one all choices but their last tokens,
    /// whose successors nobody asks for.
    fn set_out(&mut self) -> Result<(), ModelError> {
        let (read, count) = (self.context.len(), self.chunk_tokens());
        let mut spans = vec![Span::behind(0, read, count)];
        let mut tokens = self.prompt[read..read + count].to_vec();
        if read + count == self.prompt.len() {
            let mut slot = self.prompt.len();
            for choice in &self.choices {
                let seen = &choice[..choice.len() - 1];
                spans.push(Span {
                    cache: 0,
                    prefix: self.prompt.len(),
                    slot,
                    tokens: seen.len(),
                });
                slot += seen.len();
                tokens.extend(seen);
            }
        }
        self.pass.begin(&self.model, spans, &tokens)
    }

    fn arrive(&mut self, now_ms: f64) -> ScoringStep {
        let (read, count) = (self.context.len(), self.chunk_tokens());
        self.context.tokens.extend(&self.prompt[read..read + count]);
        let (done, total) = (read + count, self.prompt.len());
        if done == total {
            self.state = State::Weighing { rows: 0 };
            return ScoringStep::Working;
        }
        self.chunk
            .adapt(self.pass.rows(), self.model.config.layers, now_ms);
        self.pass.end();
        self.state = State::Reading { arrived: false };
        ScoringStep::Prefill { done, total }
    }

    /// Uses the logits of some rows from `first` on: row 0 is the prompt's last, and the rows of
    /// the choices follow.
    fn weigh(&mut self, first: usize) -> Result<ScoringStep, ModelError> {
        let behind: usize = self.choices.iter().map(|choice| choice.len() - 1).sum();
        let count = (1 + behind - first).min(LOGIT_ROWS);
        let start = self.pass.rows() - behind - 1 + first;
        let vocabulary = self.model.config.vocabulary;
        let mut logits = vec![0.0; count * vocabulary];
        let hidden = self.pass.hidden(&self.model, start..start + count);
        self.model.logits(hidden, &mut logits)?;
        for (row, logits) in (first..).zip(logits.chunks_exact(vocabulary)) {
            let total = log_sum_exp(logits);
            for (choice, token) in self.successors(row) {
                let logit = logits.get(token as usize).copied();
                self.sums[choice] += f64::from(logit.unwrap_or(f32::NEG_INFINITY)) - total;
            }
        }
        if first + count <= behind {
            self.state = State::Weighing {
                rows: first + count,
            };
            return Ok(ScoringStep::Working);
        }
        self.pass.end();
        self.state = State::Finished;
        Ok(ScoringStep::Finished(self.sums.clone()))
    }

    /// Which tokens of which choices come after a row.
    fn successors(&self, row: usize) -> Vec<(usize, u32)> {
        if row == 0 {
            let firsts = self.choices.iter().map(|choice| choice[0]);
            return firsts.enumerate().collect();
        }
        let mut before = 1;
        for (index, choice) in self.choices.iter().enumerate() {
            if row < before + choice.len() - 1 {
                return vec![(index, choice[row - before + 1])];
            }
            before += choice.len() - 1;
        }
        Vec::new()
    }
}

/// The logarithm of the sum of the exponentials.
pub(crate) fn log_sum_exp(logits: &[f32]) -> f64 {
    let max = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f64 = logits
        .iter()
        .map(|logit| f64::from(logit - max).exp())
        .sum();
    f64::from(max) + sum.ln()
}
