//! Makes a smaller model file of a larger one, a piece at a time: never more than a few rows of one
//! matrix are in memory.
//!
//! Matrices become blocks of the wished type; vectors (norms and biases) stay as they are, being
//! small and sensitive. Blocks are made by candle.

mod head;
mod kind;

use std::io::{Read, Seek, SeekFrom, Write};

use candle_core::quantized::gguf_file::Value;
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor};

use crate::ModelError;
use crate::gguf::{Extent, Header};
use crate::matrix::MatrixBuilder;
use crate::qwen::Loader;

pub use kind::WeightType;

/// Weights that are quantized at once: 4 MiB in single precision, some 50 ms.
const STEP_WEIGHTS: usize = 1 << 20;
/// Bytes of a tensor that stays as it is which are copied at once.
const COPY_BYTES: usize = 4 << 20;

/// A model file being quantized. Dropping it stops; what has been written by then is no model.
pub struct Quantizer {
    head: Option<Vec<u8>>,
    tensors: Vec<Planned>,
    /// The tensor under way, and how much of it is done: rows of one that changes its type, bytes of
    /// one that does not.
    at: (usize, usize),
    done_bytes: u64,
    is_quantized_already: bool,
}

/// A tensor, and what becomes of it.
struct Planned {
    name: String,
    /// Rows, columns; or columns alone.
    dims: Vec<usize>,
    from: GgmlDType,
    to: GgmlDType,
    extent: Extent,
    /// Where it begins, behind the head.
    offset: u64,
    size_bytes: u64,
}

impl Quantizer {
    /// Plans how the model of `header` is to be quantized.
    ///
    /// # Errors
    /// When the file is not a Qwen chat model that this program could run.
    pub fn new(header: &Header, to: WeightType) -> Result<Self, ModelError> {
        Loader::check(header)?;
        let tensors = plan(header, to)?;
        let mut properties = header.properties().clone();
        // The file is whole, and aligned as usual.
        properties.retain(|key, _| !key.starts_with("split.") && key != "general.alignment");
        properties.insert("general.file_type".into(), Value::U32(to.file_type()));
        // The version of the blocks' layout: 2 since 2023.
        properties.insert("general.quantization_version".into(), Value::U32(2));
        let is_quantized = |tensor: &Planned| {
            tensor.dims.len() == 2
                && !matches!(
                    tensor.from,
                    GgmlDType::F32 | GgmlDType::F16 | GgmlDType::BF16
                )
        };
        Ok(Self {
            head: Some(head::write(&properties, &tensors)?),
            is_quantized_already: tensors.iter().any(is_quantized),
            tensors,
            at: (0, 0),
            done_bytes: 0,
        })
    }

    /// Whether the weights have been rounded before: what they have lost does not come back.
    #[must_use]
    pub const fn is_quantized_already(&self) -> bool {
        self.is_quantized_already
    }

    /// Bytes of the file that have been read.
    #[must_use]
    pub const fn done_bytes(&self) -> u64 {
        self.done_bytes
    }

    /// Bytes to read in all.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        let sizes = self.tensors.iter().map(|tensor| tensor.extent.size_bytes);
        sizes.map(|bytes| bytes as u64).sum()
    }

    /// How many of the matrices get each type, such as `("Q4K", 168)`; the most frequent first.
    #[must_use]
    pub fn matrix_types(&self) -> Vec<(String, usize)> {
        let mut counts: Vec<(String, usize)> = Vec::new();
        for tensor in self.tensors.iter().filter(|tensor| tensor.dims.len() == 2) {
            let name = format!("{:?}", tensor.to);
            match counts.iter_mut().find(|(other, _)| *other == name) {
                Some((_, count)) => *count += 1,
                None => counts.push((name, 1)),
            }
        }
        counts.sort_by_key(|(_, count)| core::cmp::Reverse(*count));
        counts
    }

    /// Writes the next piece of the new file, which follows what has been written before; `true`
    /// while there is more.
    ///
    /// # Errors
    /// When the file cannot be read, holds weights that are no numbers, or `out` cannot be written.
    pub fn step<R: Read + Seek, W: Write>(
        &mut self,
        file: &mut R,
        out: &mut W,
    ) -> Result<bool, ModelError> {
        if let Some(head) = self.head.take() {
            out.write_all(&head).map_err(ModelError::Write)?;
        }
        let (index, done) = self.at;
        let Some(tensor) = self.tensors.get(index) else {
            return Ok(false);
        };
        let (read_bytes, done, is_over) = if tensor.from == tensor.to {
            tensor.copy(file, out, done)?
        } else {
            tensor.quantize(file, out, done)?
        };
        if is_over {
            let padding = tensor.size_bytes.next_multiple_of(head::ALIGNMENT) - tensor.size_bytes;
            let padding = &[0; head::ALIGNMENT as usize][..padding as usize];
            out.write_all(padding).map_err(ModelError::Write)?;
        }
        self.done_bytes += read_bytes as u64;
        self.at = if is_over {
            (index + 1, 0)
        } else {
            (index, done)
        };
        Ok(self.at.0 < self.tensors.len())
    }
}

