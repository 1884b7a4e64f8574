//! The beginnings of prompts that are the same every time, kept in a file beside the model so that
//! a cold start need not read them: the application's own instructions, never a word of a user.
//!
//! The format is described in `docs/FORMAT.md`.

use std::collections::VecDeque;

use companion_kernels::Backend;
use sha2::{Digest, Sha256};

use crate::ModelError;
use crate::config::Config;
use crate::context::Context;
use crate::qwen::Model;

const MAGIC: [u8; 4] = *b"CPKV";
/// Layout of the file.
const VERSION: u32 = 2;
/// To be raised by every change of the arithmetic, however small: keys and values that the present
/// code would not compute bit by bit must not be used.
const ENGINE_REVISION: u32 = 3;
/// Most beginnings in a file, and most tokens of one.
const MAX_PREFIXES: usize = 16;
const MAX_TOKENS: usize = 1024;
const SUM_BYTES: usize = 32;

/// Beginnings of prompts with their keys and values, for one model on one machine.
pub struct Prefixes {
    head: Vec<u8>,
    /// The latest last.
    known: VecDeque<Prefix>,
}

struct Prefix {
    tokens: Vec<u32>,
    /// Of every layer, of every token: its key and its value, by turns.
    halves: Vec<u16>,
}

impl Prefixes {
    /// None yet. `model_sum` is the SHA-256 of the model's file.
    #[must_use]
    pub fn new(model: &Model, model_sum: &str) -> Self {
        Self {
            head: head(model.config(), model_sum),
            known: VecDeque::new(),
        }
    }

    /// Reads a file. `None` when it is damaged, or was made by another model, another version of
    /// this program or another kind of processor: it can be made anew at any time.
    #[must_use]
    pub fn read(model: &Model, model_sum: &str, bytes: &[u8]) -> Option<Self> {
        let mut prefixes = Self::new(model, model_sum);
        let (content, sum) = bytes.split_last_chunk::<SUM_BYTES>()?;
        if Sha256::digest(content).as_slice() != sum {
            return None;
        }
        let mut rest = content.strip_prefix(prefixes.head.as_slice())?;
        while !rest.is_empty() {
            let tokens = numbers(&mut rest, 1, u32::from_le_bytes)?
                .first()
                .copied()? as usize;
            if tokens == 0 || tokens > MAX_TOKENS || prefixes.known.len() == MAX_PREFIXES {
                return None;
            }
            let tokens = numbers(&mut rest, tokens, u32::from_le_bytes)?;
            let count = tokens.len() * halves_per_token(model.config());
            let halves = numbers(&mut rest, count, u16::from_le_bytes)?;
            prefixes.known.push_back(Prefix { tokens, halves });
        }
        Some(prefixes)
    }

    /// The file.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = self.head.clone();
        for prefix in &self.known {
            // At most MAX_TOKENS.
            bytes.extend((prefix.tokens.len() as u32).to_le_bytes());
            bytes.extend(prefix.tokens.iter().flat_map(|token| token.to_le_bytes()));
            bytes.extend(prefix.halves.iter().flat_map(|half| half.to_le_bytes()));
        }
        let sum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&sum);
        bytes
    }

    /// What is known of the beginning of `prompt`: by `last`, what was read last, or by one of
    /// these if that is more.
    #[must_use]
    pub fn resume(&self, model: &Model, prompt: &[u32], last: Option<Context>) -> Context {
        let best = self
            .known
            .iter()
            .filter(|prefix| prompt.starts_with(&prefix.tokens))
            .max_by_key(|prefix| prefix.tokens.len());
        let last = last.unwrap_or_else(|| Context::new(model));
        match best {
            Some(prefix) if prefix.tokens.len() > last.shared(model, prompt) => {
                prefix.context(model)
            }
            _ => last,
        }
    }

    /// Takes the beginning `tokens` over from a context that has read it. `false` when it is known
    /// already, or the context has read something else.
    ///
    /// `tokens` must be a text of the application ([`Model::system_prefix`]).
    pub fn keep(&mut self, model: &Model, context: &Context, tokens: &[u32]) -> bool {
        let is_known = self.known.iter().any(|prefix| prefix.tokens == tokens);
        let fits = (1..=MAX_TOKENS).contains(&tokens.len());
        if is_known || !fits || !context.is_of(model) || !context.tokens.starts_with(tokens) {
            return false;
        }
        let config = model.config();
        let mut halves = Vec::with_capacity(tokens.len() * halves_per_token(config));
        for layer in 0..config.layers {
            for slot in 0..tokens.len() {
                let pairs = context.cache.halves(layer, slot);
                halves.extend(pairs.flat_map(|(key, value)| [key, value]));
            }
        }
        if self.known.len() == MAX_PREFIXES {
            self.known.pop_front();
        }
        self.known.push_back(Prefix {
            tokens: tokens.to_vec(),
            halves,
        });
        true
    }
}

impl Prefix {
    fn context(&self, model: &Model) -> Context {
        let mut context = Context::new(model);
        let (pairs, _) = self.halves.as_chunks::<2>();
        let mut pairs = pairs.chunks_exact(model.config().kv_width());
        for layer in 0..model.config().layers {
            for (slot, pairs) in (0..self.tokens.len()).zip(&mut pairs) {
                let pairs = pairs.iter().map(|&[key, value]| (key, value));
                context.cache.store_halves(layer, slot, pairs);
            }
        }
        context.tokens.clone_from(&self.tokens);
        context
    }
}

impl Model {
    /// The tokens that every prompt of [`Model::prompt`] begins with whose first message is `text`
    /// of the system: nothing of the messages behind it.
    ///
    /// # Errors
    /// When the tokenizer fails.
    pub fn system_prefix(&self, text: &str) -> Result<Vec<u32>, ModelError> {
        crate::chat::system_prefix(self.tokenizer(), text)
    }
}

/// What a file of this model, this program and this machine begins with.
fn head(config: &Config, model_sum: &str) -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    head.extend(VERSION.to_le_bytes());
    head.extend(ENGINE_REVISION.to_le_bytes());
    for count in [config.layers, config.kv_heads, config.head] {
        // `Config` bounds them far below.
        head.extend((count as u32).to_le_bytes());
    }
    let machine = format!("{:?}", Backend::best());
    for text in [model_sum, &machine] {
        head.extend((text.len() as u32).to_le_bytes());
        head.extend(text.as_bytes());
    }
    head
}

/// Numbers kept per token: keys and values of all layers.
const fn halves_per_token(config: &Config) -> usize {
    config.layers * 2 * config.kv_width()
}

/// Takes `count` little-endian numbers.
fn numbers<const N: usize, T>(
    rest: &mut &[u8],
    count: usize,
    read: impl Fn([u8; N]) -> T,
) -> Option<Vec<T>> {
    let (taken, behind) = rest.split_at_checked(count.checked_mul(N)?)?;
    *rest = behind;
    let (numbers, _) = taken.as_chunks::<N>();
    Some(numbers.iter().map(|bytes| read(*bytes)).collect())
}
