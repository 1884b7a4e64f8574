//! One short question for the margin.

use companion_insight::prompter::{self, Lately};
use companion_protocol::writing::{About, AskPrompt};

use super::ask::Question;

/// Whoever pauses in writing does not wait long: what comes later comes too late.
const TIME_LIMIT_MS: f64 = 60_000.0;

/// What is asked for the margin.
pub(super) fn question(request: &AskPrompt) -> Question {
    let conversation = match &request.about {
        About::Text(text) => prompter::continuation(text, request.seed),
        About::Lately { digest, language } => {
            let lately = Lately {
                minute_of_day: digest.minute_of_day,
                titles: &digest.titles,
                tags: &digest.tags,
                moods: &digest.moods,
            };
            prompter::time_based(&lately, language, request.seed)
        }
    };
    Question {
        conversation,
        decoding: prompter::DECODING,
        seed: request.seed,
        time_limit_ms: TIME_LIMIT_MS,
        clean: prompter::clean,
    }
}
