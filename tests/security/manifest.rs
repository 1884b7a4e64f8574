//! Somebody changes the manifest or the header: it is noticed, everything stays readable, and
//! the journal heals with its next change, on the record.

use companion_core::{AuditFinding, EntrySummary};
use companion_store::Table;
use companion_vault::{Problem, Unlocked, Vault, VaultError};
use pollster::block_on;

use crate::support::*;

const TEXTS: [&str; 4] = ["Harbour", "Orchard", "Attic", "Ferry"];

fn journal() -> (TestStore, World, Vec<EntrySummary>) {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entries = TEXTS.map(|text| write(&mut vault, text)).into();
    let draft = new_draft(&vault, "half a thought");
    block_on(vault.store_draft(draft)).unwrap();
    (store, world, entries)
}

/// Everything is readable, writing works, and afterwards only the note of the repair is left.
fn reads_writes_and_heals(store: &TestStore, world: &World) -> Vec<Problem> {
    let (mut vault, problems) = unlock(store, world);
    let read_all = |vault: &TestVault| {
        let mut texts: Vec<String> = vault
            .list_entries()
            .iter()
            .map(|line| block_on(vault.read_entry(line.id)).unwrap().content)
            .collect();
        texts.sort();
        texts
    };
    let mut expected = TEXTS.map(String::from).to_vec();
    expected.sort();
    assert_eq!(read_all(&vault), expected);
    assert_eq!(
        block_on(vault.list_drafts()).unwrap()[0].content,
        "half a thought"
    );

    write(&mut vault, "Zebra");
    expected.push("Zebra".into());
    drop(vault);
    let (vault, after) = unlock(store, world);
    assert_eq!(read_all(&vault), expected);
    assert_eq!(after.len(), problems.len(), "{after:?}");
    for (before, after) in problems.iter().zip(&after) {
        assert!(
            matches!(after, Problem::Repaired { finding, .. } if *finding == before.to_string())
        );
    }
    problems
}

#[test]
fn a_damaged_or_missing_head_loses_nothing() {
    for replacement in [None, Some(vec![1; 400]), Some(vec![])] {
        let (store, world, _) = journal();
        let key = record_key(&store, HEAD, &[]);
        match replacement {
            Some(bytes) => store.put(Table::Records, &key, bytes),
            None => store.delete(Table::Records, &key),
        }
        assert_eq!(
            reads_writes_and_heals(&store, &world),
            [Problem::HeadDamaged]
        );
    }
}

#[test]
fn damaged_pages_lose_nothing() {
    let (store, world, _) = journal();
    let mut pages = 0;
    for page in 0..=u8::MAX {
        let key = record_key(&store, PAGE, &[page]);
        if let Some(mut bytes) = store.try_value(Table::Records, &key) {
            bytes[100] ^= 4;
            store.put(Table::Records, &key, bytes);
            pages += 1;
        }
    }
    assert!(pages >= 3);
    assert_eq!(
        reads_writes_and_heals(&store, &world),
        [Problem::PagesDamaged(pages)]
    );
}

#[test]
fn a_missing_page_loses_nothing() {
    let (store, world, entries) = journal();
    let page = record_key(&store, ENTRY, entries[0].id.as_bytes())[0];
    let key = record_key(&store, PAGE, &[page]);
    store.delete(Table::Records, &key);
    assert_eq!(
        reads_writes_and_heals(&store, &world),
        [Problem::PagesReplaced]
    );
}

#[test]
fn an_older_page_put_back_loses_nothing() {
    let (store, world, entries) = journal();
    let page = record_key(&store, ENTRY, entries[0].id.as_bytes())[0];
    let key = record_key(&store, PAGE, &[page]);
    let older = store.value(Table::Records, &key);
    let (mut vault, _) = unlock(&store, &world);
    let draft = block_on(vault.open_draft(Some(entries[0].id))).unwrap();
    block_on(vault.save_entry(draft)).unwrap();
    drop(vault);
    store.put(Table::Records, &key, older);
    assert_eq!(
        reads_writes_and_heals(&store, &world),
        [Problem::PagesReplaced]
    );
}

#[test]
fn an_older_head_put_back_loses_nothing() {
    let (store, world, entries) = journal();
    let key = record_key(&store, HEAD, &[]);
    let older = store.value(Table::Records, &key);
    let (mut vault, _) = unlock(&store, &world);
    let draft = block_on(vault.open_draft(Some(entries[0].id))).unwrap();
    block_on(vault.save_entry(draft)).unwrap();
    drop(vault);
    store.put(Table::Records, &key, older);
    // The log has gone on since: that tells an older head from older pages.
    let set_back = Problem::Log(AuditFinding::Downgraded {
        sealed: 5,
        found: 7,
    });
    assert_eq!(
        reads_writes_and_heals(&store, &world),
        [Problem::PagesReplaced, set_back]
    );
}

