//! What an attacker with the stored bytes, a full disk or a second tab can and cannot do to a
//! journal. Part of `companion-vault`: run with `cargo test -p companion-vault --test security`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod attachments;
mod audit;
mod backup;
mod backup_files;
mod elsewhere;
mod failures;
mod golden;
mod golden_import;
mod golden_reminder;
mod golden_whole;
mod golden_writing;
mod keys;
mod manifest;
mod mutations;
mod records;
mod search;
mod secrecy;
mod shuffles;
#[path = "../../crates/vault/tests/support/mod.rs"]
mod support;
mod versions;
mod writers;
