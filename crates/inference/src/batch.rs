//! Several answers at the same time: every reading of the weights serves all of them.
//!
//! The source document's batcher, made continuous: a batch begins when it is full or when the
//! first request has waited long enough for company; later requests join at the next token, and
//! whoever is done makes room.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::ModelError;
use crate::context::Context;
use crate::generation::{FinishReason, Options, Statistics};
use crate::kv_cache::KvCache;
use crate::lookup::MAX_PROPOSED;
use crate::pass::{ChunkSize, Pass};
use crate::qwen::Model;
use crate::sequence::Sequence;

/// Most answers at the same time.
pub const MAX_BATCH: usize = 8;

/// How a [`Batch`] collects requests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchOptions {
    /// Most answers at the same time; at most [`MAX_BATCH`].
    pub max_answers: usize,
    /// How long the first request waits for others, in milliseconds.
    pub timeout_ms: f64,
    /// As in [`Options`], for all answers together.
    pub chunk_tokens: usize,
    /// As in [`Options`].
    pub step_ms: f64,
}

impl Default for BatchOptions {
    fn default() -> Self {
        let options = Options::default();
        Self {
            max_answers: MAX_BATCH,
            timeout_ms: 50.0,
            chunk_tokens: options.chunk_tokens,
            step_ms: options.step_ms,
        }
    }
}

/// Names a request of a [`Batch`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

/// What a step of a [`Batch`] brought.
#[derive(Debug, Clone, PartialEq)]
pub enum BatchStep {
    /// There is nothing to do until a request comes or has waited long enough.
    Idle,
    /// Nothing to show yet.
    Working,
    /// What has come: of every answer at most one piece of text.
    News(Vec<News>),
}

/// News of one answer.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// Whose.
    pub ticket: Ticket,
    /// The next piece of its text; may be empty when it is over.
    pub text: String,
    /// Set when it is over.
    pub end: Option<(FinishReason, Statistics)>,
}

/// Answers in the making. Dropping it cancels all of them.
pub struct Batch {
    model: Arc<Model>,
    options: BatchOptions,
    waiting: VecDeque<(Ticket, Sequence)>,
    running: Vec<(Ticket, Sequence)>,
    /// When the first of those that wait began to.
    waiting_since_ms: Option<f64>,
    cancelled: Vec<Ticket>,
    next_ticket: u64,
    pass: Pass,
    chunk: ChunkSize,
    arrived: bool,
    /// Whether a part of a prompt is under way.
    reads_prompt: bool,
    /// Hidden states and logits of the rows that tokens are chosen from.
    hidden: Vec<f32>,
    logits: Vec<f32>,
}

impl Batch {
    /// No answers yet.
    #[must_use]
    pub fn new(model: Arc<Model>, mut options: BatchOptions) -> Self {
        options.max_answers = options.max_answers.clamp(1, MAX_BATCH);
        options.chunk_tokens = options.chunk_tokens.max(1);
        // Beside one chunk of prompts, every other answer may read its last token and proposals.
        let rows = options.chunk_tokens + options.max_answers * (1 + MAX_PROPOSED);
        Self {
            pass: Pass::new(model.config(), rows),
            chunk: ChunkSize::new(options.chunk_tokens, options.step_ms),
            model,
            options,
            waiting: VecDeque::new(),
            running: Vec::new(),
            waiting_since_ms: None,
            cancelled: Vec::new(),
            next_ticket: 0,
            arrived: false,
            reads_prompt: false,
            hidden: Vec::new(),
            logits: Vec::new(),
        }
    }

    /// Asks for the continuation of `prompt`. The answer is the same as alone.
    ///
    /// # Errors
    /// As [`crate::Generation::new`].
    pub fn add(&mut self, prompt: Vec<u32>, options: Options) -> Result<Ticket, ModelError> {
        let context = Context::new(&self.model);
        self.add_behind(prompt, options, context)
    }

    /// As [`Batch::add`], with what has been read already.
    ///
    /// # Errors
    /// As [`crate::Generation::new`].
    pub fn add_behind(
        &mut self,
        prompt: Vec<u32>,
        options: Options,
        context: Context,
    ) -> Result<Ticket, ModelError> {
        let sequence = Sequence::new(&self.model, prompt, options, context)?;
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.waiting.push_back((ticket, sequence));
        Ok(ticket)
    }

    /// Gives an answer up.
    pub fn cancel(&mut self, ticket: Ticket) {
        self.waiting.retain(|(other, _)| *other != ticket);
        // What is under way belongs to the running ones by their places, which must stay until it
        // has arrived.
        self.cancelled.push(ticket);
        if !self.pass.is_under_way() {
            self.forget_cancelled();
        }
    }

