//! IndexedDB does what every store must do.

use companion_store::conformance;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::database::fresh_store;

macro_rules! browser_tests {
    ($($check:ident,)*) => {$(
        #[wasm_bindgen_test]
        async fn $check() {
            let store = fresh_store().await;
            conformance::$check(&store).await;
            store.close();
        }
    )*};
}
companion_store::for_each_conformance_check!(browser_tests);
