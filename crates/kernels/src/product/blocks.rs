//! The innermost arithmetic: 32 weights of each row times a block of each of some columns.

use crate::activations::Block;
use crate::format::{GROUPS, TileFormat};
use crate::lanes::Lanes;

/// Adds the products of 32 weights of each row with a block of each of `N` columns.
///
/// # Safety
/// The processor must have the instructions of `L`.
#[inline(always)]
pub(super) unsafe fn add_blocks<L: Lanes, F: TileFormat, const N: usize>(
    results: &mut [L::Floats; N],
    quants: impl Fn(usize) -> L::Bytes,
    scales: [L::Floats; 2],
    offsets: [L::Floats; 2],
    blocks: [&Block; N],
) {
    // SAFETY: groups of four lie within a block's 32 quants.
    unsafe {
        if F::UNIFORM {
            let sums = dot::<L, F, GROUPS, N>(&quants, 0, blocks);
            unrolled!(C < N, {
                let block = blocks[C];
                let scaled = L::mul(L::to_floats(sums[C]), scales[0]);
                results[C] = L::mul_add(scaled, L::splat(block.scale), results[C]);
                let sum = block.scaled_sums[0] + block.scaled_sums[1];
                results[C] = L::neg_mul_add(offsets[0], L::splat(sum), results[C]);
            });
        } else {
            let first = dot::<L, F, { GROUPS / 2 }, N>(&quants, 0, blocks);
            let second = dot::<L, F, { GROUPS / 2 }, N>(&quants, GROUPS / 2, blocks);
            unrolled!(C < N, {
                let block = blocks[C];
                let scaled = L::mul(L::to_floats(first[C]), scales[0]);
                let scaled = L::mul_add(L::to_floats(second[C]), scales[1], scaled);
                results[C] = L::mul_add(scaled, L::splat(block.scale), results[C]);
                results[C] = L::neg_mul_add(offsets[0], L::splat(block.scaled_sums[0]), results[C]);
                results[C] = L::neg_mul_add(offsets[1], L::splat(block.scaled_sums[1]), results[C]);
            });
        }
    }
}

/// For each column, each row's sum over `LEN` groups from `first` on. A group of weights is
/// loaded once for all columns.
///
/// # Safety
/// The processor must have the instructions of `L`; `first + LEN` is at most 8.
#[inline(always)]
unsafe fn dot<L: Lanes, F: TileFormat, const LEN: usize, const N: usize>(
    quants: &impl Fn(usize) -> L::Bytes,
    first: usize,
    blocks: [&Block; N],
) -> [L::Sums; N] {
    // SAFETY: groups of four lie within a block's 32 quants.
    unsafe {
        let mut sums = [L::zero(); N];
        if F::GROUPS_PER_WIDENING == 0 {
            let mut wide = [L::wide_zero(); N];
            unrolled!(I < LEN, {
                let weights = quants(first + I);
                unrolled!(C < N, {
                    let activations =
                        L::splat_group(blocks[C].quants.as_ptr().add((first + I) * 4));
                    wide[C] = L::wide_dot(wide[C], weights, activations);
                });
            });
            unrolled!(C < N, { sums[C] = L::add_wide(sums[C], wide[C]) });
            return sums;
        }
        let stride = if L::NARROW_IS_WIDE {
            LEN
        } else {
            F::GROUPS_PER_WIDENING.min(LEN)
        };
        let mut narrow = [L::narrow_zero(); N];
        unrolled!(I < LEN, {
            let weights = quants(first + I);
            unrolled!(C < N, {
                let activations = L::splat_group(blocks[C].quants.as_ptr().add((first + I) * 4));
                narrow[C] = L::narrow_dot(narrow[C], weights, activations);
            });
            if (I + 1).is_multiple_of(stride) {
                unrolled!(C < N, {
                    sums[C] = L::add_narrow(sums[C], narrow[C]);
                    narrow[C] = L::narrow_zero();
                });
            }
        });
        sums
    }
}
