//! Brings an encoder from its file into memory. A file has some 25 MB: one go is enough.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use super::config::EncoderConfig;
use super::head::{self, Description, Head, Plane};
use super::layer::{Layer, Linear, Loud, Norm, Projection};
use super::{Encoder, WordPiece};
use crate::ModelError;
use crate::gguf::Header;
use crate::matrix::{Matrix, MatrixBuilder};
use crate::numeric::add;

/// Bytes read at once.
const BUFFER_BYTES: usize = 1 << 20;

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
        let tensors = plan(&config, &heads, &header)?;

        // The vocabulary is held once more in the properties: free it before weights come.
        let mut loaded = Tensors::read(&header.without_properties(), tensors, file)?;
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
                layers.push(loaded.layer(index, (attention, output), &loud, config.hidden)?);
            }
        }
        let heads = heads
            .into_iter()
            .map(|description| loaded.head(description))
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
        plan(&config, &heads, header)?;
        Ok(())
    }
}

fn examine(header: &Header) -> Result<(EncoderConfig, Vec<Description>), ModelError> {
    Ok((EncoderConfig::from_header(header)?, head::describe(header)?))
}

/// The tensors of an encoder with their rows and columns, each found in the file.
fn plan(
    config: &EncoderConfig,
    heads: &[Description],
    header: &Header,
) -> Result<Vec<(String, usize, usize)>, ModelError> {
    let (hidden, inner) = (config.hidden, config.feed_forward);
    let types = header.count("tokenizer.ggml.token_type_count")?;
    let mut tensors: Vec<(String, usize, usize)> = [
        ("token_embd.weight", config.vocabulary, hidden),
        ("position_embd.weight", config.positions, hidden),
        ("token_types.weight", types, hidden),
        ("token_embd_norm.weight", 1, hidden),
        ("token_embd_norm.bias", 1, hidden),
    ]
    .map(|(name, rows, columns)| (name.to_owned(), rows, columns))
    .into();
    for layer in 0..config.layers {
        tensors.extend(
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
            .map(|(part, rows, columns)| (format!("blk.{layer}.{part}"), rows, columns)),
        );
    }
    tensors.extend(heads.iter().flat_map(|head| head.tensors(config)));
    for (name, rows, columns) in &tensors {
        let dims = header.tensor(name)?.shape.dims();
        let fits = match dims {
            [only] => *rows == 1 && only == columns,
            [first, second] => first == rows && second == columns,
            _ => false,
        };
        if !fits {
            return Err(ModelError::damaged(format!(
                "tensor \"{name}\" has the shape {dims:?} instead of {rows} × {columns}"
            )));
        }
    }
    Ok(tensors)
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

/// Tensors in memory, waiting for their places.
struct Tensors(HashMap<String, Matrix>);

impl Tensors {
    fn read<R: Read + Seek>(
        header: &Header,
        tensors: Vec<(String, usize, usize)>,
        file: &mut R,
    ) -> Result<Self, ModelError> {
        let mut buffer = vec![0; BUFFER_BYTES];
        let mut loaded = HashMap::new();
        for (name, rows, columns) in tensors {
            let extent = header.extent(&name)?;
            let kind = header.tensor(&name)?.ggml_dtype;
            let mut matrix = MatrixBuilder::new(kind, rows, columns)?;
            file.seek(SeekFrom::Start(extent.offset))?;
            let mut left_bytes = extent.size_bytes;
            while left_bytes > 0 {
                let count = left_bytes.min(buffer.len());
                file.read_exact(&mut buffer[..count])?;
                matrix.push(&buffer[..count])?;
                left_bytes -= count;
            }
            loaded.insert(name, matrix.finish()?);
        }
        Ok(Self(loaded))
    }

    fn matrix(&mut self, name: &str) -> Result<Matrix, ModelError> {
        self.0
            .remove(name)
            .ok_or_else(|| ModelError::MissingTensor { name: name.into() })
    }

    fn floats(&mut self, name: &str) -> Result<Vec<f32>, ModelError> {
        self.matrix(name)?.to_floats()
    }

    fn norm(&mut self, name: &str) -> Result<Norm, ModelError> {
        Ok(Norm {
            weight: self.floats(&format!("{name}.weight"))?,
            bias: self.floats(&format!("{name}.bias"))?,
        })
    }

    fn linear(&mut self, name: &str) -> Result<Linear, ModelError> {
        Ok(Linear {
            weight: self.matrix(&format!("{name}.weight"))?,
            bias: self.floats(&format!("{name}.bias"))?,
        })
    }

    fn layer(
        &mut self,
        index: usize,
        (attention_norm, output_norm): (Norm, Norm),
        loud: &Loud,
        hidden: usize,
    ) -> Result<Layer, ModelError> {
        let name = |part: &str| format!("blk.{index}.{part}");
        let mut projection = |part: &str| Projection::new(self.linear(&name(part))?, loud, hidden);
        Ok(Layer {
            query: projection("attn_q")?,
            key: projection("attn_k")?,
            value: projection("attn_v")?,
            up: projection("ffn_up")?,
            attention_output: self.linear(&name("attn_output"))?,
            down: self.linear(&name("ffn_down"))?,
            attention_norm,
            output_norm,
        })
    }

    fn plane(&mut self, name: &str) -> Result<Plane, ModelError> {
        Ok(Plane {
            weight: self.floats(&format!("{name}.weight"))?,
            bias: self.floats(&format!("{name}.bias"))?,
        })
    }

    fn head(&mut self, description: Description) -> Result<Head, ModelError> {
        let name = format!("head.{}", description.name);
        let dense = if description.has_dense {
            Some(self.plane(&format!("{name}.dense"))?)
        } else {
            None
        };
        Ok(Head {
            dense,
            output: self.plane(&name)?,
            name: description.name,
            kind: description.kind,
            labels: description.labels,
            scale: description.scale,
        })
    }
}
