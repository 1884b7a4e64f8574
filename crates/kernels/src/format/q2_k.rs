//! Q2_K. Block of 256: sixteen bytes of scale (low nibble) and minimum (high nibble), 64 bytes of bit
//! pairs, two halves d and dmin. weight = d × scale × quant − dmin × minimum, both per 16 weights.
//!
//! Tile block of R rows: R d; R dmin; sixteen times R scales with minima; then for each 32 weights two
//! vectors, vector `v` with groups `4v..4v + 4` from the lowest bits up.
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::{GROUPS, Layout, Place, TileFormat, Unpacked, each, word};
use crate::lanes::Lanes;

pub(crate) enum Q2K {}

/// Where bit pairs begin in a row's block.
const PAIRS_AT: usize = 16;
/// Where d lies in a row's block, and dmin behind it.
const D_AT: usize = 80;
/// Where scales begin for each row of a tile block.
const TILE_SCALES_AT: usize = 4;
/// Where quants begin for each row of a tile block.
const TILE_QUANTS_AT: usize = TILE_SCALES_AT + 16;
/// Bytes of a row's 32 quants.
const PART_BYTES: usize = 8;

impl Layout for Q2K {
    const BLOCK_LEN: usize = 256;
    const BLOCK_BYTES: usize = TILE_QUANTS_AT + 8 * PART_BYTES;

    fn repack(block: &[u8], place: Place, tile: &mut [u8]) {
        for half in 0..2 {
            let at = D_AT + 2 * half;
            place.put(tile, 0, half, [block[at], block[at + 1]]);
        }
        for (index, &scale) in block[..PAIRS_AT].iter().enumerate() {
            place.put(tile, TILE_SCALES_AT, index, [scale]);
        }
        for part in 0..8 {
            // 128 weights share 32 bytes: quarter `part % 4` of half `part / 4`.
            let at = PAIRS_AT + part / 4 * 32;
            let quants = |group: usize| word(block, at, group) >> (part % 4 * 2) & each(3);
            for vector in 0..2 {
                let word = (0..4).fold(0, |word, i| word | quants(4 * vector + i) << (2 * i));
                place.put_word(tile, TILE_QUANTS_AT, part * 2 + vector, word);
            }
        }
    }
}

impl TileFormat for Q2K {
    const UNIFORM: bool = false;
    // 8 × 2 × 3 × 127 = 6,096.
    const GROUPS_PER_WIDENING: usize = GROUPS;

    #[inline(always)]
    unsafe fn unpack<L: Lanes>(tile: *const u8, part: usize) -> Unpacked<L> {
        // SAFETY: `part` is below 8, so all reads lie within the 84R bytes of the tile block.
        unsafe {
            let d = L::load_halves(tile);
            let dmin = L::load_halves(tile.add(L::ROWS * 2));
            let factors = |half: usize| tile.add(L::ROWS * (TILE_SCALES_AT + part * 2 + half));
            let scale = |half: usize| L::mul(d, L::load_bytes(factors(half), 0, 15));
            let offset = |half: usize| L::mul(dmin, L::load_bytes(factors(half), 4, 15));
            let start = tile.add(L::ROWS * (TILE_QUANTS_AT + part * PART_BYTES));
            let packed = [L::load(start), L::load(start.add(4 * L::ROWS))];
            let pair = L::splat_byte(3);
            let quants: [L::Bytes; GROUPS] = [
                L::and(packed[0], pair),
                L::and(L::shr::<2>(packed[0]), pair),
                L::and(L::shr::<4>(packed[0]), pair),
                L::and(L::shr::<6>(packed[0]), pair),
                L::and(packed[1], pair),
                L::and(L::shr::<2>(packed[1]), pair),
                L::and(L::shr::<4>(packed[1]), pair),
                L::and(L::shr::<6>(packed[1]), pair),
            ];
            Unpacked {
                quants,
                scales: [scale(0), scale(1)],
                offsets: [offset(0), offset(1)],
            }
        }
    }
}
