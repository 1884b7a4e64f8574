//! Products of a few rows of numbers with a table of halves: each half is widened once for all rows.

use super::dispatch::{OnLanes, dispatch_backend};
use crate::lanes::{Backend, Lanes};

/// Where the results are added to.
pub(crate) struct Sums<'a> {
    pub(crate) values: &'a mut [f32],
    /// From one row to the next.
    pub(crate) stride: usize,
    pub(crate) columns: usize,
}

/// Adds the products; shapes have been checked, and the backend is one that is there.
pub(crate) fn add_products(
    backend: Backend,
    factors: &[f32],
    rows: usize,
    (table, line): (&[u16], usize),
    sums: Sums<'_>,
) {
    let task = AddProducts {
        factors,
        rows,
        table,
        line,
        sums,
    };
    dispatch_backend(backend, task);
}

struct AddProducts<'a> {
    factors: &'a [f32],
    rows: usize,
    table: &'a [u16],
    line: usize,
    sums: Sums<'a>,
}

impl OnLanes for AddProducts<'_> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        // As many sums at once as there are registers for, and enough that an addition need not
        // wait for the one before.
        // SAFETY: the instructions are promised; the shapes have been checked.
        unsafe {
            match self.rows {
                1 => self.run_rows::<L, 1, 8>(),
                2 => self.run_rows::<L, 2, 4>(),
                3 => self.run_rows::<L, 3, 2>(),
                4 => self.run_rows::<L, 4, 2>(),
                5 => self.run_rows::<L, 5, 1>(),
                6 => self.run_rows::<L, 6, 1>(),
                7 => self.run_rows::<L, 7, 1>(),
                _ => self.run_rows::<L, 8, 1>(),
            }
        }
    }
}

impl AddProducts<'_> {
    /// For `N` rows, in strips of `C` vectors as long as there are so many columns.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`; there are `N` rows, and the shapes fit as
    /// `Halves::add_products` has checked.
    #[inline(always)]
    unsafe fn run_rows<L: Lanes, const N: usize, const C: usize>(mut self) {
        let columns = self.sums.columns;
        let mut column = 0;
        // SAFETY: as the caller promises; the columns of a strip are among `columns`, except of the
        // last one, of which `kept` are.
        unsafe {
            while column + C * L::ROWS <= columns {
                self.strip::<L, N, C>(column, L::ROWS);
                column += C * L::ROWS;
            }
            while column < columns {
                self.strip::<L, N, 1>(column, L::ROWS.min(columns - column));
                column += L::ROWS;
            }
        }
    }

    /// Adds the products of `C` vectors of columns, of the last of which `kept` are wanted.
    ///
    /// # Safety
    /// As for [`AddProducts::run_rows`]; `column` must be below the number of columns, and all but
    /// the last vector and `kept` columns of that one must exist.
    #[inline(always)]
    unsafe fn strip<L: Lanes, const N: usize, const C: usize>(
        &mut self,
        column: usize,
        kept: usize,
    ) {
        // SAFETY: as the caller promises. Line `k` of the table is there for every line of the
        // factors, with `Halves::PADDING` halves behind the last one: as many as a vector may have
        // more than there are columns.
        unsafe {
            let mut sums = [[L::splat(0.0); C]; N];
            unrolled!(R < N, {
                unrolled!(V < C, {
                    sums[R][V] = self.get::<L>(R, column + V * L::ROWS, kept);
                });
            });
            let mut halves = self.table.as_ptr().add(column);
            let mut factors = self.factors.as_ptr();
            for _ in 0..self.factors.len() / N {
                let mut numbers = [L::splat(0.0); C];
                unrolled!(V < C, {
                    numbers[V] = L::load_halves(halves.add(V * L::ROWS).cast());
                });
                unrolled!(R < N, {
                    let factor = L::splat(*factors.add(R));
                    unrolled!(V < C, {
                        sums[R][V] = L::mul_add(numbers[V], factor, sums[R][V]);
                    });
                });
                // Past the end after the last line, where nothing is read any more.
                halves = halves.wrapping_add(self.line);
                factors = factors.wrapping_add(N);
            }
            unrolled!(R < N, {
                unrolled!(V < C, {
                    self.put::<L>(R, column + V * L::ROWS, kept, sums[R][V]);
                });
            });
        }
    }

    /// The sums of a row so far, from `column` on.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`, and the row `kept` columns there.
    #[inline(always)]
    unsafe fn get<L: Lanes>(&self, row: usize, column: usize, kept: usize) -> L::Floats {
        let values = &self.sums.values[row * self.sums.stride + column..][..kept];
        let mut all = [0.0; 16];
        let from = if kept == L::ROWS {
            values.as_ptr()
        } else {
            all[..kept].copy_from_slice(values);
            all.as_ptr()
        };
        // SAFETY: the instructions are promised; there are as many values as lanes, of which no
        // vector unit has more than 16.
        unsafe { L::load_floats(from) }
    }

    /// Puts them back.
    ///
    /// # Safety
    /// As for [`AddProducts::get`].
    #[inline(always)]
    unsafe fn put<L: Lanes>(&mut self, row: usize, column: usize, kept: usize, sums: L::Floats) {
        let values = &mut self.sums.values[row * self.sums.stride + column..][..kept];
        // SAFETY: the instructions are promised; there is room for as many values as lanes, of which
        // no vector unit has more than 16.
        unsafe {
            if kept == L::ROWS {
                L::store_floats(values.as_mut_ptr(), sums);
            } else {
                let mut all = [0.0; 16];
                L::store_floats(all.as_mut_ptr(), sums);
                values.copy_from_slice(&all[..kept]);
            }
        }
    }
}
