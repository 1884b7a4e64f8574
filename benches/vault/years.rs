//! Ten years of writing as a backup, for `benches/app/list.mjs`: 10,000 entries, each on its own
//! day, some with a mood, tags or a star.
//!
//!     cargo run --profile quick -p companion-bench-vault --bin companion-bench-years -- BACKUP
#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has nothing to say"
)]

#[path = "../../crates/vault/tests/support/mod.rs"]
mod support;
mod text;

use std::fs::File;
use std::time::{SystemTime, UNIX_EPOCH};

use companion_core::{Draft, Mood, Timestamp};
use pollster::block_on;

use support::{DAY_MS, TestStore, World, create, new_draft};
use text::Words;

const ENTRIES: i64 = 10_000;
const DAYS: i64 = 3_652;
const TAGS: [&str; 9] = [
    "garden", "Lena", "work", "sleep", "Grüße", "旅行", "rain", "reading", "mother",
];

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now_ms = i64::try_from(now.as_millis()).unwrap();
    let (store, world) = (TestStore::default(), World::default());
    world.now_ms.set(now_ms);
    let mut vault = create(&store, &world);
    let mut words = Words::default();
    for at in 0..ENTRIES {
        let number = usize::try_from(at).unwrap();
        let mut text = words.entry();
        // Every third entry has a tag, every ninth two.
        for tag in (0..2).filter(|more| number % 3_usize.pow(more + 1) == 0) {
            text += &format!(
                " #{}",
                TAGS[(number / 3 + number * tag as usize) % TAGS.len()]
            );
        }
        let created = Timestamp {
            unix_ms: now_ms - at * DAYS * DAY_MS / ENTRIES,
            utc_offset_minutes: 60,
        };
        let draft = Draft {
            created: Some(created),
            mood: (number % 2 == 0).then(|| Mood::ALL[number / 2 % Mood::ALL.len()]),
            is_favourite: number % 40 == 7,
            ..new_draft(&vault, &text)
        };
        block_on(vault.save_entry(draft)).unwrap();
    }
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(true);
    let file = options.open(&path).unwrap();
    block_on(vault.write_backup(&file, &mut |_, _| {})).unwrap();
    println!("{ENTRIES} entries of {DAYS} days in {path}");
}
