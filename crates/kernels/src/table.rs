//! A few rows of numbers, a table that they are multiplied with, and where the results go: shapes
//! that fit each other.

use crate::ShapeError;

/// Most rows that are multiplied together.
pub(crate) const MAX_ROWS: usize = 8;
/// Numbers behind those that are meant: one less than the widest vector has.
pub(crate) const PADDING: usize = 15;

/// A checked product: of lines of `rows` factors with lines of a table.
pub(crate) struct Table<'a, T> {
    pub(crate) factors: &'a [f32],
    /// Between 1 and [`MAX_ROWS`], and the factors are whole lines of so many.
    pub(crate) rows: usize,
    /// Has as many lines as the factors, each `line` behind the one before, with `columns` numbers
    /// that are meant and [`PADDING`] behind the last.
    pub(crate) table: &'a [T],
    pub(crate) line: usize,
    pub(crate) columns: usize,
    /// Has `rows` rows of `columns`, `stride` from one to the next.
    pub(crate) sums: &'a mut [f32],
    pub(crate) stride: usize,
}

impl<'a, T> Table<'a, T> {
    /// Checks the shapes; `None` when there is nothing to add.
    pub(crate) fn check(
        factors: &'a [f32],
        rows: usize,
        (table, line): (&'a [T], usize),
        columns: usize,
        (sums, stride): (&'a mut [f32], usize),
    ) -> Result<Option<Self>, ShapeError> {
        if !(1..=MAX_ROWS).contains(&rows) || !factors.len().is_multiple_of(rows) {
            return Err(ShapeError::Product);
        }
        let lines = factors.len() / rows;
        if lines == 0 || columns == 0 {
            return Ok(None);
        }
        // Ends of the last line and of the last row.
        let end = |count: usize, step: usize| (count - 1).checked_mul(step)?.checked_add(columns);
        let has_table = end(lines, line)
            .and_then(|end| end.checked_add(PADDING))
            .is_some_and(|end| end <= table.len());
        let has_sums = end(rows, stride).is_some_and(|end| end <= sums.len());
        if !has_table || !has_sums || columns > stride && rows > 1 {
            return Err(ShapeError::Product);
        }
        Ok(Some(Self {
            factors,
            rows,
            table,
            line,
            columns,
            sums,
            stride,
        }))
    }
}
