//! From what CTranslate2 has to one file, with names of our own: see `docs/FORMAT.md`.

use std::path::Path;

use serde_json::Value;

use super::ctranslate;
use crate::gguf::{Gguf, Storage, Tensor};
use crate::tool::{self, Context, Failure};

/// `general.file_type` of files that are mostly Q8_0.
const MOSTLY_Q8_0: u32 = 7;
/// Values of each head of attention, in all sizes of Whisper.
const HEAD: usize = 64;

/// Parts of a layer that both halves have.
const BOTH: [(&str, &[&str]); 6] = [
    ("self_attention/layer_norm", &["attention_norm"]),
    ("self_attention/linear_0", &["query", "key", "value"]),
    ("self_attention/linear_1", &["attention_output"]),
    ("ffn/layer_norm", &["feed_forward_norm"]),
    ("ffn/linear_0", &["up"]),
    ("ffn/linear_1", &["down"]),
];
/// Parts of a layer with which the half that writes looks at what was heard.
const CROSS: [(&str, &[&str]); 4] = [
    ("attention/layer_norm", &["cross_norm"]),
    ("attention/linear_0", &["cross_query"]),
    ("attention/linear_1", &["cross_key", "cross_value"]),
    ("attention/linear_2", &["cross_output"]),
];

/// Puts the file together.
pub(super) fn convert(folder: &Path, model: &[u8], name: &str) -> Result<Vec<u8>, Failure> {
    let mut tensors = ctranslate::read(model)?;
    let config: Value = serde_json::from_slice(&tool::read(&folder.join("config.json"))?)
        .context("reading config.json")?;
    let shape = |name: &str| {
        let tensor = tensors.get(name);
        tensor
            .map(|tensor| tensor.shape.clone())
            .ok_or_else(|| lacks(name))
    };
    let (tokens, width) = pair(&shape("decoder/embeddings/weight")?)?;
    let (inner, _) = pair(&shape("decoder/layer_0/ffn/linear_0/weight")?)?;
    let (context, _) = pair(&shape("decoder/position_encodings/encodings")?)?;
    let layers = |half: &str| {
        (0_u32..)
            .take_while(|index| {
                tensors.contains_key(&format!("{half}/layer_{index}/ffn/linear_0/weight"))
            })
            .count()
    };
    let (audio_layers, text_layers) = (layers("encoder"), layers("decoder"));

    let mut file = Gguf::default();
    file.text("general.architecture", "whisper");
    file.text("general.name", name);
    file.text("general.license", "mit");
    file.number("general.file_type", MOSTLY_Q8_0);
    file.number("general.quantization_version", 2);
    for (key, value) in [
        ("embedding_length", width),
        ("feed_forward_length", inner),
        ("attention.head_count", width / HEAD),
        ("audio.block_count", audio_layers),
        ("text.block_count", text_layers),
        ("text.context_length", context),
    ] {
        let value = u32::try_from(value).context("counting")?;
        file.number(&format!("whisper.{key}"), value);
    }
    // Token 50256 is empty, and the last line may be.
    let vocabulary = tool::read_text(&folder.join("vocabulary.txt"))?;
    let pieces: Vec<&str> = vocabulary.split('\n').take(tokens).collect();
    if pieces.len() != tokens {
        return Err(Failure::new(
            "vocabulary.txt has another length than the model",
        ));
    }
    file.text("tokenizer.ggml.model", "gpt2");
    file.texts("tokenizer.ggml.tokens", pieces.into_iter());
    for (key, from) in [
        ("whisper.suppressed_tokens", "suppress_ids"),
        ("whisper.suppressed_first_tokens", "suppress_ids_begin"),
    ] {
        let list = config[from].as_array().ok_or_else(|| lacks(from))?;
        let numbers = list
            .iter()
            .filter_map(|id| i32::try_from(id.as_i64()?).ok());
        file.integers(key, &numbers.collect::<Vec<_>>());
    }

    let mut part = |from: &str, to: &str, into: &[&str]| -> Result<(), Failure> {
        for (kind, other) in [("weight", "gamma"), ("bias", "beta")] {
            let whole = tensors
                .remove(&format!("{from}/{kind}"))
                .or_else(|| tensors.remove(&format!("{from}/{other}")))
                .ok_or_else(|| lacks(from))?;
            for (name, tensor) in into.iter().zip(cut(whole, into.len())) {
                add(&mut file, &format!("{to}{name}.{kind}"), tensor);
            }
        }
        Ok(())
    };
    part("encoder/conv1", "audio.", &["conv1"])?;
    part("encoder/conv2", "audio.", &["conv2"])?;
    part("encoder/layer_norm", "audio.", &["norm"])?;
    part("decoder/layer_norm", "text.", &["norm"])?;
    for (half, to, layers) in [
        ("encoder", "audio", audio_layers),
        ("decoder", "text", text_layers),
    ] {
        for index in 0..layers {
            let cross = if half == "decoder" { &CROSS[..] } else { &[] };
            for (from, into) in BOTH.iter().chain(cross) {
                let from = format!("{half}/layer_{index}/{from}");
                part(&from, &format!("{to}.layer.{index}."), into)?;
            }
        }
    }
    for (from, to) in [
        ("decoder/embeddings/weight", "text.tokens.weight"),
        (
            "decoder/position_encodings/encodings",
            "text.positions.weight",
        ),
    ] {
        add(
            &mut file,
            to,
            tensors.remove(from).ok_or_else(|| lacks(from))?,
        );
    }
    Ok(file.finish())
}

/// Cuts a tensor into equal stacks of rows.
fn cut(whole: Tensor, count: usize) -> Vec<Tensor> {
    let mut shape = whole.shape;
    shape[0] /= count;
    let size = whole.values.len() / count;
    whole
        .values
        .chunks_exact(size)
        .map(|values| Tensor {
            shape: shape.clone(),
            values: values.to_vec(),
        })
        .collect()
}

/// Adds a tensor: large matrices quantized, the others not. The taps of a convolution, which come
/// last, are put before its channels, so that it is a product with neighbouring rows.
fn add(file: &mut Gguf, name: &str, mut tensor: Tensor) {
    if let [outputs, channels, taps] = tensor.shape[..] {
        let from = &tensor.values;
        tensor.values = (0..outputs * taps * channels)
            .map(|at| {
                let (output, tap, channel) =
                    (at / (taps * channels), at / channels % taps, at % channels);
                from[(output * channels + channel) * taps + tap]
            })
            .collect();
        tensor.shape = vec![outputs, taps * channels];
    }
    let storage = match tensor.shape[..] {
        // Positions are added, and are few.
        _ if name == "text.positions.weight" => Storage::Float,
        [_, columns] if columns.is_multiple_of(32) => Storage::Q8,
        _ => Storage::Float,
    };
    file.tensor(name, &tensor, storage);
}

fn pair(shape: &[usize]) -> Result<(usize, usize), Failure> {
    match shape {
        [rows, columns] => Ok((*rows, *columns)),
        _ => Err(Failure::new("a matrix of the speech model is none")),
    }
}

fn lacks(name: &str) -> Failure {
    Failure::new(format!("the speech model lacks {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacks_are_cut_in_order() {
        let whole = Tensor {
            shape: vec![4, 1],
            values: vec![1.0, 2.0, 3.0, 4.0],
        };
        let parts = cut(whole, 2);
        assert_eq!(parts[0].values, [1.0, 2.0]);
        assert_eq!(parts[1].values, [3.0, 4.0]);
        assert_eq!(parts[1].shape, [2, 1]);
    }
}
