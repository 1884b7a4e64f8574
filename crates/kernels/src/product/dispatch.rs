//! From the format and the vector unit that a matrix has to the code made for them.

use core::marker::PhantomData;

use crate::format::{FloatFormat, Format, TileFormat, for_format};
#[cfg(target_arch = "aarch64")]
use crate::lanes::Neon;
#[cfg(target_arch = "x86_64")]
use crate::lanes::{Avx2, Avx512};
use crate::lanes::{Backend, Lanes, Scalar};
#[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
use crate::lanes::{Exact, Pairwise};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use crate::lanes::{Simd128, Widened};

/// Something to do with a matrix, written once for all vector units and formats of a kind.
pub(super) trait Task {
    /// Does it with quants.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`, for which the matrix must be laid out in
    /// the format `F`.
    unsafe fn run<L: Lanes, F: TileFormat>(self);

    /// Does it with plain numbers.
    ///
    /// # Safety
    /// As for [`Task::run`].
    unsafe fn run_floats<L: Lanes, F: FloatFormat>(self);
}

/// Runs `task` for a matrix of `format` that is laid out for `backend`.
pub(super) fn dispatch(format: Format, backend: Backend, task: impl Task) {
    for_format!(format,
        quants F => dispatch_backend(backend, Quants(task, PhantomData::<F>)),
        floats F => dispatch_backend(backend, Floats(task, PhantomData::<F>)));
}

/// Something to do on a vector unit: a [`Task`] whose format is chosen, or one without a format.
pub(super) trait OnLanes {
    /// Does it.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`; and as for [`Task::run`].
    unsafe fn run<L: Lanes>(self);
}

struct Quants<T, F>(T, PhantomData<F>);

impl<T: Task, F: TileFormat> OnLanes for Quants<T, F> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        // SAFETY: the caller promises the same.
        unsafe { self.0.run::<L, F>() }
    }
}

struct Floats<T, F>(T, PhantomData<F>);

impl<T: Task, F: FloatFormat> OnLanes for Floats<T, F> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        // SAFETY: the caller promises the same.
        unsafe { self.0.run_floats::<L, F>() }
    }
}

/// Runs `task` on the vector unit of `backend`, which must be one that [`Backend::available`] names.
pub(super) fn dispatch_backend(backend: Backend, task: impl OnLanes) {
    match backend {
        // SAFETY: scalar code needs no instructions beyond the target's.
        Backend::Scalar => unsafe { task.run::<Scalar>() },
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        // SAFETY: the build has simd128.
        Backend::Simd128 => unsafe { task.run::<Simd128<Widened>>() },
        #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
        // SAFETY: the build has relaxed-simd.
        Backend::RelaxedPairs => unsafe { task.run::<Simd128<Pairwise>>() },
        #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
        // SAFETY: the build has relaxed-simd.
        Backend::RelaxedDot => unsafe { task.run::<Simd128<Exact>>() },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `MatrixBuilder::new`, `Halves::on` and `Floats::on` refuse a backend whose instructions are
        // not available.
        Backend::Avx2 => unsafe { run_avx2(task) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Backend::Avx512 => unsafe { run_avx512(task) },
        #[cfg(target_arch = "aarch64")]
        // SAFETY: as above.
        Backend::Neon => unsafe { run_neon(task) },
    }
}

/// # Safety
/// The processor must have AVX2, FMA and F16C.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c")]
unsafe fn run_avx2(task: impl OnLanes) {
    // SAFETY: the caller promises the instructions.
    unsafe { task.run::<Avx2>() }
}

/// # Safety
/// The processor must have AVX-512 F, BW and VNNI.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c,avx512f,avx512bw,avx512vnni")]
unsafe fn run_avx512(task: impl OnLanes) {
    // SAFETY: the caller promises the instructions.
    unsafe { task.run::<Avx512>() }
}

/// # Safety
/// The processor must have NEON with dot products.
#[cfg(target_arch = "aarch64")]
#[target_feature(enable = "neon,dotprod")]
unsafe fn run_neon(task: impl OnLanes) {
    // SAFETY: the caller promises the instructions.
    unsafe { task.run::<Neon>() }
}
