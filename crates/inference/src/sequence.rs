//! One answer in the making: which tokens are read next, and what is chosen from the logits that
//! come back. Where they are computed, and with whom, is not its concern.

use crate::chat::Thoughts;
use crate::constrain::Constraint;
use crate::context::Context;
use crate::generation::{FinishReason, Options, Statistics};
use crate::lookup::Lookup;
use crate::qwen::Model;
use crate::span::Span;
use crate::tokenizer::Tokenizer;
use crate::{ModelError, Sampler, TextStream};

pub(crate) struct Sequence {
    options: Options,
    sampler: Sampler,
    constraint: Option<Constraint>,
    lookup: Option<Lookup>,
    stream: TextStream,
    thoughts: Thoughts,
    /// The first `context.len()` of `tokens` have been read.
    pub(crate) context: Context,
    /// The prompt and what has been generated.
    tokens: Vec<u32>,
    prompt_tokens: usize,
    reused_tokens: usize,
    /// Tokens on their way through the layers.
    reading: usize,
    /// Proposals on their way behind them.
    proposed: Vec<u32>,
    started_ms: Option<f64>,
    first_token_ms: Option<f64>,
    now_ms: f64,
    finished: Option<FinishReason>,
}

impl Sequence {
    pub(crate) fn new(
        model: &Model,
        prompt: Vec<u32>,
        mut options: Options,
        context: Context,
    ) -> Result<Self, ModelError> {
        options.context_tokens = options.context_tokens.min(model.config().context_tokens);
        if prompt.is_empty() {
            return Err(ModelError::EmptyPrompt);
        }
        if prompt.len() >= options.context_tokens {
            return Err(ModelError::PromptTooLong {
                prompt_tokens: prompt.len(),
                limit_tokens: options.context_tokens.saturating_sub(1),
            });
        }
        let limit_tokens = options
            .max_tokens
            .min(options.context_tokens - prompt.len());
        let grammar = options.grammar.clone();
        if let Some(needed) = grammar.as_ref().map(|grammar| grammar.fewest_tokens())
            && needed as usize > limit_tokens
        {
            return Err(ModelError::LimitTooLow {
                needed_tokens: needed as usize,
                limit_tokens,
            });
        }
        let context = context.keep_prefix(model, &prompt);
        Ok(Self {
            sampler: Sampler::new(options.sampling.clone()),
            constraint: grammar.map(Constraint::new),
            lookup: options.lookup.then(Lookup::default),
            stream: TextStream::default(),
            thoughts: Thoughts::default(),
            prompt_tokens: prompt.len(),
            reused_tokens: context.len(),
            context,
            tokens: prompt,
            reading: 0,
            proposed: Vec::new(),
            started_ms: None,
            first_token_ms: None,
            now_ms: 0.0,
            finished: None,
            options,
        })
    }

    /// Notes the time; `true` while there is something to compute.
    pub(crate) fn tick(&mut self, now_ms: f64) -> bool {
        if self.finished.is_none() {
            let started_ms = *self.started_ms.get_or_insert(now_ms);
            self.now_ms = now_ms;
            if now_ms - started_ms > self.options.time_limit_ms {
                self.finished = Some(FinishReason::TimeLimit);
            }
        }
        self.finished.is_none()
    }

    /// Chooses what to read next, at most `most` tokens of a prompt, and appends it to `tokens`.
    pub(crate) fn plan(&mut self, most: usize, cache: usize, tokens: &mut Vec<u32>) -> Span {
        let read = self.context.len();
        let unread = &self.tokens[read..];
        self.reading = unread.len().min(most.max(1));
        tokens.extend(&unread[..self.reading]);
        self.proposed.clear();
        if let (true, Some(lookup)) = (self.is_decoding(), &mut self.lookup) {
            // The token behind the last proposal must fit too.
            let most = limit(&self.options, self.tokens.len(), self.prompt_tokens) - 1;
            self.proposed = lookup.propose(&self.tokens, most);
            tokens.extend(&self.proposed);
        }
        Span::behind(cache, read, self.reading + self.proposed.len())
    }

    /// How many rows are on their way.
    pub(crate) const fn reading(&self) -> usize {
        self.reading + self.proposed.len()
    }

    /// How many of the last rows of what is being read need logits.
    pub(crate) fn wanted_logits(&self) -> usize {
        if self.context.len() + self.reading < self.tokens.len() {
            0
        } else {
            1 + self.proposed.len()
        }
    }

