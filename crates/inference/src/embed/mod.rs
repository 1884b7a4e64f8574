//! The sentence encoder: a small BERT that turns texts into vectors whose angles say how close
//! their meanings are, and whose heads, where a file has some, label texts and their tokens.
//!
//! The way of a text: [`wordpiece`] cuts it into tokens; texts are packed side by side, without
//! padding, into groups; a group passes layer by layer through [`layer`]; [`head`] and the mean
//! of the tokens give the results. [`Encoding`] does this in steps short enough for a
//! single-threaded worker to stay responsive. The file is described in `docs/FORMAT.md`.

pub(crate) mod attention;
mod config;
mod encoding;
mod head;
mod layer;
mod load;
pub(crate) mod math;
mod wordpiece;

use std::sync::Arc;

pub use config::EncoderConfig;
pub use encoding::{Encoding, Reading, Span};
pub use head::{Head, HeadKind, HeadOutput, Scale};
pub use wordpiece::{Piece, WordPiece};

use crate::ModelError;
use crate::linear::Norm;
use crate::matrix::Matrix;
use layer::Layer;

/// Numbers in the embedding of the sentence encoder that the project ships.
pub const EMBEDDING_LEN: usize = 384;

/// The meaning of a text: a vector of length 1. The dot product of two is their cosine.
pub type Embedding = [f32; EMBEDDING_LEN];

/// Longest text, in bytes, that is looked at: far above the tokens that are read, and low enough
/// that cutting one into tokens takes milliseconds.
pub const MAX_TEXT_BYTES: usize = 256 << 10;

/// Most texts of one [`Encoding`].
pub const MAX_TEXTS: usize = 1 << 12;

/// An encoder in memory.
pub struct Encoder {
    config: EncoderConfig,
    tokenizer: WordPiece,
    token_embedding: Matrix,
    /// One row per position, the type embedding of single texts already added.
    positions: Vec<f32>,
    embedding_norm: Norm,
    loud: layer::Loud,
    layers: Vec<Layer>,
    heads: Vec<Head>,
    /// The name that the file gives itself.
    name: Option<String>,
}

impl Encoder {
    /// The encoder's dimensions.
    #[must_use]
    pub const fn config(&self) -> &EncoderConfig {
        &self.config
    }

    /// The encoder's tokenizer.
    #[must_use]
    pub const fn tokenizer(&self) -> &WordPiece {
        &self.tokenizer
    }

    /// The file's heads, in its order, which is that of [`Reading::heads`].
    #[must_use]
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// The name that the file gives itself.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The meaning of each text. Of a text longer than [`EncoderConfig::max_tokens`] the beginning
    /// counts.
    ///
    /// # Errors
    /// When the encoder's vectors have another length than [`Embedding`], there are more than
    /// [`MAX_TEXTS`], or one is longer than [`MAX_TEXT_BYTES`].
    pub fn encode(self: &Arc<Self>, texts: &[&str]) -> Result<Vec<Embedding>, ModelError> {
        if self.config.hidden != EMBEDDING_LEN {
            return Err(ModelError::damaged(format!(
                "this encoder gives {} numbers for a text, not {EMBEDDING_LEN}",
                self.config.hidden
            )));
        }
        let readings = self.read(texts)?;
        readings
            .into_iter()
            .map(|reading| {
                // The width was compared above.
                Embedding::try_from(reading.embedding)
                    .map_err(|_| ModelError::damaged("an embedding has another length"))
            })
            .collect()
    }

    /// Everything that the encoder says of each text: its meaning and what the heads make of it.
    ///
    /// # Errors
    /// When there are more than [`MAX_TEXTS`], or one is longer than [`MAX_TEXT_BYTES`].
    pub fn read(self: &Arc<Self>, texts: &[&str]) -> Result<Vec<Reading>, ModelError> {
        let texts = texts.iter().map(|&text| text.to_owned()).collect();
        let mut encoding = Encoding::new(Arc::clone(self), texts)?;
        while encoding.step()? {}
        Ok(encoding.finish())
    }
}
