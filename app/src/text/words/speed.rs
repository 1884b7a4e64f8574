//! Words about the model's speed.

pub(crate) const MEASURING: &str = "Measuring…";
