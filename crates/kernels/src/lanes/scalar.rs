//! Plain Rust: the definition of every operation.
#![expect(unsafe_code, reason = "implements an unsafe trait; pointers only")]

use super::Lanes;
use crate::half::half_to_f32;

const ROWS: usize = 4;

/// Four lanes without vector instructions.
pub(crate) enum Scalar {}

// SAFETY: needs no instructions beyond the target's; reads and writes exactly the promised bytes.
unsafe impl Lanes for Scalar {
    const ROWS: usize = ROWS;
    const COLUMNS: usize = 2;
    type Bytes = [u8; 4 * ROWS];
    type Floats = [f32; ROWS];
    type Sums = [i32; ROWS];
    type Narrow = [i32; ROWS];
    type Wide = [i32; ROWS];
    const NARROW_IS_WIDE: bool = true;

    unsafe fn prefetch(_from: *const u8, _bytes: usize) {}
    unsafe fn load(from: *const u8) -> Self::Bytes {
        // SAFETY: the caller promises 16 readable bytes; arrays of bytes have no alignment.
        unsafe { from.cast::<Self::Bytes>().read() }
    }
    unsafe fn store(to: *mut u8, bytes: Self::Bytes) {
        // SAFETY: the caller promises 16 writable bytes.
        unsafe { to.cast::<Self::Bytes>().write(bytes) }
    }
    unsafe fn splat_byte(byte: u8) -> Self::Bytes {
        [byte; 4 * ROWS]
    }
    unsafe fn splat_group(from: *const i8) -> Self::Bytes {
        // SAFETY: the caller promises 4 readable bytes.
        let group = unsafe { from.cast::<[u8; 4]>().read() };
        core::array::from_fn(|i| group[i % 4])
    }
    unsafe fn and(a: Self::Bytes, b: Self::Bytes) -> Self::Bytes {
        core::array::from_fn(|i| a[i] & b[i])
    }
    unsafe fn or(a: Self::Bytes, b: Self::Bytes) -> Self::Bytes {
        core::array::from_fn(|i| a[i] | b[i])
    }
    unsafe fn shr<const BITS: u32>(a: Self::Bytes) -> Self::Bytes {
        a.map(|byte| byte >> BITS)
    }
    unsafe fn load_halves(from: *const u8) -> Self::Floats {
        // SAFETY: the caller promises 8 readable bytes.
        let halves = unsafe { from.cast::<[[u8; 2]; ROWS]>().read() };
        halves.map(|half| half_to_f32(u16::from_le_bytes(half)))
    }
    unsafe fn load_upper_halves(from: *const u8) -> Self::Floats {
        // SAFETY: the caller promises 8 readable bytes.
        let halves = unsafe { from.cast::<[[u8; 2]; ROWS]>().read() };
        halves.map(|half| f32::from_bits(u32::from(u16::from_le_bytes(half)) << 16))
    }
    unsafe fn load_bytes(from: *const u8, shift: u32, mask: u8) -> Self::Floats {
        // SAFETY: the caller promises 4 readable bytes.
        let bytes = unsafe { from.cast::<[u8; ROWS]>().read() };
        bytes.map(|byte| f32::from(byte >> shift & mask))
    }
    unsafe fn load_signed_bytes(from: *const u8) -> Self::Floats {
        // SAFETY: the caller promises 4 readable bytes.
        let bytes = unsafe { from.cast::<[i8; ROWS]>().read() };
        bytes.map(f32::from)
    }
    unsafe fn load_floats(from: *const f32) -> Self::Floats {
        // SAFETY: the caller promises 4 readable numbers.
        unsafe { from.cast::<Self::Floats>().read_unaligned() }
    }
    unsafe fn store_floats(to: *mut f32, floats: Self::Floats) {
        // SAFETY: the caller promises 4 writable numbers.
        unsafe { to.cast::<Self::Floats>().write_unaligned(floats) }
    }
    unsafe fn splat(value: f32) -> Self::Floats {
        [value; ROWS]
    }
    unsafe fn mul(a: Self::Floats, b: Self::Floats) -> Self::Floats {
        core::array::from_fn(|i| a[i] * b[i])
    }
    unsafe fn mul_add(a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats {
        core::array::from_fn(|i| a[i] * b[i] + c[i])
    }
    unsafe fn neg_mul_add(a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats {
        core::array::from_fn(|i| c[i] - a[i] * b[i])
    }
    unsafe fn zero() -> Self::Sums {
        [0; ROWS]
    }
    unsafe fn to_floats(sums: Self::Sums) -> Self::Floats {
        sums.map(|sum| sum as f32)
    }
    unsafe fn narrow_zero() -> Self::Narrow {
        [0; ROWS]
    }
    unsafe fn narrow_dot(
        sum: Self::Narrow,
        quants: Self::Bytes,
        activations: Self::Bytes,
    ) -> Self::Narrow {
        // SAFETY: no instructions beyond the target's.
        unsafe { Self::wide_dot(sum, quants, activations) }
    }
    unsafe fn add_narrow(sums: Self::Sums, narrow: Self::Narrow) -> Self::Sums {
        core::array::from_fn(|i| sums[i] + narrow[i])
    }
    unsafe fn wide_zero() -> Self::Wide {
        [0; ROWS]
    }
    unsafe fn wide_dot(
        sum: Self::Wide,
        quants: Self::Bytes,
        activations: Self::Bytes,
    ) -> Self::Wide {
        core::array::from_fn(|row| {
            (0..4).fold(sum[row], |sum, i| {
                let at = row * 4 + i;
                sum + i32::from(quants[at]) * i32::from(activations[at].cast_signed())
            })
        })
    }
    unsafe fn add_wide(sums: Self::Sums, wide: Self::Wide) -> Self::Sums {
        core::array::from_fn(|i| sums[i] + wide[i])
    }
}
