//! Failures in the words of the protocol.

use companion_inference::ModelError;
use companion_protocol::inference::{Failure, FailureKind};
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// A failure of `kind`, told in `message`.
pub(super) fn failure(kind: FailureKind, message: impl Into<String>) -> Failure {
    Failure {
        kind,
        message: message.into(),
    }
}

/// What an exception of the browser's storage means.
pub(super) fn storage(doing: &str, error: &JsValue) -> Failure {
    match name_of(error).as_str() {
        "QuotaExceededError" => failure(
            FailureKind::NoSpace,
            format!(
                "There is no room left on this device for {doing}. Free some space and try again."
            ),
        ),
        "NoModificationAllowedError" | "InvalidStateError" => failure(
            FailureKind::Busy,
            "The model is being used in another tab. Close that tab or wait a moment.",
        ),
        "SecurityError" | "NotAllowedError" => failure(
            FailureKind::Storage,
            "This browser does not let Companion keep a model, as happens in private windows.",
        ),
        other => failure(
            FailureKind::Storage,
            format!("The browser's storage failed at {doing} ({other})."),
        ),
    }
}

/// What an unusable model means.
pub(super) fn model(error: &ModelError) -> Failure {
    let kind = match error {
        ModelError::Memory { .. } => FailureKind::NoMemory,
        ModelError::Read(_) => FailureKind::Storage,
        ModelError::PromptTooLong { .. }
        | ModelError::TooMuchText { .. }
        | ModelError::EmptyPrompt
        | ModelError::Compute(_) => FailureKind::Internal,
        _ => FailureKind::UnusableFile,
    };
    failure(kind, sentence(&error.to_string()))
}

/// The writer cancelled.
pub(super) fn cancelled() -> Failure {
    failure(FailureKind::Cancelled, "Cancelled.")
}

/// The `name` of an exception, such as "QuotaExceededError".
pub(super) fn name_of(error: &JsValue) -> String {
    Reflect::get(error, &JsValue::from_str("name"))
        .ok()
        .and_then(|name| name.as_string())
        .unwrap_or_else(|| "unknown error".to_owned())
}

/// Upper case at the beginning and a full stop at the end.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), chars.as_str()),
        None => String::new(),
    }
}
