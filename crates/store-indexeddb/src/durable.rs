//! Transactions that survive a power cut, and the news of their end.
//!
//! "Saved" must mean saved. A transaction's default durability is the browser's choice, and
//! Chromium's has been `relaxed` since version 121: `complete` then fires when the operating
//! system has the bytes, which a power cut still loses. Only `durability: "strict"` makes it
//! wait for the disk. Neither rexie 0.6 nor idb 0.6 can pass that option, and in web-sys it
//! sits behind an unstable flag; so `transaction` is called here by its name, on the raw
//! database that idb hands out.

use companion_store::{StoreError, Table};
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbTransaction};

use crate::error::{from_exception, from_thrown};

/// Begins a read-write transaction over all tables that completes only once it is on disk.
pub(crate) fn begin(database: &IdbDatabase) -> Result<IdbTransaction, StoreError> {
    begin_raw(database).map_err(|thrown| from_thrown(&thrown))
}

fn begin_raw(database: &IdbDatabase) -> Result<IdbTransaction, JsValue> {
    let tables: Array = Table::ALL
        .map(|table| JsValue::from_str(table.name()))
        .iter()
        .collect();
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    Reflect::get(database, &"transaction".into())?
        .dyn_into::<Function>()?
        .call3(database, &tables, &"readwrite".into(), &options)?
        .dyn_into()
}

/// Resolves when `transaction` is complete or aborted. To be called before the transaction can
/// end, that is before the first `await` after [`begin`].
pub(crate) fn outcome(
    transaction: &IdbTransaction,
) -> impl Future<Output = Result<(), StoreError>> + use<> {
    let mut listen = |complete: Function, abort: Function| {
        transaction.set_oncomplete(Some(&complete));
        transaction.set_onabort(Some(&abort));
    };
    let ended = JsFuture::from(Promise::new(&mut listen));
    let transaction = transaction.clone();
    async move {
        if ended.await.is_ok() {
            return Ok(());
        }
        Err(transaction.error().map_or_else(
            || StoreError::Backend("the transaction was aborted".to_owned()),
            |exception| from_exception(&exception),
        ))
    }
}
