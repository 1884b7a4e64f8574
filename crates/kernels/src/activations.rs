//! Activations, rounded to eight bits in blocks of 32.

/// Values that share one scale.
pub const BLOCK_LEN: usize = 32;

/// Values whose sum is kept: the finest granularity at which a weight format changes its scale.
pub(crate) const HALF_LEN: usize = BLOCK_LEN / 2;

/// 32 activations as `value[i] ≈ scale * quants[i]`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub(crate) struct Block {
    /// Size of one step.
    pub(crate) scale: f32,
    /// `scale` times the sum of the first and of the second 16 quants: what a weight's offset
    /// is multiplied with.
    pub(crate) scaled_sums: [f32; 2],
    /// -127 to 127.
    pub(crate) quants: [i8; BLOCK_LEN],
}

/// The columns of a product, each a vector of activations: the memory of an [`Operand`].
///
/// [`Operand`]: crate::Operand
#[derive(Clone, Debug, Default)]
pub struct Activations {
    blocks: Vec<Block>,
    blocks_per_column: usize,
}

impl Activations {
    /// Rounds `values`, which are vectors of `len` activations one after another. Memory of an
    /// earlier use is kept.
    ///
    /// A `len` that is no multiple of 32, or `values` that end within a vector, leave the rest
    /// out: [`crate::Matrix::multiply`] then refuses the shape.
    pub(crate) fn quantize(&mut self, values: &[f32], len: usize) {
        self.blocks_per_column = len / BLOCK_LEN;
        self.blocks.clear();
        if self.blocks_per_column == 0 {
            return;
        }
        for column in values.chunks_exact(len) {
            self.blocks
                .extend(column.as_chunks::<BLOCK_LEN>().0.iter().map(quantize_block));
        }
    }

    /// Number of vectors.
    pub(crate) fn columns(&self) -> usize {
        self.blocks
            .len()
            .checked_div(self.blocks_per_column)
            .unwrap_or(0)
    }

    pub(crate) const fn blocks_per_column(&self) -> usize {
        self.blocks_per_column
    }

    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }
}

/// 1.5 · 2²³: adding it rounds a small number to a whole one, ties to even, which then stands in
/// two's complement in the lowest bits.
const ROUNDING: f32 = 12_582_912.0;

/// Symmetric rounding: the largest magnitude becomes 127. Without calls and branches, so that the
/// compiler vectorises it.
fn quantize_block(values: &[f32; BLOCK_LEN]) -> Block {
    let mut maxima = [0.0_f32; 8];
    for part in values.as_chunks::<8>().0 {
        for (max, value) in maxima.iter_mut().zip(part) {
            // Not `max`, which is a call in WebAssembly.
            *max = if value.abs() > *max {
                value.abs()
            } else {
                *max
            };
        }
    }
    let larger = |max: f32, &value: &f32| if value > max { value } else { max };
    let scale = maxima.iter().fold(0.0, larger) / 127.0;
    // Of a block of zeros, and of one so small that its inverse overflows, nothing remains.
    let inverse = if scale > f32::MIN_POSITIVE {
        scale.recip()
    } else {
        0.0
    };
    let mut quants = [0_i8; BLOCK_LEN];
    for (quant, value) in quants.iter_mut().zip(values) {
        *quant = (value * inverse + ROUNDING).to_bits() as i8;
    }
    let sum = |half: &[i8]| half.iter().map(|&quant| i32::from(quant)).sum::<i32>() as f32;
    let (first, second) = quants.split_at(HALF_LEN);
    Block {
        scale,
        scaled_sums: [scale * sum(first), scale * sum(second)],
        quants,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rounding_is_within_half_a_step(values in proptest::collection::vec(-1e4_f32..1e4, 64)) {
            let mut activations = Activations::default();
            activations.quantize(&values, 64);
            prop_assert_eq!(activations.columns(), 1);
            for (block, values) in activations.blocks().iter().zip(values.chunks(BLOCK_LEN)) {
                for (&quant, value) in block.quants.iter().zip(values) {
                    prop_assert!((f32::from(quant) * block.scale - value).abs() <= block.scale * 0.5001);
                    prop_assert!(quant != i8::MIN);
                }
            }
        }
    }

    #[test]
    fn zeros_denormals_and_odd_shapes() {
        let mut activations = Activations::default();
        activations.quantize(&[1e-41; 32], 32);
        assert_eq!(activations.blocks()[0].quants, [0; 32]);
        activations.quantize(&[0.0; 31], 31);
        assert_eq!(activations.columns(), 0);
    }
}
