//! Q8_0. Block: scale as half, 32 signed bytes. weight = scale × quant.
//!
//! Tile block of R rows: R scales; eight vectors of bytes in which the sign bit is flipped, so
//! that quants are unsigned with an offset of 128.
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{GROUPS, Layout, Place, TileFormat, Unpacked, each, word};
use crate::lanes::Lanes;

pub(crate) enum Q8_0 {}

impl Layout for Q8_0 {
    const BLOCK_LEN: usize = 32;
    const BLOCK_BYTES: usize = 34;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        place.put(tile, 0, 0, [block[0], block[1]]);
        for group in 0..GROUPS {
            place.put_word(tile, 2, group, word(block, 2, group) ^ each(0x80));
        }
    }
}

impl TileFormat for Q8_0 {
    const UNIFORM: bool = true;
    const GROUPS_PER_WIDENING: usize = 0;

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, _part: usize) -> Unpacked<L> {
        let width = L::ROWS * 4;
        // SAFETY: 2R + 8 × 4R bytes of the tile block are read, all of its 34R.
        unsafe {
            let scale = L::load_halves(tile);
            let quants = tile.add(L::ROWS * 2);
            let offset = L::mul(scale, L::splat(128.0));
            let load = |group: usize| L::load(quants.add(group * width));
            Unpacked {
                quants: [
                    load(0),
                    load(1),
                    load(2),
                    load(3),
                    load(4),
                    load(5),
                    load(6),
                    load(7),
                ],
                scales: [scale; 2],
                offsets: [offset; 2],
            }
        }
    }
}
