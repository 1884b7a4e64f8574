//! A weight matrix of a file: the kernels' matrix, in the format that the file has.

use candle_core::quantized::GgmlDType;
use companion_kernels::{self as kernels, Backend, Format, ShapeError};

pub(crate) use companion_kernels::Operand;

use crate::ModelError;

/// `rows × columns` weights.
pub(crate) struct Matrix(kernels::Matrix);

impl Matrix {
    pub(crate) const fn rows(&self) -> usize {
        self.0.rows()
    }

    /// `output[t] = weights · input[t]` for every row `t` of `input`.
    pub(crate) fn multiply(
        &self,
        input: Operand<'_>,
        output: &mut [f32],
    ) -> Result<(), ModelError> {
        Ok(self.0.multiply(input, output)?)
    }

    /// Dequantizes one row: the embedding of a token.
    pub(crate) fn row(&self, index: u32, output: &mut [f32]) -> Result<(), ModelError> {
        Ok(self.0.dequantize_row(index as usize, output)?)
    }

    /// Dequantizes everything; for vectors such as norms and biases.
    pub(crate) fn to_floats(&self) -> Result<Vec<f32>, ModelError> {
        let mut values = vec![0.0; self.0.rows() * self.0.columns()];
        for (index, row) in (0..).zip(values.chunks_exact_mut(self.0.columns())) {
            self.row(index, row)?;
        }
        Ok(values)
    }
}

/// A [`Matrix`] being filled from a file.
pub(crate) struct MatrixBuilder(kernels::MatrixBuilder);

impl MatrixBuilder {
    /// Takes the memory for a matrix.
    pub(crate) fn new(kind: GgmlDType, rows: usize, columns: usize) -> Result<Self, ModelError> {
        let format = format(kind)
            .ok_or_else(|| ModelError::damaged(format!("its weights have the type {kind:?}")))?;
        let builder = kernels::MatrixBuilder::new(format, rows, columns, Backend::best())?;
        Ok(Self(builder))
    }

    /// Takes the next bytes of the file.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), ModelError> {
        Ok(self.0.push(bytes)?)
    }

    /// The filled matrix.
    pub(crate) fn finish(self) -> Result<Matrix, ModelError> {
        Ok(Matrix(self.0.finish()?))
    }
}

/// What the kernels call a type of ggml. They have all that [`crate::gguf`] lets through.
const fn format(kind: GgmlDType) -> Option<Format> {
    match kind {
        GgmlDType::F32 => Some(Format::F32),
        GgmlDType::F16 => Some(Format::F16),
        GgmlDType::BF16 => Some(Format::Bf16),
        GgmlDType::Q4_0 => Some(Format::Q4_0),
        GgmlDType::Q4_1 => Some(Format::Q4_1),
        GgmlDType::Q5_0 => Some(Format::Q5_0),
        GgmlDType::Q5_1 => Some(Format::Q5_1),
        GgmlDType::Q8_0 => Some(Format::Q8_0),
        GgmlDType::Q2K => Some(Format::Q2K),
        GgmlDType::Q3K => Some(Format::Q3K),
        GgmlDType::Q4K => Some(Format::Q4K),
        GgmlDType::Q5K => Some(Format::Q5K),
        GgmlDType::Q6K => Some(Format::Q6K),
        GgmlDType::Q8_1 | GgmlDType::Q8K => None,
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
