//! The stored bytes tell nothing of what was written.

use std::collections::BTreeSet;

use companion_core::{Draft, Settings};
use companion_store::Table;
use pollster::block_on;

use crate::support::*;

#[test]
fn no_word_is_stored_in_the_clear() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = write(
        &mut vault,
        "# Quetzalcoatl\nThe lighthouse keeper whistled.",
    );
    let prompt = Some("What about Zanzibar?".to_owned());
    let draft = Draft {
        prompt_used: prompt,
        ..new_draft(&vault, "Marzipan at midnight")
    };
    block_on(vault.store_draft(draft.clone())).unwrap();
    let trashed = write(&mut vault, "Periwinkle");
    block_on(vault.delete_entry(trashed.id)).unwrap();
    block_on(vault.write_settings(&Settings {
        idle_lock_minutes: 7,
        ..Settings::default()
    }))
    .unwrap();
    drop(vault);

    let words = "Quetzalcoatl lighthouse keeper whistled Zanzibar Marzipan midnight Periwinkle \
                 mossy kettle under nine lamps";
    let mut needles: Vec<Vec<u8>> = Vec::new();
    for word in words.split_whitespace() {
        needles.push(word.as_bytes().to_vec());
        needles.push(word.to_lowercase().into_bytes());
        needles.push(word.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    needles.extend([entry.id, draft.entry_id, trashed.id].map(|id| id.as_bytes().to_vec()));
    needles.push(entry.created.unix_ms.to_be_bytes().to_vec());
    for (table, key, value) in store.dump() {
        for needle in &needles {
            for bytes in [&key, &value] {
                let found = bytes.windows(needle.len()).any(|window| window == needle);
                assert!(!found, "{} holds {needle:?}", table.name());
            }
        }
    }
}

#[test]
fn keys_and_sizes_tell_little() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    for length in (0..400).step_by(20) {
        write(&mut vault, &"x".repeat(length));
    }
    let records: Vec<_> = store
        .dump()
        .into_iter()
        .filter(|(table, _, _)| *table == Table::Records)
        .collect();
    let logged = store.dump().into_iter();
    let logged = logged.filter(|(table, ..)| *table == Table::Audit);
    let logged: BTreeSet<usize> = logged.map(|(_, _, value)| value.len()).collect();
    assert_eq!(logged.len(), 1, "one size for all events");
    assert!(records.iter().all(|(_, key, _)| key.len() == 16));
    let sizes: BTreeSet<usize> = records.iter().map(|(_, _, value)| value.len()).collect();
    assert!(sizes.len() <= 12, "{sizes:?}");
    // Saved twice, the same text leaves no equal bytes to compare.
    let draft = block_on(vault.open_draft(Some(vault.list_entries()[0].id))).unwrap();
    let before = store.dump();
    block_on(vault.save_entry(draft)).unwrap();
    let values: BTreeSet<Vec<u8>> = before.into_iter().map(|(_, _, value)| value).collect();
    let unchanged = store
        .dump()
        .iter()
        .filter(|(_, _, value)| values.contains(value))
        .count();
    // Entry, page, head and a record of the log are new; everything else is as it was.
    assert_eq!(store.dump().len() - unchanged, 4);
}
