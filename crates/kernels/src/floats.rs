//! Products with tables of single-precision numbers that are made as a computation goes on: the keys
//! and values of attention within a text or a recording, which is forgotten when it has been read.

use crate::ShapeError;
use crate::lanes::Backend;
use crate::product;
use crate::table::Table;

/// Arithmetic with tables of single-precision numbers. The tables are the caller's.
#[derive(Clone, Copy, Debug)]
pub struct Floats(Backend);

impl Floats {
    /// Most rows that are multiplied together.
    pub const MAX_ROWS: usize = crate::table::MAX_ROWS;
    /// Numbers that must be there behind those that are meant: whole vectors are read.
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

    /// Adds products to `sums` as [`crate::Halves::add_products`] does.
    ///
    /// # Errors
    /// When the shapes do not fit each other, or [`Self::PADDING`] is missing behind the table.
    pub fn add_products(
        self,
        factors: &[f32],
        rows: usize,
        (table, line): (&[f32], usize),
        columns: usize,
        sums: (&mut [f32], usize),
    ) -> Result<(), ShapeError> {
        if let Some(table) = Table::check(factors, rows, (table, line), columns, sums)? {
            product::add_products(self.0, table);
        }
        Ok(())
    }
}
