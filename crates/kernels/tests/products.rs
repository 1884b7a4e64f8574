//! Every kernel against an independent definition: weights as candle dequantizes them, products
//! summed in double precision.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::borrow::Cow;

use candle_core::Device;
use candle_core::quantized::{GgmlDType, QStorage, QTensor};
use companion_kernels::{
    Activations, BLOCK_LEN, Backend, Format, Matrix, MatrixBuilder, ShapeError,
};
use proptest::prelude::*;

const FORMATS: [(Format, GgmlDType); 4] = [
    (Format::Q5_0, GgmlDType::Q5_0),
    (Format::Q8_0, GgmlDType::Q8_0),
    (Format::Q4K, GgmlDType::Q4K),
    (Format::Q6K, GgmlDType::Q6K),
];

/// Offsets of half-precision numbers in a block.
fn halves(format: Format) -> &'static [usize] {
    match format {
        Format::Q5_0 | Format::Q8_0 => &[0],
        Format::Q4K => &[0, 2],
        Format::Q6K => &[208],
    }
}

/// Any bytes, made valid: halves that are no infinity and no NaN.
fn make_finite(format: Format, bytes: &mut [u8]) {
    for block in bytes.chunks_exact_mut(format.block_bytes()) {
        for &at in halves(format) {
            if block[at + 1] & 0x7c == 0x7c {
                block[at + 1] ^= 0x40;
            }
        }
    }
}

fn candle_weights(dtype: GgmlDType, bytes: &[u8], rows: usize, columns: usize) -> Vec<f32> {
    let storage = QStorage::from_data(Cow::Borrowed(bytes), &Device::Cpu, dtype).unwrap();
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
    dtype: GgmlDType,
    bytes: &[u8],
    rows: usize,
    columns: usize,
    values: &[f32],
) -> Result<(), TestCaseError> {
    let weights = candle_weights(dtype, bytes, rows, columns);
    let inputs = rounded(values);
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
        activations.quantize(values, columns);
        let mut output = vec![f32::NAN; vectors * rows];
        matrix.multiply(&activations, &mut output).unwrap();
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
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_bits_multiply_as_defined(
        which in 0..FORMATS.len(),
        rows in 1..40_usize,
        blocks in 1..4_usize,
        vectors in 1..14_usize,
        seed in any::<u64>(),
        magnitude in prop_oneof![Just(1.0_f32), Just(1e-30), Just(1e4)],
    ) {
        let (format, dtype) = FORMATS[which];
        let columns = blocks * 256;
        let mut state = seed | 1;
        let mut random = || { state ^= state << 13; state ^= state >> 7; state ^= state << 17; state };
        let row_bytes = columns / format.block_len() * format.block_bytes();
        let mut bytes: Vec<u8> = (0..rows * row_bytes).map(|_| (random() >> 32) as u8).collect();
        make_finite(format, &mut bytes);
        let values: Vec<f32> = (0..vectors * columns)
            .map(|_| ((random() >> 40) as f32 / (1 << 23) as f32 - 1.0) * magnitude)
            .collect();
        check(format, dtype, &bytes, rows, columns, &values)?;
    }
}

#[test]
fn the_largest_sums_do_not_overflow() {
    // All quants at their largest, all activations at 127: what the limits of 16-bit sums are for.
    for (format, dtype) in FORMATS {
        for fill in [0xff_u8, 0x00, 0x7f, 0x80] {
            let (rows, columns) = (16, 512);
            let mut bytes = vec![fill; rows * columns / format.block_len() * format.block_bytes()];
            for block in bytes.chunks_exact_mut(format.block_bytes()) {
                for &at in halves(format) {
                    block[at..at + 2].copy_from_slice(&0x3c00_u16.to_le_bytes());
                }
            }
            for sign in [1.0, -1.0] {
                check(
                    format,
                    dtype,
                    &bytes,
                    rows,
                    columns,
                    &vec![sign; columns * 5],
                )
                .unwrap();
            }
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
    let matrix = matrix(Format::Q8_0, &[0; 68], 2, 32, backend);
    let mut activations = Activations::default();
    activations.quantize(&[1.0; 64], 64);
    assert_eq!(
        matrix.multiply(&activations, &mut [0.0; 2]),
        Err(ShapeError::Product)
    );
    activations.quantize(&[1.0; 32], 32);
    assert_eq!(
        matrix.multiply(&activations, &mut [0.0; 3]),
        Err(ShapeError::Product)
    );
    assert_eq!(matrix.multiply(&activations, &mut [0.0; 2]), Ok(()));
    assert_eq!(
        matrix.dequantize_row(2, &mut [0.0; 32]),
        Err(ShapeError::Product)
    );
}
