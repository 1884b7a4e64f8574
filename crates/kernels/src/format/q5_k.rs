//! Q5_K. Block of 256: scales and minima ([`k_scales`]), 32 bytes with bit `p` for the weights of the
//! `p`-th 32, 256 low nibbles.
//! weight = d × scale × quant − dmin × minimum, both per 32 weights.
//!
//! Tile block of R rows: scales and minima; then for each 32 weights five vectors ([`bits5`]).
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{Layout, Place, TileFormat, Unpacked, bits4, bits5, each, k_scales, word};
use crate::lanes::Lanes;

pub(crate) enum Q5K {}

/// Where high bits begin in a row's block.
const HIGH_AT: usize = k_scales::BYTES;
/// Where nibbles begin in a row's block.
const NIBBLES_AT: usize = HIGH_AT + 32;

impl Layout for Q5K {
    const BLOCK_LEN: usize = 256;
    const BLOCK_BYTES: usize = k_scales::BYTES + 8 * bits5::BYTES;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        k_scales::put(block, place, tile);
        for part in 0..8 {
            let mut quants = bits4::of_k_block(block, NIBBLES_AT, part);
            for (group, quants) in quants.iter_mut().enumerate() {
                *quants |= (word(block, HIGH_AT, group) >> part & each(1)) << 4;
            }
            let start = k_scales::BYTES + part * bits5::BYTES;
            bits5::put(quants, place, tile, start);
        }
    }
}

impl TileFormat for Q5K {
    const UNIFORM: bool = true;
    const GROUPS_PER_WIDENING: usize = bits5::GROUPS_PER_WIDENING;

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, part: usize) -> Unpacked<L> {
        // SAFETY: `part` is below 8, so all reads lie within the 176R bytes of the tile block.
        unsafe {
            let (scale, offset) = k_scales::unpack::<L>(tile, part);
            let start = k_scales::BYTES + part * bits5::BYTES;
            Unpacked {
                quants: bits5::unpack::<L>(tile.add(L::ROWS * start)),
                scales: [scale; 2],
                offsets: [offset; 2],
            }
        }
    }
}
