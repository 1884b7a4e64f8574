//! Whatever is done to whole records, in any number: it is noticed, and every entry whose own
//! record is untouched can still be read, before and after writing goes on.

use std::collections::BTreeMap;

use companion_core::EntryId;
use companion_store::{Key, Table};
use companion_vault::{Problem, VaultError};
use pollster::block_on;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::*;

#[derive(Clone, Debug)]
enum Attack {
    Delete(Index),
    /// Exchanges two records' values.
    Swap(Index, Index),
    /// Writes one record's value over another's.
    Copy(Index, Index),
    /// Puts back what lay there halfway through the journal's life.
    Replay(Index),
    Garble(Index, Index),
    Plant([u8; 16], Vec<u8>),
}

fn any_attack() -> impl Strategy<Value = Attack> {
    let index = any::<Index>;
    prop_oneof![
        index().prop_map(Attack::Delete),
        (index(), index()).prop_map(|(a, b)| Attack::Swap(a, b)),
        (index(), index()).prop_map(|(a, b)| Attack::Copy(a, b)),
        index().prop_map(Attack::Replay),
        (index(), index()).prop_map(|(a, b)| Attack::Garble(a, b)),
        any::<([u8; 16], Vec<u8>)>().prop_map(|(key, value)| Attack::Plant(key, value)),
    ]
}

type Records = BTreeMap<Key, Vec<u8>>;

fn carry_out(attack: &Attack, records: &mut Records, halfway: &Records) {
    let keys: Vec<Key> = records.keys().cloned().collect();
    if keys.is_empty() {
        return;
    }
    match attack {
        Attack::Delete(at) => {
            records.remove(at.get(&keys));
        }
        Attack::Swap(one, other) => {
            let (one, other) = (one.get(&keys), other.get(&keys));
            let (first, second) = (records[one].clone(), records[other].clone());
            records.insert(one.clone(), second);
            records.insert(other.clone(), first);
        }
        Attack::Copy(from, to) => {
            let value = records[from.get(&keys)].clone();
            records.insert(to.get(&keys).clone(), value);
        }
        Attack::Replay(at) => {
            let (key, value) = halfway.iter().nth(at.index(halfway.len())).unwrap();
            records.insert(key.clone(), value.clone());
        }
        Attack::Garble(at, byte) => {
            if let Some(value) = records.get_mut(at.get(&keys))
                && !value.is_empty()
            {
                let byte = byte.index(value.len());
                value[byte] ^= 0x20;
            }
        }
        Attack::Plant(key, value) => {
            records.insert(key.to_vec(), value.clone());
        }
    }
}

struct Journal {
    header: Vec<u8>,
    halfway: Records,
    records: Records,
    /// The audit log, which stays as it is.
    log: Records,
    /// Text of each entry and the key that it lies under.
    entries: Vec<(EntryId, String, Key)>,
}

fn records_of(store: &TestStore, wanted: Table) -> Records {
    let dump = store.dump().into_iter();
    let records = dump.filter(|(table, _, _)| *table == wanted);
    records.map(|(_, key, value)| (key, value)).collect()
}

fn journal(world: &World) -> Journal {
    let store = TestStore::default();
    let mut vault = create(&store, world);
    let mut entries = Vec::new();
    let mut halfway = Records::new();
    for text in ["Harbour", "Orchard", "Attic", "Ferry", "Quarry", "Meadow"] {
        let id = write(&mut vault, text).id;
        entries.push((
            id,
            text.to_owned(),
            record_key(&store, ENTRY, id.as_bytes()),
        ));
        if entries.len() == 3 {
            let draft = new_draft(&vault, "thrown away");
            block_on(vault.store_draft(draft.clone())).unwrap();
            halfway = records_of(&store, Table::Records);
            block_on(vault.discard_draft(draft.entry_id)).unwrap();
        }
    }
    Journal {
        header: store.value(Table::Header, b"header"),
        halfway,
        records: records_of(&store, Table::Records),
        log: records_of(&store, Table::Audit),
        entries,
    }
}

/// Reads every entry whose record is untouched in `stored`.
fn untouched_entries_are_read(vault: &TestVault, journal: &Journal, stored: &Records) {
    let listed = vault.list_entries();
    for (id, text, key) in &journal.entries {
        let read = block_on(vault.read_entry(*id));
        if stored.get(key) == journal.records.get(key) {
            assert_eq!(&read.unwrap().content, text);
            assert!(listed.iter().any(|line| line.id == *id && !line.damaged));
        } else if let Err(error) = read {
            assert!(matches!(error, VaultError::Damaged | VaultError::NotFound));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_attack_is_noticed_and_spares_the_rest(
        attacks in prop::collection::vec(any_attack(), 1..6),
    ) {
        let world = World::default();
        let journal = journal(&world);
        let mut records = journal.records.clone();
        for attack in &attacks {
            carry_out(attack, &mut records, &journal.halfway);
        }
        let store = TestStore::default();
        store.put(Table::Header, b"header", journal.header.clone());
        for (key, value) in &records {
            store.put(Table::Records, key, value.clone());
        }
        for (key, value) in &journal.log {
            store.put(Table::Audit, key, value.clone());
        }

        let (mut vault, problems) = unlock(&store, &world);
        prop_assert_eq!(problems.is_empty(), records == journal.records, "{:?}", problems);
        untouched_entries_are_read(&vault, &journal, &records);

        let written = write(&mut vault, "Zebra");
        drop(vault);
        let (vault, _) = unlock(&store, &world);
        prop_assert_eq!(block_on(vault.read_entry(written.id)).unwrap().content, "Zebra");
        untouched_entries_are_read(&vault, &journal, &records);

        // After a repair, only what cannot be opened is found again.
        let mut vault = vault;
        block_on(vault.repair()).unwrap();
        drop(vault);
        let (vault, problems) = unlock(&store, &world);
        let left = |problem: &Problem| matches!(
            problem,
            Problem::Damaged(_) | Problem::Foreign | Problem::Repaired { .. }
        );
        prop_assert!(problems.iter().all(left), "{problems:?}");
        untouched_entries_are_read(&vault, &journal, &records);
    }
}
