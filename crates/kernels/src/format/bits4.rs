//! 32 quants of four bits in four vectors: Q4_0, Q4_1, Q4_K.
//!
//! Vector `v` has group `v` in the low and group `v + 4` in the high half of each byte.
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{GROUPS, Place, each, word};
use crate::lanes::Lanes;

/// Bytes of a row's 32 quants.
pub(super) const BYTES: usize = 16;
/// Groups of products that fit in 16 bits when summed in pairs: 8 × 2 × 15 × 127 = 30,480.
pub(super) const GROUPS_PER_WIDENING: usize = 8;

/// The quants of a block that holds 32 nibbles from `at` on, weight `i` in byte `i % 16`.
pub(super) fn of_block(block: &[u8], at: usize) -> [u32; GROUPS] {
    core::array::from_fn(|group| word(block, at, group % 4) >> (group / 4 * 4) & each(15))
}

/// The quants of 32 weights of a K-quant's block. 64 weights share 32 bytes from `at` on: the first
/// 32 lie in the low nibbles.
pub(super) fn of_k_block(block: &[u8], at: usize, part: usize) -> [u32; GROUPS] {
    let at = at + part / 2 * 32;
    core::array::from_fn(|group| word(block, at, group) >> (part % 2 * 4) & each(15))
}

/// Writes a row's quants into the four vectors that begin at `start`.
pub(super) fn put(quants: [u32; GROUPS], place: Place, tile: &mut [u8], start: usize) {
    for vector in 0..4 {
        let word = quants[vector] | quants[vector + 4] << 4;
        place.put_word(tile, start, vector, word);
    }
}

/// Reads the four vectors at `from`.
///
/// # Safety
/// The processor must have the instructions of `L`; `from` must be valid for reads of
/// `BYTES * L::ROWS` bytes.
#[inline(always)]
pub(super) unsafe fn unpack<L: Lanes>(from: *const u8) -> [L::Bytes; GROUPS] {
    // SAFETY: four vectors of `4 * L::ROWS` bytes each are read.
    unsafe {
        let load = |v: usize| L::load(from.add(v * 4 * L::ROWS));
        let packed = [load(0), load(1), load(2), load(3)];
        let nibbles = L::splat_byte(15);
        [
            L::and(packed[0], nibbles),
            L::and(packed[1], nibbles),
            L::and(packed[2], nibbles),
            L::and(packed[3], nibbles),
            L::and(L::shr::<4>(packed[0]), nibbles),
            L::and(L::shr::<4>(packed[1]), nibbles),
            L::and(L::shr::<4>(packed[2]), nibbles),
            L::and(L::shr::<4>(packed[3]), nibbles),
        ]
    }
}
