//! Products of a few rows of numbers with a table: each of the table's numbers is read, and widened
//! where it is a half, once for all rows.

use super::dispatch::{OnLanes, dispatch_backend};
use crate::lanes::{Backend, Lanes};
use crate::table::Table;

/// What a table is made of.
pub(crate) trait Number {
    /// Reads a vector of them.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`, and there must be `L::ROWS` at `from`.
    unsafe fn load<L: Lanes>(from: *const Self) -> L::Floats;
}

impl Number for u16 {
    #[inline(always)]
    unsafe fn load<L: Lanes>(from: *const Self) -> L::Floats {
        // SAFETY: as the caller promises.
        unsafe { L::load_halves(from.cast()) }
    }
}

impl Number for f32 {
    #[inline(always)]
    unsafe fn load<L: Lanes>(from: *const Self) -> L::Floats {
        // SAFETY: as the caller promises.
        unsafe { L::load_floats(from) }
    }
}

/// Adds the products; the backend is one that is there.
pub(crate) fn add_products<T: Number>(backend: Backend, table: Table<'_, T>) {
    dispatch_backend(backend, AddProducts(table));
}

struct AddProducts<'a, T>(Table<'a, T>);

impl<T: Number> OnLanes for AddProducts<'_, T> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        // As many sums at once as there are registers for, and enough that an addition need not
        // wait for the one before.
        // SAFETY: the instructions are promised; the shapes have been checked.
        unsafe {
            match self.0.rows {
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

impl<T: Number> AddProducts<'_, T> {
    /// For `N` rows, in strips of `C` vectors as long as there are so many columns.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`; there are `N` rows, and the shapes fit as
    /// `Table::check` has found.
    #[inline(always)]
    unsafe fn run_rows<L: Lanes, const N: usize, const C: usize>(mut self) {
        let columns = self.0.columns;
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
        // factors, with `table::PADDING` numbers behind the last one: as many as a vector may have
        // more than there are columns.
        unsafe {
            let mut sums = [[L::splat(0.0); C]; N];
            unrolled!(R < N, {
                unrolled!(V < C, {
                    sums[R][V] = self.get::<L>(R, column + V * L::ROWS, kept);
                });
            });
            let mut numbers_at = self.0.table.as_ptr().add(column);
            let mut factors = self.0.factors.as_ptr();
            for _ in 0..self.0.factors.len() / N {
                let mut numbers = [L::splat(0.0); C];
                unrolled!(V < C, {
                    numbers[V] = T::load::<L>(numbers_at.add(V * L::ROWS));
                });
                unrolled!(R < N, {
                    let factor = L::splat(*factors.add(R));
                    unrolled!(V < C, {
                        sums[R][V] = L::mul_add(numbers[V], factor, sums[R][V]);
                    });
                });
                // Past the end after the last line, where nothing is read any more.
                numbers_at = numbers_at.wrapping_add(self.0.line);
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
        let values = &self.0.sums[row * self.0.stride + column..][..kept];
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
        let values = &mut self.0.sums[row * self.0.stride + column..][..kept];
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
