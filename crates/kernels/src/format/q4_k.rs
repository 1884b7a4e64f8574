//! Q4_K. Block of 256: scales and minima ([`k_scales`]), 256 nibbles.
//! weight = d × scale × quant − dmin × minimum, both per 32 weights.
//!
//! Tile block of R rows: scales and minima; then for each 32 weights four vectors ([`bits4`]).
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{Layout, Place, TileFormat, Unpacked, bits4, k_scales};
use crate::lanes::Lanes;

pub(crate) enum Q4K {}

impl Layout for Q4K {
    const BLOCK_LEN: usize = 256;
    const BLOCK_BYTES: usize = k_scales::BYTES + 8 * bits4::BYTES;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        k_scales::put(block, place, tile);
        for part in 0..8 {
            let quants = bits4::of_k_block(block, k_scales::BYTES, part);
            let start = k_scales::BYTES + part * bits4::BYTES;
            bits4::put(quants, place, tile, start);
        }
    }
}

impl TileFormat for Q4K {
    const UNIFORM: bool = true;
    const GROUPS_PER_WIDENING: usize = bits4::GROUPS_PER_WIDENING;

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, part: usize) -> Unpacked<L> {
        // SAFETY: `part` is below 8, so all reads lie within the 144R bytes of the tile block.
        unsafe {
            let (scale, offset) = k_scales::unpack::<L>(tile, part);
            let start = k_scales::BYTES + part * bits4::BYTES;
            Unpacked {
                quants: bits4::unpack::<L>(tile.add(L::ROWS * start)),
                scales: [scale; 2],
                offsets: [offset; 2],
            }
        }
    }
}
