//! A writer that is killed at any moment loses nothing that it was told is kept, and leaves
//! nothing half done.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::env;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{Read as _, Write as _, stderr};
use std::path::PathBuf;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use companion_store::{Batch, Change, Expectation, Store as _, Table};
use companion_store_sqlite::SqliteStore;
use pollster::block_on;

use support::{delete, open, put, records, this_program};

const FOLDER: &str = "COMPANION_TEST_FOLDER";
const KILLS: usize = 60;
/// A program lives at most that long: enough for some commits, and sometimes for none.
const LIFE_US: u64 = 60_000;
/// Counts the commits; expected by each of them.
const COUNT: &[u8] = b"count";

/// The value of a key in commit `number`, of one page or many.
fn value(number: u64) -> Vec<u8> {
    let length = [100, 5_000, 70_000, 400_000][(number % 4) as usize];
    number
        .to_le_bytes()
        .into_iter()
        .cycle()
        .take(length)
        .collect()
}

/// What commit `number` does besides counting.
fn changes(number: u64) -> Vec<Change> {
    let key = |number: u64| (number % 37).to_be_bytes();
    vec![
        delete(&key(number * 7)),
        put(&key(number), &value(number)),
        put(&key(number * 3 + 1), &value(number + 1)),
    ]
}

/// What must be stored, followed commit by commit.
#[derive(Default)]
struct Model {
    count: u64,
    records: BTreeMap<Vec<u8>, Vec<u8>>,
}

impl Model {
    fn follow(&mut self, count: u64) {
        while self.count < count {
            self.count += 1;
            for change in changes(self.count) {
                match change {
                    Change::Put { key, value, .. } => self.records.insert(key, value),
                    Change::Delete { key, .. } => self.records.remove(&key),
                };
            }
            let count = self.count.to_le_bytes().to_vec();
            self.records.insert(COUNT.to_vec(), count);
        }
    }
}

fn counted(store: &SqliteStore) -> u64 {
    let count = block_on(store.get(Table::Records, COUNT)).unwrap();
    count.map_or(0, |bytes| u64::from_le_bytes(bytes.try_into().unwrap()))
}

#[test]
fn a_killed_writer_has_lost_nothing_and_left_nothing_half_done() {
    let folder = tempfile::tempdir().unwrap();
    // Any number does; every run tries other moments.
    let mut random = RandomState::new().hash_one(0) | 1;
    let mut model = Model::default();
    let mut interrupted = 0;
    for kill in 0..KILLS {
        let mut writer = this_program("writes_until_killed")
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut acknowledgements = writer.stderr.take().unwrap();
        let mut told = vec![0; 8];
        if kill % 4 == 0 {
            // Perhaps while it opens the journal.
            told.clear();
        } else {
            acknowledgements.read_exact(&mut told).unwrap();
        }
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        sleep(Duration::from_micros(random % LIFE_US));
        writer.kill().unwrap();
        writer.wait().unwrap();
        acknowledgements.read_to_end(&mut told).unwrap();
        let acknowledged = told.chunks_exact(8).last().map_or(model.count, |last| {
            u64::from_le_bytes(last.try_into().unwrap())
        });
        let store = open(folder.path());
        let count = counted(&store);
        assert!(
            count == acknowledged || count == acknowledged + 1,
            "kill {kill}: {acknowledged} commits were acknowledged and {count} are there"
        );
        interrupted += usize::from(count > acknowledged);
        model.follow(count);
        let found: BTreeMap<_, _> = records(&store).unwrap().into_iter().collect();
        assert!(found == model.records, "kill {kill} after commit {count}");
    }
    let count = model.count;
    println!("{KILLS} kills in {count} commits; {interrupted} were killed before they were told");
    assert!(count > KILLS as u64 / 2, "{count} commits in all");
}

#[test]
#[ignore = "run by the test above, in a process that it kills"]
fn writes_until_killed() {
    let store = open(&PathBuf::from(env::var_os(FOLDER).unwrap()));
    let mut number = counted(&store);
    loop {
        number += 1;
        let before = (number > 1).then(|| (number - 1).to_le_bytes().to_vec());
        let mut changes = changes(number);
        changes.push(put(COUNT, &number.to_le_bytes()));
        let batch = Batch {
            expect: Some(Expectation {
                table: Table::Records,
                key: COUNT.to_vec(),
                value: before,
            }),
            changes,
        };
        block_on(store.commit(batch)).unwrap();
        stderr().write_all(&number.to_le_bytes()).unwrap();
    }
}
