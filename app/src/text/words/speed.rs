//! Words about the model's speed.

use super::from_languages::speed as said;
pub(crate) use super::from_languages::speed::*;
use super::size;

/// How long a question takes.
pub(crate) fn question(takes_ms: f64) -> String {
    said::question(seconds(takes_ms))
}

/// What else to expect. Rates are in words a second.
pub(crate) fn expectations(
    load_ms: f64,
    reads: f64,
    writes: f64,
    memory_bytes: u64,
) -> [String; 3] {
    [
        waking(seconds(load_ms)),
        rates(
            words_a_second(reads.round()),
            words_a_second(writes.round()),
        ),
        memory(size(memory_bytes)),
    ]
}

fn seconds(ms: f64) -> String {
    match (ms / 1e3).round() {
        seconds if seconds < 1.0 => under_a_second().to_owned(),
        seconds if seconds < 90.0 => about_seconds(seconds),
        seconds => about_minutes((seconds / 60.0).round()),
    }
}
