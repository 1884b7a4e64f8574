//! Inference worker.
fn main() {}
