//! Qwen2's byte-level BPE, built from the vocabulary inside the GGUF file.
//!
//! Control tokens such as `<|im_end|>` are kept apart from the text vocabulary: no text, however
//! hostile, can be encoded as one. Only [`crate::chat`] places them, by number.

use std::collections::HashMap;
use std::sync::OnceLock;

use candle_core::quantized::gguf_file::Value;
use tokenizers::models::bpe::{BPE, Vocab};
use tokenizers::normalizers::unicode::NFC;
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::pre_tokenizers::split::{Split, SplitPattern};
use tokenizers::{
    Model as _, NormalizedString, Normalizer as _, OffsetReferential, OffsetType,
    PreTokenizedString, PreTokenizer as _, SplitDelimiterBehavior,
};

use crate::ModelError;
use crate::constrain::TokenTrie;
use crate::gguf::Header;

/// How Qwen2 cuts text before BPE, from its `tokenizer.json`.
const PATTERN: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

/// `tokenizer.ggml.token_type` of ordinary text.
const NORMAL_TOKEN: i32 = 1;

/// Turns text into tokens and back.
pub struct Tokenizer {
    bpe: BPE,
    split: Split,
    byte_level: ByteLevel,
    /// Everything that is not ordinary text, by its name.
    control: HashMap<String, u32>,
    /// Tokens that end an answer.
    end_tokens: Vec<u32>,
    /// The byte behind each character of the byte-level alphabet.
    bytes: HashMap<char, u8>,
    /// Tokens of every kind.
    count: u32,
    trie: OnceLock<TokenTrie>,
}

impl Tokenizer {
    /// Builds the tokenizer from a file's properties.
    ///
    /// # Errors
    /// When it is not Qwen2's kind of tokenizer or contradicts itself.
    pub fn from_header(header: &Header) -> Result<Self, ModelError> {
        let model = header.string("tokenizer.ggml.model")?;
        let pre = header.string("tokenizer.ggml.pre")?;
        if (model, pre) != ("gpt2", "qwen2") {
            let what = format!("its kind is \"{model}/{pre}\", not \"gpt2/qwen2\"");
            return Err(ModelError::UnsupportedTokenizer { what });
        }
        let (vocabulary, control) = vocabulary(header)?;
        // `vocabulary` has counted them in an `u32`.
        let count = header.array("tokenizer.ggml.tokens")?.len() as u32;
        let merges = merges(header, &vocabulary)?;
        let bpe = BPE::builder()
            .vocab_and_merges(vocabulary.into_iter().collect::<Vocab>(), merges)
            // A cache would keep words of diaries in memory.
            .cache_capacity(0)
            .build()
            .map_err(unusable)?;

        let mut end_tokens: Vec<u32> = ["<|im_end|>", "<|endoftext|>"]
            .iter()
            .filter_map(|name| control.get(*name).copied())
            .collect();
        end_tokens.extend(
            header
                .count("tokenizer.ggml.eos_token_id")
                .ok()
                .and_then(|id| u32::try_from(id).ok()),
        );
        Ok(Self {
            bpe,
            split: Split::new(
                SplitPattern::Regex(PATTERN.into()),
                SplitDelimiterBehavior::Isolated,
                false,
            )
            .map_err(unusable)?,
            byte_level: ByteLevel::new(false, false, false),
            control,
            end_tokens,
            bytes: byte_alphabet(),
            count,
            trie: OnceLock::new(),
        })
    }

