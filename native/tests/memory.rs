//! A large journal needs little memory: backups are written, verified, restored and brought in
//! record by record.
//!
//! `COMPANION_TEST_JOURNAL_MB=1000 cargo test --release -p companion-native --test memory -- --nocapture`
//! gives the figures of `docs/PERFORMANCE.md`.
#![cfg(target_os = "linux")]
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking and tells what it measures"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use companion_core::{
    Clock, Entropy, EntropyError, EstimatorError, Strength, StrengthEstimator, Timestamp,
};
use companion_store_sqlite::SqliteStore;
use companion_vault::Vault;

const PASSPHRASE: &str = "mossy kettle under nine lamps";
const MB: u64 = 1_000_000;
/// What a journal of any size may take beyond a twentieth of its size: the program itself,
/// SQLite's pages, 256 of the longest records on their way.
const BASE_BYTES: u64 = 70 * MB;

struct World;

impl Clock for World {
    fn now(&self) -> Timestamp {
        Timestamp {
            unix_ms: 1_795_348_800_000,
            utc_offset_minutes: 60,
        }
    }
}

impl Entropy for World {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|_| EntropyError)
    }
}

impl StrengthEstimator for World {
    async fn estimate(&self, passphrase: &str) -> Result<Strength, EstimatorError> {
        Ok(companion_strength::estimate(passphrase))
    }
}

/// Writes entries of 200 kB, the longest there are, until the journal has `size_bytes`.
async fn write_journal(folder: &Path, size_bytes: u64) {
    let store = SqliteStore::open(folder).unwrap();
    let created = Vault::create(store, World, PASSPHRASE, &mut |_, _| {}).await;
    let mut vault = created.unwrap();
    let content = "🌧".repeat(50_000);
    for _ in 0..size_bytes / content.len() as u64 {
        let mut draft = vault.open_draft(None).await.unwrap();
        draft.content.clone_from(&content);
        vault.save_entry(draft).await.unwrap();
    }
}

/// Runs a command that must succeed; its peak of memory, in bytes.
fn peak_of(folder: &Path, journal: &str, arguments: &[&str]) -> u64 {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_companion-native"))
        .args(arguments)
        .current_dir(folder)
        .env("COMPANION_DATA_DIR", folder.join(journal))
        .env("COMPANION_PASSPHRASE_FILE", folder.join("passphrase"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak_kib = 0;
    let status = loop {
        // The high-water mark only rises, and is gone with the process.
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let mark = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        if let Some(kib) = mark.and_then(|mark| mark.trim().trim_end_matches(" kB").parse().ok()) {
            peak_kib = u64::max(peak_kib, kib);
        }
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "{arguments:?}");
    let peak = peak_kib * 1_024;
    println!(
        "{arguments:?}: {} MB, {:.1} s",
        peak / MB,
        begun.elapsed().as_secs_f32()
    );
    peak
}

#[test]
fn a_large_journal_needs_little_memory() {
    let size_mb = std::env::var("COMPANION_TEST_JOURNAL_MB");
    let size_bytes = size_mb.map_or(100, |size| size.parse().unwrap()) * MB;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("passphrase"), PASSPHRASE).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(write_journal(&folder.join("journal"), size_bytes));
    let allowed = BASE_BYTES + size_bytes / 20;
    for (journal, arguments) in [
        ("journal", &["list"][..]),
        ("journal", &["backup", "a.companion"]),
        ("journal", &["verify", "a.companion"]),
        ("restored", &["restore", "a.companion"]),
        (
            "restored",
            &[
                "restore",
                "--merge",
                "a.companion",
                "--backup-passphrase-file",
                "passphrase",
            ],
        ),
    ] {
        let peak = peak_of(folder, journal, arguments);
        assert!(
            peak > 0 && peak < allowed,
            "{arguments:?}: {peak} bytes, {allowed} allowed"
        );
    }
    let backup = fs::metadata(folder.join("a.companion")).unwrap().len();
    assert!(
        backup >= size_bytes / 2,
        "a journal of {backup} bytes proves nothing"
    );
}
