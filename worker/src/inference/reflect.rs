//! One question about an entry.

use companion_insight::reflect as insight;
use companion_protocol::inference::Reflect;

use super::ask::Question;

/// A question about a saved entry is waited for.
const TIME_LIMIT_MS: f64 = 5.0 * 60_000.0;

/// What is asked about an entry.
pub(super) fn question(request: &Reflect) -> Question {
    Question {
        conversation: insight::conversation(&request.entry_text, request.seed),
        decoding: insight::DECODING,
        seed: request.seed,
        time_limit_ms: TIME_LIMIT_MS,
        clean: insight::clean_question,
    }
}
