//! Acts in any order: the index finds what reading everything finds.

use proptest::prelude::*;

use super::*;

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