    /// Takes note that what was planned has been read, proposals apart.
    pub(crate) fn has_read(&mut self) {
        let read = self.context.len();
        self.context
            .tokens
            .extend(&self.tokens[read..read + self.reading]);
        self.reading = 0;
    }

    /// Takes note that what was planned has been read in `pass_ms`, and chooses the next tokens
    /// from the logits of the last rows. Returns the text that comes with them, and which of the
    /// rows was the last one used.
    pub(crate) fn choose(
        &mut self,
        tokenizer: &Tokenizer,
        logits: &mut [f32],
        vocabulary: usize,
        pass_ms: f64,
    ) -> (String, usize) {
        let was_decoding = self.is_decoding();
        self.has_read();
        self.first_token_ms.get_or_insert(self.now_ms);
        let before = self.tokens.len();
        let (mut text, mut last) = (String::new(), 0);
        for (row, logits) in logits.chunks_exact_mut(vocabulary).enumerate() {
            last = row;
            let Some(token) = self.choose_one(tokenizer, logits) else {
                self.finished = Some(FinishReason::Complete);
                break;
            };
            self.tokens.push(token);
            let piece = self.stream.push(tokenizer, token);
            text.push_str(&self.thoughts.strip(tokenizer, token, piece));
            if let Some(constraint) = &mut self.constraint {
                constraint.advance(tokenizer.trie(), token);
                if constraint.is_over() {
                    self.finished = Some(FinishReason::Complete);
                }
            }
            if self.finished.is_none() && self.left() == 0 {
                self.finished = Some(FinishReason::TokenLimit);
            }
            // The next row has been computed for the proposed token, if that is what came.
            if self.finished.is_some() || self.proposed.get(row) != Some(&token) {
                break;
            }
            self.context.tokens.push(token);
        }
        if let (true, Some(lookup)) = (was_decoding, &mut self.lookup) {
            lookup.learn(self.proposed.len(), self.tokens.len() - before, pass_ms);
        }
        (text, last)
    }

    pub(crate) const fn finished(&self) -> Option<FinishReason> {
        self.finished
    }

    /// Tokens read, of those of the prompt.
    pub(crate) const fn progress(&self) -> (usize, usize) {
        (self.context.tokens.len(), self.prompt_tokens)
    }

    pub(crate) fn generated(&self) -> &[u32] {
        &self.tokens[self.prompt_tokens..]
    }

    pub(crate) fn statistics(&self) -> Statistics {
        let started_ms = self.started_ms.unwrap_or(self.now_ms);
        let first_ms = self.first_token_ms.unwrap_or(self.now_ms);
        Statistics {
            prompt_tokens: self.prompt_tokens,
            reused_tokens: self.reused_tokens,
            generated_tokens: self.tokens.len() - self.prompt_tokens,
            prefill_ms: first_ms - started_ms,
            decode_ms: self.now_ms - first_ms,
        }
    }

    /// Whether the prompt has been read and the first token chosen.
    pub(crate) const fn is_decoding(&self) -> bool {
        self.tokens.len() > self.prompt_tokens
    }

    /// Tokens that may still come.
    fn left(&self) -> usize {
        limit(&self.options, self.tokens.len(), self.prompt_tokens)
    }

    fn choose_one(&mut self, tokenizer: &Tokenizer, logits: &mut [f32]) -> Option<u32> {
        let left = self.left();
        let mut chosen = None;
        if let Some(constraint) = &self.constraint {
            let trie = tokenizer.trie();
            // The likeliest token of all, if allowed, is the likeliest of the allowed ones.
            let fits = |token: &u32| constraint.allows(trie, *token, left);
            chosen = self.sampler.likeliest(logits, &self.tokens).filter(fits);
            if chosen.is_none() {
                constraint.restrict(trie, tokenizer.end_tokens(), logits, left);
            }
        }
        chosen
            .or_else(|| self.sampler.choose(logits, &self.tokens))
            .filter(|&token| self.options.ignores_end || !tokenizer.is_end(token))
    }
}

/// Tokens that may still come behind `tokens`, `prompt` of which are the prompt.
fn limit(options: &Options, tokens: usize, prompt: usize) -> usize {
    let generated = tokens - prompt;
    options
        .max_tokens
        .saturating_sub(generated)
        .min(options.context_tokens.saturating_sub(tokens))
}
