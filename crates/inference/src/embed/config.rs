//! The dimensions of an encoder.

use crate::ModelError;
use crate::gguf::Header;

/// The architecture's name in GGUF files, as llama.cpp has it too.
const ARCHITECTURE: &str = "bert";
/// `bert.pooling_type` of the mean over all tokens, llama.cpp's number.
const MEAN_POOLING: usize = 1;

/// Dimensions and constants of an encoder, checked against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct EncoderConfig {
    /// Layers of the transformer.
    pub layers: usize,
    /// Width of a token's vector, and of an embedding.
    pub hidden: usize,
    /// Width inside the feed-forward network.
    pub feed_forward: usize,
    /// Heads of attention.
    pub attention_heads: usize,
    /// Tokens in the vocabulary.
    pub vocabulary: usize,
    /// Positions that the encoder knows.
    pub positions: usize,
    /// Tokens of a text that are read, `[CLS]` and `[SEP]` included.
    pub max_tokens: usize,
    /// Constant under the square root of LayerNorm.
    pub norm_epsilon: f32,
}

impl EncoderConfig {
    /// Takes the dimensions from a file's properties.
    ///
    /// # Errors
    /// When the architecture is another one, or properties are missing or contradict each other.
    pub fn from_header(header: &Header) -> Result<Self, ModelError> {
        let architecture = header.architecture()?;
        if architecture != ARCHITECTURE {
            return Err(ModelError::NoEncoder {
                architecture: architecture.chars().take(40).collect(),
            });
        }
        let positions = header.count("bert.context_length")?;
        let config = Self {
            layers: header.count("bert.block_count")?,
            hidden: header.count("bert.embedding_length")?,
            feed_forward: header.count("bert.feed_forward_length")?,
            attention_heads: header.count("bert.attention.head_count")?,
            vocabulary: header.array("tokenizer.ggml.tokens")?.len(),
            positions,
            max_tokens: match header.count("companion.encoder.max_tokens") {
                Err(ModelError::MissingProperty { .. }) => positions,
                stated => stated?,
            },
            norm_epsilon: header.float("bert.attention.layer_norm_epsilon")?,
        };
        if header.count("bert.pooling_type")? != MEAN_POOLING {
            return Err(ModelError::damaged(
                "this encoder's embeddings are not the mean over their tokens",
            ));
        }
        config.check()?;
        Ok(config)
    }

    /// Width of a head of attention.
    pub(super) const fn head(&self) -> usize {
        self.hidden / self.attention_heads
    }

    fn check(&self) -> Result<(), ModelError> {
        // The bounds are those of the largest BERT with room to spare, and keep products small.
        // Rows are whole blocks of 32 weights.
        let sound = (1..=48).contains(&self.layers)
            && (32..=4096).contains(&self.hidden)
            && self.hidden.is_multiple_of(32)
            && (32..=1 << 14).contains(&self.feed_forward)
            && self.feed_forward.is_multiple_of(32)
            && (1..=self.hidden).contains(&self.attention_heads)
            && self.hidden.is_multiple_of(self.attention_heads)
            && (1..=1 << 20).contains(&self.vocabulary)
            && (3..=1 << 13).contains(&self.positions)
            && (3..=self.positions).contains(&self.max_tokens)
            && (0.0..1.0).contains(&self.norm_epsilon);
        if sound {
            Ok(())
        } else {
            Err(ModelError::damaged(
                "the encoder's dimensions contradict each other",
            ))
        }
    }
}
