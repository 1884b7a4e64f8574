//! Brings a model's weights into memory, in steps.
//!
//! Tensors go straight from the file into their final place. The largest come first, so that the
//! small ones take what room there is between them: in Wasm, memory never shrinks.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use super::layer::{HeadNorms, Layer, Projection};
use super::{Model, next_identity};
use crate::ModelError;
use crate::attention::rotary_frequencies;
use crate::chat::Template;
use crate::config::{Config, Family};
use crate::gguf::Header;
use crate::kv_cache::KvCache;
use crate::matrix::{Matrix, MatrixBuilder};
use crate::tokenizer::Tokenizer;

/// Bytes read in one step: about 20 ms from a browser's private file system.
const STEP_BYTES: usize = 16 << 20;
/// Bytes read at once.
const BUFFER_BYTES: usize = 1 << 20;
/// Context for which memory is asked in advance.
const USUAL_CONTEXT_TOKENS: usize = 2048;

/// A model being loaded.
pub struct Loader {
    config: Config,
    template: Template,
    tokenizer: Tokenizer,
    header: Header,
    /// Tensors still to load, the smallest first.
    pending: Vec<Pending>,
    loaded: HashMap<String, Matrix>,
    /// The last of `pending`, as far as it has been read.
    building: Option<Building>,
    /// Bytes on their way from the file into a matrix.
    buffer: Vec<u8>,
    done_bytes: u64,
    total_bytes: u64,
}

struct Building {
    matrix: MatrixBuilder,
    done_bytes: usize,
}

struct Pending {
    name: String,
    rows: usize,
    columns: usize,
    size_bytes: usize,
}

impl Loader {
    /// Checks that the file holds a complete Qwen chat model and that there is memory for it.
    ///
    /// # Errors
    /// When something is missing, foreign or does not fit together, or memory is short.
    pub fn new(header: Header) -> Result<Self, ModelError> {
        let (config, template, mut pending) = Self::examine(&header)?;
        pending.sort_by_key(|tensor| tensor.size_bytes);
        let tokenizer = Tokenizer::from_header(&header)?;

        // The vocabulary is held once more in the properties: free it before weights come.
        let header = header.without_properties();

        let total_bytes = pending.iter().map(|tensor| tensor.size_bytes as u64).sum();
        reserve(total_bytes + KvCache::size_bytes(&config, USUAL_CONTEXT_TOKENS) as u64)?;
        Ok(Self {
            config,
            template,
            tokenizer,
            header,
            pending,
            loaded: HashMap::new(),
            building: None,
            buffer: vec![0; BUFFER_BYTES],
            done_bytes: 0,
            total_bytes,
        })
    }

    /// Checks that the file holds a complete Qwen chat model, without taking memory for it.
    ///
    /// # Errors
    /// When something is missing, foreign or does not fit together.
    pub fn check(header: &Header) -> Result<(), ModelError> {
        Self::examine(header)?;
        Tokenizer::from_header(header)?;
        Ok(())
    }

    fn examine(header: &Header) -> Result<(Config, Template, Vec<Pending>), ModelError> {
        let config = Config::from_header(header)?;
        let template = Template::from_header(header)?;
        let tensors = plan(&config, header)?;
        Ok((config, template, tensors))
    }

    /// Bytes of weights that have been read.
    #[must_use]
    pub const fn done_bytes(&self) -> u64 {
        self.done_bytes
    }

    /// Bytes of weights in all.
    #[must_use]
    pub const fn total_bytes(&self) -> u64 {
        self.total_bytes
    }

