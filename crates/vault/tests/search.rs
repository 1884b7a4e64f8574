//! Searching a journal: what is found, what stays right whatever happens to entries, and what
//! lies in the storage.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::HashSet;
use std::io::Cursor;

use companion_core::{Draft, EntryId, EntrySummary};
use companion_store::{StoreError, Table};
use companion_vault::backup::Backup;
use companion_vault::search::{Found, Search, Standing, Wanted};
use companion_vault::{Problem, Subject, Vault};
use pollster::block_on;
use proptest::prelude::*;
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

#[test]
fn whatever_happens_to_entries_the_search_knows() {
    let (store, world, mut vault, mut search) = journal(&["first apple", "second apple"]);
    // Saved: found at once, without a step in between.
    let third = write(&mut vault, "third apple");
    let found = find(&vault, &mut search, "third");
    assert_eq!(
        (found.count, found.standing.searched, found.standing.total),
        (1, 3, 3)
    );
    // Edited: the old words are gone.
    edit(&mut vault, third.id, "third pear");
    assert_eq!(titles(&vault, &mut search, "pear"), ["third pear"]);
    assert_eq!(find(&vault, &mut search, "apple").count, 2);
    // In the trash, and back.
    block_on(vault.delete_entry(third.id)).unwrap();
    let found = find(&vault, &mut search, "pear");
    assert_eq!(
        (found.count, found.standing.searched, found.standing.total),
        (0, 2, 2)
    );
    block_on(vault.undo_delete(third.id)).unwrap();
    assert_eq!(find(&vault, &mut search, "pear").count, 1);
    // An earlier version.
    let version = block_on(vault.list_versions(third.id)).unwrap()[0].number;
    block_on(vault.restore_version(third.id, version)).unwrap();
    assert_eq!(find(&vault, &mut search, "apple").count, 3);
    settle(&mut vault, &mut search);
    drop(vault);

    // At the next unlocking nothing is read again.
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let before = store.dump();
    let mut search = Search::default();
    let (standing, _) = settle(&mut vault, &mut search);
    assert_eq!((standing.searched, standing.total), (3, 3));
    assert_eq!(find(&vault, &mut search, "apple").count, 3);
    assert_eq!(store.dump(), before, "an index that fits is not written");
}

#[test]
fn backups_bring_the_index_along_and_merging_extends_it() {
    let (_, world, mut vault, _) = journal(&["apple tree", "pear tree"]);
    let mut file = Cursor::new(Vec::new());
    block_on(vault.write_backup(&mut file, &mut |_, _| {})).unwrap();
    let open = || {
        Backup::open(
            Cursor::new(file.get_ref().clone()),
            PASSPHRASE,
            &mut |_, _| {},
        )
        .unwrap()
    };

    let store = TestStore::default();
    let quiet = &mut |_, _| {};
    let restored = Vault::restore(store.clone(), world.clone(), open(), quiet);
    let mut restored = block_on(restored).unwrap().vault;
    let before = store.dump();
    let mut search = Search::default();
    settle(&mut restored, &mut search);
    assert_eq!(find(&restored, &mut search, "tree").count, 2);
    assert_eq!(store.dump(), before, "the index came with the backup");

    let store = TestStore::default();
    let mut other = create(&store, &world);
    write(&mut other, "plum");
    let mut search = Search::default();
    settle(&mut other, &mut search);
    block_on(other.merge(open(), &mut |_, _| {})).unwrap();
    assert_eq!(find(&other, &mut search, "tree").count, 2);
    settle(&mut other, &mut search);
    drop(other);
    let (mut other, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let mut search = Search::default();
    settle(&mut other, &mut search);
    assert_eq!(find(&other, &mut search, "tree").count, 2);
}

#[test]
fn a_damaged_replaced_or_missing_index_is_made_again_and_said() {
    let texts: Vec<String> = (0..40)
        .map(|at| format!("entry {at}\n\nsome shared words"))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for round in ["torn", "of another place", "missing"] {
        let (store, world, mut vault, mut search) = journal(&texts);
        if round == "of another place" {
            for at in 0..70 {
                write(&mut vault, &format!("another {at}"));
            }
            settle(&mut vault, &mut search);
        }
        drop(vault);
        let segments: Vec<_> = records(&store, SEARCH_INDEX).into_iter().collect();
        let mut torn = store.value(Table::Chunks, &segments[0]);
        torn[100] ^= 1;
        match round {
            "torn" => store.put(Table::Chunks, &segments[0], torn),
            "missing" => store.delete(Table::Chunks, &segments[0]),
            _ => {
                let other = store.value(Table::Chunks, &segments[1]);
                store.put(Table::Chunks, &segments[0], other);
            }
        }
        // Unlocking does not read it; what is gone altogether is seen at once.
        let (mut vault, problems) = unlock(&store, &world);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), usize::from(round == "missing"), "{told:?}");
        assert!(told.iter().all(|it| it.contains("search index")));
        let mut search = Search::default();
        let total = vault.list_entries().len() as u64;
        let (standing, _) = settle(&mut vault, &mut search);
        assert_eq!((standing.searched, standing.total), (total, total));
        assert_eq!(find(&vault, &mut search, "shared").count, 40);
        let told = search.take_problems();
        let once = [Problem::Damaged(Subject::SearchIndex)];
        assert_eq!(told, once[usize::from(round == "missing")..], "{round}");
        drop(vault);
        let (mut vault, problems) = unlock(&store, &world);
        assert_eq!(problems, [], "it is whole again");
        let mut search = Search::default();
        settle(&mut vault, &mut search);
        assert_eq!(search.take_problems(), []);
    }
}

