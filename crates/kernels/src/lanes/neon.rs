//! Arm with NEON and its dot products of bytes (`sdot`, in every processor since about 2018).
//!
//! The intrinsics of `sdot` and of prefetching are not stable yet, so that both are written as
//! assembly. The whole file is compiled for Arm and tested under an emulator; how fast it is has
//! not been measured.
#![expect(unsafe_code, reason = "vector loads and stores through pointers")]

use core::arch::aarch64::*;
use core::arch::asm;

use super::{CACHE_LINE_BYTES, Lanes};

/// Four lanes.
pub(crate) enum Neon {}

// SAFETY: every function needs NEON, which all of aarch64 has, and the dot products need the
// extension that `Backend::available` checks before a matrix is laid out for it; reads and writes
// exactly the promised bytes.
unsafe impl Lanes for Neon {
    const ROWS: usize = 4;
    const COLUMNS: usize = 4;
    type Bytes = uint8x16_t;
    type Floats = float32x4_t;
    type Sums = int32x4_t;
    type Narrow = int32x4_t;
    type Wide = int32x4_t;
    const NARROW_IS_WIDE: bool = true;

    #[inline(always)]
    unsafe fn prefetch(from: *const u8, bytes: usize) {
        for at in (0..bytes).step_by(CACHE_LINE_BYTES) {
            // SAFETY: a prefetch never faults and changes nothing.
            unsafe {
                asm!(
                    "prfm pldl1keep, [{address}]",
                    address = in(reg) from.wrapping_add(at),
                    options(nostack, preserves_flags, readonly)
                );
            }
        }
    }
    #[inline(always)]
    unsafe fn load(from: *const u8) -> uint8x16_t {
        // SAFETY: see the trait and the implementation's proof; so for every block below.
        unsafe { vld1q_u8(from) }
    }
    #[inline(always)]
    unsafe fn store(to: *mut u8, bytes: uint8x16_t) {
        // SAFETY: as above.
        unsafe { vst1q_u8(to, bytes) }
    }
    #[inline(always)]
    unsafe fn splat_byte(byte: u8) -> uint8x16_t {
        // SAFETY: as above.
        unsafe { vdupq_n_u8(byte) }
    }
    #[inline(always)]
    unsafe fn splat_group(from: *const i8) -> uint8x16_t {
        // SAFETY: as above.
        unsafe { vreinterpretq_u8_u32(vdupq_n_u32(from.cast::<u32>().read_unaligned())) }
    }
    #[inline(always)]
    unsafe fn and(a: uint8x16_t, b: uint8x16_t) -> uint8x16_t {
        // SAFETY: as above.
        unsafe { vandq_u8(a, b) }
    }
    #[inline(always)]
    unsafe fn or(a: uint8x16_t, b: uint8x16_t) -> uint8x16_t {
        // SAFETY: as above.
        unsafe { vorrq_u8(a, b) }
    }
    #[inline(always)]
    unsafe fn shr<const BITS: u32>(a: uint8x16_t) -> uint8x16_t {
        // A shift to the left by less than nothing. SAFETY: as above.
        unsafe { vshlq_u8(a, vdupq_n_s8(-(BITS as i8))) }
    }
    #[inline(always)]
    unsafe fn load_halves(from: *const u8) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vcvt_f32_f16(vreinterpret_f16_u8(vld1_u8(from))) }
    }
    #[inline(always)]
    unsafe fn load_upper_halves(from: *const u8) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vreinterpretq_f32_u32(vshll_n_u16::<16>(vreinterpret_u16_u8(vld1_u8(from)))) }
    }
    #[inline(always)]
    unsafe fn load_bytes(from: *const u8, shift: u32, mask: u8) -> float32x4_t {
        // SAFETY: as above.
        unsafe {
            let wide = vmovl_u16(vget_low_u16(vmovl_u8(load_four(from))));
            let shifted = vshlq_u32(wide, vdupq_n_s32(-shift.cast_signed()));
            vcvtq_f32_u32(vandq_u32(shifted, vdupq_n_u32(u32::from(mask))))
        }
    }
    #[inline(always)]
    unsafe fn load_signed_bytes(from: *const u8) -> float32x4_t {
        // SAFETY: as above.
        unsafe {
            let bytes = vreinterpret_s8_u8(load_four(from));
            vcvtq_f32_s32(vmovl_s16(vget_low_s16(vmovl_s8(bytes))))
        }
    }
    #[inline(always)]
    unsafe fn load_floats(from: *const f32) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vreinterpretq_f32_u8(vld1q_u8(from.cast())) }
    }
    #[inline(always)]
    unsafe fn store_floats(to: *mut f32, floats: float32x4_t) {
        // SAFETY: as above.
        unsafe { vst1q_u8(to.cast(), vreinterpretq_u8_f32(floats)) }
    }
    #[inline(always)]
    unsafe fn splat(value: f32) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vdupq_n_f32(value) }
    }
    #[inline(always)]
    unsafe fn mul(a: float32x4_t, b: float32x4_t) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vmulq_f32(a, b) }
    }
    #[inline(always)]
    unsafe fn mul_add(a: float32x4_t, b: float32x4_t, c: float32x4_t) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vfmaq_f32(c, a, b) }
    }
    #[inline(always)]
    unsafe fn neg_mul_add(a: float32x4_t, b: float32x4_t, c: float32x4_t) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vfmsq_f32(c, a, b) }
    }
    #[inline(always)]
    unsafe fn zero() -> int32x4_t {
        // SAFETY: as above.
        unsafe { vdupq_n_s32(0) }
    }
    #[inline(always)]
    unsafe fn to_floats(sums: int32x4_t) -> float32x4_t {
        // SAFETY: as above.
        unsafe { vcvtq_f32_s32(sums) }
    }
    #[inline(always)]
    unsafe fn narrow_zero() -> int32x4_t {
        // SAFETY: as above.
        unsafe { vdupq_n_s32(0) }
    }
    #[inline(always)]
    unsafe fn narrow_dot(sum: int32x4_t, quants: uint8x16_t, activations: uint8x16_t) -> int32x4_t {
        // Quants of seven bits are the same number with a sign. SAFETY: as above.
        unsafe { signed_dot(sum, quants, activations) }
    }
    #[inline(always)]
    unsafe fn add_narrow(sums: int32x4_t, narrow: int32x4_t) -> int32x4_t {
        // SAFETY: as above.
        unsafe { vaddq_s32(sums, narrow) }
    }
    #[inline(always)]
    unsafe fn wide_zero() -> int32x4_t {
        // SAFETY: as above.
        unsafe { vdupq_n_s32(0) }
    }
    #[inline(always)]
    unsafe fn wide_dot(sum: int32x4_t, quants: uint8x16_t, activations: uint8x16_t) -> int32x4_t {
        // q · a = (q − 128) · a + 64 · a + 64 · a, each of which is a product of signed bytes.
        // SAFETY: as above.
        unsafe {
            let sum = signed_dot(sum, veorq_u8(quants, vdupq_n_u8(0x80)), activations);
            let half = vdupq_n_u8(64);
            signed_dot(signed_dot(sum, half, activations), half, activations)
        }
    }
    #[inline(always)]
    unsafe fn add_wide(sums: int32x4_t, wide: int32x4_t) -> int32x4_t {
        // SAFETY: as above.
        unsafe { vaddq_s32(sums, wide) }
    }
}

/// Adds to each lane the four products of signed bytes.
///
/// # Safety
/// The processor must have the dot products.
#[inline(always)]
unsafe fn signed_dot(sum: int32x4_t, a: uint8x16_t, b: uint8x16_t) -> int32x4_t {
    let mut sum = sum;
    // SAFETY: the caller promises the instruction, which works on registers alone. The assembler is
    // told of it, whatever the function that this is inlined into is compiled for.
    unsafe {
        asm!(
            ".arch_extension dotprod",
            "sdot {sum:v}.4s, {a:v}.16b, {b:v}.16b",
            sum = inout(vreg) sum,
            a = in(vreg) a,
            b = in(vreg) b,
            options(pure, nomem, nostack, preserves_flags)
        );
    }
    sum
}

/// Reads four bytes, which become the lowest four of eight.
///
/// # Safety
/// `from` must be valid for reads of four bytes.
#[inline(always)]
unsafe fn load_four(from: *const u8) -> uint8x8_t {
    // SAFETY: the caller promises four readable bytes.
    unsafe { vcreate_u8(u64::from(from.cast::<u32>().read_unaligned())) }
}
