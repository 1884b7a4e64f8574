//! Products of plain numbers: every weight is read once and multiplied with all columns.

use super::vector::prefetch;
use crate::format::FloatFormat;
use crate::lanes::Lanes;

/// Columns of a matrix that are brought into the cache together. Even, so that a number's place
/// decides to which of two sums it belongs.
const RUN_COLUMNS: usize = 16;

/// One tile times `N` vectors, each of which gives the same result alone. There are two sums, for
/// even and odd columns, so that an addition need not wait for the one before.
///
/// # Safety
/// The processor must have the instructions of `L`; the vectors must be equally long, and `tile`
/// must hold as many tile blocks and lie in a matrix that ends at `end`.
#[inline(always)]
pub(super) unsafe fn multiply_floats<L: Lanes, F: FloatFormat, const N: usize>(
    tile: &[u8],
    vectors: [&[f32]; N],
    end: *const u8,
) -> [L::Floats; N] {
    let width = F::BLOCK_BYTES * L::ROWS;
    let columns = vectors[0].len();
    // SAFETY: column `column` exists in the tile and in every vector, as the caller promises.
    unsafe {
        let mut even = [L::splat(0.0); N];
        let mut odd = [L::splat(0.0); N];
        let weights = |column: usize| tile.as_ptr().add(column * width);
        for start in (0..columns).step_by(RUN_COLUMNS) {
            let run = RUN_COLUMNS.min(columns - start);
            prefetch::<L>(weights(start), run * width, end);
            let mut column = start;
            while column + 1 < start + run {
                add_products::<L, F, N>(&mut even, weights(column), vectors, column);
                add_products::<L, F, N>(&mut odd, weights(column + 1), vectors, column + 1);
                column += 2;
            }
            if column < start + run {
                add_products::<L, F, N>(&mut even, weights(column), vectors, column);
            }
        }
        let one = L::splat(1.0);
        unrolled!(C < N, { even[C] = L::mul_add(odd[C], one, even[C]) });
        even
    }
}

/// Adds the products of one column of weights.
///
/// # Safety
/// The processor must have the instructions of `L`; `weights` must be valid for reads of
/// `F::BLOCK_BYTES * L::ROWS` bytes, and every vector longer than `column`.
#[inline(always)]
unsafe fn add_products<L: Lanes, F: FloatFormat, const N: usize>(
    sums: &mut [L::Floats; N],
    weights: *const u8,
    vectors: [&[f32]; N],
    column: usize,
) {
    // SAFETY: as the caller promises.
    unsafe {
        let weights = F::load::<L>(weights);
        unrolled!(C < N, {
            let value = L::splat(*vectors[C].get_unchecked(column));
            sums[C] = L::mul_add(weights, value, sums[C]);
        });
    }
}
