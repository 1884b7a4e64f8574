//! Q5_0. Block: scale as half, 32 high bits, 32 low nibbles (weight `i` in byte `i % 16`).
//! weight = scale × (quant − 16).
//!
//! Tile block of R rows: R scales; five vectors. The low five bits of vector `v` are group `v`; the
//! high three bits make groups 5, 6 and 7 together, so that most groups cost one instruction:
//!
//! | vector | bits 5–6 | bit 7 |
//! |---|---|---|
//! | 0, 2, 4 | bits 0–1 of group 5, 6, 7 | bit 2 of the same |
//! | 1 | bits 3–4 of group 5 | bit 3 of group 7 |
//! | 3 | bits 3–4 of group 6 | bit 4 of group 7 |
#![allow(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{GROUPS, Place, TileFormat, Unpacked, each, word};
use crate::lanes::Lanes;

pub(crate) enum Q5_0 {}

impl TileFormat for Q5_0 {
    const BLOCK_LEN: usize = 32;
    const BLOCK_BYTES: usize = 22;
    const UNIFORM: bool = true;
    // 4 × 2 × 31 × 127 = 31,496.
    const GROUPS_PER_WIDENING: usize = 4;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        place.put(tile, 0, 0, [block[0], block[1]]);
        let high_bits = word(block, 2, 0);
        let quants: [u32; GROUPS] = core::array::from_fn(|group| {
            let nibbles = word(block, 6, group % 4) >> (group / 4 * 4) & each(15);
            // Bit `i` of a group's four to bit 4 of byte `i`: the product has a copy of all four in
            // every byte, shifted by one bit more each.
            let bits = high_bits >> (4 * group) & 15;
            nibbles | (bits.wrapping_mul(0x0020_4081) & each(1)) << 4
        });
        let part = |group: usize, shift: u32, mask: u8| quants[group] >> shift & each(mask);
        let vectors = [
            quants[0] | part(5, 0, 7) << 5,
            quants[1] | part(5, 3, 3) << 5 | part(7, 3, 1) << 7,
            quants[2] | part(6, 0, 7) << 5,
            quants[3] | part(6, 3, 3) << 5 | part(7, 4, 1) << 7,
            quants[4] | part(7, 0, 7) << 5,
        ];
        for (vector, word) in vectors.into_iter().enumerate() {
            place.put_word(tile, 2, vector, word);
        }
    }

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, _part: usize) -> Unpacked<L> {
        let width = L::ROWS * 4;
        // SAFETY: 2R + 5 × 4R bytes of the tile block are read, all of its 22R.
        unsafe {
            let scale = L::load_halves(tile);
            let quants = tile.add(L::ROWS * 2);
            let load = |v: usize| L::load(quants.add(v * width));
            let packed = [load(0), load(1), load(2), load(3), load(4)];
            let low = L::splat_byte(31);
            let (three, two) = (L::splat_byte(7), L::splat_byte(0x18));
            let top = |v: usize| L::and(L::shr::<5>(packed[v]), three);
            let middle = |v: usize| L::and(L::shr::<2>(packed[v]), two);
            let highest = L::or(
                L::and(L::shr::<4>(packed[1]), L::splat_byte(8)),
                L::and(L::shr::<3>(packed[3]), L::splat_byte(16)),
            );
            let quants: [L::Bytes; GROUPS] = [
                L::and(packed[0], low),
                L::and(packed[1], low),
                L::and(packed[2], low),
                L::and(packed[3], low),
                L::and(packed[4], low),
                L::or(top(0), middle(1)),
                L::or(top(2), middle(3)),
                L::or(top(4), highest),
            ];
            let offset = L::mul(scale, L::splat(16.0));
            Unpacked {
                quants,
                scales: [scale; 2],
                offsets: [offset; 2],
            }
        }
    }
}
