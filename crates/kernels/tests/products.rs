//! Every kernel against an independent definition: weights as candle dequantizes them, products
//! summed in double precision.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::borrow::Cow;

use candle_core::Device;
use candle_core::quantized::{GgmlDType, QStorage, QTensor};
use companion_kernels::{
    Activations, BLOCK_LEN, Backend, Format, Matrix, MatrixBuilder, Operand, ShapeError,
};
use proptest::prelude::*;

/// What candle calls a format.
fn dtype(format: Format) -> GgmlDType {
    match format {
        Format::F32 => GgmlDType::F32,
        Format::F16 => GgmlDType::F16,
        Format::Bf16 => GgmlDType::BF16,
        Format::Q4_0 => GgmlDType::Q4_0,
        Format::Q4_1 => GgmlDType::Q4_1,
        Format::Q5_0 => GgmlDType::Q5_0,
        Format::Q5_1 => GgmlDType::Q5_1,
        Format::Q8_0 => GgmlDType::Q8_0,
        Format::Q2K => GgmlDType::Q2K,
        Format::Q3K => GgmlDType::Q3K,
        Format::Q4K => GgmlDType::Q4K,
        Format::Q5K => GgmlDType::Q5K,
        Format::Q6K => GgmlDType::Q6K,
    }
}

/// Whether weights are plain numbers.
fn is_float(format: Format) -> bool {
    format.block_len() == 1
}

/// Where in a block the upper bytes of its floating-point numbers are, and the bits of each that
/// make it infinite or no number when all are set.
fn exponents(format: Format) -> (&'static [usize], u8) {
    match format {
        Format::Q4_0 | Format::Q5_0 | Format::Q8_0 => (&[1], 0x7c),
        Format::Q4_1 | Format::Q5_1 | Format::Q4K | Format::Q5K => (&[1, 3], 0x7c),
        Format::Q2K => (&[81, 83], 0x7c),
        Format::Q3K => (&[109], 0x7c),
        Format::Q6K => (&[209], 0x7c),
        Format::F16 => (&[1], 0x7c),
        // The lowest bit of the exponent lies in the byte below: one bit less is left.
        Format::Bf16 => (&[1], 0x7f),
        Format::F32 => (&[3], 0x7f),
    }
}

/// Any bytes, made valid: numbers that are not infinite, and no NaN. Numbers that are weights
/// themselves also stay so small that the sum of a row is finite.
fn make_finite(format: Format, bytes: &mut [u8]) {
    let (places, mask) = exponents(format);
    for block in bytes.chunks_exact_mut(format.block_bytes()) {
        for &at in places {
            if block[at] & mask == mask || is_float(format) && block[at] & 0x70 == 0x70 {
                block[at] ^= 0x40;
            }
        }
    }
}

fn candle_weights(format: Format, bytes: &[u8], rows: usize, columns: usize) -> Vec<f32> {
    let storage = QStorage::from_data(Cow::Borrowed(bytes), &Device::Cpu, dtype(format)).unwrap();
    let tensor = QTensor::new(storage, (rows, columns)).unwrap();
    tensor
        .dequantize(&Device::Cpu)
        .unwrap()
        .flatten_all()
        .unwrap()
        .to_vec1()
        .unwrap()
}

fn matrix(format: Format, bytes: &[u8], rows: usize, columns: usize, backend: Backend) -> Matrix {
    let mut builder = MatrixBuilder::new(format, rows, columns, backend).unwrap();
    // In odd pieces, as a file may arrive.
    for piece in bytes.chunks(1_001) {
        builder.push(piece).unwrap();
    }
    builder.finish().unwrap()
}

/// What `Activations` makes of its values: rounded to 127 steps a block.
fn rounded(values: &[f32]) -> Vec<f64> {
    let mut rounded = Vec::new();
    for block in values.chunks(BLOCK_LEN) {
        let scale = block
            .iter()
            .fold(0.0_f32, |max, value| max.max(value.abs()))
            / 127.0;
        let inverse = if scale > f32::MIN_POSITIVE {
            1.0 / scale
        } else {
            0.0
        };
        rounded.extend(
            block
                .iter()
                .map(|v| f64::from((v * inverse).round_ties_even()) * f64::from(scale)),
        );
    }
    rounded
}

