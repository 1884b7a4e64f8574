//! BERT's WordPiece, uncased, built from the vocabulary inside the GGUF file.
//!
//! Control tokens such as `[SEP]` are placed by number alone: no text, however hostile, is
//! encoded as one. (The reference implementation reads the letters "[SEP]" as the token; here they
//! are a bracket, a word and a bracket.)

use std::ops::Range;

use candle_core::quantized::gguf_file::Value;
use tokenizers::models::bpe::Vocab;
use tokenizers::models::wordpiece::WordPiece as Model;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::{
    Model as _, NormalizedString, Normalizer as _, OffsetType, PreTokenizedString,
    PreTokenizer as _,
};

use crate::ModelError;
use crate::gguf::Header;

/// What llama.cpp's files have before a piece that begins a word; the others go on with one.
const WORD_BEGIN: char = '\u{2581}';
/// How BERT itself marks a piece that goes on with a word.
const CONTINUATION: &str = "##";
/// BERT takes longer words for unknown.
const MAX_WORD_CHARS: usize = 100;
/// `tokenizer.ggml.token_type` of what stands for no text.
const CONTROL_TOKEN: i32 = 3;
/// Text is cut into tokens in pieces of about this many bytes, until enough have come.
const SEGMENT_BYTES: usize = 1 << 10;
/// Characters that separate words whatever stands beside them.
const SEPARATORS: [char; 4] = [' ', '\t', '\n', '\r'];

/// Turns text into tokens.
pub struct WordPiece {
    model: Model,
    begin: u32,
    end: u32,
}

/// A token of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its number.
    pub token: u32,
    /// The bytes of the text that it stands for; empty for `[CLS]` and `[SEP]`.
    pub bytes: Range<usize>,
}

impl WordPiece {
    /// Builds the tokenizer from a file's properties.
    ///
    /// # Errors
    /// When it is not BERT's kind of tokenizer or contradicts itself.
    pub fn from_header(header: &Header) -> Result<Self, ModelError> {
        let kind = header.string("tokenizer.ggml.model")?;
        if kind != "bert" {
            let kind: String = kind.chars().take(40).collect();
            return Err(unusable(format!("its kind is \"{kind}\", not \"bert\"")));
        }
        let names = header.array("tokenizer.ggml.tokens")?;
        let kinds = header.array("tokenizer.ggml.token_type")?;
        if names.len() != kinds.len() {
            return Err(unusable("tokens and their types differ in number"));
        }
        let control = |key: &str| {
            let id = header.count(key)?;
            match kinds.get(id) {
                // The position in a list of at most a million tokens.
                Some(Value::I32(CONTROL_TOKEN)) => Ok(id as u32),
                _ => Err(unusable(format!("\"{key}\" names no control token"))),
            }
        };
        let begin = control("tokenizer.ggml.cls_token_id")?;
        // The spelling is that of the format.
        let end = control("tokenizer.ggml.seperator_token_id")?;
        let unknown = control("tokenizer.ggml.unknown_token_id")?;

        let mut vocabulary = Vec::with_capacity(names.len());
        let mut unknown_name = String::new();
        for ((id, name), kind) in (0..).zip(names).zip(kinds) {
            let (Value::String(name), Value::I32(kind)) = (name, kind) else {
                return Err(unusable("a token is no text"));
            };
            if id == unknown {
                unknown_name.clone_from(name);
            } else if *kind == CONTROL_TOKEN {
                continue;
            }
            let name = match name.strip_prefix(WORD_BEGIN) {
                Some(word) => word.to_owned(),
                None if id == unknown => name.clone(),
                None => format!("{CONTINUATION}{name}"),
            };
            vocabulary.push((name, id));
        }
        let model = Model::builder()
            .vocab(vocabulary.into_iter().collect::<Vocab>())
            .unk_token(unknown_name)
            .continuing_subword_prefix(CONTINUATION.into())
            .max_input_chars_per_word(MAX_WORD_CHARS)
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        Ok(Self { model, begin, end })
    }

    /// The tokens of a text, `[CLS]` first and `[SEP]` last: at most `limit`, of which the text's
    /// beginning keeps its place. The second value says whether something was left out.
    ///
    /// # Errors
    /// When the text cannot be cut, which no known text causes.
    pub fn encode(&self, text: &str, limit: usize) -> Result<(Vec<Piece>, bool), ModelError> {
        let room = limit.saturating_sub(2);
        let control = |token, at| Piece {
            token,
            bytes: at..at,
        };
        let mut pieces = vec![control(self.begin, 0)];
        let mut start = 0;
        // Words do not reach across separators, so that a long text need not be read to its end.
        while start < text.len() && pieces.len() <= room + 1 {
            let end = segment_end(text, start);
            self.append(&text[start..end], start, &mut pieces)?;
            start = end;
        }
        let is_cut = pieces.len() > room + 1;
        pieces.truncate(room + 1);
        let end = pieces.last().map_or(0, |piece| piece.bytes.end);
        pieces.push(control(self.end, end));
        Ok((pieces, is_cut))
    }

    /// The tokens of a segment that begins at byte `offset` of the text.
    fn append(
        &self,
        segment: &str,
        offset: usize,
        pieces: &mut Vec<Piece>,
    ) -> Result<(), ModelError> {
        let failed = |error: tokenizers::Error| unusable(error.to_string());
        let mut normalized = NormalizedString::from(segment);
        BertNormalizer::default()
            .normalize(&mut normalized)
            .map_err(failed)?;
        let mut words = PreTokenizedString::from(normalized);
        BertPreTokenizer.pre_tokenize(&mut words).map_err(failed)?;
        words
            .tokenize(|word| self.model.tokenize(word.get()))
            .map_err(failed)?;
        let encoding = words
            .into_encoding(None, 0, OffsetType::Byte)
            .map_err(failed)?;
        let tokens = encoding.get_ids().iter().zip(encoding.get_offsets());
        pieces.extend(tokens.map(|(&token, &(start, end))| Piece {
            token,
            bytes: offset + start..offset + end,
        }));
        Ok(())
    }
}

/// The end of the segment that begins at `start`: behind the first separator after
/// [`SEGMENT_BYTES`], or the text's end.
fn segment_end(text: &str, start: usize) -> usize {
    let mut from = start.saturating_add(SEGMENT_BYTES);
    if from >= text.len() {
        return text.len();
    }
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    text[from..]
        .find(SEPARATORS)
        // Separators are one byte long.
        .map_or(text.len(), |at| from + at + 1)
}

fn unusable(what: impl Into<String>) -> ModelError {
    ModelError::UnsupportedTokenizer { what: what.into() }
}
