//! What only IndexedDB can get wrong.

use companion_store::{Batch, Change, Expectation, Store, StoreError, Table};
use companion_store_indexeddb::IndexedDbStore;
use js_sys::{Array, Function, Object, Reflect};
use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{DomException, IdbDatabase, IdbTransaction};

use crate::database::{fresh_name, fresh_store};

fn put(key: &str, value: &[u8]) -> Batch {
    Batch {
        expect: None,
        changes: vec![Change::Put {
            table: Table::Records,
            key: key.into(),
            value: value.to_vec(),
        }],
    }
}

/// Lets `spy` see every transaction that `during` begins on any connection.
async fn watching_transactions(
    mut spy: impl FnMut(IdbTransaction, &JsValue) + 'static,
    during: impl AsyncFnOnce(),
) {
    let prototype = Reflect::get(&js_sys::global(), &"IDBDatabase".into())
        .and_then(|class| Reflect::get(&class, &"prototype".into()))
        .unwrap();
    let name = JsValue::from_str("transaction");
    let original: Function = Reflect::get(&prototype, &name).unwrap().unchecked_into();
    // A closure has no `this`; a JavaScript function passes it on.
    let seen = Closure::<dyn FnMut(IdbDatabase, Array) -> JsValue>::new({
        let original = original.clone();
        move |database: IdbDatabase, arguments: Array| {
            let transaction = original.apply(&database, &arguments).unwrap();
            spy(transaction.clone().unchecked_into(), &arguments.get(1));
            transaction
        }
    });
    let wrap = Function::new_with_args(
        "seen",
        "return function (...given) { return seen(this, given) }",
    );
    let wrapped = wrap.call1(&JsValue::UNDEFINED, seen.as_ref()).unwrap();
    Reflect::set(&prototype, &name, &wrapped).unwrap();
    during().await;
    Reflect::set(&prototype, &name, &original).unwrap();
}

#[wasm_bindgen_test]
async fn every_write_asks_for_strict_durability_and_gets_it() {
    let store = fresh_store().await;
    let (sender, seen) = std::sync::mpsc::channel();
    let spy = move |transaction: IdbTransaction, mode: &JsValue| {
        let durability = Reflect::get(&transaction, &"durability".into()).unwrap();
        sender
            .send((mode.as_string().unwrap(), durability.as_string().unwrap()))
            .unwrap();
    };
    watching_transactions(spy, async || {
        store.commit(put("a", b"1")).await.unwrap();
        store.get(Table::Records, b"a").await.unwrap();
        store.commit(Batch::default()).await.unwrap();
    })
    .await;
    let seen: Vec<(String, String)> = seen.try_iter().collect();
    let writes: Vec<&str> = seen
        .iter()
        .filter(|(mode, _)| mode == "readwrite")
        .map(|(_, durability)| durability.as_str())
        .collect();
    assert_eq!(writes, ["strict", "strict"], "{seen:?}");
    assert_eq!(seen.len(), 3, "{seen:?}");
    store.close();
}

#[wasm_bindgen_test]
async fn of_two_writers_with_the_same_expectation_one_wins() {
    let name = fresh_name().await;
    let one = IndexedDbStore::open(&name).await.unwrap();
    let two = IndexedDbStore::open(&name).await.unwrap();
    one.commit(put("head", b"1")).await.unwrap();
    let step = |value: &[u8]| Batch {
        expect: Some(Expectation {
            table: Table::Records,
            key: b"head".to_vec(),
            value: Some(b"1".to_vec()),
        }),
        ..put("head", value)
    };
    // Both begin before either ends.
    let (first, second) =
        futures_util::future::join(one.commit(step(b"one")), two.commit(step(b"two"))).await;
    assert_eq!((first, second), (Ok(()), Err(StoreError::Conflict)));
    let head = two.get(Table::Records, b"head").await;
    assert_eq!(head, Ok(Some(b"one".to_vec())));
    one.close();
    two.close();
}

#[wasm_bindgen_test]
async fn what_was_committed_is_there_after_closing_and_opening() {
    let name = fresh_name().await;
    let store = IndexedDbStore::open(&name).await.unwrap();
    store.commit(put("a", b"kept")).await.unwrap();
    store.close();
    let store = IndexedDbStore::open(&name).await.unwrap();
    let kept = store.get(Table::Records, b"a").await;
    assert_eq!(kept, Ok(Some(b"kept".to_vec())));
    store.close();
}