    /// The tokens of plain text, which is brought into Unicode's form NFC first.
    ///
    /// # Errors
    /// When the text cannot be cut, which no known text causes.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, ModelError> {
        let mut normalized = NormalizedString::from(text);
        NFC.normalize(&mut normalized).map_err(unusable)?;
        let mut pieces = PreTokenizedString::from(normalized);
        self.split.pre_tokenize(&mut pieces).map_err(unusable)?;
        self.byte_level
            .pre_tokenize(&mut pieces)
            .map_err(unusable)?;
        pieces
            .tokenize(|piece| self.bpe.tokenize(piece.get()))
            .map_err(unusable)?;
        let splits = pieces.get_splits(OffsetReferential::Original, OffsetType::None);
        Ok(splits
            .iter()
            .filter_map(|(_, _, tokens)| tokens.as_ref())
            .flatten()
            .map(|token| token.id)
            .collect())
    }

    /// The text of tokens; control tokens have none, and broken UTF-8 becomes U+FFFD.
    #[must_use]
    pub fn decode(&self, tokens: &[u32]) -> String {
        let mut bytes = Vec::new();
        for &token in tokens {
            self.append_bytes(token, &mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Appends the bytes that a token stands for; control tokens stand for none.
    pub(crate) fn append_bytes(&self, token: u32, bytes: &mut Vec<u8>) {
        if let Some(piece) = self.bpe.id_to_token(token) {
            bytes.extend(piece.chars().filter_map(|char| self.bytes.get(&char)));
        }
    }

    /// Whether a token ends an answer.
    #[must_use]
    pub fn is_end(&self, token: u32) -> bool {
        self.end_tokens.contains(&token)
    }

    /// Tokens that end an answer.
    pub(crate) fn end_tokens(&self) -> &[u32] {
        &self.end_tokens
    }

    /// All tokens by their bytes; made at first use.
    pub(crate) fn trie(&self) -> &TokenTrie {
        self.trie.get_or_init(|| {
            TokenTrie::new((0..self.count).map(|token| {
                let mut bytes = Vec::new();
                self.append_bytes(token, &mut bytes);
                bytes
            }))
        })
    }

    /// The number of a control token.
    ///
    /// # Errors
    /// When the vocabulary has none of that name.
    pub fn control(&self, name: &str) -> Result<u32, ModelError> {
        self.control
            .get(name)
            .copied()
            .ok_or_else(|| ModelError::UnsupportedTokenizer {
                what: format!("it has no {name}"),
            })
    }
}

type Vocabulary = HashMap<String, u32>;

/// The text vocabulary and, apart from it, everything else.
fn vocabulary(header: &Header) -> Result<(Vocabulary, Vocabulary), ModelError> {
    let names = header.array("tokenizer.ggml.tokens")?;
    let kinds = header.array("tokenizer.ggml.token_type")?;
    if names.len() != kinds.len() {
        return Err(damaged("tokens and their types differ in number"));
    }
    let (mut text, mut control) = (Vocabulary::new(), Vocabulary::new());
    for (index, (name, kind)) in names.iter().zip(kinds).enumerate() {
        let (Value::String(name), Value::I32(kind)) = (name, kind) else {
            return Err(damaged("a token is no text"));
        };
        let id = u32::try_from(index).map_err(|_| damaged("it has too many tokens"))?;
        let target = if *kind == NORMAL_TOKEN {
            &mut text
        } else {
            &mut control
        };
        target.insert(name.clone(), id);
    }
    Ok((text, control))
}

/// The merges, each checked to produce a token: the library would panic on others.
fn merges(header: &Header, vocabulary: &Vocabulary) -> Result<Vec<(String, String)>, ModelError> {
    header
        .array("tokenizer.ggml.merges")?
        .iter()
        .map(|merge| {
            let Value::String(merge) = merge else {
                return Err(damaged("a merge is no text"));
            };
            merge
                .split_once(' ')
                .filter(|(left, right)| vocabulary.contains_key(&format!("{left}{right}")))
                .map(|(left, right)| (left.to_owned(), right.to_owned()))
                .ok_or_else(|| damaged("a merge makes no token"))
        })
        .collect()
}

/// GPT-2's alphabet: printable Latin-1 stands for itself, the other bytes for U+0100 onwards.
pub(crate) fn byte_alphabet() -> HashMap<char, u8> {
    let mut next = 0x100;
    (0..=u8::MAX)
        .filter_map(|byte| {
            let code = match byte {
                b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF => u32::from(byte),
                _ => {
                    next += 1;
                    next - 1
                }
            };
            Some((char::from_u32(code)?, byte))
        })
        .collect()
}

fn damaged(what: &str) -> ModelError {
    ModelError::UnsupportedTokenizer { what: what.into() }
}

fn unusable(error: tokenizers::Error) -> ModelError {
    ModelError::UnsupportedTokenizer {
        what: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_byte_alphabet_is_the_librarys() {
        let ours: HashSet<char> = byte_alphabet().into_keys().collect();
        let theirs: HashSet<char> = ByteLevel::alphabet().into_iter().collect();
        assert_eq!(ours.len(), 256);
        assert_eq!(ours, theirs);
        assert_eq!(byte_alphabet().get(&'Ġ'), Some(&b' '));
    }
}
