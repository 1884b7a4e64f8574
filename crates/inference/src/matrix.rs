//! A quantized weight matrix. The one place that knows whose kernels multiply it.

use candle_core::CpuStorage;
use candle_core::quantized::{GgmlDType, QuantizedType};

use crate::ModelError;

/// `rows × columns` weights in the blocks of their GGUF type.
pub(crate) struct Matrix {
    rows: usize,
    columns: usize,
    blocks: Box<dyn QuantizedType>,
}

impl Matrix {
    /// Copies blocks out of `bytes`, which must be aligned to 8 and exactly as long as the
    /// matrix is (the loader's scratch is).
    pub(crate) fn from_blocks(
        kind: GgmlDType,
        rows: usize,
        columns: usize,
        bytes: &[u8],
    ) -> Self {
        Self {
            rows,
            columns,
            blocks: kind.from_data(bytes.into()),
        }
    }

    pub(crate) const fn rows(&self) -> usize {
        self.rows
    }

    /// `output[t] = weights · input[t]` for every token's row `t` of `input`.
    pub(crate) fn multiply(&self, input: &[f32], output: &mut [f32]) -> Result<(), ModelError> {
        let tokens = input.len() / self.columns;
        self.blocks
            .matmul_t((tokens, self.columns, self.rows), input, output)?;
        Ok(())
    }

    /// Dequantizes one row: the embedding of a token.
    pub(crate) fn row(&self, index: u32, output: &mut [f32]) -> Result<(), ModelError> {
        let storage = self.blocks.embedding(&[index], self.rows, self.columns)?;
        output.copy_from_slice(as_floats(&storage)?);
        Ok(())
    }

    /// Dequantizes everything; for vectors such as norms and biases.
    pub(crate) fn to_floats(&self) -> Result<Vec<f32>, ModelError> {
        let storage = self.blocks.dequantize(self.rows * self.columns)?;
        Ok(as_floats(&storage)?.to_vec())
    }
}

fn as_floats(storage: &CpuStorage) -> Result<&[f32], ModelError> {
    match storage {
        CpuStorage::F32(values) => Ok(values),
        _ => Err(ModelError::damaged("its weights are no numbers")),
    }
}
