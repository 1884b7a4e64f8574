//! Products shared by threads are the products of one thread, bit for bit. A file of its own: the
//! pool belongs to the process.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicUsize, Ordering};

use companion_kernels::{Activations, Backend, Format, Matrix, MatrixBuilder, Operand, pool};

fn matrix(format: Format, rows: usize, columns: usize) -> Matrix {
    let mut builder = MatrixBuilder::new(format, rows, columns, Backend::best()).unwrap();
    let bytes = columns / format.block_len() * format.block_bytes();
    for row in 0..rows {
        // Halves below the exponent of infinity.
        let row: Vec<u8> = (0..bytes)
            .map(|i| ((row * 31 + i * 17) % 123) as u8)
            .collect();
        builder.push(&row).unwrap();
    }
    builder.finish().unwrap()
}

fn product(matrix: &Matrix, vectors: usize) -> Vec<u32> {
    let values: Vec<f32> = (0..vectors * matrix.columns())
        .map(|i| (i * 7 % 19) as f32 - 9.0)
        .collect();
    let mut activations = Activations::default();
    let input = Operand::new(&values, matrix.columns(), &mut activations);
    let mut output = vec![f32::NAN; vectors * matrix.rows()];
    matrix.multiply(input, &mut output).unwrap();
    output.into_iter().map(f32::to_bits).collect()
}

#[test]
fn threads_share_work_and_change_nothing() {
    pool::start_threads(4);
    assert_eq!(pool::threads(), 4);

    // Every number once, also from two callers at a time, of whom one then works alone.
    for round in 0..200 {
        let counts: Vec<AtomicUsize> = (0..round + 1).map(|_| AtomicUsize::new(0)).collect();
        let count = |number: usize| _ = counts[number].fetch_add(1, Ordering::Relaxed);
        std::thread::scope(|scope| {
            scope.spawn(|| pool::for_each(counts.len(), &count));
            pool::for_each(counts.len(), &count);
        });
        assert!(
            counts
                .iter()
                .all(|count| count.load(Ordering::Relaxed) == 2)
        );
    }

    // The last tile is not full.
    for format in [Format::Q5_0, Format::F16] {
        let matrix = matrix(format, 1_001, 1_024);
        for vectors in [1, 2, 5, 33] {
            pool::limit_threads(4);
            let shared = product(&matrix, vectors);
            pool::limit_threads(1);
            assert_eq!(pool::threads(), 1);
            assert_eq!(shared, product(&matrix, vectors));
        }
    }
}
