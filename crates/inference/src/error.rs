//! Why a model cannot be used.

use std::io;

/// Why a model file cannot be used or a text cannot be generated. The messages are written for
/// people who picked a file, and never contain text of a prompt.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file does not begin as GGUF files do.
    #[error("this is not a GGUF model file")]
    NotGguf,
    /// Version 1 of the format, which nothing has written since 2023.
    #[error("this GGUF file has the old format version {version}; versions 2 and 3 can be read")]
    OldVersion {
        /// The file's version.
        version: u32,
    },
    /// A version of the format that did not exist when this was written.
    #[error("this GGUF file has the newer format version {version}; versions 2 and 3 can be read")]
    NewerVersion {
        /// The file's version.
        version: u32,
    },
    /// The head of the file contradicts itself or the format.
    #[error("this model file is damaged: {what}")]
    Damaged {
        /// What is wrong, in words.
        what: String,
    },
    /// The file ends too early.
    #[error("this model file is incomplete: {missing_bytes} bytes are missing at its end")]
    Truncated {
        /// Bytes missing at least.
        missing_bytes: u64,
    },
    /// The model is in several files, and not all of them are there in their order.
    #[error("this model comes in {parts} files, and all of them are needed")]
    MissingParts {
        /// Files of the model.
        parts: usize,
    },
    /// A model of another family.
    #[error(
        "this file holds a \"{architecture}\" model; only Qwen2, Qwen2.5 and Qwen3 (\"qwen2\", \
         \"qwen3\") can be used"
    )]
    ForeignArchitecture {
        /// The architecture that the file names.
        architecture: String,
    },
    /// A model of another family where an encoder is needed.
    #[error("this file holds a \"{architecture}\" model, not a text encoder (\"bert\")")]
    NoEncoder {
        /// The architecture that the file names.
        architecture: String,
    },
    /// A model of another family where a speech model is needed.
    #[error("this file holds a \"{architecture}\" model, not a speech model (\"whisper\")")]
    NoSpeechModel {
        /// The architecture that the file names.
        architecture: String,
    },
    /// More of a recording than is listened to at once.
    #[error("at most {limit_seconds} seconds can be written down at once")]
    RecordingTooLong {
        /// Most seconds.
        limit_seconds: usize,
    },
    /// More text than is encoded at once.
    #[error("at most {limit_texts} texts of {limit_bytes} bytes each can be encoded at once")]
    TooMuchText {
        /// Most texts.
        limit_texts: usize,
        /// Most bytes of a text.
        limit_bytes: usize,
    },
    /// A property that the model needs is not in the file.
    #[error("this model file lacks the property \"{key}\"")]
    MissingProperty {
        /// The property's GGUF key.
        key: String,
    },
    /// A tensor that the model needs is not in the file.
    #[error("this model file lacks the tensor \"{name}\"")]
    MissingTensor {
        /// The tensor's name.
        name: String,
    },
    /// A tensor is quantized in a way that cannot be computed with.
    #[error("the tensor \"{tensor}\" has the unsupported quantization {quantization}")]
    UnsupportedQuantization {
        /// The tensor's name.
        tensor: String,
        /// Name or number of its type.
        quantization: String,
    },
    /// The tokenizer is not the byte-level BPE of Qwen2.
    #[error("this model's tokenizer cannot be used: {what}")]
    UnsupportedTokenizer {
        /// What is unusual.
        what: String,
    },
    /// The model is not made for chat in the ChatML form.
    #[error("this model is not an instruct model with a ChatML template")]
    UnsupportedTemplate,
    /// The device does not give enough memory.
    #[error("this model needs {needed_bytes} bytes of memory, and the device does not give them")]
    Memory {
        /// Bytes needed.
        needed_bytes: u64,
    },
    /// The prompt leaves no room for an answer.
    #[error("the text has {prompt_tokens} tokens; at most {limit_tokens} can be read at once")]
    PromptTooLong {
        /// Tokens of the prompt.
        prompt_tokens: usize,
        /// Tokens that fit.
        limit_tokens: usize,
    },
    /// A schema, or a list of choices, that no answer can be held to.
    #[error("this form of an answer cannot be asked for: {0}")]
    UnusableSchema(String),
    /// The limit of tokens is too low for any answer of the form that is asked for.
    #[error(
        "an answer of this form needs {needed_tokens} tokens; at most {limit_tokens} are allowed"
    )]
    LimitTooLow {
        /// Tokens of the shortest answer.
        needed_tokens: usize,
        /// Tokens allowed.
        limit_tokens: usize,
    },
    /// A prompt without tokens.
    #[error("there is no text to continue")]
    EmptyPrompt,
    /// The file could not be read.
    #[error("the model file could not be read: {0}")]
    Read(#[from] io::Error),
    /// A new model file could not be written.
    #[error("the new model file could not be written: {0}")]
    Write(#[source] io::Error),
    /// The arithmetic failed.
    #[error("the model could not be computed: {0}")]
    Compute(#[from] candle_core::Error),
}

impl ModelError {
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}
