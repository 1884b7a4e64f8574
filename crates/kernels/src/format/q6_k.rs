//! Q6_K. Block of 256: 128 bytes of low nibbles, 64 of high bit pairs, sixteen signed scales, and
//! the half d. weight = d × scale × (quant − 32), with a scale per 16 weights.
//!
//! Tile block of R rows: R d; sixteen times R scales; then for each 32 weights four vectors of
//! nibbles as in Q5_0 and two of bit pairs (vector `h`, pair `p`: group `4h + p`).
#![allow(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{GROUPS, TileFormat, Unpacked, for_each_weight};
use crate::lanes::Lanes;

pub(crate) enum Q6K {}

/// Where high bit pairs begin in a row's block.
const HIGH_AT: usize = 128;
/// Where scales begin in a row's block.
const SCALES_AT: usize = 192;
/// Where d lies in a row's block.
const D_AT: usize = 208;

impl TileFormat for Q6K {
    const BLOCK_LEN: usize = 256;
    const BLOCK_BYTES: usize = 210;
    const UNIFORM: bool = false;
    // 2 × 2 × 63 × 127 = 32,004.
    const GROUPS_PER_WIDENING: usize = 2;

    fn repack(rows: &[&[u8]], tile: &mut [u8]) {
        let (count, width) = (rows.len(), rows.len() * 4);
        tile.fill(0);
        for (r, row) in rows.iter().enumerate() {
            tile[r * 2..][..2].copy_from_slice(&row[D_AT..][..2]);
            for j in 0..16 {
                tile[count * (2 + j) + r] = row[SCALES_AT + j];
            }
        }
        let quants = &mut tile[count * 18..];
        for part in 0..8 {
            // The file keeps 128 weights in 64 bytes of nibbles and 32 bytes of pairs: quarter
            // `part % 4` of half `part / 4`.
            let (half, quarter) = (part / 4, part % 4);
            let (low, high) = quants[part * 6 * width..][..6 * width].split_at_mut(4 * width);
            for_each_weight(count, |group, byte, row, i| {
                let packed = rows[row][half * 64 + quarter % 2 * 32 + i];
                let nibble = packed >> (quarter / 2 * 4) & 15;
                let pair = rows[row][HIGH_AT + half * 32 + i] >> (quarter * 2) & 3;
                low[group % 4 * width + byte] |= nibble << (group / 4 * 4);
                high[group / 4 * width + byte] |= pair << (group % 4 * 2);
            });
        }
    }

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
            let packed = [load(0), load(1), load(2), load(3)];
            let high = [load(4), load(5)];
            let nibbles = L::splat_byte(15);
            let pair = L::splat_byte(0x30);
            let quants: [L::Bytes; GROUPS] = [
                L::or(
                    L::and(packed[0], nibbles),
                    L::and(L::shl::<4>(high[0]), pair),
                ),
                L::or(
                    L::and(packed[1], nibbles),
                    L::and(L::shl::<2>(high[0]), pair),
                ),
                L::or(L::and(packed[2], nibbles), L::and(high[0], pair)),
                L::or(
                    L::and(packed[3], nibbles),
                    L::and(L::shr::<2>(high[0]), pair),
                ),
                L::or(
                    L::and(L::shr::<4>(packed[0]), nibbles),
                    L::and(L::shl::<4>(high[1]), pair),
                ),
                L::or(
                    L::and(L::shr::<4>(packed[1]), nibbles),
                    L::and(L::shl::<2>(high[1]), pair),
                ),
                L::or(
                    L::and(L::shr::<4>(packed[2]), nibbles),
                    L::and(high[1], pair),
                ),
                L::or(
                    L::and(L::shr::<4>(packed[3]), nibbles),
                    L::and(L::shr::<2>(high[1]), pair),
                ),
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
