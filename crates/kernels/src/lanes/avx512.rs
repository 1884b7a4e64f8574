//! x86 with AVX-512 and VNNI: `vpdpbusd` adds four products of bytes to each lane of 32 bits,
//! with quants of all eight bits and without overflow, so that there is only one kind of sum.
#![expect(unsafe_code, reason = "vector loads and stores through pointers")]

use core::arch::x86_64::*;

use super::{CACHE_LINE_BYTES, Lanes};

/// Sixteen lanes.
pub(crate) enum Avx512 {}

// SAFETY: every function needs AVX-512 F, BW and VNNI, as `Backend::available` checks before a
// matrix is laid out for it; reads and writes exactly the promised bytes.
unsafe impl Lanes for Avx512 {
    const ROWS: usize = 16;
    const COLUMNS: usize = 8;
    type Bytes = __m512i;
    type Floats = __m512;
    type Sums = __m512i;
    type Narrow = __m512i;
    type Wide = __m512i;
    const NARROW_IS_WIDE: bool = true;

    #[inline(always)]
    unsafe fn prefetch(from: *const u8, bytes: usize) {
        for at in (0..bytes).step_by(CACHE_LINE_BYTES) {
            // SAFETY: see the trait and the implementation's proof; a prefetch never faults.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(from.wrapping_add(at).cast()) };
        }
    }
    #[inline(always)]
    unsafe fn load(from: *const u8) -> __m512i {
        // SAFETY: see the trait and the implementation's proof; so for every block below.
        unsafe { _mm512_loadu_si512(from.cast()) }
    }
    #[inline(always)]
    unsafe fn store(to: *mut u8, bytes: __m512i) {
        // SAFETY: as above.
        unsafe { _mm512_storeu_si512(to.cast(), bytes) }
    }
    #[inline(always)]
    unsafe fn splat_byte(byte: u8) -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_set1_epi8(byte.cast_signed()) }
    }
    #[inline(always)]
    unsafe fn splat_group(from: *const i8) -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_set1_epi32(from.cast::<i32>().read_unaligned()) }
    }
    #[inline(always)]
    unsafe fn and(a: __m512i, b: __m512i) -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_and_si512(a, b) }
    }
    #[inline(always)]
    unsafe fn or(a: __m512i, b: __m512i) -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_or_si512(a, b) }
    }
    #[inline(always)]
    unsafe fn shr<const BITS: u32>(a: __m512i) -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_srli_epi32::<BITS>(a) }
    }
    #[inline(always)]
    unsafe fn load_halves(from: *const u8) -> __m512 {
        // SAFETY: as above.
        unsafe { _mm512_cvtph_ps(_mm256_loadu_si256(from.cast())) }
    }
    #[inline(always)]
    unsafe fn load_upper_halves(from: *const u8) -> __m512 {
        // SAFETY: as above.
        unsafe {
            let wide = _mm512_cvtepu16_epi32(_mm256_loadu_si256(from.cast()));
            _mm512_castsi512_ps(_mm512_slli_epi32::<16>(wide))
        }
    }
    #[inline(always)]
    unsafe fn load_bytes(from: *const u8, shift: u32, mask: u8) -> __m512 {
        // SAFETY: as above.
        unsafe {
            let wide = _mm512_cvtepu8_epi32(_mm_loadu_si128(from.cast()));
            let shifted = _mm512_srl_epi32(wide, _mm_cvtsi32_si128(shift.cast_signed()));
            _mm512_cvtepi32_ps(_mm512_and_si512(
                shifted,
                _mm512_set1_epi32(i32::from(mask)),
            ))
        }
    }
    #[inline(always)]
    unsafe fn load_signed_bytes(from: *const u8) -> __m512 {
        // SAFETY: as above.
        unsafe { _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128(from.cast()))) }
    }
    #[inline(always)]
    unsafe fn load_floats(from: *const f32) -> __m512 {
        // SAFETY: as above.
        unsafe { _mm512_loadu_ps(from) }
    }
    #[inline(always)]
    unsafe fn store_floats(to: *mut f32, floats: __m512) {
        // SAFETY: as above.
        unsafe { _mm512_storeu_ps(to, floats) }
    }
    #[inline(always)]
    unsafe fn splat(value: f32) -> __m512 {
        // SAFETY: as above.
        unsafe { _mm512_set1_ps(value) }
    }
    #[inline(always)]
    unsafe fn mul(a: __m512, b: __m512) -> __m512 {
        // SAFETY: as above.
        unsafe { _mm512_mul_ps(a, b) }
    }
    #[inline(always)]
    unsafe fn mul_add(a: __m512, b: __m512, c: __m512) -> __m512 {
        // SAFETY: as above.
        unsafe { _mm512_fmadd_ps(a, b, c) }
    }
    #[inline(always)]
    unsafe fn neg_mul_add(a: __m512, b: __m512, c: __m512) -> __m512 {
        // SAFETY: as above.
        unsafe { _mm512_fnmadd_ps(a, b, c) }
    }
    #[inline(always)]
    unsafe fn zero() -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_setzero_si512() }
    }
    #[inline(always)]
    unsafe fn to_floats(sums: __m512i) -> __m512 {
        // SAFETY: as above.
        unsafe { _mm512_cvtepi32_ps(sums) }
    }
    #[inline(always)]
    unsafe fn narrow_zero() -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_setzero_si512() }
    }
    #[inline(always)]
    unsafe fn narrow_dot(sum: __m512i, quants: __m512i, activations: __m512i) -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_dpbusd_epi32(sum, quants, activations) }
    }
    #[inline(always)]
    unsafe fn add_narrow(sums: __m512i, narrow: __m512i) -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_add_epi32(sums, narrow) }
    }
    #[inline(always)]
    unsafe fn wide_zero() -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_setzero_si512() }
    }
    #[inline(always)]
    unsafe fn wide_dot(sum: __m512i, quants: __m512i, activations: __m512i) -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_dpbusd_epi32(sum, quants, activations) }
    }
    #[inline(always)]
    unsafe fn add_wide(sums: __m512i, wide: __m512i) -> __m512i {
        // SAFETY: as above.
        unsafe { _mm512_add_epi32(sums, wide) }
    }
}
