//! Matrix × vector: every weight is read once.

use super::blocks::add_blocks;
use crate::activations::{BLOCK_LEN, Block};
use crate::format::TileFormat;
use crate::lanes::Lanes;

/// One tile times one vector.
///
/// # Safety
/// The processor must have the instructions of `L`; `tile` must hold the tile blocks of as many
/// weights as `vector` has activations, and lie in a matrix that ends at `end`.
#[inline(always)]
pub(super) unsafe fn multiply_vector<L: Lanes, F: TileFormat>(
    tile: &[u8],
    vector: &[Block],
    end: *const u8,
) -> L::Floats {
    const { assert!(F::BLOCK_LEN.is_multiple_of(BLOCK_LEN)) };
    let parts = F::BLOCK_LEN / BLOCK_LEN;
    // SAFETY: block `i / parts` of the tile exists, as the caller promises.
    unsafe {
        let mut result = [L::splat(0.0)];
        let mut tile_block = tile.as_ptr();
        for run in vector.chunks(parts * run_blocks::<L, F>()) {
            prefetch::<L>(
                tile_block,
                run.len() / parts * F::BLOCK_BYTES * L::ROWS,
                end,
            );
            for blocks in run.chunks_exact(parts) {
                for (part, block) in blocks.iter().enumerate() {
                    let unpacked = F::unpack::<L>(tile_block, part);
                    add_blocks::<L, F, 1>(
                        &mut result,
                        |group| unpacked.quants[group],
                        unpacked.scales,
                        unpacked.offsets,
                        [block],
                    );
                }
                tile_block = tile_block.add(F::BLOCK_BYTES * L::ROWS);
            }
        }
        result[0]
    }
}

/// Weights are brought into the cache in runs of about this size, each while the one before it
/// is computed with: processors do not all see by themselves that weights are read in order.
/// Matrix × vector from memory was 1.5 to 3 times slower without, on a processor that does not.
const RUN_BYTES: usize = 768;

/// Tile blocks in a run.
pub(super) const fn run_blocks<L: Lanes, F: TileFormat>() -> usize {
    let blocks = RUN_BYTES / (F::BLOCK_BYTES * L::ROWS);
    if blocks == 0 { 1 } else { blocks }
}

/// Prefetches what comes after the run of `bytes` bytes at `from`, unless the matrix, which ends
/// at `end`, is over by then.
///
/// # Safety
/// The processor must have the instructions of `L`; `from` and `end` lie in one matrix.
#[inline(always)]
pub(super) unsafe fn prefetch<L: Lanes>(from: *const u8, bytes: usize, end: *const u8) {
    let next = from.wrapping_add(bytes);
    if next.wrapping_add(bytes) <= end {
        // SAFETY: instructions are promised; `bytes` bytes before `end` are the matrix's.
        unsafe { L::prefetch(next, bytes) };
    }
}