#[test]
fn a_list_put_back_makes_nothing_expire() {
    let (store, world, entries) = journal();
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.delete_entry(entries[0].id)).unwrap();
    let page = record_key(&store, ENTRY, entries[0].id.as_bytes())[0];
    let key = record_key(&store, PAGE, &[page]);
    let in_trash = store.value(Table::Records, &key);
    block_on(vault.undo_delete(entries[0].id)).unwrap();
    drop(vault);
    store.put(Table::Records, &key, in_trash);
    world.now_ms.set(NOON_MS + 300 * DAY_MS);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, [Problem::PagesReplaced]);
    write(&mut vault, "Zebra");
    drop(vault);
    let (mut vault, _) = unlock(&store, &world);
    assert_eq!(
        block_on(vault.read_entry(entries[0].id)).unwrap().content,
        "Harbour"
    );
    block_on(vault.undo_delete(entries[0].id)).unwrap();
}

#[test]
fn a_rebuilt_journal_still_names_damaged_entries() {
    let (store, world, entries) = journal();
    store.delete(Table::Records, &record_key(&store, HEAD, &[]));
    let key = record_key(&store, ENTRY, entries[1].id.as_bytes());
    let mut bytes = store.value(Table::Records, &key);
    bytes[60] ^= 1;
    store.put(Table::Records, &key, bytes);
    for told in 1..=2 {
        let (mut vault, problems) = unlock(&store, &world);
        let damaged = Problem::Damaged(companion_vault::Subject::Entry(entries[1].clone()));
        assert!(problems.contains(&damaged), "{told}: {problems:?}");
        assert_eq!(
            block_on(vault.read_entry(entries[1].id)),
            Err(VaultError::Damaged)
        );
        assert_eq!(
            block_on(vault.read_entry(entries[0].id)).unwrap().content,
            "Harbour"
        );
        write(&mut vault, "more");
    }
}

#[test]
fn a_header_put_back_is_noticed() {
    let (store, world, _) = journal();
    let mut header = store.value(Table::Header, b"header");
    // Its checksum: unlocking still works, but this is not the header last written.
    *header.last_mut().unwrap() ^= 1;
    store.put(Table::Header, b"header", header);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, [Problem::HeaderReplaced]);
    block_on(vault.repair()).unwrap();
    drop(vault);
    let (_, problems) = unlock(&store, &world);
    assert!(
        matches!(&problems[..], [Problem::Repaired { .. }]),
        "{problems:?}"
    );
}

#[test]
fn without_its_header_a_journal_is_neither_opened_nor_overwritten() {
    let (store, world, _) = journal();
    store.delete(Table::Header, b"header");
    assert!(matches!(
        try_unlock(&store, &world),
        Err(VaultError::HeaderMissing)
    ));
    let again = block_on(Vault::create(store, world, PASSPHRASE, &mut |_, _| {}));
    assert!(matches!(again, Err(VaultError::HeaderMissing)));
}

#[test]
fn headers_of_the_future_and_of_nobody_are_unreadable() {
    let (store, world, _) = journal();
    let header = store.value(Table::Header, b"header");
    let mut newer = header.clone();
    newer[17] = 9;
    for bytes in [newer, vec![], b"hello".to_vec(), header[..40].to_vec()] {
        store.put(Table::Header, b"header", bytes);
        assert!(matches!(
            try_unlock(&store, &world),
            Err(VaultError::Unreadable(_))
        ));
    }
}

#[test]
fn every_changed_byte_is_noticed() {
    let (store, world, _) = journal();
    let dump = store.dump();
    let total: usize = dump.iter().map(|(_, _, value)| value.len()).sum();
    // A walk with a step that shares no factor with the total meets all kinds of records.
    for at in (0..total).step_by(total / 60 + 1) {
        let mut changed = dump.clone();
        let mut left = at;
        for (_, _, value) in &mut changed {
            if left < value.len() {
                value[left] ^= 0x10;
                break;
            }
            left -= value.len();
        }
        match try_unlock(&TestStore::restore(&changed), &world) {
            // In the middle of the log it is found by following the log.
            Ok(Unlocked { vault, problems }) => assert!(
                !problems.is_empty() || !crate::audit::verify(&vault).is_empty(),
                "byte {at}"
            ),
            Err(error) => assert!(
                matches!(
                    error,
                    VaultError::Unreadable(_) | VaultError::WrongPassphrase
                ),
                "byte {at}: {error}"
            ),
        }
    }
}
