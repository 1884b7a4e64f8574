//! A search index of the first version must be taken as it is, forever.

use companion_store::Table;
use companion_vault::search::{Search, Wanted};
use pollster::block_on;
use serde_json::{Value, json};

use crate::golden::{describe, fixture, golden_named, write_golden};
use crate::support::*;

const ENCODER: [u8; 32] = [7; 32];
const SEARCH_INDEX: u8 = 20;
const MEANING_INDEX: u8 = 23;

/// What an encoder with four numbers would make of the two texts.
const MEANINGS: [[f32; 4]; 2] = [[0.5, -0.25, 0.0, 1.0], [0.1, 0.2, -0.4, 0.0]];

fn settle(vault: &mut TestVault, search: &mut Search) {
    while !block_on(vault.tend_search(search)).unwrap().is_settled {}
}

fn count(vault: &TestVault, search: &mut Search, query: &str, vector: Option<&[f32]>) -> u64 {
    let wanted = Wanted {
        query,
        vector,
        limit: 10,
        ..Wanted::default()
    };
    block_on(vault.search(search, &wanted)).unwrap().count
}

#[test]
fn an_index_that_lies_apart_is_taken_as_it_is() {
    let (store, world) = (golden_named("v1-apart"), World::default());
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let before = store.dump();
    let mut search = Search::default();
    settle(&mut vault, &mut search);
    assert_eq!(count(&vault, &mut search, "ase rege", None), 1);
    while !block_on(vault.texts_without_meaning(&mut search, &ENCODER))
        .unwrap()
        .is_settled
    {}
    assert_eq!(count(&vault, &mut search, "zzz", Some(&MEANINGS[0])), 1);
    assert_eq!(store.dump(), before, "nothing had to be written");
}

#[test]
fn the_index_of_the_first_version_is_taken_as_it_is() {
    let (store, world) = (golden_named("v1-search"), World::default());
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let before = store.dump();
    let mut search = Search::default();
    settle(&mut vault, &mut search);
    assert_eq!(count(&vault, &mut search, "ase rege", None), 1);
    assert_eq!(count(&vault, &mut search, "\"der Regen\"", None), 1);
    assert_eq!(count(&vault, &mut search, "東京", None), 1);
    loop {
        let unmeant = block_on(vault.texts_without_meaning(&mut search, &ENCODER)).unwrap();
        assert!(unmeant.texts.is_empty());
        if unmeant.is_settled {
            break;
        }
    }
    assert_eq!(count(&vault, &mut search, "zzz", Some(&MEANINGS[0])), 1);
    for kind in [SEARCH_INDEX, MEANING_INDEX] {
        let key = record_key(&store, kind, &1_u64.to_be_bytes());
        let segment = before.iter().find(|(_, at, _)| *at == key).unwrap();
        assert_eq!(segment.0, Table::Records);
        assert_eq!(store.try_value(Table::Records, &key), None);
        let moved = store.value(Table::Chunks, &key);
        assert_eq!(moved, segment.2, "moved as it is, and not written anew");
    }

    let expected = std::fs::read_to_string(fixture("v1-search.expected.json")).unwrap();
    let mut expected: Value = serde_json::from_str(&expected).unwrap();
    for beyond in ["index", "meanings"] {
        expected.as_object_mut().unwrap().remove(beyond);
    }
    assert_eq!(describe(&vault, &[], &[]), expected);
}

/// Made `v1-apart.*`, once, and `v1-search.*` when segments lay among the other records.
#[test]
#[ignore = "writes the golden files, which are frozen"]
fn generate_golden_files_with_index() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let harbour = write(&mut vault, "# Hafen\n\nÅse und der Regen, der Regen.");
    let tokyo = write(&mut vault, "東京に行く 🌧️ don't");
    let mut search = Search::default();
    settle(&mut vault, &mut search);
    loop {
        let unmeant = block_on(vault.texts_without_meaning(&mut search, &ENCODER)).unwrap();
        if unmeant.is_settled {
            break;
        }
        let meaning = |text: &String| MEANINGS[usize::from(text.starts_with('東'))];
        let vectors: Vec<f32> = unmeant.texts.iter().flat_map(meaning).collect();
        block_on(vault.learn_meanings(&mut search, unmeant.batch, &vectors)).unwrap();
    }
    let mut described = describe(&vault, &[], &[]);
    described["index"] = json!({
        harbour.id.to_string(): {
            "ase": [1], "der": [3, 5], "hafen": [0], "regen": [4, 6], "und": [2],
        },
        tokyo.id.to_string(): {
            "don": [6], "t": [7], "く": [4], "に行": [2], "京に": [1], "東京": [0], "行く": [3], "🌧": [5],
        },
    });
    described["meanings"] = json!({
        harbour.id.to_string(): [[0, 39, [64, -32, 0, 127]]],
        tokyo.id.to_string(): [[0, 29, [32, 64, -127, 0]]],
    });
    write_golden("v1-apart", &store, &described);
}