#[test]
fn a_repair_forgets_an_index_that_is_gone() {
    let (store, world, vault, _) = journal(&["one apple"]);
    drop(vault);
    for key in records(&store, SEARCH_INDEX) {
        store.delete(Table::Chunks, &key);
    }
    let (mut vault, problems) = unlock(&store, &world);
    let gone = [Problem::Missing(Subject::SearchIndex)];
    assert_eq!(problems, gone);
    assert_eq!(block_on(vault.repair()).unwrap(), gone);
    drop(vault);
    let (mut vault, problems) = unlock(&store, &world);
    assert!(
        matches!(problems[..], [Problem::Repaired { .. }]),
        "{problems:?}"
    );
    let mut search = Search::default();
    settle(&mut vault, &mut search);
    assert_eq!(find(&vault, &mut search, "apple").count, 1);
}

#[test]
fn a_step_ends_as_soon_as_somebody_waits() {
    let texts: Vec<String> = (0..64).map(|at| format!("entry {at} apples")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (store, world, _, _) = journal(&texts);
    for key in records(&store, SEARCH_INDEX) {
        store.delete(Table::Chunks, &key);
    }
    let (mut vault, _) = unlock(&store, &world);
    let steps = |vault: &mut TestVault, search: &mut Search, is_awaited: bool| {
        for step in 1..1_000 {
            let looks = || is_awaited;
            let tended = vault.tend_search_giving_way(search, &looks);
            let standing = block_on(tended).unwrap();
            if standing.searched == 64 {
                return step;
            }
        }
        panic!("it never gets there");
    };
    let patient = steps(&mut vault, &mut Search::default(), false);
    for key in records(&store, SEARCH_INDEX) {
        store.delete(Table::Chunks, &key);
    }
    drop(vault);
    let (mut vault, _) = unlock(&store, &world);
    let hurried = steps(&mut vault, &mut Search::default(), true);
    assert!(hurried > patient, "{hurried} steps beside {patient}");
    assert!(hurried < 20, "every step gets somewhere");
}

#[test]
fn an_entry_that_cannot_be_opened_is_counted_and_told() {
    let (store, world, vault, _) = journal(&["one apple", "two apples", "three apples"]);
    let broken = vault.list_entries()[0].id;
    drop(vault);
    let key = record_key(&store, ENTRY, broken.as_bytes());
    let mut bytes = store.value(Table::Records, &key);
    bytes[90] ^= 1;
    store.put(Table::Records, &key, bytes);
    for index in records(&store, SEARCH_INDEX) {
        store.delete(Table::Chunks, &index);
    }
    let (mut vault, _) = unlock(&store, &world);
    let mut search = Search::default();
    let (standing, _) = settle(&mut vault, &mut search);
    assert_eq!(
        (standing.searched, standing.total, standing.unreadable),
        (2, 3, 1)
    );
    assert_eq!(find(&vault, &mut search, "\"apples\"").count, 1);
}

#[test]
fn a_full_disk_keeps_nobody_from_searching() {
    let (store, _, mut vault, mut search) = journal(&["one"]);
    write(&mut vault, "two apples");
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    settle(&mut vault, &mut search);
    assert_eq!(find(&vault, &mut search, "apples").count, 1);
}

#[test]
fn what_is_deleted_for_good_leaves_the_index() {
    let (store, _, mut vault, mut search) = journal(&["one apple", "two pears"]);
    let before = records(&store, SEARCH_INDEX);
    let gone = vault.list_entries()[0].id;
    block_on(vault.delete_entry(gone)).unwrap();
    settle(&mut vault, &mut search);
    assert_eq!(
        records(&store, SEARCH_INDEX),
        before,
        "the trash changes nothing"
    );
    block_on(vault.purge_entry(gone)).unwrap();
    settle(&mut vault, &mut search);
    let after = records(&store, SEARCH_INDEX);
    assert!(after.is_disjoint(&before) && after.len() == 1);
}

#[test]
fn many_saves_leave_few_segments() {
    let (store, world, mut vault, mut search) = journal(&[]);
    for at in 0..120 {
        write(&mut vault, &format!("entry {at} about the sea"));
        settle(&mut vault, &mut search);
    }
    let count = records(&store, SEARCH_INDEX).len();
    assert!(count <= 8, "{count} segments");
    drop(vault);
    let (mut vault, _) = unlock(&store, &world);
    let mut search = Search::default();
    let (standing, steps) = settle(&mut vault, &mut search);
    assert_eq!(standing.searched, 120);
    assert!(steps <= count / 2 + 2, "{steps} steps for {count} segments");
}

#[test]
fn meanings_are_learned_kept_and_compared() {
    let encoder = [7; 32];
    let (store, world, mut vault, mut search) = journal(&[
        "proud\n\nI finished the marathon.",
        "rain\n\nIt rained all day.",
        " \n— \n",
    ]);
    // A made-up encoder: one axis for effort, one for weather.
    let mean = |text: &str| -> Vec<f32> {
        let effort = f32::from(text.contains("marathon") || text.contains("achieve"));
        vec![effort, 1.0 - effort, 0.1, 0.0]
    };
    let learn = |vault: &mut TestVault, search: &mut Search| {
        let mut asked = 0;
        for _ in 0..50 {
            let unmeant = block_on(vault.texts_without_meaning(search, &encoder)).unwrap();
            asked += unmeant.texts.len();
            if unmeant.is_settled {
                assert_eq!((unmeant.done, unmeant.total), (3, 3));
                return asked;
            }
            let vectors: Vec<f32> = unmeant.texts.iter().flat_map(|text| mean(text)).collect();
            block_on(vault.learn_meanings(search, unmeant.batch, &vectors)).unwrap();
        }
        panic!("it never settles");
    };
    assert_eq!(learn(&mut vault, &mut search), 2);
    assert_eq!(records(&store, MEANING_INDEX).len(), 1);

    let by_meaning = |vault: &TestVault, search: &mut Search| {
        let vector = mean("achieve");
        let wanted = Wanted {
            query: "achievement",
            vector: Some(&vector),
            limit: 10,
            ..Wanted::default()
        };
        block_on(vault.search(search, &wanted)).unwrap()
    };
    let found = by_meaning(&vault, &mut search);
    assert_eq!(found.count, 1);
    let result = &found.results[0];
    assert!(result.by_meaning && !result.by_words);
    assert_eq!(result.entry.title, "proud");
    drop(vault);

    // Kept: nothing is asked again, and what is edited is.
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let mut search = Search::default();
    settle(&mut vault, &mut search);
    assert_eq!(learn(&mut vault, &mut search), 0);
    assert_eq!(by_meaning(&vault, &mut search).count, 1);
    let proud = find(&vault, &mut search, "marathon").results[0].entry.id;
    edit(&mut vault, proud, "proud\n\nIt rained.");
    assert_eq!(learn(&mut vault, &mut search), 1);
    assert_eq!(by_meaning(&vault, &mut search).count, 0);

    // Vectors of another batch, or of the wrong size, change nothing.
    block_on(vault.learn_meanings(&mut search, 9_999, &[1.0; 8])).unwrap();
    block_on(vault.forget_meanings(&mut search)).unwrap();
    assert_eq!(records(&store, MEANING_INDEX).len(), 0);
}

#[test]
fn no_word_lies_in_the_storage() {
    let (store, _, vault, _) = journal(&["xylophonist quixotry"]);
    drop(vault);
    for (_, key, value) in store.dump() {
        for word in ["xylophonist", "quixotry", "xyloph"] {
            let is_in = |bytes: &[u8]| bytes.windows(word.len()).any(|it| it == word.as_bytes());
            assert!(!is_in(&key) && !is_in(&value));
        }
    }
}

/// What a person does to a journal.
#[derive(Clone, Debug)]
enum Act {
    Write(u8),
    Edit(u8, u8),
    Delete(u8),
    Undo(u8),
    Purge(u8),
    Tend(u8),
    Relock,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => any::<u8>().prop_map(Act::Write),
        3 => any::<(u8, u8)>().prop_map(|(at, word)| Act::Edit(at, word)),
        2 => any::<u8>().prop_map(Act::Delete),
        1 => any::<u8>().prop_map(Act::Undo),
        1 => any::<u8>().prop_map(Act::Purge),
        3 => (1_u8..4).prop_map(Act::Tend),
        1 => Just(Act::Relock),
    ]
}

