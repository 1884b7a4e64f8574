//! Searching a journal: what is found, what stays right whatever happens to entries, and what
//! lies in the storage.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "search/any_order.rs"]
mod any_order;
#[path = "search/index.rs"]
mod index;
#[path = "search/meanings.rs"]
mod meanings;
mod support;

use std::collections::HashSet;
use std::io::Cursor;

use companion_core::{Draft, EntryId, EntrySummary};
use companion_store::{StoreError, Table};
use companion_vault::backup::Backup;
use companion_vault::search::{Found, Search, Standing, Wanted};
use companion_vault::{Problem, Subject, Vault};
use pollster::block_on;
use support::*;

const SEARCH_INDEX: u8 = 20;
const MEANING_INDEX: u8 = 23;

/// Works until nothing is left to be done; says how many steps that took.
fn settle(vault: &mut TestVault, search: &mut Search) -> (Standing, usize) {
    for step in 1..100_000 {
        let standing = block_on(vault.tend_search(search)).unwrap();
        if standing.is_settled {
            return (standing, step);
        }
    }
    panic!("it never settles");
}

fn find(vault: &TestVault, search: &mut Search, query: &str) -> Found {
    let wanted = Wanted {
        query,
        limit: 100,
        ..Wanted::default()
    };
    block_on(vault.search(search, &wanted)).unwrap()
}

/// Titles of what was found, best first.
fn titles(vault: &TestVault, search: &mut Search, query: &str) -> Vec<String> {
    let found = find(vault, search, query);
    assert_eq!(found.count, found.results.len() as u64);
    found
        .results
        .into_iter()
        .map(|result| result.entry.title)
        .collect()
}

fn edit(vault: &mut TestVault, id: EntryId, text: &str) -> EntrySummary {
    let draft = block_on(vault.open_draft(Some(id))).unwrap();
    let content = text.into();
    block_on(vault.save_entry(Draft { content, ..draft })).unwrap()
}

fn journal(texts: &[&str]) -> (TestStore, World, TestVault, Search) {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    for text in texts {
        write(&mut vault, text);
    }
    let mut search = Search::default();
    let (standing, _) = settle(&mut vault, &mut search);
    assert_eq!(
        (standing.searched, standing.total),
        (texts.len() as u64, texts.len() as u64)
    );
    (store, world, vault, search)
}

/// Records of a kind, by their keys.
fn records(store: &TestStore, kind: u8) -> HashSet<Vec<u8>> {
    let keys = (0..300_u64).map(|number| record_key(store, kind, &number.to_be_bytes()));
    keys.filter(|key| {
        let lies_among_records = store.try_value(Table::Records, key).is_some();
        assert!(!lies_among_records, "unlocking would read it");
        store.try_value(Table::Chunks, key).is_some()
    })
    .collect()
}

#[test]
fn words_beginnings_phrases_and_slips_find_entries() {
    let (_, _, vault, mut search) = journal(&[
        "The long way home\n\nRain all afternoon. I almost called Lena.",
        "Garden\n\nPlanted tomatoes with Åse in the rain, the way she likes.",
        "東京\n\n明日は東京に行く。楽しみ。",
        "Café\n\nDas Gespräch in der Straßenbahn war schön.",
    ]);
    let mut of = |query| titles(&vault, &mut search, query);
    assert_eq!(of("rain"), ["The long way home", "Garden"]);
    assert_eq!(of("RAIN lena"), ["The long way home"]);
    assert_eq!(of("afterno"), ["The long way home"]);
    assert_eq!(of("\"long way\""), ["The long way home"]);
    assert_eq!(of("\"way long\""), [] as [&str; 0]);
    assert_eq!(of("tomatos"), ["Garden"]);
    assert_eq!(of("tomaotes"), ["Garden"]);
    assert_eq!(of("ase"), ["Garden"]);
    assert_eq!(of("strassenbahn gesprach"), ["Café"]);
    assert_eq!(of("cafe"), ["Café"]);
    assert_eq!(of("東京"), ["東京"]);
    assert_eq!(of("京"), ["東京"]);
    assert_eq!(of("行"), ["東京"]);
    assert_eq!(of("京東"), [] as [&str; 0]);
    assert_eq!(of("zebra"), [] as [&str; 0]);
    assert_eq!(of("   "), [] as [&str; 0]);
}

#[test]
fn the_better_answer_stands_first() {
    let filler = "and then some more of what happened on that day ".repeat(8);
    let (_, _, vault, mut search) = journal(&[
        &format!("A day\n\n{filler} harbour {filler}"),
        &format!("Harbour\n\n{filler}"),
        "Another\n\nThe harbour, the harbour, always the harbour.",
        "Walls\n\nHarbours of the north.",
    ]);
    let found = titles(&vault, &mut search, "harbour");
    assert_eq!(found.len(), 4);
    assert_eq!(found[3], "A day");
    assert!(
        found[..2].contains(&"Another".to_owned()) && found[..2].contains(&"Harbour".to_owned())
    );

    // Of two that answer alike the later one comes first.
    let (_, _, vault, mut search) = journal(&["one\n\nquiet sea", "two\n\nquiet sea"]);
    assert_eq!(titles(&vault, &mut search, "quiet"), ["two", "one"]);
}

#[test]
fn entries_with_some_of_the_words_are_better_than_none() {
    let (_, _, vault, mut search) = journal(&["Tea\n\ntea and rain", "Milk\n\nmilk and rain"]);
    let found = find(&vault, &mut search, "tea milk rain");
    assert!(found.is_partial);
    assert_eq!(found.count, 2);
    let found = find(&vault, &mut search, "tea rain");
    assert!(!found.is_partial);
    assert_eq!(found.count, 1);
}

#[test]
fn a_result_shows_why_it_was_found() {
    let (_, _, vault, mut search) = journal(&["Rainy *Sunday*\n\n> It rained, and\n> Åse sang."]);
    let found = find(&vault, &mut search, "rain ase");
    let result = &found.results[0];
    assert!(result.by_words && !result.by_meaning);
    assert_eq!(result.entry.title, "Rainy Sunday");
    assert_eq!(result.title_marks.first(), Some(&(0..5)));
    assert_eq!(result.excerpt.text, "It rained, and Åse sang.");
    let marked: Vec<&str> = result
        .excerpt
        .marks
        .iter()
        .map(|it| &result.excerpt.text[it.clone()])
        .collect();
    assert_eq!(marked, ["rained", "Åse"]);
    assert_eq!(result.spellings, ["Rainy", "rained", "Åse"]);
}

#[test]
fn a_search_can_be_kept_to_some_entries() {
    let (_, _, vault, mut search) = journal(&["one\n\nrain", "two\n\nrain"]);
    let only = vault
        .list_entries()
        .into_iter()
        .find(|entry| entry.title == "one")
        .unwrap();
    let among = HashSet::from([only.id]);
    let wanted = Wanted {
        query: "rain",
        limit: 10,
        among: Some(&among),
        ..Wanted::default()
    };
    let found = block_on(vault.search(&mut search, &wanted)).unwrap();
    assert_eq!((found.count, found.results[0].entry.id), (1, only.id));
}
