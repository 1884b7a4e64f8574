//! Q6_K. Block of 256: 128 bytes of low nibbles, 64 of high bit pairs, sixteen signed scales, and
//! the half d. weight = d × scale × (quant − 32), with a scale per 16 weights.
//!
//! Tile block of R rows: R d; sixteen times R scales; then for each 32 weights six vectors. The low
//! six bits of vector `v` are group `v`; the high pairs of vectors 0, 1, 2 are bits 0–1, 2–3, 4–5 of
//! group 6, and those of vectors 3, 4, 5 of group 7.
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{GROUPS, Layout, Place, TileFormat, Unpacked, each, word};
use crate::lanes::Lanes;

pub(crate) enum Q6K {}

/// Where high bit pairs begin in a row's block.
const HIGH_AT: usize = 128;
/// Where scales begin in a row's block.
const SCALES_AT: usize = 192;
/// Where d lies in a row's block.
const D_AT: usize = 208;

impl Layout for Q6K {
    const BLOCK_LEN: usize = 256;
    const BLOCK_BYTES: usize = 210;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        place.put(tile, 0, 0, [block[D_AT], block[D_AT + 1]]);
        for index in 0..16 {
            place.put(tile, 2, index, [block[SCALES_AT + index]]);
        }
        for part in 0..8 {
            // The file keeps 128 weights in 64 bytes of nibbles and 32 bytes of pairs: quarter
            // `part % 4` of half `part / 4`.
            let (half, quarter) = (part / 4, part % 4);
            let quants: [u32; GROUPS] = core::array::from_fn(|group| {
                let nibbles = word(block, half * 64 + quarter % 2 * 32, group);
                let pairs = word(block, HIGH_AT + half * 32, group);
                nibbles >> (quarter / 2 * 4) & each(15) | (pairs >> (quarter * 2) & each(3)) << 4
            });
            for vector in 0..6 {
                let pair = quants[6 + vector / 3] >> (vector % 3 * 2) & each(3);
                place.put_word(tile, 18, part * 6 + vector, quants[vector] | pair << 6);
            }
        }
    }
}

impl TileFormat for Q6K {
    const UNIFORM: bool = false;
    // 2 × 2 × 63 × 127 = 32,004.
    const GROUPS_PER_WIDENING: usize = 2;

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, part: usize) -> Unpacked<L> {
        let width = L::ROWS * 4;
        // SAFETY: `part` is below 8, so all reads lie within the 210R bytes of the tile block.
        unsafe {
            let d = L::load_halves(tile);
            let scale = |half: usize| {
                L::mul(
                    d,
                    L::load_signed_bytes(tile.add(L::ROWS * (2 + part * 2 + half))),
                )
            };
            let scales = [scale(0), scale(1)];
            let quants = tile.add(L::ROWS * 18 + part * 6 * width);
            let load = |v: usize| L::load(quants.add(v * width));
            let packed = [load(0), load(1), load(2), load(3), load(4), load(5)];
            let low = L::splat_byte(63);
            let pairs = |v: usize| {
                L::or(
                    L::or(
                        L::and(L::shr::<6>(packed[v]), L::splat_byte(3)),
                        L::and(L::shr::<4>(packed[v + 1]), L::splat_byte(12)),
                    ),
                    L::and(L::shr::<2>(packed[v + 2]), L::splat_byte(48)),
                )
            };
            let quants: [L::Bytes; GROUPS] = [
                L::and(packed[0], low),
                L::and(packed[1], low),
                L::and(packed[2], low),
                L::and(packed[3], low),
                L::and(packed[4], low),
                L::and(packed[5], low),
                pairs(0),
                pairs(3),
            ];
            let middle = L::splat(32.0);
            Unpacked {
                quants,
                scales,
                offsets: [L::mul(scales[0], middle), L::mul(scales[1], middle)],
            }
        }
    }
}
