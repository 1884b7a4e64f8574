//! The dimensions of a model.

use crate::ModelError;
use crate::gguf::Header;

/// Which of the architectures that can be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Qwen2 and Qwen2.5: biases before attention.
    Qwen2,
    /// Qwen3: normed query and key heads, and no biases.
    Qwen3,
}

/// Dimensions and constants of a model, checked against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Its architecture.
    pub family: Family,
    /// Layers of the transformer.
    pub layers: usize,
    /// Width of the residual stream.
    pub hidden: usize,
    /// Width inside the feed-forward network.
    pub feed_forward: usize,
    /// Heads of queries.
    pub heads: usize,
    /// Heads of keys and values, each shared by `heads / kv_heads` query heads.
    pub kv_heads: usize,
    /// Width of a head.
    pub head: usize,
    /// Tokens in the vocabulary.
    pub vocabulary: usize,
    /// Longest context that the model was trained for.
    pub context_tokens: usize,
    /// Base of the rotary position encoding.
    pub rope_base: f32,
    /// Constant under the square root of RMSNorm.
    pub rms_epsilon: f32,
}

impl Config {
    /// Takes the dimensions from a file's properties.
    ///
    /// # Errors
    /// When the architecture is another one, or properties are missing or contradict each other.
    pub fn from_header(header: &Header) -> Result<Self, ModelError> {
        let architecture = header.architecture()?;
        let family = match architecture {
            "qwen2" => Family::Qwen2,
            "qwen3" => Family::Qwen3,
            _ => {
                return Err(ModelError::ForeignArchitecture {
                    architecture: architecture.chars().take(40).collect(),
                });
            }
        };
        let key = |name: &str| format!("{architecture}.{name}");
        let count = |name: &str| header.count(&key(name));
        let (hidden, heads) = (count("embedding_length")?, count("attention.head_count")?);
        let config = Self {
            family,
            layers: count("block_count")?,
            hidden,
            feed_forward: count("feed_forward_length")?,
            heads,
            kv_heads: count("attention.head_count_kv")?,
            head: match family {
                Family::Qwen2 => hidden.checked_div(heads).unwrap_or(0),
                Family::Qwen3 => count("attention.key_length")?,
            },
            vocabulary: header.array("tokenizer.ggml.tokens")?.len(),
            context_tokens: count("context_length")?,
            rope_base: header.float(&key("rope.freq_base"))?,
            rms_epsilon: header.float(&key("attention.layer_norm_rms_epsilon"))?,
        };
        config.check()?;
        Ok(config)
    }

    /// Width of all query heads together.
    pub(crate) const fn query_width(&self) -> usize {
        self.heads * self.head
    }

    /// Width of all key heads together.
    pub(crate) const fn kv_width(&self) -> usize {
        self.kv_heads * self.head
    }

    fn check(&self) -> Result<(), ModelError> {
        // The bounds are far above any Qwen (80 layers, hidden 8,192) and keep products small.
        let sound = (1..=1024).contains(&self.layers)
            && (1..=1 << 16).contains(&self.hidden)
            && (1..=1 << 20).contains(&self.feed_forward)
            && (1..=1 << 20).contains(&self.vocabulary)
            && (1..=1 << 24).contains(&self.context_tokens)
            && self.kv_heads > 0
            && self.heads.is_multiple_of(self.kv_heads)
            && (1..=1 << 10).contains(&self.heads)
            && (2..=1 << 16).contains(&self.head)
            && (self.family == Family::Qwen3 || self.head * self.heads == self.hidden)
            && self.head.is_multiple_of(2)
            && self.rope_base >= 1.0
            && self.rms_epsilon >= 0.0;
        if sound {
            Ok(())
        } else {
            Err(ModelError::damaged(
                "the model's dimensions contradict each other",
            ))
        }
    }
}
