//! How fast the products are. The page in `run.mjs` and the native `products.rs` time the same
//! workload.

use companion_kernels::{Activations, Backend, Format, Matrix, MatrixBuilder, Operand, ShapeError};
use wasm_bindgen::prelude::wasm_bindgen;

/// Names of the formats, in the order of their numbers.
#[wasm_bindgen]
#[must_use]
pub fn formats() -> Vec<String> {
    Format::ALL.map(|format| format!("{format:?}")).into()
}

/// Random weights and activations, ready to be multiplied.
#[wasm_bindgen]
pub struct Workload {
    matrix: Matrix,
    values: Vec<f32>,
    activations: Activations,
    output: Vec<f32>,
}

#[wasm_bindgen]
impl Workload {
    /// Weights of `rows` × `columns` in format number `format`, and `vectors` vectors.
    ///
    /// # Errors
    /// When there is no such format or shape.
    #[wasm_bindgen(constructor)]
    pub fn new(format: usize, rows: usize, columns: usize, vectors: usize) -> Result<Self, String> {
        let format = Format::ALL.get(format).ok_or("no such format")?;
        Self::with_backend(*format, rows, columns, vectors, Backend::best())
            .map_err(|error| error.to_string())
    }

    /// Rounds the activations and multiplies, as a layer of a model does.
    ///
    /// # Errors
    /// Never, since `new` has made the shapes fit.
    pub fn run(&mut self) -> Result<(), String> {
        let columns = self.matrix.columns();
        let input = Operand::new(&self.values, columns, &mut self.activations);
        self.matrix
            .multiply(input, &mut self.output)
            .map_err(|error| error.to_string())
    }

    /// A sum over the results: equal for all that multiply alike.
    #[must_use]
    pub fn checksum(&self) -> f64 {
        self.output.iter().map(|&value| f64::from(value)).sum()
    }
}

impl Workload {
    /// As [`Workload::new`], for a chosen backend.
    ///
    /// # Errors
    /// When the machine lacks the backend or the shape does not fit.
    pub fn with_backend(
        format: Format,
        rows: usize,
        columns: usize,
        vectors: usize,
        backend: Backend,
    ) -> Result<Self, ShapeError> {
        let mut state = 0x1234_5678_9abc_def1_u64;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u32
        };
        let mut builder = MatrixBuilder::new(format, rows, columns, backend)?;
        let mut row = vec![0_u8; columns / format.block_len() * format.block_bytes()];
        for _ in 0..rows {
            row.iter_mut()
                .for_each(|byte| *byte = random() as u8 & 0x3f | 0x20);
            builder.push(&row)?;
        }
        Ok(Self {
            matrix: builder.finish()?,
            values: (0..columns * vectors)
                .map(|_| random() as f32 / 2_147_483_648.0 - 1.0)
                .collect(),
            activations: Activations::default(),
            output: vec![0.0; rows * vectors],
        })
    }
}
