//! What every store must do, as checks that run against each backend on its own platform.
//!
//! A check gets an empty store, or an empty [`Home`] of one, and panics when the store breaks
//! its promise. A backend names no check itself:
//! [`for_each_conformance_check!`](crate::for_each_conformance_check) hands the whole list to a
//! macro of the backend's, so a new check reaches all of them.

mod home;
mod readers;

pub use home::{
    Home, a_commit_that_was_left_is_whole_or_absent, an_expectation_holds_after_reopening,
    what_was_committed_is_there_after_reopening,
};
pub use readers::readers_see_all_of_a_commit_or_nothing;

use crate::{Batch, Change, Expectation, Key, Store, StoreError, Table};

/// Calls `$make! { store { check, check, … } home { check, … } }` with the name of every check
/// of [`conformance`](crate::conformance): those of the first group take a store, those of the
/// second a [`Home`](crate::conformance::Home).
#[macro_export]
macro_rules! for_each_conformance_check {
    ($make:ident) => {
        $make! { store {
            an_empty_store_holds_nothing,
            a_put_is_read_back_and_replaced,
            an_empty_value_is_a_value,
            a_delete_removes_and_may_miss,
            tables_are_separate,
            changes_apply_in_order,
            get_many_answers_in_the_order_asked,
            scan_walks_in_byte_order_by_page,
            scan_starts_behind_a_key_that_is_missing,
            keys_are_those_that_scan_finds,
            a_broken_expectation_changes_nothing,
            a_kept_expectation_applies,
            a_batch_without_changes_still_checks,
            values_of_4_mib_survive,
            a_value_of_64_mib_survives,
            keys_of_64_bytes_are_told_apart,
            five_thousand_records_are_walked,
            readers_see_all_of_a_commit_or_nothing,
        } home {
            what_was_committed_is_there_after_reopening,
            an_expectation_holds_after_reopening,
            a_commit_that_was_left_is_whole_or_absent,
        } }
    };
}

const TABLE: Table = Table::Records;

/// Nothing is found where nothing was put.
pub async fn an_empty_store_holds_nothing(store: &impl Store) {
    for table in Table::ALL {
        assert_eq!(store.get(table, b"a").await, Ok(None));
        assert_eq!(
            store.get_many(table, &[key("a"), key("b")]).await,
            Ok(vec![None, None])
        );
        assert_eq!(store.get_many(table, &[]).await, Ok(vec![]));
        assert_eq!(store.scan(table, None, 10).await, Ok(vec![]));
    }
}

/// What was put is read back; a second put replaces it.
pub async fn a_put_is_read_back_and_replaced(store: &impl Store) {
    for value in ["first", "second"] {
        commit(store, vec![put("a", value)]).await;
        assert_eq!(get(store, "a").await, Some(value.into()));
    }
}

/// No bytes under a key are something else than no record.
pub async fn an_empty_value_is_a_value(store: &impl Store) {
    commit(store, vec![put("a", "")]).await;
    assert_eq!(get(store, "a").await, Some(vec![]));
    assert_eq!(
        store.scan(TABLE, None, 10).await,
        Ok(vec![(key("a"), vec![])])
    );
}

/// A delete removes one record; deleting nothing is no error.
pub async fn a_delete_removes_and_may_miss(store: &impl Store) {
    commit(store, vec![put("a", "1"), put("b", "2")]).await;
    commit(store, vec![delete("a"), delete("never")]).await;
    assert_eq!(get(store, "a").await, None);
    assert_eq!(get(store, "b").await, Some("2".into()));
}

/// The same key in two tables is two records.
pub async fn tables_are_separate(store: &impl Store) {
    let changes = Table::ALL.map(|table| Change::Put {
        table,
        key: key("a"),
        value: table.name().into(),
    });
    commit(store, changes.into()).await;
    commit(store, vec![delete("a")]).await;
    for table in Table::ALL {
        let expected = (table != TABLE).then(|| table.name().into());
        assert_eq!(store.get(table, b"a").await, Ok(expected), "{table:?}");
    }
}

/// The last change of a batch to a key decides.
pub async fn changes_apply_in_order(store: &impl Store) {
    let changes = vec![
        put("a", "1"),
        delete("a"),
        put("a", "2"),
        put("b", "1"),
        delete("b"),
    ];
    commit(store, changes).await;
    assert_eq!(get(store, "a").await, Some("2".into()));
    assert_eq!(get(store, "b").await, None);
}

/// Values come in the order of the keys asked for, with gaps, as often as asked for.
pub async fn get_many_answers_in_the_order_asked(store: &impl Store) {
    commit(store, vec![put("a", "1"), put("b", "2"), put("c", "3")]).await;
    let keys = ["c", "missing", "a", "c"].map(key);
    let values = vec![Some("3".into()), None, Some("1".into()), Some("3".into())];
    assert_eq!(store.get_many(TABLE, &keys).await, Ok(values));
}

