//! WebAssembly's 128-bit vectors.
//!
//! Builds and engines differ in how products are added, which a [`Dot`] says; all else is written
//! once.
#![expect(unsafe_code, reason = "vector loads and stores through pointers")]

use core::arch::wasm32::*;
use core::marker::PhantomData;

use super::{CACHE_LINE_BYTES, Lanes};

/// Four lanes, with the products of `D`.
pub(crate) struct Simd128<D>(PhantomData<D>);

/// The operations of [`Lanes`] that multiply bytes.
///
/// # Safety
/// Every function needs an engine that has the instructions of the implementation.
pub(crate) unsafe trait Dot {
    /// See [`Lanes::Narrow`].
    type Narrow: Copy;
    /// See [`Lanes::Wide`].
    type Wide: Copy;
    /// See [`Lanes::NARROW_IS_WIDE`].
    const NARROW_IS_WIDE: bool;
    /// See [`Lanes::narrow_zero`].
    unsafe fn narrow_zero() -> Self::Narrow;
    /// See [`Lanes::narrow_dot`].
    unsafe fn narrow_dot(sum: Self::Narrow, quants: v128, activations: v128) -> Self::Narrow;
    /// See [`Lanes::add_narrow`].
    unsafe fn add_narrow(sums: v128, narrow: Self::Narrow) -> v128;
    /// See [`Lanes::wide_zero`].
    unsafe fn wide_zero() -> Self::Wide;
    /// See [`Lanes::wide_dot`].
    unsafe fn wide_dot(sum: Self::Wide, quants: v128, activations: v128) -> Self::Wide;
    /// See [`Lanes::add_wide`].
    unsafe fn add_wide(sums: v128, wide: Self::Wide) -> v128;
}

// SAFETY: compiled only where the build has simd128 (and relaxed-simd where it is used), without
// which the module is not even valid; reads and writes exactly the promised bytes.
unsafe impl<D: Dot> Lanes for Simd128<D> {
    const ROWS: usize = 4;
    const COLUMNS: usize = 4;
    type Bytes = v128;
    type Floats = v128;
    type Sums = v128;
    type Narrow = D::Narrow;
    type Wide = D::Wide;
    const NARROW_IS_WIDE: bool = D::NARROW_IS_WIDE;

    /// WebAssembly has no instruction for this. Plain loads in a burst do as well: they wait for
    /// memory together, where the loads of the arithmetic would wait one after another.
    #[inline(always)]
    unsafe fn prefetch(from: *const u8, bytes: usize) {
        let mut touched = 0;
        for at in (0..bytes).step_by(CACHE_LINE_BYTES) {
            // SAFETY: the caller promises `bytes` readable bytes.
            touched |= unsafe { *from.add(at) };
        }
        // Keeps the loads alive.
        core::hint::black_box(touched);
    }
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
    unsafe fn shr<const BITS: u32>(a: v128) -> v128 {
        u32x4_shr(a, BITS)
    }
    #[inline(always)]
    unsafe fn load_halves(from: *const u8) -> v128 {
        // SAFETY: the caller promises 8 readable bytes.
        let bits = i32x4_shl(unsafe { i32x4_load_extend_i16x4(from.cast()) }, 13);
        // The sign has been repeated from bit 31 down to where it belongs in a half.
        let number = v128_and(bits, u32x4_splat(0x8fff_e000));
        // See `half_to_f32` for the factor 2^112.
        f32x4_mul(number, u32x4_splat((127 + 112) << 23))
    }
    #[inline(always)]
    unsafe fn load_upper_halves(from: *const u8) -> v128 {
        // SAFETY: the caller promises 8 readable bytes.
        u32x4_shl(
            u32x4_extend_low_u16x8(unsafe { v128_load64_zero(from.cast()) }),
            16,
        )
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
    unsafe fn narrow_zero() -> D::Narrow {
        // SAFETY: the caller promises the instructions.
        unsafe { D::narrow_zero() }
    }
    #[inline(always)]
    unsafe fn narrow_dot(sum: D::Narrow, quants: v128, activations: v128) -> D::Narrow {
        // SAFETY: the caller promises the instructions.
        unsafe { D::narrow_dot(sum, quants, activations) }
    }
    #[inline(always)]
    unsafe fn add_narrow(sums: v128, narrow: D::Narrow) -> v128 {
        // SAFETY: the caller promises the instructions.
        unsafe { D::add_narrow(sums, narrow) }
    }
    #[inline(always)]
    unsafe fn wide_zero() -> D::Wide {
        // SAFETY: the caller promises the instructions.
        unsafe { D::wide_zero() }
    }
    #[inline(always)]
    unsafe fn wide_dot(sum: D::Wide, quants: v128, activations: v128) -> D::Wide {
        // SAFETY: the caller promises the instructions.
        unsafe { D::wide_dot(sum, quants, activations) }
    }
    #[inline(always)]
    unsafe fn add_wide(sums: v128, wide: D::Wide) -> v128 {
        // SAFETY: the caller promises the instructions.
        unsafe { D::add_wide(sums, wide) }
    }
}
