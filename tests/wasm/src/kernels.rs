//! The vector kernels of this build against the scalar definition, in the engine that runs them.

use companion_kernels::{Activations, Backend, Format, MatrixBuilder};
use wasm_bindgen_test::wasm_bindgen_test;

const FORMATS: [Format; 4] = [Format::Q5_0, Format::Q8_0, Format::Q4K, Format::Q6K];

fn product(
    format: Format,
    backend: Backend,
    rows: usize,
    columns: usize,
    bytes: &[u8],
    activations: &Activations,
) -> Vec<f32> {
    let mut builder = MatrixBuilder::new(format, rows, columns, backend).unwrap();
    builder.push(bytes).unwrap();
    let mut output = vec![f32::NAN; rows * activations.columns()];
    builder
        .finish()
        .unwrap()
        .multiply(activations, &mut output)
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
    for format in FORMATS {
        for (rows, vectors) in [(1, 1), (7, 2), (8, 5), (33, 9)] {
            for extreme in [false, true] {
                let columns = 512;
                let row_bytes = columns / format.block_len() * format.block_bytes();
                // Scales stay finite: no byte reaches the exponent of infinity. The extreme case
                // has all quants at their largest, where 16-bit sums are fullest.
                let bytes: Vec<u8> = (0..rows * row_bytes)
                    .map(|_| {
                        if extreme {
                            0x3f
                        } else {
                            (random() >> 32) as u8 & 0x7b
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
                let mut activations = Activations::default();
                activations.quantize(&values, columns);
                let expected =
                    product(format, Backend::Scalar, rows, columns, &bytes, &activations);
                let largest = expected
                    .iter()
                    .fold(0.0_f32, |max, value| max.max(value.abs()));
                for backend in Backend::available() {
                    let actual = product(format, backend, rows, columns, &bytes, &activations);
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
