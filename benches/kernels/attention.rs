//! Keys and values in half precision beside single precision: what seven queries that share them
//! multiply with, natively, for a token of a model of the size of Qwen2.5-0.5B (24 layers of 2 heads, 64
//! wide) behind so many tokens. 512 of them fit a processor's cache; 4,096 take 50 MB in half precision.
//!
//! `cargo bench --profile quick -p companion-bench-kernels --bench attention`; `--profile release` for the
//! build that is shipped.
#![expect(clippy::expect_used, reason = "a benchmark's own shapes")]

use std::time::Duration;

use companion_kernels::{Activations, Backend, Format, Halves, Matrix, MatrixBuilder, Operand};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const TABLES: usize = 24 * 2;
const WIDTH: usize = 64;
const QUERIES: usize = 7;
/// Tokens of a page of the cache (`companion_inference`'s `kv_cache`).
const PAGE: usize = 32;

/// Numbers between -1 and 1 that halves hold exactly.
fn number(at: usize) -> f32 {
    ((at * 37) % 67) as f32 / 32.0 - 1.0
}

/// As the model does it: keys a line per channel, values a line per token, page by page.
fn halves(tokens: usize) -> impl FnMut() {
    let half = Halves::best();
    let page: Vec<u16> = (0..2 * PAGE * WIDTH + Halves::PADDING)
        .map(|at| Halves::round(number(at)))
        .collect();
    let pages = vec![page; TABLES * tokens / PAGE];
    let queries: Vec<f32> = (0..WIDTH * QUERIES).map(number).collect();
    let weights: Vec<f32> = (0..PAGE * QUERIES).map(number).collect();
    let mut scores = vec![0.0; QUERIES * PAGE];
    let mut output = vec![0.0; QUERIES * WIDTH];
    move || {
        for page in &pages {
            half.add_products(&queries, QUERIES, (page, PAGE), PAGE, (&mut scores, PAGE))
                .expect("the keys fit");
            let values = &page[PAGE * WIDTH..];
            half.add_products(
                &weights,
                QUERIES,
                (values, WIDTH),
                WIDTH,
                (&mut output, WIDTH),
            )
            .expect("the values fit");
        }
    }
}

/// The same multiply-adds with the kernels' products of single precision, the fastest there are.
fn floats(tokens: usize) -> impl FnMut() {
    let tables: Vec<(Matrix, Matrix)> = (0..TABLES)
        .map(|_| (matrix(tokens, WIDTH), matrix(WIDTH, tokens)))
        .collect();
    let queries: Vec<f32> = (0..QUERIES * WIDTH).map(number).collect();
    let weights: Vec<f32> = (0..QUERIES * tokens).map(number).collect();
    let mut scores = vec![0.0; QUERIES * tokens];
    let mut output = vec![0.0; QUERIES * WIDTH];
    let mut rounded = Activations::default();
    move || {
        for (keys, values) in &tables {
            keys.multiply(Operand::new(&queries, WIDTH, &mut rounded), &mut scores)
                .expect("the keys fit");
            values
                .multiply(Operand::new(&weights, tokens, &mut rounded), &mut output)
                .expect("the values fit");
        }
    }
}

fn matrix(rows: usize, columns: usize) -> Matrix {
    let mut builder =
        MatrixBuilder::new(Format::F32, rows, columns, Backend::best()).expect("whole tiles");
    for row in 0..rows {
        let bytes: Vec<u8> = (0..columns)
            .flat_map(|column| number(row * columns + column).to_le_bytes())
            .collect();
        builder.push(&bytes).expect("a row");
    }
    builder.finish().expect("all rows")
}

fn attention(criterion: &mut Criterion) {
    for tokens in [512, 4_096] {
        let mut group = criterion.benchmark_group(format!("attention/{tokens}"));
        group.throughput(Throughput::Elements(
            (TABLES * tokens * WIDTH * QUERIES * 2) as u64,
        ));
        let mut half = halves(tokens);
        group.bench_function(BenchmarkId::from_parameter("halves"), |bencher| {
            bencher.iter(&mut half);
        });
        drop(half);
        let mut float = floats(tokens);
        group.bench_function(BenchmarkId::from_parameter("floats"), |bencher| {
            bencher.iter(&mut float);
        });
    }
}

criterion_group! {
    name = kernels;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = attention
}
criterion_main!(kernels);
