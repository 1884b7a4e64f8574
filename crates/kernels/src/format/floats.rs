//! F32, F16 and BF16: a number a weight. A tile block of R rows is the R numbers of one column.
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{FloatFormat, Layout, Place};
use crate::lanes::Lanes;

pub(crate) enum F32 {}
pub(crate) enum F16 {}
pub(crate) enum Bf16 {}

impl Layout for F32 {
    const BLOCK_LEN: usize = 1;
    const BLOCK_BYTES: usize = 4;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        place.put_word(tile, 0, 0, super::word(block, 0, 0));
    }
}

impl FloatFormat for F32 {
    #[inline(always)]
    unsafe fn load<L: Lanes>(tile: *const u8) -> L::Floats {
        // SAFETY: the tile block has 4R bytes; `Lanes` makes no demand on alignment.
        unsafe { L::load_floats(tile.cast()) }
    }
}

impl Layout for F16 {
    const BLOCK_LEN: usize = 1;
    const BLOCK_BYTES: usize = 2;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        place.put(tile, 0, 0, [block[0], block[1]]);
    }
}

impl FloatFormat for F16 {
    #[inline(always)]
    unsafe fn load<L: Lanes>(tile: *const u8) -> L::Floats {
        // SAFETY: the tile block has 2R bytes.
        unsafe { L::load_halves(tile) }
    }
}

impl Layout for Bf16 {
    const BLOCK_LEN: usize = 1;
    const BLOCK_BYTES: usize = 2;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        F16::repack(block, place, tile);
    }
}

impl FloatFormat for Bf16 {
    #[inline(always)]
    unsafe fn load<L: Lanes>(tile: *const u8) -> L::Floats {
        // SAFETY: the tile block has 2R bytes.
        unsafe { L::load_upper_halves(tile) }
    }
}
