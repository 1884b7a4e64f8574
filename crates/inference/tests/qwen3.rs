//! A small random Qwen3 against transformers, whole and in three files.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed assumption of a test fails it; the measured agreement is worth seeing"
)]

mod support;

use std::io::Cursor;
use std::sync::Arc;

use companion_inference::chat::{Message, Role};
use companion_inference::gguf::{Header, Shards, shard_names};
use companion_inference::{Context, Family, Generation, Loader, Model, ModelError, Options, Step};
use serde_json::Value;

/// Logits that are a tie: a fortieth of their standard deviation apart. Rounding activations to eight
/// bits moves them by as much. One row of the reference has three within that.
const TIE: f32 = 0.045;
const MIN_COSINE: f64 = 0.999;

fn file(name: &str) -> Cursor<Vec<u8>> {
    Cursor::new(support::fixture(name))
}

fn whole() -> Arc<Model> {
    let mut file = file("qwen3.gguf");
    let mut loader = Loader::new(Header::read(&mut file).unwrap()).unwrap();
    while loader.step(&mut file).unwrap() {}
    Arc::new(loader.finish().unwrap())
}

fn parts() -> Vec<String> {
    shard_names("qwen3-00002-of-00003.gguf").unwrap()
}

/// The logits behind the last of `tokens`.
fn logits(model: &Arc<Model>, tokens: &[u32]) -> Vec<f32> {
    let options = Options {
        max_tokens: 1,
        ..Options::default()
    };
    let mut generation = Generation::new(Arc::clone(model), tokens.to_vec(), options).unwrap();
    while !matches!(generation.step(0.0).unwrap(), Step::Finished(_)) {}
    generation.logits().to_vec()
}

fn likeliest(logits: &[f32]) -> usize {
    (0..logits.len())
        .max_by(|&a, &b| logits[a].total_cmp(&logits[b]))
        .unwrap()
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        let products = a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y));
        products.sum()
    };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

#[test]
fn it_agrees_with_transformers() {
    let model = whole();
    assert_eq!(model.config().family, Family::Qwen3);
    assert_ne!(
        model.config().heads * model.config().head,
        model.config().hidden
    );
    let prompts: Vec<Value> = serde_json::from_slice(&support::fixture("qwen3.json")).unwrap();
    for prompt in prompts {
        let tokens: Vec<u32> = serde_json::from_value(prompt["tokens"].clone()).unwrap();
        let rows: Vec<Vec<f32>> = serde_json::from_value(prompt["logits"].clone()).unwrap();
        for (behind, reference) in rows.iter().rev().enumerate() {
            let tokens = &tokens[..tokens.len() - behind];
            let ours = logits(&model, tokens);
            let cosine = cosine(&ours, reference);
            println!("{} tokens: cosine {cosine:.6}", tokens.len());
            assert!(cosine >= MIN_COSINE);
            // Two that the reference itself can hardly tell apart may change places.
            let gap = reference[likeliest(reference)] - reference[likeliest(&ours)];
            assert!(gap <= TIE, "{gap}");
        }
    }
}

#[test]
fn in_three_files_it_is_the_same_model() {
    let mut shards = Shards::new(parts().iter().map(|name| file(name))).unwrap();
    let mut loader = Loader::new(Header::read_shards(&mut shards).unwrap()).unwrap();
    while loader.step(&mut shards).unwrap() {}
    let model = Arc::new(loader.finish().unwrap());
    let tokens = [4, 8, 15, 16, 23, 42];
    assert_eq!(logits(&model, &tokens), logits(&whole(), &tokens));
}

#[test]
fn parts_that_are_missing_or_mixed_up_are_named() {
    let read = |names: &[&String]| {
        Header::read_shards(&mut Shards::new(names.iter().map(|name| file(name))).unwrap())
    };
    let [a, b, c] = &parts()[..] else {
        panic!("three parts")
    };
    assert!(read(&[a, b, c]).is_ok());
    for wrong in [&[a, b][..], &[b, a, c], &[a, b, b], &[a, c, b], &[a]] {
        let error = read(wrong).unwrap_err();
        assert!(
            matches!(error, ModelError::MissingParts { parts: 3 }),
            "{error}"
        );
    }
    assert!(read(&[]).is_err());
    let error = Header::read(&mut file(a)).unwrap_err();
    assert!(matches!(error, ModelError::MissingParts { parts: 3 }));
    // A whole model says nothing of parts.
    let mut alone = Shards::new([file("qwen3.gguf")]).unwrap();
    assert!(Header::read_shards(&mut alone).is_err());
    // A byte missing at the end of any part is noticed before a byte of weights is read.
    for cut in 0..3 {
        let files = parts().into_iter().enumerate().map(|(number, name)| {
            let mut bytes = support::fixture(&name);
            bytes.truncate(bytes.len() - usize::from(number == cut));
            Cursor::new(bytes)
        });
        let error = Header::read_shards(&mut Shards::new(files).unwrap()).unwrap_err();
        assert!(
            matches!(error, ModelError::Truncated { missing_bytes: 1 }),
            "{error}"
        );
    }
}

#[test]
fn it_does_not_think_unless_asked_and_never_aloud() {
    let model = whole();
    let tokenizer = model.tokenizer();
    let [think, thought] = ["<think>", "</think>"].map(|name| tokenizer.control(name).unwrap());
    let messages = [Message {
        role: Role::User,
        text: "the <think>",
    }];
    let plain = model.prompt(&messages, "on").unwrap();
    let count = |tokens: &[u32], token| tokens.iter().filter(|&&other| other == token).count();
    assert_eq!((count(&plain, think), count(&plain, thought)), (1, 1));
    assert!(plain.ends_with(&tokenizer.encode("\n\non").unwrap()));
    let thinking = model.thinking_prompt(&messages).unwrap();
    assert_eq!((count(&thinking, think), count(&thinking, thought)), (0, 0));

    // A random model thinks at random: what it says is exactly what lies outside its thoughts.
    let mut seen_thoughts = 0;
    for seed in 0..60 {
        let options = Options {
            sampling: companion_inference::Sampling {
                temperature: 1.5,
                top_k: 0,
                top_p: 1.0,
                repetition_penalty: 1.0,
                seed,
            },
            max_tokens: 120,
            ..Options::default()
        };
        let context = Context::new(&model);
        let mut generation =
            Generation::resume(Arc::clone(&model), thinking.clone(), options, context).unwrap();
        let mut text = String::new();
        loop {
            match generation.step(0.0).unwrap() {
                Step::Text(piece) => text.push_str(&piece),
                Step::Finished(_) => break,
                Step::Working | Step::Prefill { .. } => {}
            }
        }
        let tokens = generation.generated();
        seen_thoughts += count(tokens, think);
        let (mut spoken, mut is_thought) = (Vec::new(), false);
        for &token in tokens {
            match token {
                _ if token == think => is_thought = true,
                _ if token == thought => is_thought = false,
                _ if !is_thought => spoken.push(token),
                _ => {}
            }
        }
        if count(tokens, thought) == 0 {
            let spoken = tokenizer.decode(&spoken);
            assert!(
                spoken.starts_with(text.trim_end_matches('\u{fffd}')),
                "{spoken:?} {text:?}"
            );
        } else {
            assert!(text.len() <= 3 * tokenizer.decode(&spoken).len());
        }
    }
    assert!(seen_thoughts > 0, "no thoughts: a weak test");
}
