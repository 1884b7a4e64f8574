//! Weights as numbers, for looking up an embedding.

use super::dispatch::{Task, dispatch};
use crate::activations::{BLOCK_LEN, HALF_LEN};
use crate::format::{FloatFormat, GROUPS, TileFormat};
use crate::lanes::Lanes;
use crate::matrix::Matrix;

/// Writes a row's weights; row and length have been checked.
pub(crate) fn dequantize_row(matrix: &Matrix, row: usize, output: &mut [f32]) {
    let task = DequantizeRow {
        matrix,
        row,
        output,
    };
    dispatch(matrix.format(), matrix.backend(), task);
}

struct DequantizeRow<'a> {
    matrix: &'a Matrix,
    row: usize,
    output: &'a mut [f32],
}

impl DequantizeRow<'_> {
    /// The tile that the row is in, and its place there.
    fn place<L: Lanes>(&self) -> (&[u8], usize) {
        let tile_bytes = self.matrix.tile_bytes();
        let tile = &self.matrix.tiles()[self.row / L::ROWS * tile_bytes..][..tile_bytes];
        (tile, self.row % L::ROWS)
    }
}

impl Task for DequantizeRow<'_> {
    unsafe fn run<L: Lanes, F: TileFormat>(mut self) {
        let output = core::mem::take(&mut self.output);
        let (tile, lane) = self.place::<L>();
        let parts = F::BLOCK_LEN / BLOCK_LEN;
        for (i, values) in output.chunks_exact_mut(BLOCK_LEN).enumerate() {
            let mut quants = [0_u8; GROUPS * 4 * 16];
            let mut factors = [[0.0_f32; 16]; 4];
            // SAFETY: the instructions are promised; block `i` exists in the tile; the arrays hold
            // 16 rows, the most that a tile has.
            unsafe {
                let tile_block = tile.as_ptr().add(i / parts * F::BLOCK_BYTES * L::ROWS);
                let unpacked = F::unpack::<L>(tile_block, i % parts);
                for (group, bytes) in unpacked.quants.into_iter().enumerate() {
                    L::store(quants.as_mut_ptr().add(group * 4 * L::ROWS), bytes);
                }
                let floats = unpacked.scales.into_iter().chain(unpacked.offsets);
                for (to, floats) in factors.iter_mut().zip(floats) {
                    L::store_floats(to.as_mut_ptr(), floats);
                }
            }
            for (k, value) in values.iter_mut().enumerate() {
                let half = k / HALF_LEN;
                let quant = f32::from(quants[k / 4 * 4 * L::ROWS + lane * 4 + k % 4]);
                *value = factors[half][lane] * quant - factors[2 + half][lane];
            }
        }
    }

    unsafe fn run_floats<L: Lanes, F: FloatFormat>(mut self) {
        let output = core::mem::take(&mut self.output);
        let (tile, lane) = self.place::<L>();
        let columns = tile.chunks_exact(F::BLOCK_BYTES * L::ROWS);
        for (value, column) in output.iter_mut().zip(columns) {
            let mut rows = [0.0_f32; 16];
            // SAFETY: the instructions are promised; `column` is a tile block; the array holds 16
            // rows, the most that a tile has.
            unsafe { L::store_floats(rows.as_mut_ptr(), F::load::<L>(column.as_ptr())) };
            *value = rows[lane];
        }
    }
}
