//! Q4_1. Block: scale and minimum as halves, 32 nibbles (weight `i` in byte `i % 16`).
//! weight = scale × quant + minimum.
//!
//! Tile block of R rows: R scales; R minima; four vectors ([`bits4`]).
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{Layout, Place, TileFormat, Unpacked, bits4};
use crate::lanes::Lanes;

pub(crate) enum Q4_1 {}

impl Layout for Q4_1 {
    const BLOCK_LEN: usize = 32;
    const BLOCK_BYTES: usize = 4 + bits4::BYTES;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        for half in 0..2 {
            place.put(tile, 0, half, [block[2 * half], block[2 * half + 1]]);
        }
        bits4::put(bits4::of_block(block, 4), place, tile, 4);
    }
}

impl TileFormat for Q4_1 {
    const UNIFORM: bool = true;
    const GROUPS_PER_WIDENING: usize = bits4::GROUPS_PER_WIDENING;

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, _part: usize) -> Unpacked<L> {
        // SAFETY: 4R + 16R bytes of the tile block are read, all of its 20R.
        unsafe {
            let scale = L::load_halves(tile);
            let minimum = L::load_halves(tile.add(L::ROWS * 2));
            Unpacked {
                quants: bits4::unpack::<L>(tile.add(L::ROWS * 4)),
                scales: [scale; 2],
                offsets: [L::mul(minimum, L::splat(-1.0)); 2],
            }
        }
    }
}
