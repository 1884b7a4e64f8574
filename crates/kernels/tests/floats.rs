//! Products with tables of single-precision numbers on every vector unit, against sums in double
//! precision. What they share with tables of halves is tested there.

#![allow(clippy::unwrap_used, reason = "tests")]

use companion_kernels::{Backend, Floats, ShapeError};
use proptest::prelude::*;

proptest! {
    #[test]
    fn products_are_as_defined(
        rows in 1..=Floats::MAX_ROWS,
        lines in 0..70_usize,
        columns in 1..100_usize,
        gap in 0..9_usize,
        seed in any::<u64>(),
    ) {
        let mut state = seed | 1;
        let mut random = |count: usize| -> Vec<f32> {
            (0..count)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    (state >> 32) as f32 / (1_u64 << 31) as f32 - 1.0
                })
                .collect()
        };
        let line = columns + gap;
        let factors = random(lines * rows);
        let table = random(lines * line + Floats::PADDING);
        for backend in Backend::available() {
            let mut sums = vec![0.5_f32; rows * line];
            Floats::on(backend)
                .unwrap()
                .add_products(&factors, rows, (&table, line), columns, (&mut sums, line))
                .unwrap();
            for row in 0..rows {
                for column in 0..columns {
                    let terms = (0..lines).map(|k| {
                        f64::from(factors[k * rows + row]) * f64::from(table[k * line + column])
                    });
                    let (exact, magnitude) = terms
                        .fold((0.5, 0.5), |(sum, all), term| (sum + term, all + term.abs()));
                    let ours = f64::from(sums[row * line + column]);
                    prop_assert!(
                        (ours - exact).abs() <= magnitude * 5e-6,
                        "{backend:?} row {row} column {column}: {ours} for {exact}"
                    );
                }
                // What is not meant stays as it is.
                let unmeant = &sums[row * line + columns..(row + 1) * line];
                prop_assert!(unmeant.iter().all(|&sum| sum == 0.5));
            }
        }
    }
}

#[test]
fn missing_padding_is_refused() {
    let table = [0.0; 4 * 8 + Floats::PADDING - 1];
    let refused = Floats::best().add_products(&[1.0; 8], 2, (&table, 8), 8, (&mut [0.0; 16], 8));
    assert_eq!(refused, Err(ShapeError::Product));
}
