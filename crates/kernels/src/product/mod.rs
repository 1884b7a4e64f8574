//! The products: matrix × vector, which streams the weights once, and matrix × matrix, which unpacks
//! each tile once into a panel that stays in the cache and multiplies it with all columns.
#![expect(
    unsafe_code,
    reason = "calls the vector units through pointers into checked slices"
)]

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

mod blocks;
mod dequantize;
mod dispatch;
mod floats;
mod panel;
mod shared;
mod tables;
mod vector;

use core::ops::Range;

use crate::Operand;
use crate::format::{FloatFormat, TileFormat};
use crate::lanes::Lanes;
use crate::matrix::Matrix;
use crate::pool;

pub(crate) use dequantize::dequantize_row;
pub(crate) use tables::add_products;

use dispatch::{Task, dispatch};
use floats::multiply_floats;
use panel::Panel;
use shared::Results;
use vector::multiply_vector;

/// Below this many columns unpacking once into a panel does not pay.
const PANEL_FROM_COLUMNS: usize = 3;

/// Shares of the work for each thread. More than one, so that a thread that is held up by other
/// programs takes fewer.
const SHARES_PER_THREAD: usize = 4;

/// Multiplies; shapes have been checked.
pub(crate) fn multiply(matrix: &Matrix, input: Operand<'_>, output: &mut [f32]) {
    let tiles = matrix.tile_count();
    let products = matrix.rows() * matrix.columns() * input.columns();
    let threads = pool::threads().min(products / pool::SHARE_FROM_PRODUCTS);
    let results = Results::new(output);
    let run = |tiles: Range<usize>| {
        dispatch(
            matrix.format(),
            matrix.backend(),
            Multiply {
                matrix,
                input,
                results: &results,
                tiles,
            },
        );
    };
    if threads < 2 {
        return run(0..tiles);
    }
    let share = tiles.div_ceil(threads * SHARES_PER_THREAD);
    pool::for_each(tiles.div_ceil(share), &|index| {
        run(index * share..((index + 1) * share).min(tiles));
    });
}

/// The product of some of a matrix's tiles.
struct Multiply<'a> {
    matrix: &'a Matrix,
    input: Operand<'a>,
    results: &'a Results<'a>,
    tiles: Range<usize>,
}

impl Task for Multiply<'_> {
    #[inline(always)]
    unsafe fn run<L: Lanes, F: TileFormat>(self) {
        let Self {
            matrix,
            input,
            results,
            tiles,
        } = self;
        let activations = input.rounded();
        let rows = matrix.rows();
        let blocks = activations.blocks_per_column();
        let columns = activations.columns();
        let mut panel = Panel::<L>::with_blocks(if columns < PANEL_FROM_COLUMNS {
            0
        } else {
            blocks
        });
        let tile_bytes = matrix.tile_bytes();
        let end = matrix.tiles().as_ptr_range().end;
        for index in tiles {
            let tile = &matrix.tiles()[index * tile_bytes..][..tile_bytes];
            let first_row = index * L::ROWS;
            let kept = L::ROWS.min(rows - first_row);
            // SAFETY: the instructions are promised; nobody else computes this tile's rows.
            let put = |column: usize, floats: L::Floats| unsafe {
                results.put::<L>(column * rows + first_row, kept, floats);
            };
            if columns < PANEL_FROM_COLUMNS {
                for (column, vector) in activations.blocks().chunks_exact(blocks).enumerate() {
                    // SAFETY: the instructions are promised; the tile has the blocks of the vector
                    // and ends no later than the matrix.
                    put(column, unsafe {
                        multiply_vector::<L, F>(tile, vector, end)
                    });
                }
                continue;
            }
            // SAFETY: the instructions are promised; the panel has been made for `blocks` blocks,
            // and every group of columns has `blocks` blocks a column.
            unsafe {
                panel.fill::<F>(tile, end);
                let mut column = 0;
                while column < columns {
                    let vectors = &activations.blocks()[column * blocks..];
                    let left = columns - column;
                    if left >= L::COLUMNS && L::COLUMNS == 8 {
                        let sums = panel.multiply::<F, 8>(vectors);
                        sums.into_iter()
                            .enumerate()
                            .for_each(|(i, sum)| put(column + i, sum));
                        column += 8;
                    } else if left >= 4 && L::COLUMNS >= 4 {
                        let sums = panel.multiply::<F, 4>(vectors);
                        sums.into_iter()
                            .enumerate()
                            .for_each(|(i, sum)| put(column + i, sum));
                        column += 4;
                    } else {
                        let [sum] = panel.multiply::<F, 1>(vectors);
                        put(column, sum);
                        column += 1;
                    }
                }
            }
        }
    }

    #[inline(always)]
    unsafe fn run_floats<L: Lanes, F: FloatFormat>(self) {
        let Self {
            matrix,
            input,
            results,
            tiles,
        } = self;
        let (rows, columns) = (matrix.rows(), matrix.columns());
        let tile_bytes = matrix.tile_bytes();
        let end = matrix.tiles().as_ptr_range().end;
        for index in tiles {
            let tile = &matrix.tiles()[index * tile_bytes..][..tile_bytes];
            let first_row = index * L::ROWS;
            let kept = L::ROWS.min(rows - first_row);
            // SAFETY: the instructions are promised; nobody else computes this tile's rows.
            let put = |column: usize, floats: L::Floats| unsafe {
                results.put::<L>(column * rows + first_row, kept, floats);
            };
            let vector = |column: usize| &input.values()[column * columns..][..columns];
            let mut column = 0;
            while column < input.columns() {
                // SAFETY: the instructions are promised; a vector has as many numbers as the tile
                // has columns, and the tile ends no later than the matrix.
                unsafe {
                    if input.columns() - column >= 4 {
                        let vectors = core::array::from_fn(|i| vector(column + i));
                        let sums = multiply_floats::<L, F, 4>(tile, vectors, end);
                        sums.into_iter()
                            .enumerate()
                            .for_each(|(i, sum)| put(column + i, sum));
                        column += 4;
                    } else {
                        let [sum] = multiply_floats::<L, F, 1>(tile, [vector(column)], end);
                        put(column, sum);
                        column += 1;
                    }
                }
            }
        }
    }
}
