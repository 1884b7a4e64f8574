//! IndexedDB does what every store must do.

use companion_store::conformance::{self, Home};
use companion_store_indexeddb::IndexedDbStore;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::database::{fresh_name, fresh_store};

/// A database by its name.
struct Named(String);

impl Home for Named {
    type Store = IndexedDbStore;

    async fn open(&self) -> IndexedDbStore {
        IndexedDbStore::open(&self.0).await.unwrap()
    }

    async fn close(&self, store: IndexedDbStore) {
        store.close();
    }
}

macro_rules! browser_tests {
    (store { $($check:ident,)* } home { $($home_check:ident,)* }) => {
        $(
            #[wasm_bindgen_test]
            async fn $check() {
                let store = fresh_store().await;
                conformance::$check(&store).await;
                store.close();
            }
        )*
        $(
            #[wasm_bindgen_test]
            async fn $home_check() {
                conformance::$home_check(&Named(fresh_name().await)).await;
            }
        )*
    };
}
companion_store::for_each_conformance_check!(browser_tests);

macro_rules! golden_tests {
    ($($check:ident,)*) => {$(
        #[wasm_bindgen_test]
        async fn $check() {
            companion_tests_conformance::$check(async || Named(fresh_name().await)).await;
        }
    )*};
}
companion_tests_conformance::for_each_golden_check!(golden_tests);
