//! Q4_K. Block of 256: two halves d and dmin, eight scales and eight minima of six bits in 12
//! bytes, 256 nibbles. weight = d × scale × quant − dmin × minimum, both per 32 weights.
//!
//! Tile block of R rows: R d; R dmin; the 12 bytes interleaved by row (byte `j` of every row
//! together); then for each 32 weights four vectors of nibbles (vector `v`: group `v` low, group `v + 4` high).
#![allow(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{GROUPS, Place, TileFormat, Unpacked, each, word};
use crate::lanes::Lanes;

pub(crate) enum Q4K {}

/// Bytes of packed scales and minima of a row's block.
const SCALE_BYTES: usize = 12;
/// Where they begin in a row's block.
const SCALES_AT: usize = 4;
/// Where nibbles begin in a row's block.
const NIBBLES_AT: usize = SCALES_AT + SCALE_BYTES;

impl TileFormat for Q4K {
    const BLOCK_LEN: usize = 256;
    const BLOCK_BYTES: usize = 144;
    const UNIFORM: bool = true;
    // 8 × 2 × 15 × 127 = 30,480.
    const GROUPS_PER_WIDENING: usize = 8;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        for half in 0..2 {
            place.put(tile, 0, half, [block[2 * half], block[2 * half + 1]]);
        }
        for index in 0..SCALE_BYTES {
            place.put(tile, SCALES_AT, index, [block[SCALES_AT + index]]);
        }
        for part in 0..8 {
            // 64 weights share 32 bytes: the first 32 lie in the low nibbles.
            let at = NIBBLES_AT + part / 2 * 32;
            let nibbles = |group: usize| word(block, at, group) >> (part % 2 * 4) & each(15);
            for vector in 0..4 {
                let word = nibbles(vector) | nibbles(vector + 4) << 4;
                place.put_word(tile, NIBBLES_AT, part * 4 + vector, word);
            }
        }
    }

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, part: usize) -> Unpacked<L> {
        let width = L::ROWS * 4;
        // SAFETY: `part` is below 8, so all reads lie within the 144R bytes of the tile block.
        unsafe {
            let d = L::load_halves(tile);
            let dmin = L::load_halves(tile.add(L::ROWS * 2));
            let packed = |j: usize| tile.add(L::ROWS * (SCALES_AT + j));
            let (scale, minimum) = if part < 4 {
                (
                    L::load_bytes(packed(part), 0, 63),
                    L::load_bytes(packed(part + 4), 0, 63),
                )
            } else {
                // The low four bits lie together, the high two above the first eight bytes' six.
                let high = L::splat(16.0);
                (
                    L::mul_add(
                        L::load_bytes(packed(part - 4), 6, 3),
                        high,
                        L::load_bytes(packed(part + 4), 0, 15),
                    ),
                    L::mul_add(
                        L::load_bytes(packed(part), 6, 3),
                        high,
                        L::load_bytes(packed(part + 4), 4, 15),
                    ),
                )
            };
            let scale = L::mul(d, scale);
            let offset = L::mul(dmin, minimum);
            let nibbles = L::splat_byte(15);
            let low = tile.add(L::ROWS * NIBBLES_AT + part * 4 * width);
            let load = |v: usize| L::load(low.add(v * width));
            let packed = [load(0), load(1), load(2), load(3)];
            let quants: [L::Bytes; GROUPS] = [
                L::and(packed[0], nibbles),
                L::and(packed[1], nibbles),
                L::and(packed[2], nibbles),
                L::and(packed[3], nibbles),
                L::and(L::shr::<4>(packed[0]), nibbles),
                L::and(L::shr::<4>(packed[1]), nibbles),
                L::and(L::shr::<4>(packed[2]), nibbles),
                L::and(L::shr::<4>(packed[3]), nibbles),
            ];
            Unpacked {
                quants,
                scales: [scale; 2],
                offsets: [offset; 2],
            }
        }
    }
}
