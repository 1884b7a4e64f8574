//! The parts that encoders are made of: a matrix with a bias, and LayerNorm.

use crate::ModelError;
use crate::embed::math::layer_norm;
use crate::matrix::{Matrix, Operand};
use crate::numeric::add;

/// A matrix with a bias.
pub(crate) struct Linear {
    pub(crate) weight: Matrix,
    pub(crate) bias: Vec<f32>,
}

impl Linear {
    /// `output = weight · input + bias` for every row of `input`.
    pub(crate) fn apply(&self, input: Operand<'_>, output: &mut [f32]) -> Result<(), ModelError> {
        self.weight.multiply(input, output)?;
        for row in output.chunks_exact_mut(self.bias.len()) {
            add(row, &self.bias);
        }
        Ok(())
    }
}

/// Weight and bias of a LayerNorm.
pub(crate) struct Norm {
    pub(crate) weight: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

impl Norm {
    /// Normalises every row in place.
    pub(crate) fn apply(&self, rows: &mut [f32], epsilon: f32) {
        layer_norm(rows, &self.weight, &self.bias, epsilon);
    }
}