#[wasm_bindgen_test]
async fn a_newer_database_is_refused_and_left_alone() {
    let name = fresh_name().await;
    let newer = Rexie::builder(&name)
        .version(1_000)
        .add_object_store(ObjectStore::new("later"));
    newer.build().await.unwrap().close();
    let refused = IndexedDbStore::open(&name).await;
    assert_eq!(refused.err(), Some(StoreError::TooNew));
    let still = Rexie::builder(&name).version(1_000);
    let still = still.add_object_store(ObjectStore::new("later"));
    let still = still.build().await.unwrap();
    assert_eq!(still.store_names(), ["later"]);
    still.close();
}

#[wasm_bindgen_test]
async fn an_upgrade_elsewhere_is_not_blocked_and_this_store_says_so() {
    let name = fresh_name().await;
    let store = IndexedDbStore::open(&name).await.unwrap();
    store.commit(put("a", b"1")).await.unwrap();
    // Would wait for ever if the store held on to its connections.
    Rexie::delete(&name).await.unwrap();
    for outcome in [
        store.commit(put("a", b"2")).await,
        store.get(Table::Records, b"a").await.map(drop),
        store.scan(Table::Records, None, 1).await.map(drop),
    ] {
        assert!(
            matches!(outcome, Err(StoreError::Unavailable(_))),
            "{outcome:?}"
        );
    }
    store.close();
}

/// Aborts `transaction` once the store has made its requests, as the browser does when the
/// disk is full.
fn abort_soon(transaction: IdbTransaction) {
    let abort = Closure::once_into_js(move || transaction.abort().unwrap());
    let queue = Reflect::get(&js_sys::global(), &"queueMicrotask".into()).unwrap();
    let queue: Function = queue.unchecked_into();
    queue.call1(&JsValue::UNDEFINED, &abort).unwrap();
}

#[wasm_bindgen_test]
async fn an_aborted_commit_is_an_error_and_stores_nothing() {
    let store = fresh_store().await;
    let abort = |transaction: IdbTransaction, mode: &JsValue| {
        if mode == "readwrite" {
            abort_soon(transaction);
        }
    };
    watching_transactions(abort, async || {
        let aborted = store.commit(put("a", b"1")).await;
        assert!(
            matches!(aborted, Err(StoreError::Backend(_))),
            "{aborted:?}"
        );
    })
    .await;
    assert_eq!(store.get(Table::Records, b"a").await, Ok(None));
    store.close();
}

#[wasm_bindgen_test]
async fn a_full_quota_is_told_as_full() {
    let store = fresh_store().await;
    // A page cannot fill its quota on purpose; this is what the transaction says then.
    let full = |transaction: IdbTransaction, mode: &JsValue| {
        if mode == "readwrite" {
            let reason = DomException::new_with_message_and_name("no room", "QuotaExceededError");
            let property = Object::new();
            Reflect::set(&property, &"value".into(), &reason.unwrap()).unwrap();
            Object::define_property(&transaction, &"error".into(), &property);
            abort_soon(transaction);
        }
    };
    watching_transactions(full, async || {
        assert_eq!(store.commit(put("a", b"1")).await, Err(StoreError::Full));
    })
    .await;
    assert_eq!(store.get(Table::Records, b"a").await, Ok(None));
    store.close();
}

#[wasm_bindgen_test]
async fn keys_are_binary_and_values_are_bytes() {
    let name = fresh_name().await;
    let store = IndexedDbStore::open(&name).await.unwrap();
    store.commit(put("a", b"1")).await.unwrap();
    store.close();
    let raw = Rexie::builder(&name).build().await.unwrap();
    let transaction = raw
        .transaction(&["records"], TransactionMode::ReadOnly)
        .unwrap();
    let records = transaction.store("records").unwrap();
    let keys = records.get_all_keys(None, None).await.unwrap();
    let values = records.get_all(None, None).await.unwrap();
    assert!(
        keys.iter()
            .all(|key| key.is_instance_of::<js_sys::ArrayBuffer>())
    );
    assert!(
        values
            .iter()
            .all(|value| value.is_instance_of::<js_sys::Uint8Array>())
    );
    assert_eq!((keys.len(), values.len()), (1, 1));
    raw.close();
}
