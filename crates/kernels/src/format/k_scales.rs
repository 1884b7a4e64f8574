//! Scales and minima of Q4_K and Q5_K: two halves d and dmin, then eight scales and eight minima
//! of six bits in 12 bytes. In a tile block of R rows: R d; R dmin; the 12 bytes interleaved by row
//! (byte `j` of every row together).
#![expect(
    unsafe_code,
    reason = "reads tiles through pointers with the vector unit"
)]

use super::Place;
use crate::lanes::Lanes;

/// Where the 12 bytes begin in a row's block.
const PACKED_AT: usize = 4;
/// How many they are.
const PACKED_BYTES: usize = 12;
/// Bytes of all of a row's scales, which its block begins with.
pub(super) const BYTES: usize = PACKED_AT + PACKED_BYTES;

/// Copies the scales of a row's block to their places.
pub(super) fn put(block: &[u8], place: Place, tile: &mut [u8]) {
    for half in 0..2 {
        place.put(tile, 0, half, [block[2 * half], block[2 * half + 1]]);
    }
    for index in 0..PACKED_BYTES {
        place.put(tile, PACKED_AT, index, [block[PACKED_AT + index]]);
    }
}

/// Scale and offset of weights `32 * part ..` of every row.
///
/// # Safety
/// The processor must have the instructions of `L`; `tile` must be valid for reads of
/// `BYTES * L::ROWS` bytes, and `part` less than 8.
#[inline(always)]
pub(super) unsafe fn unpack<L: Lanes>(tile: *const u8, part: usize) -> (L::Floats, L::Floats) {
    // SAFETY: `part` is below 8, so all reads lie within the tile block's scales.
    unsafe {
        let d = L::load_halves(tile);
        let dmin = L::load_halves(tile.add(L::ROWS * 2));
        let packed = |j: usize| tile.add(L::ROWS * (PACKED_AT + j));
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
        (L::mul(d, scale), L::mul(dmin, minimum))
    }
}