/// Pages of any size walk all records once, in the order of their keys' bytes.
pub async fn scan_walks_in_byte_order_by_page(store: &impl Store) {
    let sorted: Vec<Key> = vec![
        vec![],
        vec![0],
        vec![0, 0],
        vec![0, 255],
        vec![1],
        vec![127, 255],
        vec![128],
        vec![255],
        vec![255, 0],
        vec![255; 64],
    ];
    // A stride that shares no factor with ten visits all in another order.
    let shuffled = (0..sorted.len()).map(|at| sorted[at * 7 % sorted.len()].clone());
    let changes = shuffled.map(|key| Change::Put {
        table: TABLE,
        value: key.clone(),
        key,
    });
    commit(store, changes.collect()).await;
    for page in [1, 3, sorted.len(), 100] {
        let walked = walk(store, page).await;
        let keys: Vec<Key> = walked.iter().map(|(key, _)| key.clone()).collect();
        assert_eq!(keys, sorted, "pages of {page}");
        assert!(walked.iter().all(|(key, value)| key == value));
    }
    assert_eq!(store.scan(TABLE, None, 0).await, Ok(vec![]));
}

/// The key to start behind need not exist, and may be the last.
pub async fn scan_starts_behind_a_key_that_is_missing(store: &impl Store) {
    commit(store, vec![put("a", "1"), put("c", "3")]).await;
    let behind = async |key: &str| store.scan(TABLE, Some(key.as_bytes()), 10).await;
    assert_eq!(behind("b").await, Ok(vec![(key("c"), "3".into())]));
    assert_eq!(behind("a").await, Ok(vec![(key("c"), "3".into())]));
    assert_eq!(behind("c").await, Ok(vec![]));
}

/// Keys alone are the keys of [`Store::scan`], page by page.
pub async fn keys_are_those_that_scan_finds(store: &impl Store) {
    let changes = ["b", "a", "d", "c"].map(|at| put(at, at));
    commit(store, changes.into()).await;
    let other = Change::Put {
        table: Table::Chunks,
        key: key("x"),
        value: vec![7; 1 << 18],
    };
    commit(store, vec![other]).await;
    for (after, limit) in [(None, 3), (Some("b"), 9), (Some("bb"), 1), (Some("d"), 2)] {
        let after = after.map(str::as_bytes);
        let scanned = store.scan(TABLE, after, limit).await;
        let scanned = scanned.map(|all| all.into_iter().map(|(key, _)| key).collect());
        assert_eq!(store.keys(TABLE, after, limit).await, scanned);
    }
    assert_eq!(store.keys(TABLE, None, 0).await, Ok(vec![]));
    assert_eq!(store.keys(Table::Chunks, None, 9).await, Ok(vec![key("x")]));
}

/// Each way in which an expectation can be broken is a conflict, and stores nothing.
pub async fn a_broken_expectation_changes_nothing(store: &impl Store) {
    commit(store, vec![put("head", "1"), put("a", "old")]).await;
    let broken = [
        ("head", Some("2")),
        ("head", Some("")),
        ("head", None),
        ("missing", Some("1")),
    ];
    for (of, value) in broken {
        let batch = Batch {
            expect: Some(expectation(of, value)),
            changes: vec![put("a", "new"), put("b", "new"), delete("head")],
        };
        assert_eq!(store.commit(batch).await, Err(StoreError::Conflict));
        assert_eq!(get(store, "a").await, Some("old".into()));
        assert_eq!(get(store, "b").await, None);
        assert_eq!(get(store, "head").await, Some("1".into()));
    }
    // The store is not stuck afterwards.
    commit(store, vec![put("b", "new")]).await;
    assert_eq!(get(store, "b").await, Some("new".into()));
}

/// A batch whose expectation holds applies; it may change the very record it expected.
pub async fn a_kept_expectation_applies(store: &impl Store) {
    for (before, after) in [(None, "1"), (Some("1"), "2"), (Some("2"), "3")] {
        let batch = Batch {
            expect: Some(expectation("head", before)),
            changes: vec![put("head", after), put("a", after)],
        };
        assert_eq!(store.commit(batch).await, Ok(()));
        assert_eq!(get(store, "head").await, Some(after.into()));
        assert_eq!(get(store, "a").await, Some(after.into()));
    }
}

/// Nothing to write is no error, and no excuse for not looking.
pub async fn a_batch_without_changes_still_checks(store: &impl Store) {
    assert_eq!(store.commit(Batch::default()).await, Ok(()));
    let only_expecting = |value| Batch {
        expect: Some(expectation("head", value)),
        changes: vec![],
    };
    assert_eq!(store.commit(only_expecting(None)).await, Ok(()));
    assert_eq!(
        store.commit(only_expecting(Some("1"))).await,
        Err(StoreError::Conflict)
    );
}

/// The longest draft fits, and two of them in one batch.
pub async fn values_of_4_mib_survive(store: &impl Store) {
    let value = |salt| noise(4 << 20, salt);
    let put = |key_text, salt| Change::Put {
        table: TABLE,
        key: key(key_text),
        value: value(salt),
    };
    commit(store, vec![put("a", 0), put("b", 1)]).await;
    assert!(get(store, "a").await == Some(value(0)));
    let walked = walk(store, 10).await;
    assert!(walked == vec![(key("a"), value(0)), (key("b"), value(1))]);
}

