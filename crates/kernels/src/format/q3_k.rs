//! Q3_K. Block of 256: 32 bytes with the high bit of weight `i` in bit `i / 32` of byte `i % 32`, 64
//! bytes of low bit pairs, sixteen scales of six bits in 12 bytes, and the half d.
//! weight = d × (scale − 32) × (quant − 4), with a scale per 16 weights.
//!
//! Tile block of R rows: R d; the 12 bytes interleaved by row; then for each 32 weights three vectors.
//! Bits 0–2 and 3–5 of vector `v` are groups `v` and `v + 3`; bits 6–7 of vectors 0 and 1 are the low
//! bits of groups 6 and 7, and those of vector 2 their high bits.
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{GROUPS, Layout, Place, TileFormat, Unpacked, each, word};
use crate::lanes::Lanes;

pub(crate) enum Q3K {}

/// Where bit pairs begin in a row's block, behind the high bits.
const PAIRS_AT: usize = 32;
/// Where scales begin in a row's block.
const SCALES_AT: usize = 96;
/// Bytes of a row's scales: eight with the low four bits, four with the high two.
const SCALE_BYTES: usize = 12;
/// Where d lies in a row's block.
const D_AT: usize = 108;
/// Where scales begin for each row of a tile block.
const TILE_SCALES_AT: usize = 2;
/// Where quants begin for each row of a tile block.
const TILE_QUANTS_AT: usize = TILE_SCALES_AT + SCALE_BYTES;
/// Bytes of a row's 32 quants.
const PART_BYTES: usize = 12;

impl Layout for Q3K {
    const BLOCK_LEN: usize = 256;
    const BLOCK_BYTES: usize = TILE_QUANTS_AT + 8 * PART_BYTES;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        place.put(tile, 0, 0, [block[D_AT], block[D_AT + 1]]);
        for index in 0..SCALE_BYTES {
            place.put(tile, TILE_SCALES_AT, index, [block[SCALES_AT + index]]);
        }
        for part in 0..8 {
            // 128 weights share 32 bytes of pairs: quarter `part % 4` of half `part / 4`.
            let at = PAIRS_AT + part / 4 * 32;
            let quants: [u32; GROUPS] = core::array::from_fn(|group| {
                let high = word(block, 0, group) >> part & each(1);
                word(block, at, group) >> (part % 4 * 2) & each(3) | high << 2
            });
            let rest = |group: usize, shift: u32, mask: u8| quants[group] >> shift & each(mask);
            let vectors = [
                quants[0] | quants[3] << 3 | rest(6, 0, 3) << 6,
                quants[1] | quants[4] << 3 | rest(7, 0, 3) << 6,
                quants[2] | quants[5] << 3 | rest(6, 2, 1) << 6 | rest(7, 2, 1) << 7,
            ];
            for (vector, word) in vectors.into_iter().enumerate() {
                place.put_word(tile, TILE_QUANTS_AT, part * 3 + vector, word);
            }
        }
    }
}

impl TileFormat for Q3K {
    const UNIFORM: bool = false;
    // 8 × 2 × 7 × 127 = 14,224.
    const GROUPS_PER_WIDENING: usize = GROUPS;

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, part: usize) -> Unpacked<L> {
        let width = L::ROWS * 4;
        // SAFETY: `part` is below 8, so all reads lie within the 110R bytes of the tile block.
        unsafe {
            let scales = [scale::<L>(tile, part * 2), scale::<L>(tile, part * 2 + 1)];
            let quants = tile.add(L::ROWS * (TILE_QUANTS_AT + part * PART_BYTES));
            let load = |v: usize| L::load(quants.add(v * width));
            let packed = [load(0), load(1), load(2)];
            let (three, two) = (L::splat_byte(7), L::splat_byte(3));
            let high = L::splat_byte(4);
            let quants: [L::Bytes; GROUPS] = [
                L::and(packed[0], three),
                L::and(packed[1], three),
                L::and(packed[2], three),
                L::and(L::shr::<3>(packed[0]), three),
                L::and(L::shr::<3>(packed[1]), three),
                L::and(L::shr::<3>(packed[2]), three),
                L::or(
                    L::and(L::shr::<6>(packed[0]), two),
                    L::and(L::shr::<4>(packed[2]), high),
                ),
                L::or(
                    L::and(L::shr::<6>(packed[1]), two),
                    L::and(L::shr::<5>(packed[2]), high),
                ),
            ];
            let four = L::splat(4.0);
            Unpacked {
                quants,
                scales,
                offsets: [L::mul(scales[0], four), L::mul(scales[1], four)],
            }
        }
    }
}

/// Scale `index` of every row. A function of its own, since the compiler keeps a closure of this size
/// apart from the vector instructions that it is called among: ten times slower.
///
/// # Safety
/// The processor must have the instructions of `L`; `tile` must be valid for reads of
/// `TILE_QUANTS_AT * L::ROWS` bytes, and `index` less than 16.
#[inline(always)]
unsafe fn scale<L: Lanes>(tile: *const u8, index: usize) -> L::Floats {
    let (low_shift, high_shift) = ((index / 8 * 4) as u32, (index / 4 * 2) as u32);
    // SAFETY: of the 12 bytes of scales, the last read is at `8 + 3`.
    unsafe {
        let d = L::load_halves(tile);
        let packed = tile.add(L::ROWS * TILE_SCALES_AT);
        let low = L::load_bytes(packed.add(L::ROWS * (index % 8)), low_shift, 15);
        let high = L::load_bytes(packed.add(L::ROWS * (8 + index % 4)), high_shift, 3);
        let scale = L::mul_add(high, L::splat(16.0), low);
        // Exact: d has 11 bits, the scale six.
        L::neg_mul_add(d, L::splat(32.0), L::mul(d, scale))
    }
}
