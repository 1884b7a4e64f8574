//! The dimensions of a speech model.

use crate::ModelError;
use crate::gguf::Header;

/// The architecture's name in GGUF files.
const ARCHITECTURE: &str = "whisper";

/// Dimensions of a speech model, checked against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechConfig {
    /// Width of the vector of a position or token.
    pub width: usize,
    /// Heads of attention.
    pub heads: usize,
    /// Width inside the feed-forward networks.
    pub feed_forward: usize,
    /// Layers that listen.
    pub audio_layers: usize,
    /// Layers that write.
    pub text_layers: usize,
    /// Most tokens of what is being written, those of the beginning included.
    pub text_context: usize,
    /// Tokens in the vocabulary.
    pub vocabulary: usize,
}

impl SpeechConfig {
    /// Takes the dimensions from a file's properties.
    ///
    /// # Errors
    /// When the architecture is another one, or properties are missing or contradict each other.
    pub fn from_header(header: &Header) -> Result<Self, ModelError> {
        let architecture = header.architecture()?;
        if architecture != ARCHITECTURE {
            return Err(ModelError::NoSpeechModel {
                architecture: architecture.chars().take(40).collect(),
            });
        }
        let config = Self {
            width: header.count("whisper.embedding_length")?,
            heads: header.count("whisper.attention.head_count")?,
            feed_forward: header.count("whisper.feed_forward_length")?,
            audio_layers: header.count("whisper.audio.block_count")?,
            text_layers: header.count("whisper.text.block_count")?,
            text_context: header.count("whisper.text.context_length")?,
            vocabulary: header.array("tokenizer.ggml.tokens")?.len(),
        };
        config.check()?;
        Ok(config)
    }

    /// Width of a head of attention.
    pub(super) const fn head(&self) -> usize {
        self.width / self.heads
    }

    fn check(&self) -> Result<(), ModelError> {
        // The bounds are those of the largest Whisper with room to spare, and keep products
        // small. Rows are whole blocks of 32 weights.
        let sound = (32..=2048).contains(&self.width)
            && self.width.is_multiple_of(32)
            && (1..=self.width).contains(&self.heads)
            && self.width.is_multiple_of(self.heads)
            && (32..=1 << 13).contains(&self.feed_forward)
            && self.feed_forward.is_multiple_of(32)
            && (1..=48).contains(&self.audio_layers)
            && (1..=48).contains(&self.text_layers)
            && (16..=1 << 12).contains(&self.text_context)
            && (1..=1 << 18).contains(&self.vocabulary);
        if sound {
            Ok(())
        } else {
            Err(ModelError::damaged(
                "the speech model's dimensions contradict each other",
            ))
        }
    }
}
