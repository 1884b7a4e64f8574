//! Products with tables of half-precision numbers on every vector unit, against sums in double
//! precision.

#![allow(clippy::unwrap_used, reason = "tests")]

use companion_kernels::{Backend, Halves, ShapeError};
use proptest::prelude::*;

/// What IEEE 754 says that the bits of a finite half mean.
fn number(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (
        i32::from(bits >> 10 & 0x1f),
        f64::from(bits & 0x3ff) / 1024.0,
    );
    let implied = if exponent == 0 { 0.0 } else { 1.0 };
    sign * (implied + fraction) * 2_f64.powi(exponent.max(1) - 15)
}

/// A product's factors, table and shape.
#[derive(Debug)]
struct Product {
    rows: usize,
    /// Halves between the beginnings of two lines.
    line: usize,
    factors: Vec<f32>,
    table: Vec<u16>,
}

impl Product {
    /// Numbers follow from `seed`; halves are any finite ones.
    fn random(rows: usize, lines: usize, columns: usize, gap: usize, seed: u64) -> Self {
        let mut state = seed | 1;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state >> 32
        };
        let line = columns + gap;
        let factors = (0..lines * rows)
            .map(|_| random() as f32 / (1_u64 << 31) as f32 - 1.0)
            .collect();
        let table = (0..lines * line + Halves::PADDING)
            .map(|_| {
                let bits = random() as u16;
                // Neither infinite nor no number.
                if bits & 0x7c00 == 0x7c00 {
                    bits ^ 0x4000
                } else {
                    bits
                }
            })
            .collect();
        Self {
            rows,
            line,
            factors,
            table,
        }
    }

    /// On the unit of `backend`, added to `sums`, in which rows are `stride` apart: lines `from..to`
    /// of columns `left..right`.
    fn add(
        &self,
        backend: Backend,
        (from, to): (usize, usize),
        (left, right): (usize, usize),
        (sums, stride): (&mut [f32], usize),
    ) {
        Halves::on(backend)
            .unwrap()
            .add_products(
                &self.factors[from * self.rows..to * self.rows],
                self.rows,
                (
                    &self.table[(from * self.line + left).min(self.table.len())..],
                    self.line,
                ),
                right - left,
                (&mut sums[left..], stride),
            )
            .unwrap();
    }
}

proptest! {
    #[test]
    fn products_are_as_defined(
        rows in 1..=Halves::MAX_ROWS,
        lines in 0..70_usize,
        columns in 1..100_usize,
        gap in 0..9_usize,
        seed in any::<u64>(),
    ) {
        let product = Product::random(rows, lines, columns, gap, seed);
        for backend in Backend::available() {
            let stride = columns + gap;
            let mut sums = vec![0.5_f32; rows * stride];
            product.add(backend, (0, lines), (0, columns), (&mut sums, stride));
            for row in 0..rows {
                for column in 0..columns {
                    let terms = (0..lines).map(|k| {
                        f64::from(product.factors[k * rows + row])
                            * number(product.table[k * product.line + column])
                    });
                    let (exact, magnitude) = terms
                        .fold((0.5, 0.5), |(sum, all), term| (sum + term, all + term.abs()));
                    let ours = f64::from(sums[row * stride + column]);
                    prop_assert!(
                        (ours - exact).abs() <= magnitude * 5e-6,
                        "{backend:?} row {row} column {column}: {ours} for {exact}"
                    );
                }
                // What is not meant stays as it is.
                let unmeant = &sums[row * stride + columns..(row + 1) * stride];
                prop_assert!(unmeant.iter().all(|&sum| sum == 0.5));
            }
        }
    }

    /// The same bits whether a row is alone or in company, and in however many pieces of lines and
    /// of columns the work is done.
    #[test]
    fn company_and_pieces_change_nothing(
        rows in 1..=Halves::MAX_ROWS,
        cut in (0..=40_usize, 0..=50_usize),
        seed in any::<u64>(),
    ) {
        let (lines, columns) = (40, 50);
        let product = Product::random(rows, lines, columns, 0, seed);
        for backend in Backend::available() {
            let mut whole = vec![0.0_f32; rows * columns];
            product.add(backend, (0, lines), (0, columns), (&mut whole, columns));
            let mut pieces = vec![0.0_f32; rows * columns];
            for (from, to) in [(0, cut.0), (cut.0, lines)] {
                for (left, right) in [(0, cut.1), (cut.1, columns)] {
                    product.add(backend, (from, to), (left, right), (&mut pieces, columns));
                }
            }
            let bits = |sums: &[f32]| sums.iter().map(|sum| sum.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&whole), bits(&pieces), "{:?}", backend);
            for row in 0..rows {
                let alone = Product {
                    rows: 1,
                    factors: product.factors.iter().copied().skip(row).step_by(rows).collect(),
                    table: product.table.clone(),
                    ..product
                };
                let mut sums = vec![0.0_f32; columns];
                alone.add(backend, (0, lines), (0, columns), (&mut sums, columns));
                prop_assert_eq!(bits(&sums), bits(&whole[row * columns..][..columns]));
            }
        }
    }

    #[test]
    fn halves_are_the_nearest_ones(value in any::<f32>()) {
        let ours = Halves::round(value);
        prop_assert!(ours & 0x7c00 != 0x7c00, "not finite");
        prop_assert_eq!(f64::from(Halves::widen(ours)), number(ours));
        let distance = |bits: u16| (number(bits) - f64::from(value)).abs();
        let magnitude = ours & 0x7fff;
        for other in [magnitude.saturating_sub(1), (magnitude + 1).min(0x7bff)] {
            prop_assert!(value.is_nan() || distance(ours) <= distance(other | ours & 0x8000));
        }
        prop_assert_eq!(ours & 0x8000 != 0, value.is_sign_negative());
    }
}

#[test]
fn wrong_shapes_are_refused() {
    let halves = Halves::best();
    let table = [0_u16; 4 * 8 + Halves::PADDING];
    let product = |factors: usize, rows, line, columns, sums: usize, stride| {
        let factors = vec![1.0; factors];
        halves.add_products(
            &factors,
            rows,
            (&table, line),
            columns,
            (&mut vec![0.0; sums], stride),
        )
    };
    assert_eq!(product(8, 2, 8, 8, 16, 8), Ok(()));
    // Nothing to add, or nowhere to.
    assert_eq!(product(0, 2, 8, 8, 0, 8), Ok(()));
    assert_eq!(product(8, 2, 8, 0, 0, 8), Ok(()));
    for (factors, rows, line, columns, sums, stride) in [
        (8, 0, 8, 8, 16, 8),
        (9, 9, 8, 8, 99, 8),
        (7, 2, 8, 8, 16, 8),
        (10, 2, 8, 8, 16, 8),
        (8, 2, 9, 8, 16, 8),
        (8, 2, usize::MAX, 8, 16, 8),
        (8, 2, 8, 9, 18, 9),
        (8, 2, 8, 8, 15, 8),
        (8, 2, 8, 8, 16, 7),
        (8, 2, 8, 8, 16, usize::MAX),
        (8, 2, 8, usize::MAX, 16, 8),
    ] {
        let refused = product(factors, rows, line, columns, sums, stride);
        assert_eq!(
            refused,
            Err(ShapeError::Product),
            "{factors} {rows} {line} {columns} {sums}"
        );
    }
}
