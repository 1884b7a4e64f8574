//! Q5_0. Block: scale as half, 32 high bits, 32 low nibbles (weight `i` in byte `i % 16`).
//! weight = scale × (quant − 16).
//!
//! Tile block of R rows: R scales; five vectors ([`bits5`]).
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{Layout, Place, TileFormat, Unpacked, bits5};
use crate::lanes::Lanes;

pub(crate) enum Q5_0 {}

impl Layout for Q5_0 {
    const BLOCK_LEN: usize = 32;
    const BLOCK_BYTES: usize = 2 + bits5::BYTES;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        place.put(tile, 0, 0, [block[0], block[1]]);
        bits5::put(bits5::of_block(block, 2), place, tile, 2);
    }
}

impl TileFormat for Q5_0 {
    const UNIFORM: bool = true;
    const GROUPS_PER_WIDENING: usize = bits5::GROUPS_PER_WIDENING;

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, _part: usize) -> Unpacked<L> {
        // SAFETY: 2R + 20R bytes of the tile block are read, all of its 22R.
        unsafe {
            let scale = L::load_halves(tile);
            Unpacked {
                quants: bits5::unpack::<L>(tile.add(L::ROWS * 2)),
                scales: [scale; 2],
                offsets: [L::mul(scale, L::splat(16.0)); 2],
            }
        }
    }
}
