//! WebAssembly's 128-bit vectors.
//!
//! With `relaxed-simd` the narrow product is `i16x8.relaxed_dot_i8x16_i7x16`, one instruction on
//! x86 and Arm. Its second operand may be read as signed or unsigned, and its pair sums may
//! saturate: with quants of at most 7 bits neither can be seen. Without it the same sums are
//! made of widened products.
#![allow(unsafe_code, reason = "vector loads and stores through pointers")]

use core::arch::wasm32::*;

use super::Lanes;

/// Four lanes.
pub(crate) enum Simd128 {}

/// Sums of pairs: rows 0 and 1, rows 2 and 3.
type Pairs = [v128; 2];

// SAFETY: compiled only where the build has simd128 (and relaxed-simd where it is used), without
// which the module is not even valid; reads and writes exactly the promised bytes.
unsafe impl Lanes for Simd128 {
    const ROWS: usize = 4;
    const COLUMNS: usize = 4;
    type Bytes = v128;
    type Floats = v128;
    type Sums = v128;
    #[cfg(target_feature = "relaxed-simd")]
    type Narrow = v128;
    #[cfg(not(target_feature = "relaxed-simd"))]
    type Narrow = Pairs;
    type Wide = Pairs;
    const NARROW_IS_WIDE: bool = !cfg!(target_feature = "relaxed-simd");

