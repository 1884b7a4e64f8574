//! The native half: G multiply-adds per second of every format and backend, median of 9.
#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use std::time::Instant;

use companion_bench_kernels::{FORMATS, Workload};
use companion_kernels::{Backend, ShapeError};

fn main() -> Result<(), ShapeError> {
    for backend in Backend::available() {
        for (name, format) in FORMATS {
            for (kind, rows, columns, vectors) in [
                ("prefill", 4_864, 1_024, 64),
                ("decode", 65_536, 1_024, 1),
                ("cached", 1_024, 1_024, 1),
            ] {
                if backend == Backend::Scalar && kind == "prefill" {
                    continue;
                }
                let mut workload = Workload::with_backend(format, rows, columns, vectors, backend)?;
                let mut seconds: Vec<f64> = (0..9)
                    .map(|_| {
                        let start = Instant::now();
                        let _ = workload.run();
                        start.elapsed().as_secs_f64()
                    })
                    .collect();
                seconds.sort_by(f64::total_cmp);
                let rate = (rows * columns * vectors) as f64 / 1e9;
                println!(
                    "{backend:?} {name} {kind}: {:.1} (best {:.1}), checksum {:.1}",
                    rate / seconds[4],
                    rate / seconds[0],
                    workload.checksum()
                );
            }
        }
    }
    Ok(())
}
