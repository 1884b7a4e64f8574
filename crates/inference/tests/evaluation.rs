//! How well a text is foretold, against the same worked out token by token.
#![allow(clippy::unwrap_used, reason = "a failed assumption of a test fails it")]

#[path = "support/gguf.rs"]
mod gguf;

use std::io::Cursor;
use std::sync::Arc;

use companion_inference::gguf::Header;
use companion_inference::{
    Evaluation, Generation, Loader, Model, ModelError, Options, Prediction, Step, agreement,
    perplexity,
};
use gguf::Gguf;

fn load(file: &Gguf) -> Arc<Model> {
    let mut file = Cursor::new(file.bytes());
    let mut loader = Loader::new(Header::read(&mut file).unwrap()).unwrap();
    while loader.step(&mut file).unwrap() {}
    Arc::new(loader.finish().unwrap())
}

fn evaluate(model: &Arc<Model>, tokens: &[u32]) -> Vec<Prediction> {
    let mut evaluation = Evaluation::new(Arc::clone(model), tokens.to_vec()).unwrap();
    while evaluation.step().unwrap() {
        let (done, all) = evaluation.progress();
        assert!(done <= all);
    }
    assert_eq!(evaluation.progress(), (tokens.len() - 1, tokens.len() - 1));
    evaluation.predictions().to_vec()
}

/// The logits behind the last of `tokens`.
fn logits(model: &Arc<Model>, tokens: &[u32]) -> Vec<f32> {
    let options = Options {
        max_tokens: 1,
        ..Options::default()
    };
    // One token of room for the answer.
    let mut generation = Generation::new(Arc::clone(model), tokens.to_vec(), options).unwrap();
    while !matches!(generation.step(0.0).unwrap(), Step::Finished(_)) {}
    generation.logits().to_vec()
}

#[test]
fn every_token_is_predicted_once_from_half_a_window_or_more() {
    let mut file = Gguf::tiny_qwen2();
    // A window is at most 512 tokens; a model that holds fewer has narrower ones.
    file.set("qwen2.context_length", gguf::Property::U32(40));
    let model = load(&file);
    let mut roomy = Gguf::tiny_qwen2();
    roomy.set("qwen2.context_length", gguf::Property::U32(128));
    let reference = load(&roomy);
    for count in [2, 39, 40, 41, 60, 61, 100, 133] {
        let tokens: Vec<u32> = (0..count).map(|i| i * 31 % 90).collect();
        let predictions = evaluate(&model, &tokens);
        for (index, prediction) in predictions.iter().enumerate() {
            // The first window that holds the token before the predicted one begins at the
            // multiple of 20 from which that one is among the first 40 tokens.
            let start = (index + 1).saturating_sub(40).div_ceil(20) * 20;
            let logits = logits(&reference, &tokens[start..=index]);
            let max = logits.iter().copied().fold(f32::MIN, f32::max);
            assert_eq!(logits[prediction.likeliest as usize], max);
            let sum: f64 = logits.iter().map(|logit| f64::from(*logit).exp()).sum();
            let expected = f64::from(logits[tokens[index + 1] as usize]) - sum.ln();
            assert!(
                (prediction.log_probability - expected).abs() < 1e-6,
                "{count} tokens, prediction {index}: {} for {expected}",
                prediction.log_probability
            );
        }
    }
}

#[test]
fn perplexity_and_agreement_say_what_they_should() {
    let prediction = |probability: f64, likeliest| Prediction {
        log_probability: probability.ln(),
        likeliest,
    };
    let certain = [prediction(1.0, 1), prediction(1.0, 2)];
    let guessed = [prediction(0.25, 1), prediction(0.25, 3)];
    assert!((perplexity(&certain) - 1.0).abs() < 1e-12);
    assert!((perplexity(&guessed) - 4.0).abs() < 1e-12);
    assert_eq!(agreement(&certain, &guessed), 0.5);
    assert_eq!(agreement(&certain, &certain), 1.0);
}

#[test]
fn what_cannot_be_foretold_is_refused() {
    let model = load(&Gguf::tiny_qwen2());
    for tokens in [vec![], vec![1], vec![1, 100_000]] {
        let error = Evaluation::new(Arc::clone(&model), tokens).err().unwrap();
        assert!(matches!(error, ModelError::EmptyPrompt), "{error}");
    }
}
