//! Steps stay short: the size of chunks follows the speed of the machine.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed assumption of a test fails it"
)]

#[path = "support/gguf.rs"]
mod gguf;

use std::io::Cursor;
use std::sync::Arc;

use companion_inference::gguf::Header;
use companion_inference::{Generation, Loader, Options, Step};

/// Sizes of the chunks in which 120 tokens are read if each step takes `step_ms`.
fn chunks(step_ms: f64) -> Vec<usize> {
    let mut file = Cursor::new(gguf::Gguf::tiny_qwen2().bytes());
    let mut loader = Loader::new(Header::read(&mut file).unwrap()).unwrap();
    while loader.step(&mut file).unwrap() {}
    let model = Arc::new(loader.finish().unwrap());
    let mut generation = Generation::new(model, vec![1; 120], Options::default()).unwrap();
    let (mut now_ms, mut read, mut sizes) = (0.0, 0, Vec::new());
    loop {
        match generation.step(now_ms).unwrap() {
            Step::Prefill { done, total } => {
                assert_eq!(total, 120);
                sizes.push(done - read);
                read = done;
            }
            Step::Working => {}
            Step::Text(_) | Step::Finished(_) => return sizes,
        }
        now_ms += step_ms;
    }
}

#[test]
fn chunks_grow_on_a_fast_machine_and_stay_small_on_a_slow_one() {
    assert_eq!(chunks(0.1), [8, 16, 32], "and 64 at the end");
    assert_eq!(chunks(1_000.0), [8; 14]);
}
