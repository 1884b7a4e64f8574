//! A journal of 10,000 entries of real sentences, natively: how fast it is searched, what
//! keeping the index costs, and what the index weighs.
//!
//!     cargo run --profile quick -p companion-bench-search -- [BACKUP QUERIES]
//!
//! writes the journal as a backup without its index to the first path and the queries to the
//! second, for `browser.mjs`, which measures the same in Chromium. The sentences come from
//! `../shared/data` beside the project, where that is; otherwise they are made up, which is said.
//! The last line is JSON.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has nothing to say"
)]

mod corpus;
mod queries;
#[path = "../../crates/vault/tests/support/mod.rs"]
mod support;

use std::fs::{self, File};
use std::path::Path;
use std::time::Instant;

use companion_vault::search::{Search, Wanted};
use pollster::block_on;
use serde_json::json;

use corpus::Corpus;
use support::{TestStore, TestVault, World, create, unlock, write};

const ENTRIES: usize = 10_000;
/// Results that the page asks for.
const LIMIT: usize = 20;
/// Numbers of a vector, as all-MiniLM-L6-v2 has them.
const WIDTH: usize = 384;

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let mut corpus = Corpus::load(&data);
    println!(
        "{} sentences, {}",
        corpus.len(),
        if corpus.is_real {
            "by people"
        } else {
            "made up: there is no data set"
        }
    );
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let texts: Vec<String> = (0..ENTRIES).map(|_| corpus.entry()).collect();
    for text in &texts {
        write(&mut vault, text);
    }
    let queries = queries::draw(&mut corpus, &texts);
    let mut arguments = std::env::args().skip(1);
    if let (Some(backup), Some(path)) = (arguments.next(), arguments.next()) {
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(true);
        let file = options.open(&backup).unwrap();
        block_on(vault.write_backup(&file, &mut |_, _| {})).unwrap();
        fs::write(&path, json!(queries).to_string()).unwrap();
        println!(
            "{} bytes in {backup}, queries in {path}",
            file.metadata().unwrap().len()
        );
    }
    let text_bytes: usize = texts.iter().map(String::len).sum();

    let mut search = Search::default();
    let stored = weight(&store);
    let built = settle(&mut vault, &mut search);
    report("building the index", &built);
    let index_bytes = weight(&store) - stored;
    println!("{text_bytes} bytes of text, index {index_bytes} bytes at rest");
    drop(vault);

    let (mut vault, _) = unlock(&store, &world);
    let mut search = Search::default();
    let opened = settle(&mut vault, &mut search);
    report("opening the stored index", &opened);

    let words = measure(&vault, &mut search, &queries, &[]);
    let mut saves = Vec::new();
    let mut bytes = Vec::new();
    for _ in 0..200 {
        write(&mut vault, &corpus.entry());
        let before = weight(&store);
        let began = Instant::now();
        settle(&mut vault, &mut search);
        saves.push(milliseconds(began));
        bytes.push(weight(&store).abs_diff(before) as f64);
    }
    println!(
        "keeping up with a save: {:.2} ms (median), index grows by {:.0} bytes (median)",
        at(&mut saves, 0.5),
        at(&mut bytes, 0.5)
    );

    let stored = weight(&store);
    learn(&mut vault, &mut search, &mut corpus);
    println!("vectors: {} bytes at rest", weight(&store) - stored);
    let query: Vec<f32> = (0..WIDTH).map(|_| corpus.unit() as f32 - 0.5).collect();
    let meaning = measure(&vault, &mut search, &queries, &query);
    println!(
        "{}",
        json!({
            "entries": ENTRIES, "real": corpus.is_real, "text_bytes": text_bytes,
            "index_bytes": index_bytes, "build_ms": built.total, "open_ms": opened.total,
            "words_ms": words, "with_meaning_ms": meaning,
        })
    );
}

/// Steps, and how long they took.
struct Steps {
    count: usize,
    total: f64,
    longest: f64,
}

fn settle(vault: &mut TestVault, search: &mut Search) -> Steps {
    let (mut count, mut longest) = (0, 0.0_f64);
    let began = Instant::now();
    loop {
        let step = Instant::now();
        let standing = block_on(vault.tend_search(search)).unwrap();
        longest = longest.max(milliseconds(step));
        count += 1;
        if standing.is_settled {
            assert_eq!(standing.searched, standing.total);
            return Steps {
                count,
                total: milliseconds(began),
                longest,
            };
        }
    }
}

fn report(what: &str, steps: &Steps) {
    println!(
        "{what}: {:.0} ms in {} steps, the longest {:.1} ms",
        steps.total, steps.count, steps.longest
    );
}

/// Milliseconds of each kind: median, 95th of a hundred, longest. The last line is over all.
fn measure(
    vault: &TestVault,
    search: &mut Search,
    queries: &[(&'static str, Vec<String>)],
    vector: &[f32],
) -> Vec<(String, [f64; 3])> {
    let mut lines = Vec::new();
    let mut all = Vec::new();
    for (kind, queries) in queries {
        let (mut times, mut found) = (Vec::new(), 0);
        for query in queries {
            let wanted = Wanted {
                query,
                vector: (!vector.is_empty()).then_some(vector),
                limit: LIMIT,
                ..Wanted::default()
            };
            let began = Instant::now();
            let answer = block_on(vault.search(search, &wanted)).unwrap();
            times.push(milliseconds(began));
            found += usize::from(answer.count > 0);
        }
        all.extend_from_slice(&times);
        lines.push((
            format!("{kind} ({found} of {} found something)", queries.len()),
            spread(&mut times),
        ));
    }
    lines.push(("all".to_owned(), spread(&mut all)));
    for (kind, [median, high, longest]) in &lines {
        println!("{kind}: {median:.2} ms, P95 {high:.2}, longest {longest:.2}");
    }
    lines
}

fn spread(times: &mut [f64]) -> [f64; 3] {
    [at(times, 0.5), at(times, 0.95), at(times, 1.0)]
}

/// The value below which this share of them lies.
fn at(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}

/// Learns vectors that mean nothing: comparing them takes as long.
fn learn(vault: &mut TestVault, search: &mut Search, corpus: &mut Corpus) {
    loop {
        let unmeant = block_on(vault.texts_without_meaning(search, &[1; 32])).unwrap();
        if unmeant.is_settled {
            return;
        }
        let count = unmeant.texts.len() * WIDTH;
        let vectors: Vec<f32> = (0..count).map(|_| corpus.unit() as f32 - 0.4).collect();
        block_on(vault.learn_meanings(search, unmeant.batch, &vectors)).unwrap();
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// All bytes of the store.
fn weight(store: &TestStore) -> usize {
    store
        .dump()
        .iter()
        .map(|(_, key, value)| key.len() + value.len())
        .sum()
}
