//! The vault, served over real IndexedDB with the browser's randomness, clock and lock.

use std::rc::Rc;

use companion_core::Draft;
use companion_protocol::vault::{FailureKind, Passphrase, Presence, Request, Response, Unlocked};
use companion_store::{Store, Table};
use companion_store_indexeddb::IndexedDbStore;
use companion_worker::vault::{BrowserEnvironment, BrowserHost, Service};
use futures_channel::mpsc::unbounded;
use js_sys::Date;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use crate::database::fresh_name;
use crate::estimator;

type BrowserService = Service<IndexedDbStore, BrowserEnvironment, BrowserHost>;

const PASSPHRASE: &str = "mossy kettle under nine lamps";
const TEXT: &str = "Grandma's garden smelled of tomato leaves.";

async fn tab(name: &str) -> BrowserService {
    estimator::provide();
    let store = IndexedDbStore::open(name).await.unwrap();
    let host = BrowserHost::open(name, unbounded().0, || {}, |_, _| {}).unwrap();
    Service::new(store, BrowserEnvironment, Rc::new(host))
}

fn passphrase(typed: &str) -> Passphrase {
    Passphrase::new(typed.to_owned())
}

async fn unlock(service: &mut BrowserService) -> Unlocked {
    match service
        .answer(Request::Unlock(passphrase(PASSPHRASE)))
        .await
    {
        Response::Unlocked(unlocked) => unlocked,
        response => panic!("{response:?}"),
    }
}

async fn presence(service: &mut BrowserService) -> Presence {
    match service.answer(Request::Presence).await {
        Response::Presence(presence) => presence,
        response => panic!("{response:?}"),
    }
}

async fn draft(service: &mut BrowserService) -> Draft {
    match service.answer(Request::OpenDraft(None)).await {
        Response::Draft(draft) => Draft {
            content: TEXT.to_owned(),
            ..draft
        },
        response => panic!("{response:?}"),
    }
}

#[wasm_bindgen_test]
async fn a_journal_lives_in_indexeddb() {
    let name = fresh_name().await;
    let mut first = tab(&name).await;
    assert_eq!(presence(&mut first).await, Presence::Absent);
    let created = first.answer(Request::Create(passphrase(PASSPHRASE))).await;
    assert!(matches!(created, Response::Unlocked(_)), "{created:?}");
    let entry = draft(&mut first).await;
    let Response::Saved(saved) = first.answer(Request::SaveEntry(entry)).await else {
        panic!("not saved");
    };

    let mut second = tab(&name).await;
    assert_eq!(presence(&mut second).await, Presence::OtherTab);
    assert_eq!(first.answer(Request::Lock).await, Response::Done);
    while presence(&mut second).await == Presence::OtherTab {}
    assert_eq!(presence(&mut second).await, Presence::Locked);

    let wrong = second
        .answer(Request::Unlock(passphrase("nine lamps under a kettle")))
        .await;
    let Response::Failed(failure) = wrong else {
        panic!("{wrong:?}");
    };
    assert_eq!(failure.kind, FailureKind::WrongPassphrase);

    let begun_ms = Date::now();
    let found = unlock(&mut second).await;
    console_log!("unlocking took {} ms", Date::now() - begun_ms);
    assert_eq!(found.entries, std::slice::from_ref(&saved));
    assert!(found.problems.is_empty());
    let Response::Entry(reading) = second.answer(Request::ReadEntry(saved.id)).await else {
        panic!("not read");
    };
    assert_eq!(reading.entry.content, TEXT);
    assert_eq!(reading.entry.created.local_day(), {
        use companion_core::Clock;
        BrowserEnvironment.now().local_day()
    });
    second.answer(Request::Lock).await;

    // What lies in the database says nothing.
    let store = IndexedDbStore::open(&name).await.unwrap();
    for table in Table::ALL {
        for (key, value) in store.scan(table, None, 1_000).await.unwrap() {
            for word in ["Grandma", "garden", "tomato", "mossy", "kettle"] {
                let word = word.as_bytes();
                assert!(!key.windows(word.len()).any(|part| part == word));
                assert!(!value.windows(word.len()).any(|part| part == word));
            }
        }
    }
    store.close();
}

#[wasm_bindgen_test]
async fn strength_is_estimated_in_a_worker() {
    let mut service = tab(&fresh_name().await).await;
    // Dates make the estimator ask the browser for the year.
    for weak in ["14.3.1987", "companion", "password2026"] {
        let request = Request::EstimateStrength(passphrase(weak));
        let Response::Strength(strength) = service.answer(request).await else {
            panic!("no estimate");
        };
        assert!(!strength.acceptable && strength.warning.is_some(), "{weak}");
    }
}
