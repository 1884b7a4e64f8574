//! Vault worker.
fn main() {}
