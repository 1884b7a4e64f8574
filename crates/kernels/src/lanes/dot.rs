//! The ways in which WebAssembly multiplies bytes.
//!
//! | | products of quants of 7 bits | of 8 bits |
//! |---|---|---|
//! | [`Widened`], any engine with vectors | widened to 16 bits | the same |
//! | [`Pairwise`], relaxed vectors | added in pairs to 16 bits, one instruction | widened |
//! | [`Exact`], relaxed vectors on processors that have the whole product | added in fours to 32 bits, one instruction | the same |
#![expect(unsafe_code, reason = "implements an unsafe trait")]

use core::arch::wasm32::*;

use super::simd128::Dot;

/// Sums of pairs: rows 0 and 1, rows 2 and 3.
type Pairs = [v128; 2];

/// Products of widened bytes.
pub(crate) enum Widened {}

// SAFETY: compiled only where the build has simd128, without which the module is not even valid.
unsafe impl Dot for Widened {
    type Narrow = Pairs;
    type Wide = Pairs;
    const NARROW_IS_WIDE: bool = true;

    #[inline(always)]
    unsafe fn narrow_zero() -> Pairs {
        [i32x4_splat(0); 2]
    }
    #[inline(always)]
    unsafe fn narrow_dot(sum: Pairs, quants: v128, activations: v128) -> Pairs {
        widened_dot(sum, quants, activations)
    }
    #[inline(always)]
    unsafe fn add_narrow(sums: v128, narrow: Pairs) -> v128 {
        add_pairs(sums, narrow)
    }
    #[inline(always)]
    unsafe fn wide_zero() -> Pairs {
        [i32x4_splat(0); 2]
    }
    #[inline(always)]
    unsafe fn wide_dot(sum: Pairs, quants: v128, activations: v128) -> Pairs {
        widened_dot(sum, quants, activations)
    }
    #[inline(always)]
    unsafe fn add_wide(sums: v128, wide: Pairs) -> v128 {
        add_pairs(sums, wide)
    }
}

#[inline(always)]
fn widened_dot(sum: Pairs, quants: v128, activations: v128) -> Pairs {
    // The four activations are repeated, so that both halves are equal when widened.
    let activations = i16x8_extend_low_i8x16(activations);
    let low = i32x4_dot_i16x8(u16x8_extend_low_u8x16(quants), activations);
    let high = i32x4_dot_i16x8(u16x8_extend_high_u8x16(quants), activations);
    [i32x4_add(sum[0], low), i32x4_add(sum[1], high)]
}

#[inline(always)]
fn add_pairs(sums: v128, pairs: Pairs) -> v128 {
    let even = i32x4_shuffle::<0, 2, 4, 6>(pairs[0], pairs[1]);
    let odd = i32x4_shuffle::<1, 3, 5, 7>(pairs[0], pairs[1]);
    i32x4_add(sums, i32x4_add(even, odd))
}

/// `i16x8.relaxed_dot_i8x16_i7x16`, one instruction on x86 and Arm. Its second operand may be read
/// as signed or unsigned, and its pair sums may saturate: with quants of at most 7 bits neither
/// can be seen.
#[cfg(target_feature = "relaxed-simd")]
pub(crate) enum Pairwise {}

#[cfg(target_feature = "relaxed-simd")]
// SAFETY: compiled only where the build has relaxed-simd.
unsafe impl Dot for Pairwise {
    type Narrow = v128;
    type Wide = Pairs;
    const NARROW_IS_WIDE: bool = false;

    #[inline(always)]
    unsafe fn narrow_zero() -> v128 {
        i16x8_splat(0)
    }
    #[inline(always)]
    unsafe fn narrow_dot(sum: v128, quants: v128, activations: v128) -> v128 {
        i16x8_add(sum, i16x8_relaxed_dot_i8x16_i7x16(activations, quants))
    }
    #[inline(always)]
    unsafe fn add_narrow(sums: v128, narrow: v128) -> v128 {
        i32x4_add(sums, i32x4_dot_i16x8(narrow, i16x8_splat(1)))
    }
    #[inline(always)]
    unsafe fn wide_zero() -> Pairs {
        [i32x4_splat(0); 2]
    }
    #[inline(always)]
    unsafe fn wide_dot(sum: Pairs, quants: v128, activations: v128) -> Pairs {
        widened_dot(sum, quants, activations)
    }
    #[inline(always)]
    unsafe fn add_wide(sums: v128, wide: Pairs) -> v128 {
        add_pairs(sums, wide)
    }
}

/// `i32x4.relaxed_dot_i8x16_i7x16_add` where it happens to take its second operand as unsigned
/// bytes of all eight bits and not to saturate: x86 with AVX-VNNI, whose `vpdpbusd` it becomes.
#[cfg(target_feature = "relaxed-simd")]
pub(crate) enum Exact {}

#[cfg(target_feature = "relaxed-simd")]
impl Exact {
    /// Whether this engine is such a one, tried with the operands that tell.
    pub(crate) fn is_exact() -> bool {
        // Hidden from the compiler, which must not compute the product itself.
        let quants = core::hint::black_box(u8x16_splat(255));
        let is_exact = |activation: i8| {
            let activations = core::hint::black_box(i8x16_splat(activation));
            let sum = i32x4_relaxed_dot_i8x16_i7x16_add(activations, quants, i32x4_splat(7));
            let expected = i32x4_splat(7 + 4 * 255 * i32::from(activation));
            i32x4_all_true(i32x4_eq(sum, expected))
        };
        is_exact(127) && is_exact(-127)
    }
}

#[cfg(target_feature = "relaxed-simd")]
// SAFETY: compiled only where the build has relaxed-simd. `Backend::available` offers it only
// where `is_exact` holds, so that the sums are those which `Lanes` promises.
unsafe impl Dot for Exact {
    type Narrow = v128;
    type Wide = v128;
    const NARROW_IS_WIDE: bool = true;

    #[inline(always)]
    unsafe fn narrow_zero() -> v128 {
        i32x4_splat(0)
    }
    #[inline(always)]
    unsafe fn narrow_dot(sum: v128, quants: v128, activations: v128) -> v128 {
        i32x4_relaxed_dot_i8x16_i7x16_add(activations, quants, sum)
    }
    #[inline(always)]
    unsafe fn add_narrow(sums: v128, narrow: v128) -> v128 {
        i32x4_add(sums, narrow)
    }
    #[inline(always)]
    unsafe fn wide_zero() -> v128 {
        i32x4_splat(0)
    }
    #[inline(always)]
    unsafe fn wide_dot(sum: v128, quants: v128, activations: v128) -> v128 {
        i32x4_relaxed_dot_i8x16_i7x16_add(activations, quants, sum)
    }
    #[inline(always)]
    unsafe fn add_wide(sums: v128, wide: v128) -> v128 {
        i32x4_add(sums, wide)
    }
}
