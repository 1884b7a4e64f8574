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
        for_each_weight(rows.len(), |group, byte, row, i| {
            let block = rows[row];
            let nibble = block[6 + i % 16] >> (i / 16 * 4) & 15;
            let high_bit = block[2 + i / 8] >> (i % 8) & 1;
            let quant = nibble | high_bit << 4;
            let mut place = |vector: usize, bits: u8| quants[vector * width + byte] |= bits;
            match group {
                5 | 6 => {
                    place(group * 2 - 10, (quant & 7) << 5);
                    place(group * 2 - 9, (quant >> 3) << 5);
                }
                7 => {
                    place(4, (quant & 7) << 5);
                    place(1, (quant >> 3 & 1) << 7);
                    place(3, (quant >> 4) << 7);
                }
                _ => place(group, quant),
            }
        });
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
