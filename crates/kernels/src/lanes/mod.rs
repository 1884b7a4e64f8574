//! Vector units: what a kernel needs of an instruction set, and which one is used.
#![expect(unsafe_code, reason = "declares the operations that are intrinsics")]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod dot;
#[cfg(target_arch = "aarch64")]
mod neon;
mod scalar;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

#[cfg(target_arch = "x86_64")]
pub(crate) use avx2::Avx2;
#[cfg(target_arch = "x86_64")]
pub(crate) use avx512::Avx512;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use dot::Widened;
#[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
pub(crate) use dot::{Exact, Pairwise};
#[cfg(target_arch = "aarch64")]
pub(crate) use neon::Neon;
pub(crate) use scalar::Scalar;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use simd128::Simd128;

/// What memory delivers at once, on x86 and most Arm processors.
#[cfg(any(
    target_arch = "aarch64",
    target_arch = "x86_64",
    target_feature = "simd128"
))]
pub(crate) const CACHE_LINE_BYTES: usize = 64;

/// An instruction set with a kernel of its own. A matrix is laid out for one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// Plain Rust: the definition, and what runs where nothing else does.
    Scalar,
    /// WebAssembly's 128-bit vectors.
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    Simd128,
    /// The same with relaxed products of pairs.
    #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
    RelaxedPairs,
    /// The same with relaxed products of fours, in an engine that computes them exactly.
    #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
    RelaxedDot,
    /// x86 with AVX2, FMA and F16C.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// x86 with AVX-512 and its dot products of bytes (VNNI).
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// Arm with NEON and its dot products of bytes.
    #[cfg(target_arch = "aarch64")]
    Neon,
}

impl Backend {
    /// The best that this machine (native) or this build (Wasm) has.
    #[must_use]
    pub fn best() -> Self {
        Self::available().last().copied().unwrap_or(Self::Scalar)
    }

    /// All that can run here, slowest first.
    #[must_use]
    pub fn available() -> Vec<Self> {
        #[allow(unused_mut, reason = "nothing is added on other processors")]
        let mut backends = vec![Self::Scalar];
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        backends.push(Self::Simd128);
        #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
        {
            backends.push(Self::RelaxedPairs);
            if Exact::is_exact() {
                backends.push(Self::RelaxedDot);
            }
        }
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("fma")
                && is_x86_feature_detected!("f16c")
            {
                backends.push(Self::Avx2);
                if is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512vnni")
                {
                    backends.push(Self::Avx512);
                }
            }
        }
        #[cfg(target_arch = "aarch64")]
        if std::arch::is_aarch64_feature_detected!("dotprod") {
            backends.push(Self::Neon);
        }
        backends
    }

    /// Rows that are interleaved in a tile.
    pub(crate) const fn tile_rows(self) -> usize {
        match self {
            Self::Scalar => Scalar::ROWS,
            #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
            Self::Simd128 => Simd128::<Widened>::ROWS,
            #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
            Self::RelaxedPairs | Self::RelaxedDot => Simd128::<Pairwise>::ROWS,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => Avx2::ROWS,
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => Avx512::ROWS,
            #[cfg(target_arch = "aarch64")]
            Self::Neon => Neon::ROWS,
        }
    }
}

/// A vector unit with `ROWS` lanes of 32 bits, each belonging to one row of a tile.
///
/// # Safety
/// Every function needs a processor that has the instructions of the implementation; those that
/// take pointers read or write as many bytes as they say, with no demand on alignment.
pub(crate) unsafe trait Lanes {
    /// Lanes of 32 bits, and so rows of a tile.
    const ROWS: usize;
    /// Columns whose sums are kept in registers at once in a matrix × matrix product.
    const COLUMNS: usize;
    /// `4 * ROWS` bytes.
    type Bytes: Copy;
    /// `ROWS` numbers of 32 bits.
    type Floats: Copy;
    /// Each row's sum of products.
    type Sums: Copy;
    /// Running sums of products of quants of at most 7 bits.
    type Narrow: Copy;
    /// Running sums of products of quants of 8 bits.
    type Wide: Copy;
    /// `Narrow` holds 32 bits, so that it need not be widened as often as
    /// [`TileFormat::GROUPS_PER_WIDENING`] says.
    ///
    /// [`TileFormat::GROUPS_PER_WIDENING`]: crate::format::TileFormat::GROUPS_PER_WIDENING
    const NARROW_IS_WIDE: bool;

