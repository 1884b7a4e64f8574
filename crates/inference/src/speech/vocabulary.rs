//! The tokens of a speech model: pieces of text, and signs that steer it.

use std::collections::HashMap;

use candle_core::quantized::gguf_file::Value;

use crate::ModelError;
use crate::gguf::Header;
use crate::tokenizer::byte_alphabet;

/// Milliseconds between the signs of time.
pub(super) const TIME_STEP_MS: u32 = 20;
/// Signs of time: 0 to 30 seconds.
const TIMES: u32 = 1501;

/// The vocabulary, with the numbers of the signs.
pub(super) struct Vocabulary {
    pieces: Vec<String>,
    bytes: HashMap<char, u8>,
    /// Ends what is written. Tokens below are text.
    pub(super) end: u32,
    /// Begins it.
    pub(super) start: u32,
    /// Asks for what was said, not for a translation.
    pub(super) transcribe: u32,
    /// Says that nobody speaks.
    pub(super) silence: u32,
    /// The sign of second 0; those of later times follow, [`TIME_STEP_MS`] apart.
    pub(super) first_time: u32,
    /// Signs of languages with their codes, such as "en".
    pub(super) languages: Vec<(u32, String)>,
    /// Tokens that are never written: noises, brackets, signs.
    pub(super) never: Vec<u32>,
    /// Tokens that are not written first.
    pub(super) not_first: Vec<u32>,
}

impl Vocabulary {
    /// Reads it from a file's properties.
    pub(super) fn from_header(header: &Header) -> Result<Self, ModelError> {
        let pieces: Vec<String> = header
            .array("tokenizer.ggml.tokens")?
            .iter()
            .map(|value| match value {
                Value::String(piece) => Ok(piece.clone()),
                _ => Err(ModelError::damaged("a token is no text")),
            })
            .collect::<Result<_, _>>()?;
        // The number of tokens has been bounded with the dimensions.
        let numbered = || (0_u32..).zip(&pieces);
        let sign = |name: &str| {
            numbered()
                .find(|(_, piece)| *piece == name)
                .map(|(token, _)| token)
                .ok_or_else(|| ModelError::damaged(format!("its vocabulary lacks {name}")))
        };
        let start = sign("<|startoftranscript|>")?;
        let end = sign("<|endoftext|>")?;
        let transcribe = sign("<|transcribe|>")?;
        let first_time = sign("<|0.00|>")?;
        let is_ordered = end < start && start < transcribe && transcribe < first_time;
        if !is_ordered || pieces.len() < (first_time + TIMES) as usize {
            return Err(ModelError::damaged("its vocabulary has an unknown order"));
        }
        let languages = numbered()
            .skip(start as usize + 1)
            .filter_map(|(token, piece)| {
                let code = piece.strip_prefix("<|")?.strip_suffix("|>")?;
                let is_code = matches!(code.len(), 2 | 3)
                    && code.bytes().all(|byte| byte.is_ascii_lowercase());
                is_code.then(|| (token, code.to_owned()))
            })
            .collect();
        let vocabulary = Self {
            end,
            start,
            transcribe,
            silence: sign("<|nospeech|>").or_else(|_| sign("<|nocaptions|>"))?,
            first_time,
            languages,
            never: tokens(header, "whisper.suppressed_tokens", pieces.len())?,
            not_first: tokens(header, "whisper.suppressed_first_tokens", pieces.len())?,
            bytes: byte_alphabet(),
            pieces,
        };
        if vocabulary.languages.is_empty() {
            return Err(ModelError::damaged("its vocabulary lacks languages"));
        }
        Ok(vocabulary)
    }

    /// The text of `tokens`; signs among them have none.
    pub(super) fn text(&self, tokens: &[u32]) -> String {
        let bytes: Vec<u8> = tokens
            .iter()
            .filter(|token| **token < self.end)
            .filter_map(|token| self.pieces.get(*token as usize))
            .flat_map(|piece| piece.chars())
            .filter_map(|c| self.bytes.get(&c).copied())
            .collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn tokens(header: &Header, key: &str, count: usize) -> Result<Vec<u32>, ModelError> {
    header
        .array(key)?
        .iter()
        .map(|value| match value {
            Value::I32(token) if usize::try_from(*token).is_ok_and(|token| token < count) => {
                Ok(token.unsigned_abs())
            }
            _ => Err(ModelError::damaged(format!("\"{key}\" names no token"))),
        })
        .collect()
}
