//! Every parser of bytes that somebody else may have written, each as a function that must
//! return, whatever it is given, without panicking, hanging or asking for much memory. libFuzzer
//! runs them (`targets/`), and the tests replay what it has found (`corpus/`).
//!
//! Where sealing would keep libFuzzer out, it gets the keys: what is fuzzed then is what a
//! faulty or hostile copy of Companion with the right passphrase could have sealed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    reason = "a finding is a panic"
)]

mod audit;
mod backup;
mod header;
mod import;
mod journal;
#[cfg(feature = "models")]
mod models;
mod pictures;
mod protocol;
mod records;
mod sealed;
mod seeds;
mod text;

pub use audit::{audit_export, audit_log, checkpoint};
pub use backup::{backup_file, backup_stream};
pub use header::{envelope, header};
pub use import::{import_archive, import_joplin, import_json, import_markdown, import_text};
#[cfg(feature = "models")]
pub use models::model_file;
pub use pictures::photo;
pub use protocol::protocol;
pub use records::records;
pub use sealed::import_sealed;
pub use seeds::seeds;
pub use text::{passphrase, reading, recovery_key};

/// A parser to be fuzzed.
pub type Target = fn(&[u8]);

/// All targets by name, which is also the name of the corpus.
pub const TARGETS: &[(&str, Target)] = &[
    ("header", header),
    ("envelope", envelope),
    ("records", records),
    ("backup_file", backup_file),
    ("backup_stream", backup_stream),
    ("audit_log", audit_log),
    ("audit_export", audit_export),
    ("checkpoint", checkpoint),
    ("protocol", protocol),
    ("recovery_key", recovery_key),
    ("passphrase", passphrase),
    ("reading", reading),
    ("photo", photo),
    #[cfg(feature = "models")]
    ("model_file", model_file),
    ("import_archive", import_archive),
    ("import_json", import_json),
    ("import_text", import_text),
    ("import_markdown", import_markdown),
    ("import_joplin", import_joplin),
    ("import_sealed", import_sealed),
];
