//! Matrix × matrix: a tile unpacked once for many columns.

use super::blocks::add_blocks;
use super::vector::{prefetch, run_blocks};
use crate::activations::{BLOCK_LEN, Block};
use crate::format::{GROUPS, TileFormat, Unpacked};
use crate::lanes::Lanes;

/// An unpacked tile.
pub(super) struct Panel<L: Lanes> {
    quants: Vec<u8>,
    /// Scales and offsets of every block: `[first scale, second scale, first offset, second offset]`.
    factors: Vec<f32>,
    blocks: usize,
    lanes: core::marker::PhantomData<L>,
}

impl<L: Lanes> Panel<L> {
    const QUANTS_BYTES: usize = GROUPS * 4 * L::ROWS;
    const FACTORS_LEN: usize = 4 * L::ROWS;

    /// Memory for `blocks` blocks of every row.
    pub(super) fn with_blocks(blocks: usize) -> Self {
        Self {
            quants: vec![0; blocks * Self::QUANTS_BYTES],
            factors: vec![0.0; blocks * Self::FACTORS_LEN],
            blocks,
            lanes: core::marker::PhantomData,
        }
    }

    /// Unpacks a tile.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`; `tile` must hold as many weights as the
    /// panel was made for, and lie in a matrix that ends at `end`.
    #[inline(always)]
    pub(super) unsafe fn fill<F: TileFormat>(&mut self, tile: &[u8], end: *const u8) {
        let parts = F::BLOCK_LEN / BLOCK_LEN;
        let run = parts * run_blocks::<L, F>();
        for block in 0..self.blocks {
            // SAFETY: block `block` exists in tile and panel, as the caller promises.
            unsafe {
                let tile_block = tile.as_ptr().add(block / parts * F::BLOCK_BYTES * L::ROWS);
                if block.is_multiple_of(run) {
                    let left = (self.blocks - block).min(run) / parts;
                    prefetch::<L>(tile_block, left * F::BLOCK_BYTES * L::ROWS, end);
                }
                let Unpacked {
                    quants,
                    scales,
                    offsets,
                } = F::unpack::<L>(tile_block, block % parts);
                let to = self.quants.as_mut_ptr().add(block * Self::QUANTS_BYTES);
                unrolled!(I < GROUPS, { L::store(to.add(I * 4 * L::ROWS), quants[I]) });
                let to = self.factors.as_mut_ptr().add(block * Self::FACTORS_LEN);
                L::store_floats(to, scales[0]);
                L::store_floats(to.add(L::ROWS), scales[1]);
                L::store_floats(to.add(2 * L::ROWS), offsets[0]);
                L::store_floats(to.add(3 * L::ROWS), offsets[1]);
            }
        }
    }

    /// Multiplies with `N` vectors, which lie one after another in `vectors`.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`; `vectors` must hold `N` vectors of as many
    /// blocks as the panel has.
    #[inline(always)]
    pub(super) unsafe fn multiply<F: TileFormat, const N: usize>(
        &self,
        vectors: &[Block],
    ) -> [L::Floats; N] {
        // SAFETY: block `i` exists in the panel and in each of the `N` vectors.
        unsafe {
            let mut results = [L::splat(0.0); N];
            let mut quants = self.quants.as_ptr();
            let mut factors = self.factors.as_ptr();
            let first = vectors.as_ptr();
            let mut blocks = [&*first; N];
            for i in 0..self.blocks {
                unrolled!(C < N, { blocks[C] = &*first.add(C * self.blocks + i) });
                let factor = |which: usize| L::load_floats(factors.add(which * L::ROWS));
                add_blocks::<L, F, N>(
                    &mut results,
                    |group| L::load(quants.add(group * 4 * L::ROWS)),
                    [factor(0), factor(1)],
                    [factor(2), factor(3)],
                    blocks,
                );
                quants = quants.add(Self::QUANTS_BYTES);
                factors = factors.add(Self::FACTORS_LEN);
            }
            results
        }
    }
}
