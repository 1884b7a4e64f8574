//! 32 quants of five bits in five vectors: Q5_0, Q5_1, Q5_K.
//!
//! The low five bits of vector `v` are group `v`; the high three bits make groups 5, 6 and 7
//! together, so that most groups cost one instruction:
//!
//! | vector | bits 5–6 | bit 7 |
//! |---|---|---|
//! | 0, 2, 4 | bits 0–1 of group 5, 6, 7 | bit 2 of the same |
//! | 1 | bits 3–4 of group 5 | bit 3 of group 7 |
//! | 3 | bits 3–4 of group 6 | bit 4 of group 7 |
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{GROUPS, Place, bits4, each, word};
use crate::lanes::Lanes;

/// Bytes of a row's 32 quants.
pub(super) const BYTES: usize = 20;
/// Groups of products that fit in 16 bits when summed in pairs: 4 × 2 × 31 × 127 = 31,496.
pub(super) const GROUPS_PER_WIDENING: usize = 4;

/// The quants of a block that holds 32 high bits from `at` on, and 32 low nibbles behind them.
pub(super) fn of_block(block: &[u8], at: usize) -> [u32; GROUPS] {
    let high_bits = word(block, at, 0);
    let mut quants = bits4::of_block(block, at + 4);
    for (group, quants) in quants.iter_mut().enumerate() {
        // Bit `i` of a group's four to bit 4 of byte `i`: the product has a copy of all four in
        // every byte, shifted by one bit more each.
        let bits = high_bits >> (4 * group) & 15;
        *quants |= (bits.wrapping_mul(0x0020_4081) & each(1)) << 4;
    }
    quants
}

/// Writes a row's quants into the five vectors that begin at `start`.
pub(super) fn put(quants: [u32; GROUPS], place: Place, tile: &mut [u8], start: usize) {
    let part = |group: usize, shift: u32, mask: u8| quants[group] >> shift & each(mask);
    let vectors = [
        quants[0] | part(5, 0, 7) << 5,
        quants[1] | part(5, 3, 3) << 5 | part(7, 3, 1) << 7,
        quants[2] | part(6, 0, 7) << 5,
        quants[3] | part(6, 3, 3) << 5 | part(7, 4, 1) << 7,
        quants[4] | part(7, 0, 7) << 5,
    ];
    for (vector, word) in vectors.into_iter().enumerate() {
        place.put_word(tile, start, vector, word);
    }
}

/// Reads the five vectors at `from`.
///
/// # Safety
/// The processor must have the instructions of `L`; `from` must be valid for reads of
/// `BYTES * L::ROWS` bytes.
#[inline(always)]
pub(super) unsafe fn unpack<L: Lanes>(from: *const u8) -> [L::Bytes; GROUPS] {
    // SAFETY: five vectors of `4 * L::ROWS` bytes each are read.
    unsafe {
        let load = |v: usize| L::load(from.add(v * 4 * L::ROWS));
        let packed = [load(0), load(1), load(2), load(3), load(4)];
        let low = L::splat_byte(31);
        let (three, two) = (L::splat_byte(7), L::splat_byte(0x18));
        let top = |v: usize| L::and(L::shr::<5>(packed[v]), three);
        let middle = |v: usize| L::and(L::shr::<2>(packed[v]), two);
        let highest = L::or(
            L::and(L::shr::<4>(packed[1]), L::splat_byte(8)),
            L::and(L::shr::<3>(packed[3]), L::splat_byte(16)),
        );
        [
            L::and(packed[0], low),
            L::and(packed[1], low),
            L::and(packed[2], low),
            L::and(packed[3], low),
            L::and(packed[4], low),
            L::or(top(0), middle(1)),
            L::or(top(2), middle(3)),
            L::or(top(4), highest),
        ]
    }
}
