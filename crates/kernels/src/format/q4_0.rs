//! Q4_0. Block: scale as half, 32 nibbles (weight `i` in byte `i % 16`).
//! weight = scale × (quant − 8).
//!
//! Tile block of R rows: R scales; four vectors ([`bits4`]).
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{Layout, Place, TileFormat, Unpacked, bits4};
use crate::lanes::Lanes;

pub(crate) enum Q4_0 {}

impl Layout for Q4_0 {
    const BLOCK_LEN: usize = 32;
    const BLOCK_BYTES: usize = 2 + bits4::BYTES;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        place.put(tile, 0, 0, [block[0], block[1]]);
        bits4::put(bits4::of_block(block, 2), place, tile, 2);
    }
}

impl TileFormat for Q4_0 {
    const UNIFORM: bool = true;
    const GROUPS_PER_WIDENING: usize = bits4::GROUPS_PER_WIDENING;

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, _part: usize) -> Unpacked<L> {
        // SAFETY: 2R + 16R bytes of the tile block are read, all of its 18R.
        unsafe {
            let scale = L::load_halves(tile);
            Unpacked {
                quants: bits4::unpack::<L>(tile.add(L::ROWS * 2)),
                scales: [scale; 2],
                offsets: [L::mul(scale, L::splat(8.0)); 2],
            }
        }
    }
}
