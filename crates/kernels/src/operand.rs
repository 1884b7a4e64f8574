//! What a matrix is multiplied with.

use crate::Activations;

/// Vectors of activations that several matrices are multiplied with: as they are, and rounded once
/// for all of those.
#[derive(Clone, Copy, Debug)]
pub struct Operand<'a> {
    values: &'a [f32],
    width: usize,
    rounded: &'a Activations,
}

impl<'a> Operand<'a> {
    /// Rounds `values`, vectors of `width` one after another, into `rounded`, whose memory of an
    /// earlier use is kept.
    pub fn new(values: &'a [f32], width: usize, rounded: &'a mut Activations) -> Self {
        rounded.quantize(values, width);
        Self {
            values,
            width,
            rounded,
        }
    }

    /// Number of vectors. What remains behind the last whole one is left out.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }

    /// Activations of a vector.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// The activations as they are.
    pub(crate) const fn values(&self) -> &'a [f32] {
        self.values
    }

    /// The activations rounded.
    pub(crate) const fn rounded(&self) -> &'a Activations {
        self.rounded
    }
}
