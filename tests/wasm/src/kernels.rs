//! The vector kernels of this build against the scalar definition, in the engine that runs them.

use companion_kernels::{Activations, Backend, Format, Halves, MatrixBuilder, Operand};
use wasm_bindgen_test::wasm_bindgen_test;

fn product(
    format: Format,
    backend: Backend,
    rows: usize,
    columns: usize,
    bytes: &[u8],
    values: &[f32],
) -> Vec<f32> {
    let mut builder = MatrixBuilder::new(format, rows, columns, backend).unwrap();
    builder.push(bytes).unwrap();
    let mut activations = Activations::default();
    let input = Operand::new(values, columns, &mut activations);
    let mut output = vec![f32::NAN; rows * input.columns()];
    builder
        .finish()
        .unwrap()
        .multiply(input, &mut output)
        .unwrap();
    output
}

#[wasm_bindgen_test]
fn vectors_multiply_as_defined() {
    let best = Backend::best();
    // `make test-wasm` builds the kernels with vectors; a build without has nothing to compare.
    assert!(
        best != Backend::Scalar || option_env!("COMPANION_EXPECT_VECTORS").is_none(),
        "the kernels were built without vectors"
    );
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for format in Format::ALL {
        for (rows, vectors) in [(1, 1), (7, 2), (8, 5), (33, 9)] {
            for extreme in [false, true] {
                let columns = 512;
                let row_bytes = columns / format.block_len() * format.block_bytes();
                // Scales stay finite: no byte reaches the exponent of infinity, and plain numbers
                // stay far from it. The extreme case has all quants at their largest, where 16-bit
                // sums are fullest.
                let mask = if format.block_len() == 1 { 0x3b } else { 0x7b };
                let bytes: Vec<u8> = (0..rows * row_bytes)
                    .map(|_| {
                        if extreme {
                            0x3f
                        } else {
                            (random() >> 32) as u8 & mask
                        }
                    })
                    .collect();
                let values: Vec<f32> = (0..vectors * columns)
                    .map(|_| {
                        if extreme {
                            1.0
                        } else {
                            (random() >> 40) as f32 / 8_388_608.0 - 1.0
                        }
                    })
                    .collect();
                let expected = product(format, Backend::Scalar, rows, columns, &bytes, &values);
                let largest = expected
                    .iter()
                    .fold(0.0_f32, |max, value| max.max(value.abs()));
                for backend in Backend::available() {
                    let actual = product(format, backend, rows, columns, &bytes, &values);
                    for (at, (actual, expected)) in actual.iter().zip(&expected).enumerate() {
                        assert!(
                            (actual - expected).abs() <= largest * 1e-4,
                            "{backend:?} {format:?} {rows} × {vectors}, result {at}: {actual} for {expected}"
                        );
                    }
                }
            }
        }
    }
}

#[wasm_bindgen_test]
fn halves_multiply_as_defined() {
    // Every half that is finite once, in lines of 60, with one factor for each of seven rows.
    let finite: Vec<u16> = (0..=u16::MAX)
        .filter(|bits| bits & 0x7c00 != 0x7c00)
        .collect();
    for line in finite.chunks(60) {
        let mut table = line.to_vec();
        table.resize(line.len() + Halves::PADDING, 0);
        let factors = [1.0, -1.0, 0.5, 3.0, -0.25, 2.0, 0.0];
        for backend in Backend::available() {
            let mut sums = vec![0.0; 7 * line.len()];
            Halves::on(backend)
                .unwrap()
                .add_products(
                    &factors,
                    7,
                    (&table, 60),
                    line.len(),
                    (&mut sums, line.len()),
                )
                .unwrap();
            for (factor, sums) in factors.iter().zip(sums.chunks(line.len())) {
                for (half, sum) in line.iter().zip(sums) {
                    assert_eq!(
                        *sum,
                        factor * Halves::widen(*half),
                        "{backend:?} {half:#06x}"
                    );
                }
            }
        }
    }
}
