//! From what training leaves to one file: names and properties as llama.cpp has them for BERT,
//! and our own for heads.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::safetensors;
use crate::gguf::{Gguf, Storage, Tensor};
use crate::tool::{self, Context, Failure};

/// What stands before a piece that begins a word; BERT marks the others, with `##`.
const WORD_BEGIN: char = '\u{2581}';
/// `tokenizer.ggml.token_type` of text, and of what is none.
const NORMAL_TOKEN: i32 = 1;
const CONTROL_TOKEN: i32 = 3;
/// `bert.pooling_type` of the mean over all tokens.
const MEAN_POOLING: u32 = 1;
/// `general.file_type` of files that are mostly Q8_0.
const MOSTLY_Q8_0: u32 = 7;
/// Tokens whose numbers the file names.
const SPECIAL: [(&str, &[&str]); 5] = [
    ("[PAD]", &["padding_token_id"]),
    ("[UNK]", &["unknown_token_id"]),
    ("[CLS]", &["cls_token_id", "bos_token_id"]),
    // The spelling is that of the format.
    ("[SEP]", &["seperator_token_id", "eos_token_id"]),
    ("[MASK]", &["mask_token_id"]),
];

/// Tensors outside the layers.
const EMBEDDINGS: [(&str, &str); 5] = [
    ("embeddings.word_embeddings.weight", "token_embd.weight"),
    (
        "embeddings.position_embeddings.weight",
        "position_embd.weight",
    ),
    (
        "embeddings.token_type_embeddings.weight",
        "token_types.weight",
    ),
    ("embeddings.LayerNorm.weight", "token_embd_norm.weight"),
    ("embeddings.LayerNorm.bias", "token_embd_norm.bias"),
];
/// Parts of a layer; each has a weight and a bias.
const LAYER: [(&str, &str); 8] = [
    ("attention.self.query", "attn_q"),
    ("attention.self.key", "attn_k"),
    ("attention.self.value", "attn_v"),
    ("attention.output.dense", "attn_output"),
    ("attention.output.LayerNorm", "attn_output_norm"),
    ("intermediate.dense", "ffn_up"),
    ("output.dense", "ffn_down"),
    ("output.LayerNorm", "layer_output_norm"),
];

/// Puts the file together.
pub(super) fn convert(folder: &Path, name: &str) -> Result<Vec<u8>, Failure> {
    let config = json(&folder.join("config.json"))?;
    let number = |key: &str| number(&config, key);
    if config["hidden_act"] != "gelu" {
        return Err(Failure::new("the encoder's activation is not \"gelu\""));
    }
    let tensors = safetensors::read(&tool::read(&folder.join("model.safetensors"))?)?;
    let mut file = Gguf::default();
    file.text("general.architecture", "bert");
    file.text("general.name", name);
    file.text("general.license", "apache-2.0");
    file.number("general.file_type", MOSTLY_Q8_0);
    file.number("general.quantization_version", 2);
    let layers = number("num_hidden_layers")?;
    file.number("bert.block_count", layers);
    file.number("bert.context_length", number("max_position_embeddings")?);
    file.number("bert.embedding_length", number("hidden_size")?);
    file.number("bert.feed_forward_length", number("intermediate_size")?);
    file.number("bert.attention.head_count", number("num_attention_heads")?);
    let epsilon = config["layer_norm_eps"].as_f64();
    let epsilon = epsilon.ok_or_else(|| Failure::new("config.json lacks layer_norm_eps"))?;
    file.float("bert.attention.layer_norm_epsilon", epsilon as f32);
    file.flag("bert.attention.causal", false);
    file.number("bert.pooling_type", MEAN_POOLING);
    let limit = folder.join("sentence_bert_config.json");
    if limit.is_file() {
        let limit = self::number(&json(&limit)?, "max_seq_length")?;
        file.number("companion.encoder.max_tokens", limit);
    }
    vocabulary(&mut file, &tool::read_text(&folder.join("vocab.txt"))?)?;
    file.number(
        "tokenizer.ggml.token_type_count",
        number("type_vocab_size")?,
    );
    let heads = folder.join("heads.json");
    let heads = if heads.is_file() {
        json(&heads)?
    } else {
        Value::Null
    };
    let head_names = describe_heads(&mut file, &heads)?;

    for (from, to) in EMBEDDINGS {
        add(&mut file, &tensors, from, to)?;
    }
    for layer in 0..layers {
        for (from, to) in LAYER {
            for part in ["weight", "bias"] {
                let from = format!("encoder.layer.{layer}.{from}.{part}");
                add(
                    &mut file,
                    &tensors,
                    &from,
                    &format!("blk.{layer}.{to}.{part}"),
                )?;
            }
        }
    }
    for name in head_names {
        for part in ["weight", "bias", "dense.weight", "dense.bias"] {
            let from = format!("head.{name}.{part}");
            if let Some(tensor) = tensors.get(&from) {
                // Heads are small, and what they say rests on few numbers.
                file.tensor(&from, tensor, Storage::Float);
            }
        }
    }
    Ok(file.finish())
}