    #[inline(always)]
    unsafe fn load(from: *const u8) -> v128 {
        // SAFETY: the caller promises 16 readable bytes.
        unsafe { v128_load(from.cast()) }
    }
    #[inline(always)]
    unsafe fn store(to: *mut u8, bytes: v128) {
        // SAFETY: the caller promises 16 writable bytes.
        unsafe { v128_store(to.cast(), bytes) }
    }
    #[inline(always)]
    unsafe fn splat_byte(byte: u8) -> v128 {
        u8x16_splat(byte)
    }
    #[inline(always)]
    unsafe fn splat_group(from: *const i8) -> v128 {
        // SAFETY: the caller promises 4 readable bytes.
        unsafe { v128_load32_splat(from.cast()) }
    }
    #[inline(always)]
    unsafe fn and(a: v128, b: v128) -> v128 {
        v128_and(a, b)
    }
    #[inline(always)]
    unsafe fn or(a: v128, b: v128) -> v128 {
        v128_or(a, b)
    }
    #[inline(always)]
    unsafe fn shl<const BITS: u32>(a: v128) -> v128 {
        // Wider lanes than bytes: x86 has no shift of bytes.
        u32x4_shl(a, BITS)
    }
    #[inline(always)]
    unsafe fn shr<const BITS: u32>(a: v128) -> v128 {
        u32x4_shr(a, BITS)
    }
    #[inline(always)]
    unsafe fn load_halves(from: *const u8) -> v128 {
        // SAFETY: the caller promises 8 readable bytes.
        let bits = u32x4_extend_low_u16x8(unsafe { v128_load64_zero(from.cast()) });
        let sign = u32x4_shl(v128_and(bits, u32x4_splat(0x8000)), 16);
        let magnitude = u32x4_shl(v128_and(bits, u32x4_splat(0x7fff)), 13);
        // See `half_to_f32` for the factor 2^112.
        let scaled = f32x4_mul(magnitude, u32x4_splat((127 + 112) << 23));
        v128_or(scaled, sign)
    }
    #[inline(always)]
    unsafe fn load_bytes(from: *const u8, shift: u32, mask: u8) -> v128 {
        // SAFETY: the caller promises 4 readable bytes.
        let bytes = unsafe { v128_load32_zero(from.cast()) };
        let wide = u32x4_extend_low_u16x8(u16x8_extend_low_u8x16(bytes));
        f32x4_convert_i32x4(v128_and(
            u32x4_shr(wide, shift),
            u32x4_splat(u32::from(mask)),
        ))
    }
    #[inline(always)]
    unsafe fn load_signed_bytes(from: *const u8) -> v128 {
        // SAFETY: the caller promises 4 readable bytes.
        let bytes = unsafe { v128_load32_zero(from.cast()) };
        f32x4_convert_i32x4(i32x4_extend_low_i16x8(i16x8_extend_low_i8x16(bytes)))
    }
    #[inline(always)]
    unsafe fn load_floats(from: *const f32) -> v128 {
        // SAFETY: the caller promises 4 readable numbers.
        unsafe { v128_load(from.cast()) }
    }
    #[inline(always)]
    unsafe fn store_floats(to: *mut f32, floats: v128) {
        // SAFETY: the caller promises 4 writable numbers.
        unsafe { v128_store(to.cast(), floats) }
    }
    #[inline(always)]
    unsafe fn splat(value: f32) -> v128 {
        f32x4_splat(value)
    }
    #[inline(always)]
    unsafe fn mul(a: v128, b: v128) -> v128 {
        f32x4_mul(a, b)
    }
    #[inline(always)]
    unsafe fn mul_add(a: v128, b: v128, c: v128) -> v128 {
        #[cfg(target_feature = "relaxed-simd")]
        return f32x4_relaxed_madd(a, b, c);
        #[cfg(not(target_feature = "relaxed-simd"))]
        f32x4_add(f32x4_mul(a, b), c)
    }
    #[inline(always)]
    unsafe fn neg_mul_add(a: v128, b: v128, c: v128) -> v128 {
        #[cfg(target_feature = "relaxed-simd")]
        return f32x4_relaxed_nmadd(a, b, c);
        #[cfg(not(target_feature = "relaxed-simd"))]
        f32x4_sub(c, f32x4_mul(a, b))
    }
    #[inline(always)]
    unsafe fn zero() -> v128 {
        i32x4_splat(0)
    }
    #[inline(always)]
    unsafe fn to_floats(sums: v128) -> v128 {
        f32x4_convert_i32x4(sums)
    }
    #[inline(always)]
    unsafe fn narrow_zero() -> Self::Narrow {
        #[cfg(target_feature = "relaxed-simd")]
        return i16x8_splat(0);
        #[cfg(not(target_feature = "relaxed-simd"))]
        [i32x4_splat(0); 2]
    }
    #[inline(always)]
    unsafe fn narrow_dot(sum: Self::Narrow, quants: v128, activations: v128) -> Self::Narrow {
        #[cfg(target_feature = "relaxed-simd")]
        return i16x8_add(sum, i16x8_relaxed_dot_i8x16_i7x16(activations, quants));
        #[cfg(not(target_feature = "relaxed-simd"))]
        // SAFETY: needs nothing but simd128.
        unsafe {
            Self::wide_dot(sum, quants, activations)
        }
    }
    #[inline(always)]
    unsafe fn add_narrow(sums: v128, narrow: Self::Narrow) -> v128 {
        #[cfg(target_feature = "relaxed-simd")]
        return i32x4_add(sums, i32x4_dot_i16x8(narrow, i16x8_splat(1)));
        #[cfg(not(target_feature = "relaxed-simd"))]
        // SAFETY: needs nothing but simd128.
        unsafe {
            Self::add_wide(sums, narrow)
        }
    }
    #[inline(always)]
    unsafe fn wide_zero() -> Pairs {
        [i32x4_splat(0); 2]
    }
    #[inline(always)]
    unsafe fn wide_dot(sum: Pairs, quants: v128, activations: v128) -> Pairs {
        let low = i32x4_dot_i16x8(
            u16x8_extend_low_u8x16(quants),
            i16x8_extend_low_i8x16(activations),
        );
        let high = i32x4_dot_i16x8(
            u16x8_extend_high_u8x16(quants),
            i16x8_extend_high_i8x16(activations),
        );
        [i32x4_add(sum[0], low), i32x4_add(sum[1], high)]
    }
    #[inline(always)]
    unsafe fn add_wide(sums: v128, wide: Pairs) -> v128 {
        let even = i32x4_shuffle::<0, 2, 4, 6>(wide[0], wide[1]);
        let odd = i32x4_shuffle::<1, 3, 5, 7>(wide[0], wide[1]);
        i32x4_add(sums, i32x4_add(even, odd))
    }
}
