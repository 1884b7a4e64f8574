//! The loops: matrix × vector, which streams the weights once, and matrix × matrix, which unpacks
//! each tile once into a panel that stays in the cache and multiplies it with all columns.
#![allow(
    unsafe_code,
    reason = "calls the vector units through pointers into checked slices"
)]

use crate::activations::{Activations, BLOCK_LEN, Block, HALF_LEN};
use crate::format::{Format, GROUPS, Q4K, Q5_0, Q6K, Q8_0, TileFormat, Unpacked};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use crate::lanes::Simd128;
#[cfg(target_arch = "x86_64")]
use crate::lanes::{Avx2, Avx512};
use crate::lanes::{Backend, Lanes, Scalar};
use crate::matrix::Matrix;

/// Repeats a body for `I` of 0 to 7 as long as `I` is below a constant. Written out, since a loop that
/// the compiler leaves rolled keeps the unpacked weights in memory: decoding was 4 times slower.
macro_rules! unrolled {
    ($i:ident < $len:expr, $body:block) => {
        unrolled!(@ $i, $len, $body, 0 1 2 3 4 5 6 7)
    };
    (@ $i:ident, $len:expr, $body:block, $($value:literal)*) => {
        $({
            const $i: usize = $value;
            if $i < $len $body
        })*
    };
}

/// Below this many columns unpacking once into a panel does not pay.
const PANEL_FROM_COLUMNS: usize = 3;

/// Multiplies; shapes have been checked.
pub(crate) fn multiply(matrix: &Matrix, activations: &Activations, output: &mut [f32]) {
    match matrix.format() {
        Format::Q5_0 => multiply_as::<Q5_0>(matrix, activations, output),
        Format::Q8_0 => multiply_as::<Q8_0>(matrix, activations, output),
        Format::Q4K => multiply_as::<Q4K>(matrix, activations, output),
        Format::Q6K => multiply_as::<Q6K>(matrix, activations, output),
    }
}