    /// Brings `bytes` bytes into the cache, all of them readable, which will be needed soon.
    unsafe fn prefetch(from: *const u8, bytes: usize);
    /// Reads `4 * ROWS` bytes.
    unsafe fn load(from: *const u8) -> Self::Bytes;
    /// Writes `4 * ROWS` bytes.
    unsafe fn store(to: *mut u8, bytes: Self::Bytes);
    /// The same byte everywhere.
    unsafe fn splat_byte(byte: u8) -> Self::Bytes;
    /// Reads 4 activations and repeats them for every row.
    unsafe fn splat_group(from: *const i8) -> Self::Bytes;
    /// Bitwise and.
    unsafe fn and(a: Self::Bytes, b: Self::Bytes) -> Self::Bytes;
    /// Bitwise or.
    unsafe fn or(a: Self::Bytes, b: Self::Bytes) -> Self::Bytes;
    /// Shift right; bits may cross into the previous byte, so that the caller masks.
    unsafe fn shr<const BITS: u32>(a: Self::Bytes) -> Self::Bytes;

    /// Reads `ROWS` half-precision numbers; infinities and NaN may come out as any number.
    unsafe fn load_halves(from: *const u8) -> Self::Floats;
    /// Reads `ROWS` numbers of which only the upper half is kept (bfloat16).
    unsafe fn load_upper_halves(from: *const u8) -> Self::Floats;
    /// Reads `ROWS` bytes, each shifted right by `shift` and masked.
    unsafe fn load_bytes(from: *const u8, shift: u32, mask: u8) -> Self::Floats;
    /// Reads `ROWS` signed bytes.
    unsafe fn load_signed_bytes(from: *const u8) -> Self::Floats;
    /// Reads `ROWS` numbers.
    unsafe fn load_floats(from: *const f32) -> Self::Floats;
    /// Writes `ROWS` numbers.
    unsafe fn store_floats(to: *mut f32, floats: Self::Floats);
    /// The same number everywhere.
    unsafe fn splat(value: f32) -> Self::Floats;
    /// `a * b`.
    unsafe fn mul(a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// `a * b + c`, rounded once or twice.
    unsafe fn mul_add(a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats;
    /// `c - a * b`, rounded once or twice.
    unsafe fn neg_mul_add(a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats;

    /// No products yet.
    unsafe fn zero() -> Self::Sums;
    /// Each row's sum as a number.
    unsafe fn to_floats(sums: Self::Sums) -> Self::Floats;
    /// No products yet.
    unsafe fn narrow_zero() -> Self::Narrow;
    /// Adds each row's four products of unsigned `quants` of at most 7 bits and signed
    /// `activations`.
    unsafe fn narrow_dot(
        sum: Self::Narrow,
        quants: Self::Bytes,
        activations: Self::Bytes,
    ) -> Self::Narrow;
    /// Adds narrow sums to each row's.
    unsafe fn add_narrow(sums: Self::Sums, narrow: Self::Narrow) -> Self::Sums;
    /// No products yet.
    unsafe fn wide_zero() -> Self::Wide;
    /// Adds each row's four products of unsigned `quants` of all eight bits.
    unsafe fn wide_dot(
        sum: Self::Wide,
        quants: Self::Bytes,
        activations: Self::Bytes,
    ) -> Self::Wide;
    /// Adds wide sums to each row's.
    unsafe fn add_wide(sums: Self::Sums, wide: Self::Wide) -> Self::Sums;
}
