//! Asking the model for one question: streamed, bounded in words and time, and cleaned.

use std::sync::Arc;

use companion_inference::chat::{Message, Role};
use companion_inference::{self as engine, Generation, Model, Options, Sampling, Step};
use companion_insight::reflect::{Conversation, Decoding, is_complete};
use companion_protocol::inference::{
    Event, Failure, FailureKind, FinishReason, Finished, Progress, Response, Stage,
};

use super::failure::{failure, model as model_failure};
use super::memory::Memory;
use super::pace::{Pace, now_ms};
use super::record::Record;
use crate::port::Port;

/// What is asked for, and what of the answer is kept.
pub(super) struct Question {
    /// What the model continues.
    pub(super) conversation: Conversation,
    /// How the answer is drawn.
    pub(super) decoding: Decoding,
    /// Seed of the sampler.
    pub(super) seed: u64,
    /// A question is asked within this time or not at all.
    pub(super) time_limit_ms: f64,
    /// Makes a presentable question of what the model wrote, if there is one in it.
    pub(super) clean: fn(&str) -> Option<String>,
}

/// Where the answer comes from and goes to.
pub(super) struct Desk<'a> {
    pub(super) memory: &'a Memory,
    pub(super) record: Option<&'a Record>,
    pub(super) port: &'a Port<Response, Event>,
    pub(super) pace: &'a Pace<'a>,
    pub(super) is_stopped: &'a dyn Fn() -> bool,
}

/// Generates a question, sending its text as it comes.
pub(super) async fn ask(
    model: Arc<Model>,
    question: &Question,
    desk: &Desk<'_>,
) -> Result<Finished, Failure> {
    let conversation = &question.conversation;
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
    let context = desk.memory.recall(&model, desk.record, &prompt).await;
    let mut generation = Generation::resume(Arc::clone(&model), prompt, options(question), context)
        .map_err(|error| model_failure(&error))?;

    // The question begins with the opening, which is shown with the first word of the model.
    let mut text = conversation.opening.to_owned();
    let mut unsent = text.clone();
    let reason = loop {
        if (desk.is_stopped)() {
            break FinishReason::Stopped;
        }
        let step = generation
            .step(now_ms())
            .map_err(|error| model_failure(&error))?;
        match step {
            Step::Working => {}
            Step::Prefill { done, total } => desk.pace.progress(Progress {
                stage: Stage::Prefill,
                done: done as u64,
                total: total as u64,
            }),
            Step::Text(piece) => {
                text.push_str(&piece);
                unsent.push_str(&piece);
                desk.port.emit(Event::Text(core::mem::take(&mut unsent)));
                if is_complete(&text) {
                    break FinishReason::Complete;
                }
            }
            Step::Finished(reason) => break reason_of(reason),
        }
        desk.pace.breathe().await;
    };

    let statistics = generation.statistics();
    let context = generation.into_context();
    desk.memory
        .remember(&model, context, conversation.system)
        .await;
    let cleaned = (question.clean)(&text);
    if cleaned.is_none() && reason == FinishReason::Complete {
        return Err(failure(
            FailureKind::Internal,
            "The model's answer was no question. Try once more.",
        ));
    }
    Ok(Finished {
        reason,
        text: cleaned.unwrap_or_default(),
        prompt_tokens: count(statistics.prompt_tokens),
        generated_tokens: count(statistics.generated_tokens),
        prefill_ms: statistics.prefill_ms,
        decode_ms: statistics.decode_ms,
    })
}

fn options(question: &Question) -> Options {
    let decoding = question.decoding;
    Options {
        sampling: Sampling {
            temperature: decoding.temperature,
            top_k: decoding.top_k,
            top_p: decoding.top_p,
            repetition_penalty: decoding.repetition_penalty,
            seed: question.seed,
        },
        max_tokens: decoding.max_tokens,
        time_limit_ms: question.time_limit_ms,
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
