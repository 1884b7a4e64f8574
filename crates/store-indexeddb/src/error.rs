//! What the browser's errors mean for a journal.

use companion_store::StoreError;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

/// Sorts a `DOMException` by its name, the only part of it that is standardised.
pub(crate) fn from_exception(exception: &DomException) -> StoreError {
    let name = exception.name();
    let detail = format!("{name}: {}", exception.message());
    match name.as_str() {
        "QuotaExceededError" => StoreError::Full,
        "VersionError" => StoreError::TooNew,
        // Storage switched off, a private window, or a connection that the browser has closed.
        "SecurityError" | "InvalidStateError" => StoreError::Unavailable(detail),
        _ => StoreError::Backend(detail),
    }
}

/// Sorts whatever a call into the browser has thrown.
pub(crate) fn from_thrown(thrown: &JsValue) -> StoreError {
    match thrown.dyn_ref::<DomException>() {
        Some(exception) => from_exception(exception),
        None => StoreError::Backend(format!("{thrown:?}")),
    }
}

/// Sorts an error of `idb`, which wraps what the browser has thrown.
pub(crate) fn from_idb(error: idb::Error) -> StoreError {
    use idb::Error;
    match &error {
        Error::DomException(exception) => from_exception(exception),
        Error::IndexedDbNotFound(_) => {
            StoreError::Unavailable("this browser offers no IndexedDB".to_owned())
        }
        Error::AddFailed(thrown)
        | Error::DeleteFailed(thrown)
        | Error::GetAllFailed(thrown)
        | Error::GetAllKeysFailed(thrown)
        | Error::GetFailed(thrown)
        | Error::IndexedDbOpenFailed(thrown)
        | Error::KeyRangeCreateFailed(thrown)
        | Error::ObjectStoreNotFound(thrown)
        | Error::TransactionOpenFailed(thrown)
        | Error::UpdateFailed(thrown) => from_thrown(thrown),
        _ => StoreError::Backend(error.to_string()),
    }
}

/// Sorts an error of `rexie`, which wraps those of `idb`.
pub(crate) fn from_rexie(error: rexie::Error) -> StoreError {
    match error {
        rexie::Error::IdbError(error) => from_idb(error),
        error => StoreError::Backend(error.to_string()),
    }
}
