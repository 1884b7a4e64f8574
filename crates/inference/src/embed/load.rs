//! Brings an encoder from its file into memory. A file has some 25 MB: one go is enough.

use std::io::{Read, Seek};

use super::config::EncoderConfig;
use super::head::{self, Description, Head, Plane};
use super::layer::{Layer, Loud, Projection};
use super::{Encoder, WordPiece};
use crate::ModelError;
use crate::gguf::Header;
use crate::linear::Norm;
use crate::numeric::add;
use crate::tensors::{Shape, Tensors};

impl Encoder {
    /// Reads an encoder. The file's head is checked, and all shapes with it, before memory is
    /// taken for weights.
    ///
    /// # Errors
    /// When something is missing, foreign or does not fit together, memory is short, or the file
    /// cannot be read.
    pub fn load<R: Read + Seek>(file: &mut R) -> Result<Self, ModelError> {
        let header = Header::read(file)?;
        let (config, heads) = examine(&header)?;
        let tokenizer = WordPiece::from_header(&header)?;
        let name = header.name().map(str::to_owned);
        let shapes = shapes(&config, &heads, &header)?;
        let mut loaded = Tensors::read(header, shapes, file)?;
        let mut positions = loaded.floats("position_embd.weight")?;
        let types = loaded.floats("token_types.weight")?;
        for position in positions.chunks_exact_mut(config.hidden) {
            // Texts come alone, never in pairs: all their tokens are of the first type.
            add(position, &types[..config.hidden]);
        }
        let embedding_norm = loaded.norm("token_embd_norm")?;
        let mut norms = vec![];
        for layer in 0..config.layers {
            norms.push(loaded.norm(&format!("blk.{layer}.attn_output_norm"))?);
            norms.push(loaded.norm(&format!("blk.{layer}.layer_output_norm"))?);
        }
        let loud = loudest(
            std::iter::once(&embedding_norm).chain(&norms),
            config.hidden,
        );
        let mut norms = norms.into_iter();
        let mut layers = Vec::with_capacity(config.layers);
        for index in 0..config.layers {
            // Two norms a layer were read above.
            if let (Some(attention), Some(output)) = (norms.next(), norms.next()) {
                layers.push(layer(
                    &mut loaded,
                    index,
                    (attention, output),
                    &loud,
                    config.hidden,
                )?);
            }
        }
        let heads = heads
            .into_iter()
            .map(|description| labelling(&mut loaded, description))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            tokenizer,
            token_embedding: loaded.matrix("token_embd.weight")?,
            positions,
            embedding_norm,
            loud,
            layers,
            heads,
            name,
            config,
        })
    }

    /// Checks that the file holds a complete encoder, without taking memory for it.
    ///
    /// # Errors
    /// When something is missing, foreign or does not fit together.
    pub fn check(header: &Header) -> Result<(), ModelError> {
        let (config, heads) = examine(header)?;
        WordPiece::from_header(header)?;
        Tensors::check(header, &shapes(&config, &heads, header)?)
    }
}

fn examine(header: &Header) -> Result<(EncoderConfig, Vec<Description>), ModelError> {
    Ok((EncoderConfig::from_header(header)?, head::describe(header)?))
}

/// The tensors of an encoder.
fn shapes(
    config: &EncoderConfig,
    heads: &[Description],
    header: &Header,
) -> Result<Vec<Shape>, ModelError> {
    let (hidden, inner) = (config.hidden, config.feed_forward);
    let types = header.count("tokenizer.ggml.token_type_count")?;
    let mut shapes: Vec<Shape> = [
        ("token_embd.weight", config.vocabulary, hidden),
        ("position_embd.weight", config.positions, hidden),
        ("token_types.weight", types, hidden),
        ("token_embd_norm.weight", 1, hidden),
        ("token_embd_norm.bias", 1, hidden),
    ]
    .map(|(name, rows, columns)| Shape::new(name, rows, columns))
    .into();
    for layer in 0..config.layers {
        shapes.extend(
            [
                ("attn_q.weight", hidden, hidden),
                ("attn_q.bias", 1, hidden),
                ("attn_k.weight", hidden, hidden),
                ("attn_k.bias", 1, hidden),
                ("attn_v.weight", hidden, hidden),
                ("attn_v.bias", 1, hidden),
                ("attn_output.weight", hidden, hidden),
                ("attn_output.bias", 1, hidden),
                ("attn_output_norm.weight", 1, hidden),
                ("attn_output_norm.bias", 1, hidden),
                ("ffn_up.weight", inner, hidden),
                ("ffn_up.bias", 1, inner),
                ("ffn_down.weight", hidden, inner),
                ("ffn_down.bias", 1, hidden),
                ("layer_output_norm.weight", 1, hidden),
                ("layer_output_norm.bias", 1, hidden),
            ]
            .map(|(part, rows, columns)| Shape::new(format!("blk.{layer}.{part}"), rows, columns)),
        );
    }
    shapes.extend(heads.iter().flat_map(|head| head.tensors(config)));
    Ok(shapes)
}

/// The loudest channels of the residual stream: what a LayerNorm makes of a channel is as large as
/// its weight and bias, compared with the other channels' and over all norms.
fn loudest<'a>(norms: impl Iterator<Item = &'a Norm>, hidden: usize) -> Loud {
    let mut loudness = vec![0.0; hidden];
    for norm in norms {
        let size = |(weight, bias): (&f32, &f32)| weight.hypot(*bias);
        let sizes: Vec<f32> = norm.weight.iter().zip(&norm.bias).map(size).collect();
        let mean = sizes.iter().sum::<f32>() / hidden as f32;
        for (sum, size) in loudness.iter_mut().zip(sizes) {
            *sum += size / mean.max(f32::MIN_POSITIVE);
        }
    }
    let mut channels: Vec<usize> = (0..hidden).collect();
    channels.sort_by(|&a, &b| loudness[b].total_cmp(&loudness[a]));
    // There are at least 32 channels.
    core::array::from_fn(|rank| channels[rank])
}

fn layer(
    loaded: &mut Tensors,
    index: usize,
    (attention_norm, output_norm): (Norm, Norm),
    loud: &Loud,
    hidden: usize,
) -> Result<Layer, ModelError> {
    let name = |part: &str| format!("blk.{index}.{part}");
    let mut projection = |part: &str| Projection::new(loaded.linear(&name(part))?, loud, hidden);
    Ok(Layer {
        query: projection("attn_q")?,
        key: projection("attn_k")?,
        value: projection("attn_v")?,
        up: projection("ffn_up")?,
        attention_output: loaded.linear(&name("attn_output"))?,
        down: loaded.linear(&name("ffn_down"))?,
        attention_norm,
        output_norm,
    })
}

fn plane(loaded: &mut Tensors, name: &str) -> Result<Plane, ModelError> {
    Ok(Plane {
        weight: loaded.floats(&format!("{name}.weight"))?,
        bias: loaded.floats(&format!("{name}.bias"))?,
    })
}

fn labelling(loaded: &mut Tensors, description: Description) -> Result<Head, ModelError> {
    let name = format!("head.{}", description.name);
    let dense = if description.has_dense {
        Some(plane(loaded, &format!("{name}.dense"))?)
    } else {
        None
    };
    Ok(Head {
        dense,
        output: plane(loaded, &name)?,
        name: description.name,
        kind: description.kind,
        labels: description.labels,
        scale: description.scale,
    })
}
