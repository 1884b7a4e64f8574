//! One question about an entry.

use std::sync::Arc;

use companion_inference::chat::{Message, Role};
use companion_inference::{self as engine, Generation, Model, Options, Sampling, Step};
use companion_insight::reflect as insight;
use companion_protocol::inference::{
    Event, Failure, FailureKind, FinishReason, Finished, Progress, Reflect, Response, Stage,
};

use super::failure::{failure, model as model_failure};
use super::memory::Memory;
use super::pace::{Pace, now_ms};
use super::record::Record;
use crate::port::Port;

/// A question is asked within this time or not at all.
const TIME_LIMIT_MS: f64 = 5.0 * 60_000.0;

/// Generates a question, sending its text as it comes.
pub(super) async fn reflect(
    model: Arc<Model>,
    request: &Reflect,
    memory: &Memory,
    record: Option<&Record>,
    port: &Port<Response, Event>,
    pace: &Pace<'_>,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Finished, Failure> {
    let conversation = insight::conversation(&request.entry_text, request.seed);
    let messages = [
        Message {
            role: Role::System,
            text: conversation.system,
        },
        Message {
            role: Role::User,
            text: &conversation.user,
        },
    ];
    let prompt = model
        .prompt(&messages, conversation.opening)
        .map_err(|error| model_failure(&error))?;
    let context = memory.recall(&model, record, &prompt).await;
    let mut generation =
        Generation::resume(Arc::clone(&model), prompt, options(request.seed), context)
            .map_err(|error| model_failure(&error))?;

    // The question begins with the opening, which is shown with the first word of the model.
    let mut text = conversation.opening.to_owned();
    let mut unsent = text.clone();
    let reason = loop {
        if is_stopped() {
            break FinishReason::Stopped;
        }
        let step = generation
            .step(now_ms())
            .map_err(|error| model_failure(&error))?;
        match step {
            Step::Working => {}
            Step::Prefill { done, total } => pace.progress(Progress {
                stage: Stage::Prefill,
                done: done as u64,
                total: total as u64,
            }),
            Step::Text(piece) => {
                text.push_str(&piece);
                unsent.push_str(&piece);
                port.emit(Event::Text(core::mem::take(&mut unsent)));
                if insight::is_complete(&text) {
                    break FinishReason::Complete;
                }
            }
            Step::Finished(reason) => break reason_of(reason),
        }
        pace.breathe().await;
    };

    let statistics = generation.statistics();
    let context = generation.into_context();
    memory.remember(&model, context, conversation.system).await;
    let question = insight::clean_question(&text);
    if question.is_none() && reason == FinishReason::Complete {
        return Err(failure(
            FailureKind::Internal,
            "The model's answer was no question. Try once more.",
        ));
    }
    Ok(Finished {
        reason,
        text: question.unwrap_or_default(),
        prompt_tokens: count(statistics.prompt_tokens),
        generated_tokens: count(statistics.generated_tokens),
        prefill_ms: statistics.prefill_ms,
        decode_ms: statistics.decode_ms,
    })
}

fn options(seed: u64) -> Options {
    let decoding = insight::DECODING;
    Options {
        sampling: Sampling {
            temperature: decoding.temperature,
            top_k: decoding.top_k,
            top_p: decoding.top_p,
            repetition_penalty: decoding.repetition_penalty,
            seed,
        },
        max_tokens: decoding.max_tokens,
        time_limit_ms: TIME_LIMIT_MS,
        ..Options::default()
    }
}

const fn reason_of(reason: engine::FinishReason) -> FinishReason {
    match reason {
        engine::FinishReason::Complete => FinishReason::Complete,
        engine::FinishReason::TokenLimit => FinishReason::TokenLimit,
        engine::FinishReason::TimeLimit => FinishReason::TimeLimit,
    }
}

/// Token counts are at most the context's length.
fn count(tokens: usize) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}

/// The writer stopped while the model was still being loaded.
pub(super) const fn stopped_before_it_began() -> Finished {
    Finished {
        reason: FinishReason::Stopped,
        text: String::new(),
        prompt_tokens: 0,
        generated_tokens: 0,
        prefill_ms: 0.0,
        decode_ms: 0.0,
    }
}
