//! A journal of 10,000 entries, natively: how fast it opens, saves and lists, and what an entry
//! weighs at rest beyond its padded text.
//!
//!     cargo run --profile quick -p companion-bench-vault -- [BACKUP] [VERSIONS] [EVENTS]
//!
//! writes the journal as a backup to the given path, for `browser.mjs`, which measures the same
//! in Chromium. VERSIONS is how many earlier versions the entries have, all together; none if
//! it is not given. EVENTS is how many events the audit log has beside those of writing. Opening is by recovery key, which costs no key derivation. The last line is JSON.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has nothing to say"
)]

#[path = "../../crates/vault/tests/support/mod.rs"]
mod support;
mod text;
mod weight;

use std::fs::File;
use std::time::Instant;

use companion_core::{AuditEvent, Draft};
use companion_vault::Vault;
use companion_vault::audit::Verification;
use pollster::block_on;
use serde_json::json;

use support::{PASSPHRASE, TestStore, World, create, write};
use text::Words;

const ENTRIES: usize = 10_000;
const ROUNDS: usize = 7;

fn main() {
    let backup = std::env::args().nth(1);
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let new = block_on(vault.generate_recovery_key(PASSPHRASE, &mut |_, _| {})).unwrap();
    block_on(vault.activate_recovery_key(&new)).unwrap();
    let recovery_key = new.to_text();
    let mut words = Words::default();
    let filled = Instant::now();
    for _ in 0..ENTRIES {
        write(&mut vault, &words.entry());
    }
    println!(
        "journal of {ENTRIES} entries, written in {:.1} s",
        filled.elapsed().as_secs_f64()
    );
    let versions = std::env::args()
        .nth(2)
        .map_or(0, |count| count.parse().unwrap());
    let entries = vault.list_entries();
    for entry in entries.iter().cycle().take(versions) {
        let draft = block_on(vault.open_draft(Some(entry.id))).unwrap();
        let content = words.entry();
        block_on(vault.save_entry(Draft { content, ..draft })).unwrap();
    }
    let events: u64 = std::env::args()
        .nth(3)
        .map_or(0, |count| count.parse().unwrap());
    for _ in 0..events {
        block_on(vault.log(AuditEvent::EntriesExported(1))).unwrap();
    }
    if let Some(path) = backup {
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(true);
        let file = options.open(&path).unwrap();
        let bytes = block_on(vault.write_backup(&file, &mut |_, _| {})).map(|_| file.metadata());
        println!(
            "backup of {} bytes in {path}",
            bytes.unwrap().unwrap().len()
        );
    }
    let weight = weight::of(&store, &recovery_key);
    drop(vault);

    let unlocking = rounds(1, || {
        let opened = Vault::unlock_with_recovery_key(store.clone(), world.clone(), &recovery_key);
        let opened = block_on(opened).unwrap();
        assert_eq!(opened.problems, []);
        assert_eq!(opened.vault.list_entries().len(), ENTRIES);
    });
    let opened = Vault::unlock_with_recovery_key(store.clone(), world, &recovery_key);
    let mut vault = block_on(opened).unwrap().vault;
    let listing = rounds(50, || assert_eq!(vault.list_entries().len(), ENTRIES));
    let logged = vault.log_length();
    let verifying = rounds(1, || {
        let mut walk = Verification::begin();
        let found = loop {
            if let Some(found) = block_on(vault.verify_log(&mut walk, 512)).unwrap() {
                break found;
            }
        };
        assert_eq!(found, []);
    });
    // The journal grows by a few hundred.
    let saving = rounds(50, || drop(write(&mut vault, &words.entry())));

    report("unlock to first list, keys derived", &unlocking);
    report(&format!("verify the log of {logged} events"), &verifying);
    report("list", &listing);
    report("save, beside 10,000 others", &saving);
    println!(
        "at rest, an entry beyond its padded text: {:.0} bytes ({}); its record in the audit log {:.0}",
        weight.per_entry(),
        weight.parts(),
        weight.audit_per_entry(),
    );
    println!(
        "{}",
        json!({
            "entries": ENTRIES,
            "versions": versions,
            "unlock_ms": unlocking,
            "events": logged,
            "verify_log_ms": verifying,
            "list_ms": listing,
            "save_ms": saving,
            "overhead_bytes_per_entry": weight.per_entry(),
            "audit_bytes_per_entry": weight.audit_per_entry(),
        })
    );
}

/// Milliseconds of this thread's own time for one of `repeats`, sorted: a busy machine does not
/// count.
fn rounds(repeats: u32, mut run: impl FnMut()) -> Vec<f64> {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let before = thread_ms();
            (0..repeats).for_each(|_| run());
            (thread_ms() - before) / f64::from(repeats)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

/// Time this thread has run, where the system tells; elsewhere the clock on the wall.
fn thread_ms() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(wall_ms, |nanoseconds| nanoseconds / 1e6)
}

fn wall_ms() -> f64 {
    let now = std::time::SystemTime::now();
    let since = now.duration_since(std::time::UNIX_EPOCH).unwrap();
    since.as_secs_f64() * 1e3
}

fn report(what: &str, times: &[f64]) {
    println!(
        "{what}: {:.2} ms ({:.2}–{:.2})",
        times[times.len() / 2],
        times[0],
        times[times.len() - 1]
    );
}