    /// Reads a little more of the file; `true` while there is more to read.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn step<R: Read + Seek>(&mut self, file: &mut R) -> Result<bool, ModelError> {
        let mut budget = STEP_BYTES;
        while let Some(tensor) = self.pending.last() {
            let extent = self.header.extent(&tensor.name)?;
            let mut building = match self.building.take() {
                Some(building) => building,
                None => Building {
                    matrix: MatrixBuilder::new(
                        self.header.tensor(&tensor.name)?.ggml_dtype,
                        tensor.rows,
                        tensor.columns,
                    )?,
                    done_bytes: 0,
                },
            };
            file.seek(SeekFrom::Start(extent.offset + building.done_bytes as u64))?;
            while building.done_bytes < extent.size_bytes && budget > 0 {
                let count = (extent.size_bytes - building.done_bytes)
                    .min(self.buffer.len())
                    .min(budget);
                file.read_exact(&mut self.buffer[..count])?;
                building.matrix.push(&self.buffer[..count])?;
                building.done_bytes += count;
                self.done_bytes += count as u64;
                budget -= count;
            }
            if building.done_bytes < extent.size_bytes {
                self.building = Some(building);
                return Ok(true);
            }
            self.loaded
                .insert(tensor.name.clone(), building.matrix.finish()?);
            self.pending.pop();
        }
        Ok(false)
    }

    /// Puts the model together once [`Loader::step`] has returned `false`.
    ///
    /// # Errors
    /// When not everything has been read.
    pub fn finish(mut self) -> Result<Model, ModelError> {
        let layers = (0..self.config.layers)
            .map(|index| self.layer(index))
            .collect::<Result<_, _>>()?;
        Ok(Model {
            identity: next_identity(),
            rotary: rotary_frequencies(&self.config),
            embedding: self.matrix("token_embd.weight")?,
            layers,
            output_norm: self.vector("output_norm.weight")?,
            output: self.loaded.remove("output.weight"),
            config: self.config,
            template: self.template,
            tokenizer: self.tokenizer,
        })
    }

    fn layer(&mut self, index: usize) -> Result<Layer, ModelError> {
        let name = |part: &str| format!("blk.{index}.{part}");
        Ok(Layer {
            attention_norm: self.vector(&name("attn_norm.weight"))?,
            query: self.projection(&name("attn_q"))?,
            key: self.projection(&name("attn_k"))?,
            head_norms: self.head_norms(index)?,
            value: self.projection(&name("attn_v"))?,
            attention_output: self.matrix(&name("attn_output.weight"))?,
            feed_forward_norm: self.vector(&name("ffn_norm.weight"))?,
            gate: self.matrix(&name("ffn_gate.weight"))?,
            up: self.matrix(&name("ffn_up.weight"))?,
            down: self.matrix(&name("ffn_down.weight"))?,
        })
    }

    fn projection(&mut self, name: &str) -> Result<Projection, ModelError> {
        let bias = format!("{name}.bias");
        Ok(Projection {
            weight: self.matrix(&format!("{name}.weight"))?,
            bias: match self.config.family {
                Family::Qwen2 => Some(self.vector(&bias)?),
                Family::Qwen3 => None,
            },
        })
    }

    fn head_norms(&mut self, index: usize) -> Result<Option<HeadNorms>, ModelError> {
        match self.config.family {
            Family::Qwen2 => Ok(None),
            Family::Qwen3 => Ok(Some(HeadNorms {
                query: self.vector(&format!("blk.{index}.attn_q_norm.weight"))?,
                key: self.vector(&format!("blk.{index}.attn_k_norm.weight"))?,
            })),
        }
    }

    fn matrix(&mut self, name: &str) -> Result<Matrix, ModelError> {
        self.loaded
            .remove(name)
            .ok_or_else(|| ModelError::MissingTensor { name: name.into() })
    }

    fn vector(&mut self, name: &str) -> Result<Vec<f32>, ModelError> {
        self.matrix(name)?.to_floats()
    }
}

/// The tensors of a model with their shapes, each found in the file.
fn plan(config: &Config, header: &Header) -> Result<Vec<Pending>, ModelError> {
    let (hidden, inner) = (config.hidden, config.feed_forward);
    let (wide, narrow) = (config.query_width(), config.kv_width());
    let mut shapes = vec![
        ("token_embd.weight".to_owned(), config.vocabulary, hidden),
        ("output_norm.weight".to_owned(), 1, hidden),
    ];
    if header.has_tensor("output.weight") {
        shapes.push(("output.weight".to_owned(), config.vocabulary, hidden));
    }
    let common = [
        ("attn_norm.weight", 1, hidden),
        ("attn_q.weight", wide, hidden),
        ("attn_k.weight", narrow, hidden),
        ("attn_v.weight", narrow, hidden),
        ("attn_output.weight", hidden, wide),
        ("ffn_norm.weight", 1, hidden),
        ("ffn_gate.weight", inner, hidden),
        ("ffn_up.weight", inner, hidden),
        ("ffn_down.weight", hidden, inner),
    ];
    let own: &[_] = match config.family {
        Family::Qwen2 => &[
            ("attn_q.bias", 1, wide),
            ("attn_k.bias", 1, narrow),
            ("attn_v.bias", 1, narrow),
        ],
        Family::Qwen3 => &[
            ("attn_q_norm.weight", 1, config.head),
            ("attn_k_norm.weight", 1, config.head),
        ],
    };
    for layer in 0..config.layers {
        shapes.extend(
            common
                .iter()
                .chain(own)
                .map(|&(part, rows, columns)| (format!("blk.{layer}.{part}"), rows, columns)),
        );
    }
    shapes
        .into_iter()
        .map(|(name, rows, columns)| {
            let dims = header.tensor(&name)?.shape.dims();
            let fits = match dims {
                [only] => rows == 1 && *only == columns,
                [first, second] => *first == rows && *second == columns,
                _ => false,
            };
            if !fits {
                return Err(ModelError::damaged(format!(
                    "tensor \"{name}\" has the shape {dims:?} instead of {rows} × {columns}"
                )));
            }
            let size_bytes = header.extent(&name)?.size_bytes;
            Ok(Pending {
                name,
                rows,
                columns,
                size_bytes,
            })
        })
        .collect()
}

/// Asks for all memory at once and gives it back, so that a device with too little says so now
/// instead of failing in the middle.
fn reserve(needed_bytes: u64) -> Result<(), ModelError> {
    let mut probe: Vec<u8> = Vec::new();
    usize::try_from(needed_bytes)
        .ok()
        .and_then(|bytes| probe.try_reserve_exact(bytes).ok())
        .ok_or(ModelError::Memory { needed_bytes })
}