const WORDS: [&str; 8] = [
    "rain",
    "garden",
    "Åse",
    "東京に",
    "proud",
    "coast",
    "home",
    "tea",
];

fn text(word: u8) -> String {
    let at = |shift: u32| WORDS[usize::from(word >> shift) % WORDS.len()];
    format!("{} {}\n\nabout {}", at(0), at(2), at(4))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn the_index_says_what_reading_everything_says(acts in proptest::collection::vec(act(), 1..40)) {
        let (store, world) = (TestStore::default(), World::default());
        let mut vault = create(&store, &world);
        let mut search = Search::default();
        for act in acts {
            let shown = vault.list_entries();
            let pick = |at: u8| shown.get(usize::from(at) % shown.len().max(1)).map(|it| it.id);
            let trash = block_on(vault.list_trash()).unwrap();
            let pick_trash = |at: u8| trash.get(usize::from(at) % trash.len().max(1)).map(|it| it.entry.id);
            match act {
                Act::Write(word) => drop(write(&mut vault, &text(word))),
                Act::Edit(at, word) => if let Some(id) = pick(at) { edit(&mut vault, id, &text(word)); },
                Act::Delete(at) => if let Some(id) = pick(at) { block_on(vault.delete_entry(id)).unwrap(); },
                Act::Undo(at) => if let Some(id) = pick_trash(at) { block_on(vault.undo_delete(id)).unwrap(); },
                Act::Purge(at) => if let Some(id) = pick_trash(at) { block_on(vault.purge_entry(id)).unwrap(); },
                Act::Tend(steps) => for _ in 0..steps { block_on(vault.tend_search(&mut search)).unwrap(); },
                Act::Relock => {
                    drop(vault);
                    let (opened, problems) = unlock(&store, &world);
                    prop_assert_eq!(problems, []);
                    (vault, search) = (opened, Search::default());
                }
            }
        }
        let (standing, _) = settle(&mut vault, &mut search);
        let shown = vault.list_entries();
        prop_assert_eq!((standing.searched, standing.total), (shown.len() as u64, shown.len() as u64));
        for word in WORDS {
            let mut wanted = HashSet::new();
            for line in &shown {
                if block_on(vault.read_entry(line.id)).unwrap().content.contains(word) {
                    wanted.insert(line.id);
                }
            }
            let query = format!("\"{word}\"");
            let found: HashSet<EntryId> =
                find(&vault, &mut search, &query).results.iter().map(|it| it.entry.id).collect();
            prop_assert_eq!(found, wanted, "{}", word);
        }
    }
}
