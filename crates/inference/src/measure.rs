//! How fast a model reads and writes here, in steps like any generation's.

use std::sync::Arc;

use crate::qwen::Model;
use crate::{Generation, ModelError, Options, Sampling, Step};

/// What is read: everyday sentences, each with its own number, so that none is a mere repetition.
fn text(sentences: usize) -> String {
    (1..=sentences)
        .map(|day| {
            format!(
                "On day {day} the river was high, and I walked along it for an hour with Lena, who \
                 talked about her garden, the rent and the long way home. "
            )
        })
        .collect()
}

/// Tokens of a sentence of [`text`], at least.
const SENTENCE_TOKENS: usize = 20;

/// One run of a measurement: a prompt of exactly so many tokens is read, then exactly so many
/// tokens are written, whatever the model says.
pub struct Measurement {
    generation: Generation,
    prompt_tokens: usize,
    decode_tokens: usize,
    /// Tokens of the prompt read so far.
    read: usize,
    began_ms: Option<f64>,
    first_token_ms: Option<f64>,
    ended_ms: Option<f64>,
}

/// How long a run took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paces {
    /// Milliseconds from the beginning until the first token was chosen.
    pub first_token_ms: f64,
    /// Milliseconds from there until the last one was.
    pub decode_ms: f64,
}

impl Measurement {
    /// Prepares a run. The first token comes out of reading the prompt; `decode_tokens` more are
    /// written behind it.
    ///
    /// # Errors
    /// When the prompt is empty, or both together are more than the model can hold.
    pub fn new(
        model: Arc<Model>,
        prompt_tokens: usize,
        decode_tokens: usize,
    ) -> Result<Self, ModelError> {
        let limit_tokens = model.config().context_tokens;
        let context_tokens = prompt_tokens
            .saturating_add(decode_tokens)
            .saturating_add(1);
        if context_tokens > limit_tokens {
            return Err(ModelError::PromptTooLong {
                prompt_tokens,
                limit_tokens: limit_tokens.saturating_sub(decode_tokens + 1),
            });
        }
        let prompt = Self::prompt(&model, prompt_tokens)?;
        let options = Options {
            sampling: Sampling::greedy(),
            max_tokens: decode_tokens + 1,
            context_tokens,
            ignores_end: true,
            ..Options::default()
        };
        Ok(Self {
            generation: Generation::new(model, prompt, options)?,
            prompt_tokens,
            decode_tokens,
            read: 0,
            began_ms: None,
            first_token_ms: None,
            ended_ms: None,
        })
    }

    /// The text that is read, as `count` tokens.
    ///
    /// # Errors
    /// When the model's vocabulary cannot write it.
    pub fn prompt(model: &Model, count: usize) -> Result<Vec<u32>, ModelError> {
        let mut tokens = model
            .tokenizer()
            .encode(&text(count / SENTENCE_TOKENS + 1))?;
        tokens.truncate(count);
        Ok(tokens)
    }

    /// Computes a little further; `true` while there is more to do. `now_ms` is the caller's
    /// clock, read now.
    ///
    /// # Errors
    /// When the arithmetic fails.
    pub fn step(&mut self, now_ms: f64) -> Result<bool, ModelError> {
        self.began_ms.get_or_insert(now_ms);
        let generated = self.generation.generated().len();
        if generated > 0 {
            self.first_token_ms.get_or_insert(now_ms);
        }
        if generated > self.decode_tokens {
            self.ended_ms.get_or_insert(now_ms);
            return Ok(false);
        }
        if let Step::Prefill { done, .. } = self.generation.step(now_ms)? {
            self.read = done;
        }
        Ok(true)
    }

    /// Tokens read and written so far, and in all.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let written = self.generation.generated().len();
        let read = if written == 0 {
            self.read
        } else {
            self.prompt_tokens
        };
        (read + written, self.prompt_tokens + self.decode_tokens + 1)
    }

    /// The tokens written so far: the likeliest each.
    #[must_use]
    pub fn written(&self) -> &[u32] {
        self.generation.generated()
    }

    /// How long it took; `None` while it is under way.
    #[must_use]
    pub fn paces(&self) -> Option<Paces> {
        let (began_ms, first_ms) = (self.began_ms?, self.first_token_ms?);
        Some(Paces {
            first_token_ms: first_ms - began_ms,
            decode_ms: self.ended_ms? - first_ms,
        })
    }
}
