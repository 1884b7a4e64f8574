//! Words about the model's speed.

use super::size;

pub(crate) const TITLE: &str = "Speed on this device";
pub(crate) const LEAD: &str = "How fast the language model is depends on this device. Measuring takes about 20 seconds: the model reads and continues a made-up text, nothing of yours, and nothing leaves this device.";
pub(crate) const OPEN: &str = "How fast is it here?";
pub(crate) const RUN: &str = "Measure";
pub(crate) const AGAIN: &str = "Measure again";
pub(crate) const MEASURING: &str = "Measuring…";
pub(crate) const STOPPED: &str = "Stopped. Nothing was changed.";
pub(crate) const FIGURES: &str = "Every figure, for comparing";
pub(crate) const TO_JOURNAL: &str = "To the journal";
pub(crate) const NO_MODEL: &str = "There is no model on this device yet. Open your journal and get one in Settings, then come back.";

/// What the page's address asks for.
pub(crate) fn asked_for(model: &str) -> String {
    format!(
        "This is to be measured with the model “{model}”. If it is not the one stored here, it is first copied from this computer and takes the place of the stored one."
    )
}

/// A model that the address names and nobody has.
pub(crate) fn not_here(model: &str) -> String {
    format!("The model “{model}” is neither stored here nor on this computer. Nothing was changed.")
}

/// How long a question takes.
pub(crate) fn question(takes_ms: f64) -> String {
    format!("A question about an entry takes {}.", seconds(takes_ms))
}

/// What else to expect. Rates are in words a second.
pub(crate) fn expectations(
    load_ms: f64,
    reads: f64,
    writes: f64,
    memory_bytes: u64,
) -> [String; 3] {
    [
        format!(
            "Waking the model takes {}, once each time you open Companion.",
            seconds(load_ms)
        ),
        format!(
            "It reads about {} a second and writes about {}.",
            words(reads),
            words(writes)
        ),
        format!(
            "While it is awake it takes {} of memory.",
            size(memory_bytes)
        ),
    ]
}

fn seconds(ms: f64) -> String {
    match (ms / 1e3).round() {
        seconds if seconds < 1.0 => "less than a second".into(),
        1.0 => "about a second".into(),
        seconds if seconds < 90.0 => format!("about {seconds} seconds"),
        seconds => format!("about {} minutes", (seconds / 60.0).round()),
    }
}

fn words(rate: f64) -> String {
    match rate.round() {
        rate if rate < 1.0 => "less than one word".into(),
        1.0 => "one word".into(),
        rate => format!("{rate} words"),
    }
}
