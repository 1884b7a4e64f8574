//! Q5_0. Block: scale as half, 32 high bits, 32 low nibbles (weight `i` in byte `i % 16`).
//! weight = scale × (quant − 16).
//!
//! Tile block of R rows: R scales; 4R bytes of high bits (bit `g` of byte `b` belongs to group
//! `g`); four vectors of nibbles (vector `v`: group `v` low, group `v + 4` high).
#![allow(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{GROUPS, TileFormat, Unpacked, for_each_weight};
use crate::lanes::Lanes;

pub(crate) enum Q5_0 {}

impl TileFormat for Q5_0 {
    const BLOCK_LEN: usize = 32;
    const BLOCK_BYTES: usize = 22;
    const UNIFORM: bool = true;
    // 4 × 2 × 31 × 127 = 31,496.
    const GROUPS_PER_WIDENING: usize = 4;

    fn repack(rows: &[&[u8]], tile: &mut [u8]) {
        let width = rows.len() * 4;
        tile.fill(0);
        let (scales, quants) = tile.split_at_mut(rows.len() * 2);
        for (scale, row) in scales.chunks_exact_mut(2).zip(rows) {
            scale.copy_from_slice(&row[..2]);
        }
        let (high, low) = quants.split_at_mut(width);
        for_each_weight(rows.len(), |group, byte, row, i| {
            let block = rows[row];
            let nibble = block[6 + i % 16] >> (i / 16 * 4) & 15;
            let high_bit = block[2 + i / 8] >> (i % 8) & 1;
            low[group % 4 * width + byte] |= nibble << (group / 4 * 4);
            high[byte] |= high_bit << group;
        });
    }

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, _part: usize) -> Unpacked<L> {
        let width = L::ROWS * 4;
        // SAFETY: 2R + 4R + 4 × 4R bytes of the tile block are read, all of its 22R.
        unsafe {
            let scale = L::load_halves(tile);
            let high = L::load(tile.add(L::ROWS * 2));
            let low = tile.add(L::ROWS * 2 + width);
            let nibbles = L::splat_byte(15);
            let bit = L::splat_byte(16);
            let load = |v: usize| L::load(low.add(v * width));
            let packed = [load(0), load(1), load(2), load(3)];
            let quants: [L::Bytes; GROUPS] = [
                L::or(L::and(packed[0], nibbles), L::and(L::shl::<4>(high), bit)),
                L::or(L::and(packed[1], nibbles), L::and(L::shl::<3>(high), bit)),
                L::or(L::and(packed[2], nibbles), L::and(L::shl::<2>(high), bit)),
                L::or(L::and(packed[3], nibbles), L::and(L::shl::<1>(high), bit)),
                L::or(L::and(L::shr::<4>(packed[0]), nibbles), L::and(high, bit)),
                L::or(
                    L::and(L::shr::<4>(packed[1]), nibbles),
                    L::and(L::shr::<1>(high), bit),
                ),
                L::or(
                    L::and(L::shr::<4>(packed[2]), nibbles),
                    L::and(L::shr::<2>(high), bit),
                ),
                L::or(
                    L::and(L::shr::<4>(packed[3]), nibbles),
                    L::and(L::shr::<3>(high), bit),
                ),
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