fn check(
    format: Format,
    bytes: &[u8],
    rows: usize,
    columns: usize,
    values: &[f32],
) -> Result<(), TestCaseError> {
    let weights = candle_weights(format, bytes, rows, columns);
    let inputs = if is_float(format) {
        values.iter().map(|&value| f64::from(value)).collect()
    } else {
        rounded(values)
    };
    for backend in Backend::available() {
        let matrix = matrix(format, bytes, rows, columns, backend);
        let mut row_values = vec![0.0; columns];
        for row in 0..rows {
            matrix.dequantize_row(row, &mut row_values).unwrap();
            for (ours, candles) in row_values.iter().zip(&weights[row * columns..]) {
                let slack = candles.abs() * 1e-6
                    + weights[row * columns..][..columns]
                        .iter()
                        .fold(0.0_f32, |m, w| m.max(w.abs()))
                        * 1e-6;
                prop_assert!(
                    (ours - candles).abs() <= slack,
                    "{backend:?} {format:?} row {row}: {ours} for {candles}"
                );
            }
        }
        let vectors = values.len() / columns;
        let mut activations = Activations::default();
        let input = Operand::new(values, columns, &mut activations);
        let mut output = vec![f32::NAN; vectors * rows];
        matrix.multiply(input, &mut output).unwrap();
        for vector in 0..vectors {
            for row in 0..rows {
                let pairs = || {
                    weights[row * columns..][..columns]
                        .iter()
                        .zip(&inputs[vector * columns..])
                };
                let exact: f64 = pairs().map(|(w, x)| f64::from(*w) * x).sum();
                // Rounding is relative to the magnitudes summed, offsets included (at most 128
                // steps of the scale where the weight itself is small).
                let magnitude: f64 = pairs().map(|(w, x)| (f64::from(*w) * x).abs()).sum();
                let largest = weights[row * columns..][..columns]
                    .iter()
                    .fold(0.0_f32, |m, w| m.max(w.abs()));
                let mass: f64 = inputs[vector * columns..][..columns]
                    .iter()
                    .map(|x| x.abs())
                    .sum();
                let slack = magnitude * 1e-5 + f64::from(largest) * mass * 1e-4 + 1e-30;
                let ours = f64::from(output[vector * rows + row]);
                prop_assert!(
                    (ours - exact).abs() <= slack,
                    "{backend:?} {format:?} vector {vector} row {row}: {ours} for {exact}"
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(260))]
    #[test]
    fn any_bits_multiply_as_defined(
        format in proptest::sample::select(&Format::ALL),
        rows in 1..40_usize,
        blocks in 1..4_usize,
        vectors in 1..14_usize,
        seed in any::<u64>(),
        magnitude in prop_oneof![Just(1.0_f32), Just(1e-30), Just(1e4)],
    ) {
        let columns = blocks * 256;
        let mut state = seed | 1;
        let mut random = || { state ^= state << 13; state ^= state >> 7; state ^= state << 17; state };
        let row_bytes = columns / format.block_len() * format.block_bytes();
        let mut bytes: Vec<u8> = (0..rows * row_bytes).map(|_| (random() >> 32) as u8).collect();
        make_finite(format, &mut bytes);
        let values: Vec<f32> = (0..vectors * columns)
            .map(|_| ((random() >> 40) as f32 / (1 << 23) as f32 - 1.0) * magnitude)
            .collect();
        check(format, &bytes, rows, columns, &values)?;
    }
}

/// Where vectors are what the tests are run for, there must be some (`xtask/test-arm.sh`).
#[test]
fn vectors_are_tested() {
    let are_expected = std::env::var_os("COMPANION_EXPECT_VECTORS").is_some();
    assert!(!are_expected || Backend::best() != Backend::Scalar);
}

#[test]
fn the_largest_sums_do_not_overflow() {
    // All quants at their largest, all activations at 127: what the limits of 16-bit sums are for.
    for format in Format::ALL.into_iter().filter(|&format| !is_float(format)) {
        for fill in [0xff_u8, 0x00, 0x7f, 0x80] {
            let (rows, columns) = (16, 512);
            let mut bytes = vec![fill; rows * columns / format.block_len() * format.block_bytes()];
            for block in bytes.chunks_exact_mut(format.block_bytes()) {
                for &at in exponents(format).0 {
                    block[at - 1..=at].copy_from_slice(&0x3c00_u16.to_le_bytes());
                }
            }
            for sign in [1.0, -1.0] {
                check(format, &bytes, rows, columns, &vec![sign; columns * 5]).unwrap();
            }
        }
    }
}

/// Scales, and numbers, below the smallest normal ones.
#[test]
fn denormal_weights_count() {
    for format in Format::ALL {
        let (rows, columns) = (17, 256);
        let row_bytes = columns / format.block_len() * format.block_bytes();
        let mut bytes: Vec<u8> = (0..rows * row_bytes)
            .map(|i| (i * 37 % 251) as u8)
            .collect();
        let (places, mask) = exponents(format);
        for block in bytes.chunks_exact_mut(format.block_bytes()) {
            for &at in places {
                block[at] &= !mask;
                if format == Format::F32 || format == Format::Bf16 {
                    block[at - 1] &= 0x7f;
                }
            }
        }
        let values: Vec<f32> = (0..3 * columns)
            .map(|i| (i * 7 % 19) as f32 - 9.0)
            .collect();
        let weights = candle_weights(format, &bytes, rows, columns);
        assert!(weights.iter().any(|&weight| weight != 0.0));
        check(format, &bytes, rows, columns, &values).unwrap();
    }
}

/// A vector's result is the same, bit for bit, whoever else is multiplied with it.
#[test]
fn company_changes_nothing() {
    for format in Format::ALL {
        let (rows, columns, vectors) = (19, 512, 13);
        let row_bytes = columns / format.block_len() * format.block_bytes();
        let mut bytes: Vec<u8> = (0..rows * row_bytes)
            .map(|i| (i * 73 % 253) as u8)
            .collect();
        make_finite(format, &mut bytes);
        let values: Vec<f32> = (0..vectors * columns)
            .map(|i| (i * 11 % 31) as f32 - 15.0)
            .collect();
        for backend in Backend::available() {
            let matrix = matrix(format, &bytes, rows, columns, backend);
            let mut activations = Activations::default();
            let mut product = |values: &[f32]| {
                let input = Operand::new(values, columns, &mut activations);
                let mut output = vec![f32::NAN; input.columns() * rows];
                matrix.multiply(input, &mut output).unwrap();
                output.into_iter().map(f32::to_bits).collect::<Vec<_>>()
            };
            let together = product(&values);
            let alone: Vec<u32> = values.chunks(columns).flat_map(&mut product).collect();
            assert_eq!(together, alone, "{backend:?} {format:?}");
        }
    }
}

#[test]
fn wrong_shapes_are_refused() {
    let backend = Backend::best();
    assert!(matches!(
        MatrixBuilder::new(Format::Q4K, 4, 255, backend),
        Err(ShapeError::RowLength {
            columns: 255,
            block_len: 256
        })
    ));
    assert!(matches!(
        MatrixBuilder::new(Format::Q8_0, usize::MAX, 32, backend),
        Err(ShapeError::TooLarge { .. })
    ));
    let mut builder = MatrixBuilder::new(Format::Q8_0, 2, 32, backend).unwrap();
    builder.push(&[0; 34]).unwrap();
    assert!(matches!(
        builder.push(&[0; 35]),
        Err(ShapeError::Bytes {
            given: 69,
            needed: 68
        })
    ));
    let mut builder = MatrixBuilder::new(Format::Q8_0, 2, 32, backend).unwrap();
    builder.push(&[0; 67]).unwrap();
    assert!(matches!(
        builder.finish(),
        Err(ShapeError::Bytes {
            given: 67,
            needed: 68
        })
    ));
    for (format, bytes) in [(Format::Q8_0, 68), (Format::F16, 128)] {
        let matrix = matrix(format, &vec![0; bytes], 2, 32, backend);
        let product = |values: &[f32], width: usize, results: usize| {
            let mut activations = Activations::default();
            let input = Operand::new(values, width, &mut activations);
            matrix.multiply(input, &mut vec![0.0; results])
        };
        for width in [64, 48, 31, 0] {
            assert_eq!(product(&[1.0; 64], width, 2), Err(ShapeError::Product));
        }
        assert_eq!(product(&[1.0; 32], 32, 3), Err(ShapeError::Product));
        assert_eq!(product(&[1.0; 32], 32, 2), Ok(()));
        // An unfinished vector is left out.
        assert_eq!(product(&[1.0; 63], 32, 2), Ok(()));
        assert_eq!(
            matrix.dequantize_row(2, &mut [0.0; 32]),
            Err(ShapeError::Product)
        );
    }
}
