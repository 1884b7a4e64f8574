//! Applying a batch.

use companion_store::{Batch, Change, Expectation, StoreError};
use idb::{ObjectStore, Transaction};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbDatabase;

use crate::durable;
use crate::error::from_idb;

/// Applies `batch` in one durable transaction.
pub(crate) async fn commit(database: &IdbDatabase, batch: Batch) -> Result<(), StoreError> {
    let raw = durable::begin(database)?;
    let outcome = durable::outcome(&raw);
    let transaction = Transaction::from(raw.clone());
    if let Err(error) = apply(&transaction, batch).await {
        // Fails only if the browser has aborted already; either way nothing is stored.
        let _ = raw.abort();
        let _ = outcome.await;
        return Err(error);
    }
    outcome.await
}

/// Requests of one transaction run in the order they are made, so none of the changes is
/// awaited: a failing one aborts the transaction, and its end says why.
async fn apply(transaction: &Transaction, batch: Batch) -> Result<(), StoreError> {
    let table = |table: companion_store::Table| -> Result<ObjectStore, StoreError> {
        transaction.object_store(table.name()).map_err(from_idb)
    };
    if let Some(expect) = batch.expect {
        let found = table(expect.table)?
            .get(to_js(&expect.key))
            .map_err(from_idb)?
            .await
            .map_err(from_idb)?;
        check(&expect, found)?;
    }
    for change in batch.changes {
        match change {
            Change::Put {
                table: of,
                key,
                value,
            } => {
                let put = table(of)?.put(&to_js(&value), Some(&to_js(&key)));
                drop(put.map_err(from_idb)?);
            }
            Change::Delete { table: of, key } => {
                let delete = table(of)?.delete(to_js(&key));
                drop(delete.map_err(from_idb)?);
            }
        }
    }
    Ok(())
}

fn check(expect: &Expectation, found: Option<JsValue>) -> Result<(), StoreError> {
    let found = found.map(from_js).transpose()?;
    if found == expect.value {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

/// Keys and values go in as byte arrays: IndexedDB orders binary keys bytewise.
pub(crate) fn to_js(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// A value as it comes out.
pub(crate) fn from_js(value: JsValue) -> Result<Vec<u8>, StoreError> {
    match value.dyn_into::<Uint8Array>() {
        Ok(array) => Ok(array.to_vec()),
        Err(_) => Err(StoreError::Backend("a record is not bytes".to_owned())),
    }
}
