//! Texts on their way through the encoder.

use std::ops::Range;
use std::sync::Arc;

use super::head::{Head, HeadKind, HeadOutput};
use super::layer::Workspace;
use super::math::normalize;
use super::{Encoder, MAX_TEXT_BYTES, MAX_TEXTS, Piece};
use crate::ModelError;
use crate::numeric::add;

/// Tokens of the texts that pass through the layers together, unless one alone has more: enough
/// to unpack each weight for many, and a layer of them takes about 20 ms in a browser.
const GROUP_TOKENS: usize = 256;

/// Texts being encoded. Call [`Encoding::step`] while it returns `true`.
pub struct Encoding {
    encoder: Arc<Encoder>,
    texts: Vec<String>,
    group: Option<Group>,
    work: Workspace,
    readings: Vec<Reading>,
}

/// What the encoder says of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its meaning: the mean over all tokens, scaled to length 1.
    pub embedding: Vec<f32>,
    /// Tokens that were read, `[CLS]` and `[SEP]` included.
    pub tokens: usize,
    /// Whether the text had more.
    pub is_cut: bool,
    /// What each of [`Encoder::heads`] says.
    pub heads: Vec<HeadOutput>,
}

/// A token with its scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// The bytes of the text that it stands for.
    pub bytes: Range<usize>,
    /// One score per label of the head.
    pub scores: Vec<f32>,
}

/// Texts that pass through the layers together.
struct Group {
    texts: Vec<(Vec<Piece>, bool)>,
    lengths: Vec<usize>,
    next_layer: usize,
}

impl Encoding {
    /// Begins to encode texts.
    ///
    /// # Errors
    /// When there are more than [`MAX_TEXTS`], or one is longer than [`MAX_TEXT_BYTES`].
    pub fn new(encoder: Arc<Encoder>, texts: Vec<String>) -> Result<Self, ModelError> {
        let longest = texts.iter().map(String::len).max().unwrap_or(0);
        if texts.len() > MAX_TEXTS || longest > MAX_TEXT_BYTES {
            return Err(ModelError::TooMuchText {
                limit_texts: MAX_TEXTS,
                limit_bytes: MAX_TEXT_BYTES,
            });
        }
        Ok(Self {
            readings: Vec::with_capacity(texts.len()),
            encoder,
            texts,
            group: None,
            work: Workspace::default(),
        })
    }

    /// Texts that have been encoded.
    #[must_use]
    pub const fn done_texts(&self) -> usize {
        self.readings.len()
    }

    /// Texts in all.
    #[must_use]
    pub const fn total_texts(&self) -> usize {
        self.texts.len()
    }

    /// Does a little more: the tokens of a few texts, or one layer; `true` while there is more.
    ///
    /// # Errors
    /// When the arithmetic fails, which a file that was checked does not cause.
    pub fn step(&mut self) -> Result<bool, ModelError> {
        let encoder = Arc::clone(&self.encoder);
        match self.group.take() {
            None => {
                if self.readings.len() == self.texts.len() {
                    return Ok(false);
                }
                self.group = Some(self.gather(&encoder)?);
            }
            Some(mut group) => match encoder.layers.get(group.next_layer) {
                Some(layer) => {
                    let work = &mut self.work;
                    layer.forward(&encoder.config, &encoder.loud, &group.lengths, work)?;
                    group.next_layer += 1;
                    self.group = Some(group);
                }
                None => self.conclude(&encoder, group),
            },
        }
        Ok(true)
    }

    /// What was found, in the order of the texts; of those that were not reached, nothing.
    #[must_use]
    pub fn finish(self) -> Vec<Reading> {
        self.readings
    }

    /// Takes the next texts as one group, and looks their tokens up.
    fn gather(&mut self, encoder: &Encoder) -> Result<Group, ModelError> {
        let config = &encoder.config;
        let mut texts = Vec::new();
        let mut tokens = 0;
        for text in &self.texts[self.readings.len()..] {
            let (pieces, is_cut) = encoder.tokenizer.encode(text, config.max_tokens)?;
            if tokens > 0 && tokens + pieces.len() > GROUP_TOKENS {
                break;
            }
            tokens += pieces.len();
            texts.push((pieces, is_cut));
        }
        self.work.resize(config, tokens);
        let mut rows = self.work.hidden.chunks_exact_mut(config.hidden);
        for (pieces, _) in &texts {
            let positions = encoder.positions.chunks_exact(config.hidden);
            for ((piece, position), row) in pieces.iter().zip(positions).zip(&mut rows) {
                encoder.token_embedding.row(piece.token, row)?;
                add(row, position);
            }
        }
        encoder
            .embedding_norm
            .apply(&mut self.work.hidden, config.norm_epsilon);
        Ok(Group {
            lengths: texts.iter().map(|(pieces, _)| pieces.len()).collect(),
            texts,
            next_layer: 0,
        })
    }

    /// Reads the results off the last layer.
    fn conclude(&mut self, encoder: &Encoder, group: Group) {
        let width = encoder.config.hidden;
        let mut rows = self.work.hidden.as_slice();
        for (pieces, is_cut) in group.texts {
            let (own, others) = rows.split_at(pieces.len() * width);
            rows = others;
            let mut mean = vec![0.0; width];
            for row in own.chunks_exact(width) {
                add(&mut mean, row);
            }
            // A text has at least two tokens.
            let share = 1.0 / pieces.len() as f32;
            mean.iter_mut().for_each(|value| *value *= share);
            let heads = encoder
                .heads
                .iter()
                .map(|head| output(head, &pieces, own, &mean))
                .collect();
            normalize(&mut mean);
            self.readings.push(Reading {
                embedding: mean,
                tokens: pieces.len(),
                is_cut,
                heads,
            });
        }
    }
}

/// What a head says of a text whose tokens have the vectors `rows`.
fn output(head: &Head, pieces: &[Piece], rows: &[f32], mean: &[f32]) -> HeadOutput {
    match head.kind {
        HeadKind::First => HeadOutput::Text(head.score(&rows[..mean.len()])),
        HeadKind::Mean => HeadOutput::Text(head.score(mean)),
        HeadKind::Tokens => {
            let inner = 1..pieces.len() - 1;
            let spans = pieces[inner.clone()]
                .iter()
                .zip(rows.chunks_exact(mean.len()).skip(inner.start))
                .map(|(piece, row)| Span {
                    bytes: piece.bytes.clone(),
                    scores: head.score(row),
                });
            HeadOutput::Tokens(spans.collect())
        }
    }
}
