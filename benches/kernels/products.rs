//! The native half: multiply-adds a second of every format and instruction set of this machine.
//!
//! `cargo bench --profile quick -p companion-bench-kernels`, with a part of a name behind `--` for
//! some of them (`-- decode/Q4K`).

use std::time::Duration;

use companion_bench_kernels::Workload;
use companion_kernels::{Backend, Format};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// What is measured: rows, columns, vectors. Weights of `decode` come from memory, those of `cached`
/// from the cache.
const SHAPES: [(&str, usize, usize, usize); 3] = [
    ("prefill", 2_432, 1_024, 64),
    ("decode", 32_768, 1_024, 1),
    ("cached", 1_024, 1_024, 1),
];

fn products(criterion: &mut Criterion) {
    for (kind, rows, columns, vectors) in SHAPES {
        let mut group = criterion.benchmark_group(kind);
        group.throughput(Throughput::Elements((rows * columns * vectors) as u64));
        for format in Format::ALL {
            for backend in Backend::available() {
                // Plain Rust is the definition, not what anybody waits for.
                if backend == Backend::Scalar && kind != "cached" {
                    continue;
                }
                let id = BenchmarkId::new(format!("{format:?}"), backend.name());
                group.bench_function(id, |bencher| {
                    let workload = Workload::with_backend(format, rows, columns, vectors, backend);
                    #[expect(clippy::expect_used, reason = "a benchmark's own shapes")]
                    let mut workload = workload.expect("the shapes suit every format");
                    bencher.iter(|| workload.run());
                });
            }
        }
    }
}

criterion_group! {
    name = kernels;
    // A product takes between 10 µs and 10 ms: ten times a second of them is enough to compare.
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(700));
    targets = products
}
criterion_main!(kernels);
