//! How fast memory can be read at all, by one thread and by two: the bound under which decoding
//! stands.
//!
//! `cargo bench --profile quick -p companion-bench-kernels --bench memory`

#![expect(clippy::print_stdout, reason = "the figures are the point")]

use std::hint::black_box;
use std::thread;
use std::time::Instant;

/// What a token of the 0.5B model reads, about: far more than any cache holds.
const BYTES: usize = 400 << 20;
const ROUNDS: usize = 12;
/// Independent sums: enough that loads and not additions are waited for.
const LANES: usize = 32;

fn main() {
    let memory: Vec<u64> = (0..BYTES as u64 / 8).collect();
    for threads in [1, 2] {
        let mut rates: Vec<f64> = (0..ROUNDS).map(|_| rate(&memory, threads)).collect();
        rates.sort_by(f64::total_cmp);
        println!(
            "{threads} thread(s): median {:.1} GB/s, best {:.1}, worst {:.1}",
            rates[ROUNDS / 2],
            rates[ROUNDS - 1],
            rates[0]
        );
    }
}

/// Gigabytes a second, all threads together, each with a stretch of its own.
fn rate(memory: &[u64], threads: usize) -> f64 {
    let begun = Instant::now();
    thread::scope(|scope| {
        for stretch in memory.chunks(memory.len().div_ceil(threads)) {
            scope.spawn(move || black_box(sum(stretch)));
        }
    });
    size_of_val(memory) as f64 / 1e9 / begun.elapsed().as_secs_f64()
}

fn sum(stretch: &[u64]) -> u64 {
    let mut sums = [0_u64; LANES];
    for line in stretch.as_chunks::<LANES>().0 {
        for (sum, value) in sums.iter_mut().zip(line) {
            *sum = sum.wrapping_add(*value);
        }
    }
    sums.iter().fold(0, |all, sum| all.wrapping_add(*sum))
}