    /// Answers under way or waiting.
    #[must_use]
    pub fn len(&self) -> usize {
        self.waiting.len() + self.running.len()
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Computes at most one layer of what is read together, or the next tokens of all answers that
    /// are so far. `now_ms` is the caller's clock.
    ///
    /// # Errors
    /// When the arithmetic fails; all answers are over then.
    pub fn step(&mut self, now_ms: f64) -> Result<BatchStep, ModelError> {
        if !self.pass.is_under_way() {
            self.admit(now_ms);
            if self.running.is_empty() {
                return Ok(BatchStep::Idle);
            }
            self.set_out(now_ms)?;
        }
        if !self.arrived {
            let mut caches: Vec<&mut KvCache> = self
                .running
                .iter_mut()
                .map(|(_, sequence)| &mut sequence.context.cache)
                .collect();
            self.arrived = self.pass.step(&self.model, &mut caches)?;
            return Ok(BatchStep::Working);
        }
        self.arrive(now_ms)
    }

    /// Lets waiting requests in.
    fn admit(&mut self, now_ms: f64) {
        if self.waiting.is_empty() {
            self.waiting_since_ms = None;
            return;
        }
        let since_ms = *self.waiting_since_ms.get_or_insert(now_ms);
        let has_company = !self.running.is_empty()
            || self.waiting.len() >= self.options.max_answers
            || now_ms - since_ms >= self.options.timeout_ms;
        while has_company && self.running.len() < self.options.max_answers {
            let Some((ticket, mut sequence)) = self.waiting.pop_front() else {
                break;
            };
            sequence.tick(now_ms);
            self.running.push((ticket, sequence));
        }
    }

    /// Sends the next tokens of all answers on their way: prompts share one chunk.
    fn set_out(&mut self, now_ms: f64) -> Result<(), ModelError> {
        self.chunk.begin(now_ms);
        let mut room = self.chunk.tokens();
        let (mut spans, mut tokens) = (Vec::new(), Vec::new());
        for (cache, (_, sequence)) in self.running.iter_mut().enumerate() {
            if sequence.is_decoding() {
                spans.push(sequence.plan(1, cache, &mut tokens));
            } else if room > 0 {
                let before = tokens.len();
                spans.push(sequence.plan(room, cache, &mut tokens));
                room -= (tokens.len() - before).min(room);
            }
        }
        self.reads_prompt = room < self.chunk.tokens();
        self.arrived = false;
        self.pass.begin(&self.model, spans, &tokens)
    }

    fn arrive(&mut self, now_ms: f64) -> Result<BatchStep, ModelError> {
        let (model, vocabulary) = (&self.model, self.model.config.vocabulary);
        let pass_ms = self.chunk.elapsed_ms(now_ms);
        let rows = self.pass.rows();
        self.hidden.clear();
        let mut end = 0;
        for (_, sequence) in &self.running {
            end += sequence.reading();
            let wanted = sequence.wanted_logits();
            self.hidden
                .extend(self.pass.hidden(model, end - wanted..end));
        }
        let wanted_rows = self.hidden.len() / model.config.hidden;
        self.logits.resize(wanted_rows * vocabulary, 0.0);
        if wanted_rows > 0 {
            model.logits(&self.hidden, &mut self.logits)?;
        }
        self.pass.end();
        if self.reads_prompt {
            self.chunk.adapt(rows, model.config.layers, now_ms);
        }
        let mut news = Vec::new();
        let mut logits = self.logits.as_mut_slice();
        for (ticket, sequence) in &mut self.running {
            let wanted = sequence.wanted_logits();
            let (own, rest) = logits.split_at_mut(wanted * vocabulary);
            logits = rest;
            let mut text = String::new();
            if !sequence.tick(now_ms) || wanted == 0 {
                sequence.has_read();
            } else {
                (text, _) = sequence.choose(model.tokenizer(), own, vocabulary, pass_ms);
            }
            let end = sequence
                .finished()
                .map(|reason| (reason, sequence.statistics()));
            let is_wanted = !self.cancelled.contains(ticket);
            if is_wanted && (!text.is_empty() || end.is_some()) {
                news.push(News {
                    ticket: *ticket,
                    text,
                    end,
                });
            }
        }
        self.running
            .retain(|(_, sequence)| sequence.finished().is_none());
        self.forget_cancelled();
        Ok(if news.is_empty() {
            BatchStep::Working
        } else {
            BatchStep::News(news)
        })
    }

    fn forget_cancelled(&mut self) {
        let cancelled = core::mem::take(&mut self.cancelled);
        self.running
            .retain(|(ticket, _)| !cancelled.contains(ticket));
    }
}
