//! How well a model foretells a text: what a quantized model is judged by.

use std::sync::Arc;

use crate::ModelError;
use crate::generation::Options;
use crate::kv_cache::KvCache;
use crate::pass::Pass;
use crate::qwen::Model;
use crate::scoring::log_sum_exp;
use crate::span::Span;

/// Tokens that are read as one context, the usual number for perplexities.
const WINDOW_TOKENS: usize = 512;
/// Rows of logits that are computed together.
const LOGIT_ROWS: usize = 8;

/// What a model expected of one token of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// The natural logarithm of the probability that it gave to the token.
    pub log_probability: f64,
    /// The token that it held likeliest.
    pub likeliest: u32,
}

/// A text being foretold, token by token. Dropping it cancels it.
///
/// Every token but the first is predicted once, from at least half a window of tokens before it,
/// or from all there are: windows overlap by one half.
pub struct Evaluation {
    model: Arc<Model>,
    tokens: Vec<u32>,
    cache: KvCache,
    pass: Pass,
    chunk_tokens: usize,
    window_tokens: usize,
    /// Where the window under way begins.
    start: usize,
    /// Tokens of the window that have been read, those on their way not counted.
    read: usize,
    /// Rows on their way which have arrived and been used; `None` while they are on their way.
    used: Option<usize>,
    predictions: Vec<Prediction>,
}

impl Evaluation {
    /// Prepares to read `tokens`.
    ///
    /// # Errors
    /// When there are fewer than two tokens, or some that the model does not know.
    pub fn new(model: Arc<Model>, tokens: Vec<u32>) -> Result<Self, ModelError> {
        let vocabulary = model.config().vocabulary;
        if tokens.len() < 2 || tokens.iter().any(|&token| token as usize >= vocabulary) {
            return Err(ModelError::EmptyPrompt);
        }
        let chunk_tokens = Options::default().chunk_tokens;
        Ok(Self {
            cache: KvCache::new(model.config()),
            pass: Pass::new(model.config(), chunk_tokens),
            chunk_tokens,
            // Half of it must be a token at least.
            window_tokens: WINDOW_TOKENS.min(model.config().context_tokens).max(2),
            start: 0,
            read: 0,
            used: None,
            predictions: Vec::with_capacity(tokens.len() - 1),
            tokens,
            model,
        })
    }

    /// Computes one layer, or the logits of a few tokens; `true` while there is more to do.
    ///
    /// # Errors
    /// When the arithmetic fails.
    pub fn step(&mut self) -> Result<bool, ModelError> {
        let Some(used) = self.used else {
            if self.predictions.len() + 1 == self.tokens.len() {
                return Ok(false);
            }
            if !self.pass.is_under_way() {
                self.set_out()?;
            }
            if self.pass.step(&self.model, &mut [&mut self.cache])? {
                self.used = Some(0);
            }
            return Ok(true);
        };
        if used < self.pass.rows() {
            self.used = Some(used + self.predict(used)?);
            return Ok(true);
        }
        self.read += self.pass.rows();
        self.pass.end();
        self.used = None;
        if self.read == self.window().len() {
            self.start += self.window_tokens / 2;
            self.read = 0;
        }
        Ok(true)
    }

    /// Tokens predicted so far, and in all.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.predictions.len(), self.tokens.len() - 1)
    }

    /// What was expected of every token but the first, as far as it is known.
    #[must_use]
    pub fn predictions(&self) -> &[Prediction] {
        &self.predictions
    }

    fn window(&self) -> core::ops::Range<usize> {
        self.start..(self.start + self.window_tokens).min(self.tokens.len())
    }

    /// Sends the next tokens of the window on their way.
    fn set_out(&mut self) -> Result<(), ModelError> {
        let window = self.window();
        let first = window.start + self.read;
        let last = (first + self.chunk_tokens).min(window.end);
        let span = Span::behind(0, self.read, last - first);
        self.pass
            .begin(&self.model, vec![span], &self.tokens[first..last])
    }

    /// Uses the logits of some rows from `used` on, and says of how many.
    fn predict(&mut self, used: usize) -> Result<usize, ModelError> {
        let token = self.start + self.read + used;
        // What follows a token has been predicted by the window before, or is not in the text.
        let wanted = self.predictions.len();
        if token < wanted || wanted + 1 >= self.tokens.len() {
            return Ok((wanted.max(token + 1) - token).min(self.pass.rows() - used));
        }
        let left = self.tokens.len() - 1 - token;
        let count = LOGIT_ROWS.min(self.pass.rows() - used).min(left);
        let vocabulary = self.model.config().vocabulary;
        let mut logits = vec![0.0; count * vocabulary];
        let hidden = self.pass.hidden(&self.model, used..used + count);
        self.model.logits(hidden, &mut logits)?;
        for (logits, &next) in logits
            .chunks_exact(vocabulary)
            .zip(&self.tokens[token + 1..])
        {
            let likeliest = (0..).zip(logits).max_by(|a, b| a.1.total_cmp(b.1));
            self.predictions.push(Prediction {
                log_probability: f64::from(logits[next as usize]) - log_sum_exp(logits),
                likeliest: likeliest.map_or(0, |(token, _)| token),
            });
        }
        Ok(count)
    }
}

/// The perplexity of what was predicted: 1 for a text that was foretold word by word, the size of
/// the vocabulary for one that was guessed.
#[must_use]
pub fn perplexity(predictions: &[Prediction]) -> f64 {
    let sum: f64 = predictions.iter().map(|one| one.log_probability).sum();
    (-sum / predictions.len().max(1) as f64).exp()
}

/// The share of tokens of which both expected the same; 0 to 1.
#[must_use]
pub fn agreement(a: &[Prediction], b: &[Prediction]) -> f64 {
    let pairs = a.iter().zip(b);
    let same = pairs.filter(|(a, b)| a.likeliest == b.likeliest).count();
    same as f64 / a.len().min(b.len()).max(1) as f64
}
