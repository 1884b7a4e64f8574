//! Why the model could not do something.

use companion_protocol::inference::{Failure, FailureKind};

use super::from_languages::engine::*;

/// What happened, and what to do.
pub(crate) fn failure(failure: &Failure) -> String {
    let detail = &failure.message;
    match failure.kind {
        FailureKind::NoModel => failure_no_model(detail),
        FailureKind::UnusableFile => failure_unusable_file(detail),
        FailureKind::WrongSum => failure_wrong_sum(detail),
        FailureKind::NoSpace => failure_no_space(detail),
        FailureKind::NoMemory => failure_no_memory(detail),
        FailureKind::Network => failure_network(detail),
        FailureKind::Cancelled => failure_cancelled(detail),
        FailureKind::Busy => failure_busy(detail),
        FailureKind::Storage => failure_storage(detail),
        FailureKind::Internal => failure_internal(detail),
    }
}