impl Planned {
    /// Copies bytes from `done` on. Returns how many, how many are done, and whether that is all.
    fn copy<R: Read + Seek, W: Write>(
        &self,
        file: &mut R,
        out: &mut W,
        done: usize,
    ) -> Result<(usize, usize, bool), ModelError> {
        let count = COPY_BYTES.min(self.extent.size_bytes - done);
        let bytes = read(file, self.extent.offset + done as u64, count)?;
        out.write_all(&bytes).map_err(ModelError::Write)?;
        let done = done + count;
        Ok((count, done, done == self.extent.size_bytes))
    }

    /// Quantizes rows from `done` on. Returns how many bytes of the file they had, how many rows are
    /// done, and whether those are all.
    fn quantize<R: Read + Seek, W: Write>(
        &self,
        file: &mut R,
        out: &mut W,
        done: usize,
    ) -> Result<(usize, usize, bool), ModelError> {
        let [rows, columns] = self.dims[..] else {
            return Err(ModelError::damaged("only matrices change their type"));
        };
        let count = (STEP_WEIGHTS / columns).clamp(1, rows - done);
        let row_bytes = self.extent.size_bytes / rows;
        let offset = self.extent.offset + (done * row_bytes) as u64;
        let bytes = read(file, offset, count * row_bytes)?;

        let mut matrix = MatrixBuilder::new(self.from, count, columns)?;
        matrix.push(&bytes)?;
        let weights = matrix.finish()?.to_floats()?;
        if weights.iter().any(|weight| !weight.is_finite()) {
            let what = format!(
                "the tensor \"{}\" holds something that is no number",
                self.name
            );
            return Err(ModelError::damaged(what));
        }
        let weights = Tensor::from_vec(weights, (count, columns), &Device::Cpu)?;
        let blocks = QTensor::quantize(&weights, self.to)?;
        out.write_all(&blocks.data()?).map_err(ModelError::Write)?;
        Ok((bytes.len(), done + count, done + count == rows))
    }
}

/// What becomes of each tensor, in the order of the file.
fn plan(header: &Header, to: WeightType) -> Result<Vec<Planned>, ModelError> {
    // Where there is no matrix for the output, that of the input serves ("tied").
    let output = if header.has_tensor("output.weight") {
        "output.weight"
    } else {
        "token_embd.weight"
    };
    let mut tensors = Vec::new();
    for (name, info) in header.tensors() {
        let dims = info.shape.dims();
        let wanted = match dims {
            [rows, columns] if *rows > 1 => {
                let kind = if name == output { to.for_output() } else { to };
                kind.fitting(*columns)
            }
            _ => info.ggml_dtype,
        };
        let weights: usize = dims.iter().product();
        tensors.push(Planned {
            dims: dims.to_vec(),
            from: info.ggml_dtype,
            to: wanted,
            extent: header.extent(name)?,
            offset: 0,
            size_bytes: (weights / wanted.block_size() * wanted.type_size()) as u64,
            name: name.clone(),
        });
    }
    tensors.sort_by_key(|tensor| tensor.extent.offset);
    let mut end = 0_u64;
    for tensor in &mut tensors {
        tensor.offset = end;
        end += tensor.size_bytes.next_multiple_of(head::ALIGNMENT);
    }
    Ok(tensors)
}

fn read<R: Read + Seek>(file: &mut R, offset: u64, count: usize) -> Result<Vec<u8>, ModelError> {
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = vec![0; count];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