fn multiply_as<F: TileFormat>(matrix: &Matrix, activations: &Activations, output: &mut [f32]) {
    match matrix.backend() {
        // SAFETY: scalar code needs no instructions beyond the target's.
        Backend::Scalar => unsafe { multiply_with::<Scalar, F>(matrix, activations, output) },
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        // SAFETY: the build has simd128.
        Backend::Simd128 => unsafe { multiply_with::<Simd128, F>(matrix, activations, output) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `MatrixBuilder::new` refuses a backend whose instructions are not available.
        Backend::Avx2 => unsafe { multiply_avx2::<F>(matrix, activations, output) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Backend::Avx512 => unsafe { multiply_avx512::<F>(matrix, activations, output) },
    }
}

/// # Safety
/// The processor must have AVX2, FMA and F16C.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c")]
unsafe fn multiply_avx2<F: TileFormat>(
    matrix: &Matrix,
    activations: &Activations,
    output: &mut [f32],
) {
    // SAFETY: the caller promises the instructions.
    unsafe { multiply_with::<Avx2, F>(matrix, activations, output) }
}

/// # Safety
/// The processor must have AVX-512 F, BW and VNNI.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,f16c,avx512f,avx512bw,avx512vnni")]
unsafe fn multiply_avx512<F: TileFormat>(
    matrix: &Matrix,
    activations: &Activations,
    output: &mut [f32],
) {
    // SAFETY: the caller promises the instructions.
    unsafe { multiply_with::<Avx512, F>(matrix, activations, output) }
}

/// # Safety
/// The processor must have the instructions of `L`, for which `matrix` must be laid out.
#[inline(always)]
unsafe fn multiply_with<L: Lanes, F: TileFormat>(
    matrix: &Matrix,
    activations: &Activations,
    output: &mut [f32],
) {
    let rows = matrix.rows();
    let blocks = activations.blocks_per_column();
    let columns = activations.columns();
    let mut panel = Panel::<L>::with_blocks(if columns < PANEL_FROM_COLUMNS {
        0
    } else {
        blocks
    });
    for (index, tile) in matrix.tiles().chunks_exact(matrix.tile_bytes()).enumerate() {
        let first_row = index * L::ROWS;
        let kept = L::ROWS.min(rows - first_row);
        let mut put = |column: usize, floats: L::Floats| {
            // SAFETY: the instructions are promised; `results` holds `L::ROWS` numbers.
            unsafe {
                let target = &mut output[column * rows + first_row..][..kept];
                if kept == L::ROWS {
                    L::store_floats(target.as_mut_ptr(), floats);
                } else {
                    let mut results = [0.0; 16];
                    L::store_floats(results.as_mut_ptr(), floats);
                    target.copy_from_slice(&results[..kept]);
                }
            }
        };
        if columns < PANEL_FROM_COLUMNS {
            for (column, vector) in activations.blocks().chunks_exact(blocks).enumerate() {
                // SAFETY: the instructions are promised; the tile has the blocks of the vector.
                put(column, unsafe { multiply_vector::<L, F>(tile, vector) });
            }
            continue;
        }
        // SAFETY: the instructions are promised; the panel has been made for `blocks` blocks, and
        // every group of columns has `blocks` blocks a column.
        unsafe {
            panel.fill::<F>(tile);
            let mut column = 0;
            while column < columns {
                let vectors = &activations.blocks()[column * blocks..];
                let left = columns - column;
                if left >= L::COLUMNS && L::COLUMNS == 8 {
                    let sums = multiply_panel::<L, F, 8>(&panel, vectors);
                    sums.into_iter()
                        .enumerate()
                        .for_each(|(i, sum)| put(column + i, sum));
                    column += 8;
                } else if left >= 4 && L::COLUMNS >= 4 {
                    let sums = multiply_panel::<L, F, 4>(&panel, vectors);
                    sums.into_iter()
                        .enumerate()
                        .for_each(|(i, sum)| put(column + i, sum));
                    column += 4;
                } else {
                    let [sum] = multiply_panel::<L, F, 1>(&panel, vectors);
                    put(column, sum);
                    column += 1;
                }
            }
        }
    }
}

/// One tile times one vector.
///
/// # Safety
/// The processor must have the instructions of `L`; `tile` must hold the tile blocks of as many
/// weights as `vector` has activations.
#[inline(always)]
unsafe fn multiply_vector<L: Lanes, F: TileFormat>(tile: &[u8], vector: &[Block]) -> L::Floats {
    const { assert!(F::BLOCK_LEN.is_multiple_of(BLOCK_LEN)) };
    let parts = F::BLOCK_LEN / BLOCK_LEN;
    // SAFETY: block `i / parts` of the tile exists, as the caller promises.
    unsafe {
        let mut result = [L::splat(0.0)];
        let mut tile_block = tile.as_ptr();
        for blocks in vector.chunks_exact(parts) {
            for (part, block) in blocks.iter().enumerate() {
                let unpacked = F::unpack::<L>(tile_block, part);
                add_blocks::<L, F, 1>(
                    &mut result,
                    |group| unpacked.quants[group],
                    unpacked.scales,
                    unpacked.offsets,
                    [block],
                );
            }
            tile_block = tile_block.add(F::BLOCK_BYTES * L::ROWS);
        }
        result[0]
    }
}

/// Adds the products of 32 weights of each row with a block of each of `N` columns.
///
/// # Safety
/// The processor must have the instructions of `L`.
#[inline(always)]
unsafe fn add_blocks<L: Lanes, F: TileFormat, const N: usize>(
    results: &mut [L::Floats; N],
    quants: impl Fn(usize) -> L::Bytes,
    scales: [L::Floats; 2],
    offsets: [L::Floats; 2],
    blocks: [&Block; N],
) {
    // SAFETY: groups of four lie within a block's 32 quants.
    unsafe {
        if F::UNIFORM {
            let sums = dot::<L, F, GROUPS, N>(&quants, 0, blocks);
            unrolled!(C < N, {
                let block = blocks[C];
                let scaled = L::mul(L::to_floats(sums[C]), scales[0]);
                results[C] = L::mul_add(scaled, L::splat(block.scale), results[C]);
                let sum = block.scaled_sums[0] + block.scaled_sums[1];
                results[C] = L::neg_mul_add(offsets[0], L::splat(sum), results[C]);
            });
        } else {
            let first = dot::<L, F, { GROUPS / 2 }, N>(&quants, 0, blocks);
            let second = dot::<L, F, { GROUPS / 2 }, N>(&quants, GROUPS / 2, blocks);
            unrolled!(C < N, {
                let block = blocks[C];
                let scaled = L::mul(L::to_floats(first[C]), scales[0]);
                let scaled = L::mul_add(L::to_floats(second[C]), scales[1], scaled);
                results[C] = L::mul_add(scaled, L::splat(block.scale), results[C]);
                results[C] = L::neg_mul_add(offsets[0], L::splat(block.scaled_sums[0]), results[C]);
                results[C] = L::neg_mul_add(offsets[1], L::splat(block.scaled_sums[1]), results[C]);
            });
        }
    }
}

/// For each column, each row's sum over `LEN` groups from `first` on. A group of weights is
/// loaded once for all columns.
///
/// # Safety
/// The processor must have the instructions of `L`; `first + LEN` is at most 8.
#[inline(always)]
unsafe fn dot<L: Lanes, F: TileFormat, const LEN: usize, const N: usize>(
    quants: &impl Fn(usize) -> L::Bytes,
    first: usize,
    blocks: [&Block; N],
) -> [L::Sums; N] {
    // SAFETY: groups of four lie within a block's 32 quants.
    unsafe {
        let mut sums = [L::zero(); N];
        if F::GROUPS_PER_WIDENING == 0 {
            let mut wide = [L::wide_zero(); N];
            unrolled!(I < LEN, {
                let weights = quants(first + I);
                unrolled!(C < N, {
                    let activations =
                        L::splat_group(blocks[C].quants.as_ptr().add((first + I) * 4));
                    wide[C] = L::wide_dot(wide[C], weights, activations);
                });
            });
            unrolled!(C < N, { sums[C] = L::add_wide(sums[C], wide[C]) });
            return sums;
        }
        let stride = if L::NARROW_IS_WIDE {
            LEN
        } else {
            F::GROUPS_PER_WIDENING.min(LEN)
        };
        let mut narrow = [L::narrow_zero(); N];
        unrolled!(I < LEN, {
            let weights = quants(first + I);
            unrolled!(C < N, {
                let activations = L::splat_group(blocks[C].quants.as_ptr().add((first + I) * 4));
                narrow[C] = L::narrow_dot(narrow[C], weights, activations);
            });
            if (I + 1).is_multiple_of(stride) {
                unrolled!(C < N, {
                    sums[C] = L::add_narrow(sums[C], narrow[C]);
                    narrow[C] = L::narrow_zero();
                });
            }
        });
        sums
    }
}

/// An unpacked tile.
struct Panel<L: Lanes> {
    quants: Vec<u8>,
    /// Scales and offsets of every block: `[first scale, second scale, first offset, second offset]`.
    factors: Vec<f32>,
    blocks: usize,
    lanes: core::marker::PhantomData<L>,
}

impl<L: Lanes> Panel<L> {
    const QUANTS_BYTES: usize = GROUPS * 4 * L::ROWS;
    const FACTORS_LEN: usize = 4 * L::ROWS;

    fn with_blocks(blocks: usize) -> Self {
        Self {
            quants: vec![0; blocks * Self::QUANTS_BYTES],
            factors: vec![0.0; blocks * Self::FACTORS_LEN],
            blocks,
            lanes: core::marker::PhantomData,
        }
    }

    /// # Safety
    /// The processor must have the instructions of `L`; `tile` must hold as many weights as the
    /// panel was made for.
    #[inline(always)]
    unsafe fn fill<F: TileFormat>(&mut self, tile: &[u8]) {
        let parts = F::BLOCK_LEN / BLOCK_LEN;
        for block in 0..self.blocks {
            // SAFETY: block `block` exists in tile and panel, as the caller promises.
            unsafe {
                let tile_block = tile.as_ptr().add(block / parts * F::BLOCK_BYTES * L::ROWS);
                let Unpacked {
                    quants,
                    scales,
                    offsets,
                } = F::unpack::<L>(tile_block, block % parts);
                let to = self.quants.as_mut_ptr().add(block * Self::QUANTS_BYTES);
                unrolled!(I < GROUPS, { L::store(to.add(I * 4 * L::ROWS), quants[I]) });
                let to = self.factors.as_mut_ptr().add(block * Self::FACTORS_LEN);
                L::store_floats(to, scales[0]);
                L::store_floats(to.add(L::ROWS), scales[1]);
                L::store_floats(to.add(2 * L::ROWS), offsets[0]);
                L::store_floats(to.add(3 * L::ROWS), offsets[1]);
            }
        }
    }
}

/// A panel times `N` vectors, which lie one after another in `vectors`.
///
/// # Safety
/// The processor must have the instructions of `L`; `vectors` must hold `N` vectors of as many
/// blocks as the panel has.
#[inline(always)]
unsafe fn multiply_panel<L: Lanes, F: TileFormat, const N: usize>(
    panel: &Panel<L>,
    vectors: &[Block],
) -> [L::Floats; N] {
    // SAFETY: block `i` exists in the panel and in each of the `N` vectors.
    unsafe {
        let mut results = [L::splat(0.0); N];
        let mut quants = panel.quants.as_ptr();
        let mut factors = panel.factors.as_ptr();
        let first = vectors.as_ptr();
        let mut blocks = [&*first; N];
        for i in 0..panel.blocks {
            unrolled!(C < N, { blocks[C] = &*first.add(C * panel.blocks + i) });
            let factor = |which: usize| L::load_floats(factors.add(which * L::ROWS));
            add_blocks::<L, F, N>(
                &mut results,
                |group| L::load(quants.add(group * 4 * L::ROWS)),
                [factor(0), factor(1)],
                [factor(2), factor(3)],
                blocks,
            );
            quants = quants.add(Panel::<L>::QUANTS_BYTES);
            factors = factors.add(Panel::<L>::FACTORS_LEN);
        }
        results
    }
}

/// Writes a row's weights; row and length have been checked.
pub(crate) fn dequantize_row(matrix: &Matrix, row: usize, output: &mut [f32]) {
    match matrix.format() {
        Format::Q5_0 => dequantize_row_as::<Q5_0>(matrix, row, output),
        Format::Q8_0 => dequantize_row_as::<Q8_0>(matrix, row, output),
        Format::Q4K => dequantize_row_as::<Q4K>(matrix, row, output),
        Format::Q6K => dequantize_row_as::<Q6K>(matrix, row, output),
    }
}

fn dequantize_row_as<F: TileFormat>(matrix: &Matrix, row: usize, output: &mut [f32]) {
    match matrix.backend() {
        // SAFETY: as in `multiply_as`.
        Backend::Scalar => unsafe { dequantize_row_with::<Scalar, F>(matrix, row, output) },
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        // SAFETY: as in `multiply_as`.
        Backend::Simd128 => unsafe { dequantize_row_with::<Simd128, F>(matrix, row, output) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as in `multiply_as`.
        Backend::Avx2 => unsafe { dequantize_row_with::<Avx2, F>(matrix, row, output) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as in `multiply_as`.
        Backend::Avx512 => unsafe { dequantize_row_with::<Avx512, F>(matrix, row, output) },
    }
}

/// # Safety
/// As [`multiply_with`].
unsafe fn dequantize_row_with<L: Lanes, F: TileFormat>(
    matrix: &Matrix,
    row: usize,
    output: &mut [f32],
) {
    let tile = &matrix.tiles()[row / L::ROWS * matrix.tile_bytes()..][..matrix.tile_bytes()];
    let lane = row % L::ROWS;
    let parts = F::BLOCK_LEN / BLOCK_LEN;
    for (i, values) in output.chunks_exact_mut(BLOCK_LEN).enumerate() {
        let mut quants = [0_u8; GROUPS * 4 * 16];
        let mut factors = [[0.0_f32; 16]; 4];
        // SAFETY: the instructions are promised; block `i` exists in the tile; the arrays hold
        // 16 rows, the most that a tile has.
        unsafe {
            let tile_block = tile.as_ptr().add(i / parts * F::BLOCK_BYTES * L::ROWS);
            let unpacked = F::unpack::<L>(tile_block, i % parts);
            for (group, bytes) in unpacked.quants.into_iter().enumerate() {
                L::store(quants.as_mut_ptr().add(group * 4 * L::ROWS), bytes);
            }
            let floats = unpacked.scales.into_iter().chain(unpacked.offsets);
            for (to, floats) in factors.iter_mut().zip(floats) {
                L::store_floats(to.as_mut_ptr(), floats);
            }
        }
        for (k, value) in values.iter_mut().enumerate() {
            let half = k / HALF_LEN;
            let quant = f32::from(quants[k / 4 * 4 * L::ROWS + lane * 4 + k % 4]);
            *value = factors[half][lane] * quant - factors[2 + half][lane];
        }
    }
}
