//! A quantized weight matrix. The one place that knows whose kernels multiply it: our own for
//! the formats that Qwen files mostly consist of, candle's for the others.

use candle_core::CpuStorage;
use candle_core::quantized::{GgmlDType, QuantizedType};
use companion_kernels::{self as kernels, Activations, Backend, Format, ShapeError};

use crate::ModelError;

/// `rows × columns` weights.
pub(crate) struct Matrix {
    rows: usize,
    columns: usize,
    weights: Weights,
}

enum Weights {
    Tiles(kernels::Matrix),
    Blocks(Box<dyn QuantizedType>),
}

/// Rows of activations that several matrices are multiplied with, rounded once for all of them.
#[derive(Clone, Copy)]
pub(crate) struct Operand<'a> {
    values: &'a [f32],
    rounded: &'a Activations,
}

impl<'a> Operand<'a> {
    /// Rounds `values`, rows of `width`, into `rounded`.
    pub(crate) fn new(values: &'a [f32], width: usize, rounded: &'a mut Activations) -> Self {
        rounded.quantize(values, width);
        Self { values, rounded }
    }
}

impl Matrix {
    pub(crate) const fn rows(&self) -> usize {
        self.rows
    }

    /// `output[t] = weights · input[t]` for every row `t` of `input`.
    pub(crate) fn multiply(
        &self,
        input: Operand<'_>,
        output: &mut [f32],
    ) -> Result<(), ModelError> {
        match &self.weights {
            Weights::Tiles(tiles) => tiles.multiply(input.rounded, output)?,
            Weights::Blocks(blocks) => {
                let count = input.values.len() / self.columns;
                blocks.matmul_t((count, self.columns, self.rows), input.values, output)?;
            }
        }
        Ok(())
    }

    /// Dequantizes one row: the embedding of a token.
    pub(crate) fn row(&self, index: u32, output: &mut [f32]) -> Result<(), ModelError> {
        match &self.weights {
            Weights::Tiles(tiles) => tiles.dequantize_row(index as usize, output)?,
            Weights::Blocks(blocks) => {
                let storage = blocks.embedding(&[index], self.rows, self.columns)?;
                output.copy_from_slice(as_floats(&storage)?);
            }
        }
        Ok(())
    }

    /// Dequantizes everything; for vectors such as norms and biases.
    pub(crate) fn to_floats(&self) -> Result<Vec<f32>, ModelError> {
        let mut values = vec![0.0; self.rows * self.columns];
        for (index, row) in (0..).zip(values.chunks_exact_mut(self.columns)) {
            self.row(index, row)?;
        }
        Ok(values)
    }
}

/// A [`Matrix`] being filled from a file.
pub(crate) struct MatrixBuilder {
    rows: usize,
    columns: usize,
    weights: Unfinished,
}

enum Unfinished {
    Tiles(kernels::MatrixBuilder),
    /// candle copies bytes into typed blocks. The bytes are collected in elements of eight so
    /// that they are aligned for every block type.
    Blocks {
        kind: GgmlDType,
        words: Vec<u64>,
        filled_bytes: usize,
        size_bytes: usize,
    },
}

impl MatrixBuilder {
    /// Takes the memory for a matrix.
    pub(crate) fn new(
        kind: GgmlDType,
        rows: usize,
        columns: usize,
        size_bytes: usize,
    ) -> Result<Self, ModelError> {
        let weights = match tile_format(kind) {
            Some(format) => Unfinished::Tiles(kernels::MatrixBuilder::new(
                format,
                rows,
                columns,
                Backend::best(),
            )?),
            None => {
                let count = size_bytes.div_ceil(size_of::<u64>());
                let mut words = Vec::new();
                words
                    .try_reserve_exact(count)
                    .map_err(|_| ModelError::Memory {
                        needed_bytes: size_bytes as u64,
                    })?;
                words.resize(count, 0);
                Unfinished::Blocks {
                    kind,
                    words,
                    filled_bytes: 0,
                    size_bytes,
                }
            }
        };
        Ok(Self {
            rows,
            columns,
            weights,
        })
    }

    /// Takes the next bytes of the file.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), ModelError> {
        match &mut self.weights {
            Unfinished::Tiles(builder) => builder.push(bytes)?,
            Unfinished::Blocks {
                words,
                filled_bytes,
                ..
            } => {
                let end = *filled_bytes + bytes.len();
                bytemuck::cast_slice_mut::<u64, u8>(words)
                    .get_mut(*filled_bytes..end)
                    .ok_or_else(|| ModelError::damaged("a tensor is longer than announced"))?
                    .copy_from_slice(bytes);
                *filled_bytes = end;
            }
        }
        Ok(())
    }

    /// The filled matrix.
    pub(crate) fn finish(self) -> Result<Matrix, ModelError> {
        let weights = match self.weights {
            Unfinished::Tiles(builder) => Weights::Tiles(builder.finish()?),
            Unfinished::Blocks {
                kind,
                words,
                filled_bytes,
                size_bytes,
            } => {
                if filled_bytes != size_bytes {
                    return Err(ModelError::damaged("a tensor is shorter than announced"));
                }
                let bytes: &[u8] = &bytemuck::cast_slice(&words)[..size_bytes];
                Weights::Blocks(kind.from_data(bytes.into()))
            }
        };
        Ok(Matrix {
            rows: self.rows,
            columns: self.columns,
            weights,
        })
    }
}

const fn tile_format(kind: GgmlDType) -> Option<Format> {
    match kind {
        GgmlDType::Q5_0 => Some(Format::Q5_0),
        GgmlDType::Q8_0 => Some(Format::Q8_0),
        GgmlDType::Q4K => Some(Format::Q4K),
        GgmlDType::Q6K => Some(Format::Q6K),
        _ => None,
    }
}

fn as_floats(storage: &CpuStorage) -> Result<&[f32], ModelError> {
    match storage {
        CpuStorage::F32(values) => Ok(values),
        _ => Err(ModelError::damaged("its weights are no numbers")),
    }
}

impl From<ShapeError> for ModelError {
    fn from(error: ShapeError) -> Self {
        match error {
            ShapeError::OutOfMemory { bytes } => Self::Memory {
                needed_bytes: bytes as u64,
            },
            other => Self::damaged(other.to_string()),
        }
    }
}