/// The vocabulary, and the numbers of special tokens.
fn vocabulary(file: &mut Gguf, lines: &str) -> Result<(), Failure> {
    let is_control =
        |token: &str| token.starts_with('[') && token.ends_with(']') && token.len() > 2;
    let tokens: Vec<&str> = lines.lines().collect();
    let pieces: Vec<String> = tokens
        .iter()
        .map(|token| match token.strip_prefix("##") {
            Some(continuation) if !continuation.is_empty() => continuation.to_owned(),
            _ if is_control(token) => (*token).to_owned(),
            _ => format!("{WORD_BEGIN}{token}"),
        })
        .collect();
    let kinds: Vec<i32> = tokens
        .iter()
        .map(|token| {
            if is_control(token) {
                CONTROL_TOKEN
            } else {
                NORMAL_TOKEN
            }
        })
        .collect();
    file.text("tokenizer.ggml.model", "bert");
    file.text("tokenizer.ggml.pre", "jina-v2-en");
    file.texts("tokenizer.ggml.tokens", pieces.iter().map(String::as_str));
    file.integers("tokenizer.ggml.token_type", &kinds);
    for (token, keys) in SPECIAL {
        let id = (0..)
            .zip(&tokens)
            .find(|(_, other)| **other == token)
            .map(|(id, _)| id)
            .ok_or_else(|| Failure::new(format!("vocab.txt lacks {token}")))?;
        for key in keys {
            file.number(&format!("tokenizer.ggml.{key}"), id);
        }
    }
    Ok(())
}

/// Properties of the heads that `heads.json` lists:
/// `[{"name": …, "kind": "tokens|first|mean", "scale": "one|each|value", "labels": […]}, …]`.
fn describe_heads<'a>(file: &mut Gguf, heads: &'a Value) -> Result<Vec<&'a str>, Failure> {
    let Some(heads) = heads.as_array() else {
        return Ok(Vec::new());
    };
    let text = |head: &'a Value, key: &str| {
        head[key]
            .as_str()
            .ok_or_else(|| Failure::new(format!("a head in heads.json lacks {key:?}")))
    };
    let mut names = Vec::new();
    for head in heads {
        let name = text(head, "name")?;
        for key in ["kind", "scale"] {
            file.text(&format!("companion.head.{name}.{key}"), text(head, key)?);
        }
        let labels: Vec<&str> = head["labels"]
            .as_array()
            .map(|labels| labels.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        file.texts(&format!("companion.head.{name}.labels"), labels.into_iter());
        names.push(name);
    }
    file.texts("companion.heads", names.iter().copied());
    Ok(names)
}

/// Adds the tensor `from` as `to`: matrices quantized, vectors and the few types of tokens not.
fn add(
    file: &mut Gguf,
    tensors: &BTreeMap<String, Tensor>,
    from: &str,
    to: &str,
) -> Result<(), Failure> {
    let tensor = tensors
        .get(from)
        .or_else(|| tensors.get(&format!("bert.{from}")))
        .ok_or_else(|| Failure::new(format!("model.safetensors lacks {from}")))?;
    let storage = match tensor.shape.as_slice() {
        [rows, columns] if *rows > 2 && columns.is_multiple_of(32) => Storage::Q8,
        _ => Storage::Float,
    };
    file.tensor(to, tensor, storage);
    Ok(())
}

fn json(path: &Path) -> Result<Value, Failure> {
    serde_json::from_slice(&tool::read(path)?).context(&format!("reading {}", path.display()))
}

fn number(config: &Value, key: &str) -> Result<u32, Failure> {
    config[key]
        .as_u64()
        .and_then(|value| u32::try_from(value).ok())
        .ok_or_else(|| Failure::new(format!("the configuration lacks the number {key:?}")))
}
