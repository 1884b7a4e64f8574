//! The model against llama.cpp on the same file: the logits after four prompts.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed assumption of a test fails it"
)]

mod support;

use std::sync::Arc;

use companion_inference::chat::{Message, Role};
use companion_inference::{FinishReason, Generation, Model, Options, Sampling, Step};
use half::f16;
use serde_json::Value;

/// What the project's issue asks for.
const MIN_COSINE: f64 = 0.999;

fn prompts() -> Vec<Value> {
    serde_json::from_slice(&support::fixture("prompts.json")).unwrap()
}

fn tokens_of(prompt: &Value) -> Vec<u32> {
    serde_json::from_value(prompt["tokens"].clone()).unwrap()
}

/// Reads the prompt in chunks and returns the logits behind the first token.
fn logits(model: &Arc<Model>, tokens: Vec<u32>, chunk_tokens: usize) -> Vec<f32> {
    let options = Options {
        max_tokens: 1,
        chunk_tokens,
        ..Options::default()
    };
    let mut generation = Generation::new(Arc::clone(model), tokens, options).unwrap();
    while !matches!(generation.step(0.0).unwrap(), Step::Finished(_)) {}
    generation.logits().to_vec()
}

fn likeliest(logits: &[f32]) -> u32 {
    (0..)
        .zip(logits)
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map(|(token, _)| token)
        .unwrap()
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(x, y)| f64::from(*x) * f64::from(*y))
            .sum()
    };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// One test for all, so that the model is loaded once.
#[test]
#[allow(
    clippy::print_stdout,
    reason = "the measured agreement is worth seeing"
)]
fn the_model_agrees_with_llama_cpp() {
    let Some(model) = support::model() else {
        return;
    };
    let model = Arc::new(model);
    for (index, prompt) in prompts().iter().enumerate() {
        let reference: Vec<f32> = support::fixture(&format!("logits_{index}.f16.gz"))
            .chunks_exact(2)
            .map(|bytes| f16::from_le_bytes([bytes[0], bytes[1]]).to_f32())
            .collect();
        let ours = logits(&model, tokens_of(prompt), 16);
        assert_eq!(ours.len(), reference.len());
        let cosine = cosine(&ours, &reference);
        println!("prompt {index}: cosine {cosine:.6}");
        assert_eq!(
            Some(u64::from(likeliest(&ours))),
            prompt["top"][0].as_u64(),
            "prompt {index}"
        );
        assert!(cosine >= MIN_COSINE, "prompt {index}: cosine {cosine}");
    }

    // How the prompt is cut into chunks depends on the speed of the machine; the answer must not.
    let prompt = tokens_of(&prompts()[1]);
    let whole = logits(&model, prompt.clone(), 64);
    for chunk_tokens in [1, 5, 16] {
        assert_eq!(
            whole,
            logits(&model, prompt.clone(), chunk_tokens),
            "chunks of {chunk_tokens}"
        );
    }

    conversation_tokens(&model, &prompts()[1]);
    limits(&model, &prompt);
}

fn conversation_tokens(model: &Model, prompt: &Value) {
    let turns: Vec<(String, String)> = serde_json::from_value(prompt["messages"].clone()).unwrap();
    let messages: Vec<Message<'_>> = turns
        .iter()
        .map(|(role, text)| Message {
            role: match role.as_str() {
                "system" => Role::System,
                _ => Role::User,
            },
            text,
        })
        .collect();
    assert_eq!(model.prompt(&messages, "").unwrap(), tokens_of(prompt));
}

fn limits(model: &Arc<Model>, prompt: &[u32]) {
    let generate = |options: Options, step_ms: f64| {
        let mut generation = Generation::new(Arc::clone(model), prompt.to_vec(), options).unwrap();
        let (mut text, mut now_ms) = (String::new(), 0.0);
        let reason = loop {
            match generation.step(now_ms).unwrap() {
                Step::Finished(reason) => break reason,
                Step::Text(piece) => text.push_str(&piece),
                Step::Working | Step::Prefill { .. } => {}
            }
            now_ms += step_ms;
        };
        (reason, text, generation.statistics())
    };
    let options = Options {
        chunk_tokens: 64,
        max_tokens: 5,
        ..Options::default()
    };
    let (reason, text, statistics) = generate(options.clone(), 1.0);
    assert_eq!(reason, FinishReason::TokenLimit);
    assert_eq!(
        (statistics.prompt_tokens, statistics.generated_tokens),
        (prompt.len(), 5)
    );
    assert!(!text.is_empty() && statistics.prefill_ms > 0.0 && statistics.decode_ms > 0.0);

    let short = Options {
        time_limit_ms: 30.0,
        ..options.clone()
    };
    let (reason, _, statistics) = generate(short, 10.0);
    assert_eq!(
        (reason, statistics.generated_tokens),
        (FinishReason::TimeLimit, 0)
    );

    let narrow = Options {
        context_tokens: prompt.len() + 2,
        ..options.clone()
    };
    assert_eq!(generate(narrow, 1.0).2.generated_tokens, 2);
    let none = Options {
        context_tokens: prompt.len(),
        ..options.clone()
    };
    assert!(Generation::new(Arc::clone(model), prompt.to_vec(), none).is_err());

    let warm = |seed| Options {
        sampling: Sampling {
            temperature: 1.0,
            top_k: 50,
            top_p: 0.95,
            repetition_penalty: 1.1,
            seed,
        },
        max_tokens: 12,
        ..options.clone()
    };
    let first = generate(warm(1), 1.0).1;
    assert_eq!(first, generate(warm(1), 1.0).1);
    assert_ne!(first, generate(warm(2), 1.0).1);
}