/// Far more than any record of a journal, written and replaced.
pub async fn a_value_of_64_mib_survives(store: &impl Store) {
    for salt in [0, 1] {
        let change = Change::Put {
            table: TABLE,
            key: key("a"),
            value: noise(64 << 20, salt),
        };
        commit(store, vec![change]).await;
        assert!(get(store, "a").await == Some(noise(64 << 20, salt)));
    }
}

/// Keys of full length that differ in their last byte are two keys.
pub async fn keys_of_64_bytes_are_told_apart(store: &impl Store) {
    let long = |last: u8| {
        let mut key = vec![0xA5; 64];
        key[63] = last;
        key
    };
    let put = |last: u8| Change::Put {
        table: TABLE,
        key: long(last),
        value: vec![last],
    };
    commit(store, vec![put(2), put(1)]).await;
    assert_eq!(store.get(TABLE, &long(1)).await, Ok(Some(vec![1])));
    assert_eq!(store.get(TABLE, &long(2)).await, Ok(Some(vec![2])));
    assert_eq!(store.get(TABLE, &long(3)).await, Ok(None));
    let behind = store.scan(TABLE, Some(&long(1)), 10).await;
    assert_eq!(behind, Ok(vec![(long(2), vec![2])]));
}

/// Ten years of entries: one batch, walked by pages, looked up at random.
pub async fn five_thousand_records_are_walked(store: &impl Store) {
    const RECORDS: u32 = 5_000;
    let record = |at: u32| (at.to_be_bytes().to_vec(), at.to_le_bytes().repeat(64));
    let changes = (0..RECORDS).rev().map(|at| {
        let (key, value) = record(at);
        Change::Put {
            table: TABLE,
            key,
            value,
        }
    });
    commit(store, changes.collect()).await;
    let expected: Vec<_> = (0..RECORDS).map(record).collect();
    assert!(walk(store, 512).await == expected);
    // A stride that shares no factor with 5,000 visits scattered records.
    let wanted: Vec<u32> = (0..500).map(|at| at * 1_877 % RECORDS).collect();
    let keys: Vec<Key> = wanted.iter().map(|&at| record(at).0).collect();
    let values = wanted.iter().map(|&at| Some(record(at).1)).collect();
    assert_eq!(store.get_many(TABLE, &keys).await, Ok(values));
}

/// All records by pages of `page`, as the vault walks a table.
async fn walk(store: &impl Store, page: usize) -> Vec<(Key, Vec<u8>)> {
    let mut all: Vec<(Key, Vec<u8>)> = Vec::new();
    loop {
        let after = all.last().map(|(key, _)| key.clone());
        let next = store.scan(TABLE, after.as_deref(), page).await;
        let next = next.unwrap_or_else(|error| fail("scan", &error));
        let is_last = next.len() < page;
        all.extend(next);
        if is_last {
            return all;
        }
    }
}

/// Bytes without long runs, other ones for each salt.
fn noise(length: usize, salt: u32) -> Vec<u8> {
    const BLOCK: usize = 1 << 16;
    // xorshift32, from a start that is never zero.
    let mut state = salt.wrapping_mul(2) | 1;
    let words = core::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()
    });
    let words = words.take(BLOCK.min(length).div_ceil(4));
    let block: Vec<u8> = words.flatten().collect();
    // Long values are made of numbered blocks: tests are not optimised, and copying is fast.
    let mut noise = Vec::with_capacity(length + BLOCK);
    for number in 0..length.div_ceil(BLOCK) as u32 {
        let start = noise.len();
        noise.extend_from_slice(&block);
        noise[start..start + 4].copy_from_slice(&number.to_le_bytes());
    }
    noise.truncate(length);
    noise
}

async fn get(store: &impl Store, key: &str) -> Option<Vec<u8>> {
    let value = store.get(TABLE, key.as_bytes()).await;
    value.unwrap_or_else(|error| fail("get", &error))
}

async fn commit(store: &impl Store, changes: Vec<Change>) {
    let batch = Batch {
        expect: None,
        changes,
    };
    if let Err(error) = store.commit(batch).await {
        fail("commit", &error);
    }
}

#[expect(clippy::panic, reason = "a check fails by panicking, as tests do")]
fn fail(operation: &str, error: &StoreError) -> ! {
    panic!("{operation} failed: {error}")
}

fn key(text: &str) -> Key {
    text.as_bytes().to_vec()
}

fn put(key_text: &str, value: &str) -> Change {
    Change::Put {
        table: TABLE,
        key: key(key_text),
        value: value.into(),
    }
}

fn delete(key_text: &str) -> Change {
    Change::Delete {
        table: TABLE,
        key: key(key_text),
    }
}

fn expectation(key_text: &str, value: Option<&str>) -> Expectation {
    Expectation {
        table: TABLE,
        key: key(key_text),
        value: value.map(Into::into),
    }
}
