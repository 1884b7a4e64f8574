//! From the format and the vector unit that a matrix has to the code made for them.

use crate::format::{Format, Q4K, Q5_0, Q6K, Q8_0, TileFormat};
#[cfg(target_arch = "x86_64")]
use crate::lanes::{Avx2, Avx512};
use crate::lanes::{Backend, Lanes, Scalar};
#[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
use crate::lanes::{Exact, Pairwise};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use crate::lanes::{Simd128, Widened};

/// Something to do with a matrix, written once for all formats and vector units.
pub(super) trait Task {
    /// Does it.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`, for which the matrix must be laid out in
    /// the format `F`.
    unsafe fn run<L: Lanes, F: TileFormat>(self);
}

/// Runs `task` for a matrix of `format` that is laid out for `backend`.
pub(super) fn dispatch(format: Format, backend: Backend, task: impl Task) {
    match format {
        Format::Q5_0 => dispatch_backend::<Q5_0>(backend, task),
        Format::Q8_0 => dispatch_backend::<Q8_0>(backend, task),
        Format::Q4K => dispatch_backend::<Q4K>(backend, task),
        Format::Q6K => dispatch_backend::<Q6K>(backend, task),
    }
}

fn dispatch_backend<F: TileFormat>(backend: Backend, task: impl Task) {
    match backend {
        // SAFETY: scalar code needs no instructions beyond the target's.
        Backend::Scalar => unsafe { task.run::<Scalar, F>() },
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        // SAFETY: the build has simd128.
        Backend::Simd128 => unsafe { task.run::<Simd128<Widened>, F>() },
        #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
        // SAFETY: the build has relaxed-simd.
        Backend::RelaxedPairs => unsafe { task.run::<Simd128<Pairwise>, F>() },
        #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
        // SAFETY: the build has relaxed-simd.
        Backend::RelaxedDot => unsafe { task.run::<Simd128<Exact>, F>() },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `MatrixBuilder::new` refuses a backend whose instructions are not available.
        Backend::Avx2 => unsafe { run_avx2::<F>(task) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Backend::Avx512 => unsafe { run_avx512::<F>(task) },
    }
}

/// # Safety
/// The processor must have AVX2, FMA and F16C.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c")]
unsafe fn run_avx2<F: TileFormat>(task: impl Task) {
    // SAFETY: the caller promises the instructions.
    unsafe { task.run::<Avx2, F>() }
}

/// # Safety
/// The processor must have AVX-512 F, BW and VNNI.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c,avx512f,avx512bw,avx512vnni")]
unsafe fn run_avx512<F: TileFormat>(task: impl Task) {
    // SAFETY: the caller promises the instructions.
    unsafe { task.run::<Avx512, F>() }
}
