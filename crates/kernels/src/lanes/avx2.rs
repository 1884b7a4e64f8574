//! x86 with AVX2, FMA and F16C.
#![expect(unsafe_code, reason = "vector loads and stores through pointers")]

use core::arch::x86_64::*;

use super::{CACHE_LINE_BYTES, Lanes};

/// Eight lanes.
pub(crate) enum Avx2 {}

// SAFETY: every function needs AVX2, FMA and F16C, as `Backend::available` checks before a matrix
// is laid out for it; reads and writes exactly the promised bytes.
unsafe impl Lanes for Avx2 {
    const ROWS: usize = 8;
    const COLUMNS: usize = 4;
    type Bytes = __m256i;
    type Floats = __m256;
    type Sums = __m256i;
    type Narrow = __m256i;
    type Wide = [__m256i; 2];
    const NARROW_IS_WIDE: bool = false;

    #[inline(always)]
    unsafe fn prefetch(from: *const u8, bytes: usize) {
        for at in (0..bytes).step_by(CACHE_LINE_BYTES) {
            // SAFETY: see the trait and the implementation's proof; a prefetch never faults.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(from.wrapping_add(at).cast()) };
        }
    }
    #[inline(always)]
    unsafe fn load(from: *const u8) -> __m256i {
        // SAFETY: see the trait and the implementation's proof; so for every block below.
        unsafe { _mm256_loadu_si256(from.cast()) }
    }
    #[inline(always)]
    unsafe fn store(to: *mut u8, bytes: __m256i) {
        // SAFETY: as above.
        unsafe { _mm256_storeu_si256(to.cast(), bytes) }
    }
    #[inline(always)]
    unsafe fn splat_byte(byte: u8) -> __m256i {
        // SAFETY: as above.
        unsafe { _mm256_set1_epi8(byte.cast_signed()) }
    }
    #[inline(always)]
    unsafe fn splat_group(from: *const i8) -> __m256i {
        // SAFETY: as above.
        unsafe { _mm256_set1_epi32(from.cast::<i32>().read_unaligned()) }
    }
    #[inline(always)]
    unsafe fn and(a: __m256i, b: __m256i) -> __m256i {
        // SAFETY: as above.
        unsafe { _mm256_and_si256(a, b) }
    }
    #[inline(always)]
    unsafe fn or(a: __m256i, b: __m256i) -> __m256i {
        // SAFETY: as above.
        unsafe { _mm256_or_si256(a, b) }
    }
    #[inline(always)]
    unsafe fn shr<const BITS: u32>(a: __m256i) -> __m256i {
        // SAFETY: as above.
        unsafe { _mm256_srl_epi32(a, _mm_cvtsi32_si128(BITS.cast_signed())) }
    }
    #[inline(always)]
    unsafe fn load_halves(from: *const u8) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_cvtph_ps(_mm_loadu_si128(from.cast())) }
    }
    #[inline(always)]
    unsafe fn load_upper_halves(from: *const u8) -> __m256 {
        // SAFETY: as above.
        unsafe {
            let wide = _mm256_cvtepu16_epi32(_mm_loadu_si128(from.cast()));
            _mm256_castsi256_ps(_mm256_slli_epi32::<16>(wide))
        }
    }
    #[inline(always)]
    unsafe fn load_bytes(from: *const u8, shift: u32, mask: u8) -> __m256 {
        // SAFETY: as above.
        unsafe {
            let wide = _mm256_cvtepu8_epi32(_mm_loadl_epi64(from.cast()));
            let shifted = _mm256_srl_epi32(wide, _mm_cvtsi32_si128(shift.cast_signed()));
            _mm256_cvtepi32_ps(_mm256_and_si256(
                shifted,
                _mm256_set1_epi32(i32::from(mask)),
            ))
        }
    }
    #[inline(always)]
    unsafe fn load_signed_bytes(from: *const u8) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(from.cast()))) }
    }
    #[inline(always)]
    unsafe fn load_floats(from: *const f32) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_loadu_ps(from) }
    }
    #[inline(always)]
    unsafe fn store_floats(to: *mut f32, floats: __m256) {
        // SAFETY: as above.
        unsafe { _mm256_storeu_ps(to, floats) }
    }
    #[inline(always)]
    unsafe fn splat(value: f32) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_set1_ps(value) }
    }
    #[inline(always)]
    unsafe fn mul(a: __m256, b: __m256) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_mul_ps(a, b) }
    }
    #[inline(always)]
    unsafe fn mul_add(a: __m256, b: __m256, c: __m256) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_fmadd_ps(a, b, c) }
    }
    #[inline(always)]
    unsafe fn neg_mul_add(a: __m256, b: __m256, c: __m256) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_fnmadd_ps(a, b, c) }
    }
    #[inline(always)]
    unsafe fn zero() -> __m256i {
        // SAFETY: as above.
        unsafe { _mm256_setzero_si256() }
    }
    #[inline(always)]
    unsafe fn to_floats(sums: __m256i) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_cvtepi32_ps(sums) }
    }
    #[inline(always)]
    unsafe fn narrow_zero() -> __m256i {
        // SAFETY: as above.
        unsafe { _mm256_setzero_si256() }
    }
    #[inline(always)]
    unsafe fn narrow_dot(sum: __m256i, quants: __m256i, activations: __m256i) -> __m256i {
        // SAFETY: as above.
        unsafe { _mm256_add_epi16(sum, _mm256_maddubs_epi16(quants, activations)) }
    }
    #[inline(always)]
    unsafe fn add_narrow(sums: __m256i, narrow: __m256i) -> __m256i {
        // SAFETY: as above.
        unsafe { _mm256_add_epi32(sums, _mm256_madd_epi16(narrow, _mm256_set1_epi16(1))) }
    }
    #[inline(always)]
    unsafe fn wide_zero() -> [__m256i; 2] {
        // SAFETY: as above.
        unsafe { [_mm256_setzero_si256(); 2] }
    }
    #[inline(always)]
    unsafe fn wide_dot(sum: [__m256i; 2], quants: __m256i, activations: __m256i) -> [__m256i; 2] {
        // SAFETY: as above.
        unsafe {
            // The first and the last four rows.
            let low = _mm256_madd_epi16(
                _mm256_cvtepu8_epi16(_mm256_castsi256_si128(quants)),
                _mm256_cvtepi8_epi16(_mm256_castsi256_si128(activations)),
            );
            let high = _mm256_madd_epi16(
                _mm256_cvtepu8_epi16(_mm256_extracti128_si256::<1>(quants)),
                _mm256_cvtepi8_epi16(_mm256_castsi256_si128(activations)),
            );
            [
                _mm256_add_epi32(sum[0], low),
                _mm256_add_epi32(sum[1], high),
            ]
        }
    }
    #[inline(always)]
    unsafe fn add_wide(sums: __m256i, wide: [__m256i; 2]) -> __m256i {
        // SAFETY: as above.
        unsafe {
            // hadd works within 128 bits: rows 0 1 4 5 2 3 6 7.
            let paired = _mm256_hadd_epi32(wide[0], wide[1]);
            _mm256_add_epi32(sums, _mm256_permute4x64_epi64::<0b11_01_10_00>(paired))
        }
    }
}
