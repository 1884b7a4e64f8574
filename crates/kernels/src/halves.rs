//! Tables of half-precision numbers that are filled as a computation goes on, and products with them:
//! the keys and values of attention.

use crate::ShapeError;
use crate::half::{f32_to_half, half_to_f32};
use crate::lanes::Backend;
use crate::product;
use crate::table::Table;

/// Arithmetic with tables of half-precision numbers, given by their bits. The tables are the
/// caller's.
#[derive(Clone, Copy, Debug)]
pub struct Halves(Backend);

impl Halves {
    /// Most rows that are multiplied together.
    pub const MAX_ROWS: usize = crate::table::MAX_ROWS;
    /// Halves that must be there behind those that are meant: whole vectors are read.
    pub const PADDING: usize = crate::table::PADDING;

    /// On the best vector unit that there is.
    #[must_use]
    pub fn best() -> Self {
        Self(Backend::best())
    }

    /// On the vector unit of `backend`.
    ///
    /// # Errors
    /// When the machine lacks it.
    pub fn on(backend: Backend) -> Result<Self, ShapeError> {
        if Backend::available().contains(&backend) {
            Ok(Self(backend))
        } else {
            Err(ShapeError::Unavailable(backend))
        }
    }

    /// The half next to a number; of two equally near ones the even one, and the largest half for
    /// what is larger.
    #[must_use]
    pub fn round(value: f32) -> u16 {
        f32_to_half(value)
    }

    /// The number that a half stands for.
    #[must_use]
    pub fn widen(half: u16) -> f32 {
        half_to_f32(half)
    }

    /// Adds to `sums`, rows of `columns` with where each begins behind the one before, the product
    ///
    /// ```text
    /// sums[row][column] += Σ over k of factors[k][row] · table[k][column]
    /// ```
    ///
    /// The numbers in a line of `factors` are as many as `rows`, at most [`Self::MAX_ROWS`]; the
    /// lines of `table` begin `line` halves apart. They are added one after another, so that a sum
    /// is the same, bit for bit, in however many calls it is made and with whomever.
    ///
    /// # Errors
    /// When the shapes do not fit each other, or [`Self::PADDING`] is missing behind the table.
    pub fn add_products(
        self,
        factors: &[f32],
        rows: usize,
        (table, line): (&[u16], usize),
        columns: usize,
        sums: (&mut [f32], usize),
    ) -> Result<(), ShapeError> {
        if let Some(table) = Table::check(factors, rows, (table, line), columns, sums)? {
            product::add_products(self.0, table);
        }
        Ok(())
    }
}
