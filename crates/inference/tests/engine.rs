//! What the engine does beyond reading and generating, with the real model.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed assumption of a test fails it; measured times are worth seeing"
)]

mod support;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use companion_inference::chat::{Message, Role};
use companion_inference::{
    Batch, BatchOptions, BatchStep, Context, Evaluation, FinishReason, Generation, Model, Options,
    Sampling, Schema, Scoring, ScoringStep, Statistics, Step, Ticket, perplexity,
};
use serde_json::Value;

/// Loaded once for all tests.
static MODEL: LazyLock<Option<Arc<Model>>> = LazyLock::new(|| support::model().map(Arc::new));

const ENTRY: &str = "I quit the choir today after six years. Relief first, then I cried on the \
     tram. My sister called in the evening and we laughed about the old conductor, the cold \
     church, and the cake that nobody wanted to eat.";

const ANALYST: &str = "You read a journal entry and answer in JSON: the sentiment, a score from -1 \
     to 1, and at most three themes.";

const SCHEMA: &str = r#"{"type": "object", "required": ["sentiment", "score", "themes"], "properties": {
    "sentiment": {"enum": ["positive", "negative", "mixed", "neutral"]},
    "score": {"type": "number", "minimum": -1, "maximum": 1},
    "themes": {"type": "array", "minItems": 1, "maxItems": 3,
               "items": {"type": "string", "maxLength": 24}}}}"#;

fn conversation(model: &Model, system: &str, user: &str) -> Vec<u32> {
    let messages = [
        Message {
            role: Role::System,
            text: system,
        },
        Message {
            role: Role::User,
            text: user,
        },
    ];
    model.prompt(&messages, "").unwrap()
}

struct Answer {
    text: String,
    reason: FinishReason,
    statistics: Statistics,
    logits: Vec<f32>,
    context: Context,
}

fn generate(model: &Arc<Model>, prompt: &[u32], options: &Options, context: Context) -> Answer {
    let clock = Instant::now();
    let mut generation =
        Generation::resume(Arc::clone(model), prompt.to_vec(), options.clone(), context).unwrap();
    let mut text = String::new();
    let reason = loop {
        match generation
            .step(clock.elapsed().as_secs_f64() * 1e3)
            .unwrap()
        {
            Step::Text(piece) => text.push_str(&piece),
            Step::Finished(reason) => break reason,
            Step::Working | Step::Prefill { .. } => {}
        }
    };
    Answer {
        text,
        reason,
        statistics: generation.statistics(),
        logits: generation.logits().to_vec(),
        context: generation.into_context(),
    }
}

fn warm(seed: u64) -> Sampling {
    Sampling {
        temperature: 1.5,
        top_k: 0,
        top_p: 1.0,
        repetition_penalty: 1.1,
        seed,
    }
}

#[test]
fn an_answer_in_json_always_has_its_form() {
    let Some(model) = &*MODEL else { return };
    let grammar = model
        .json_grammar(&Schema::from_json(SCHEMA).unwrap())
        .unwrap();
    let prompt = conversation(model, ANALYST, ENTRY);
    let fewest = grammar.fewest_tokens() as usize;
    println!("the shortest answer has {fewest} tokens");
    let options = |max_tokens, sampling| Options {
        grammar: Some(Arc::clone(&grammar)),
        max_tokens,
        sampling,
        ..Options::default()
    };
    let mut context = Context::new(model);
    // A sober answer, nonsense of a feverish model, and answers that hardly fit their limit.
    for options in [
        options(100, Sampling::greedy()),
        options(60, warm(1)),
        options(60, warm(2)),
        options(fewest, Sampling::greedy()),
        options(fewest + 5, warm(3)),
    ] {
        let answer = generate(model, &prompt, &options, context);
        println!("{}", answer.text);
        assert_eq!(answer.reason, FinishReason::Complete);
        assert!(answer.statistics.generated_tokens <= options.max_tokens);
        let value: Value = serde_json::from_str(&answer.text).unwrap();
        let object = value.as_object().unwrap();
        assert_eq!(object.len(), 3);
        let moods = ["positive", "negative", "mixed", "neutral"];
        assert!(moods.contains(&value["sentiment"].as_str().unwrap()));
        assert!(value["score"].as_f64().unwrap().abs() <= 1.0);
        let themes = value["themes"].as_array().unwrap();
        assert!((1..=3).contains(&themes.len()));
        let short = |theme: &Value| theme.as_str().unwrap().chars().count() <= 24;
        assert!(themes.iter().all(short));
        context = answer.context;
    }
    assert!(
        Generation::new(
            Arc::clone(model),
            prompt,
            options(fewest - 1, Sampling::greedy())
        )
        .is_err()
    );
}

#[test]
fn a_choice_is_one_of_those_offered() {
    let Some(model) = &*MODEL else { return };
    let choices = ["the sea", "the choir", "a cake"];
    let grammar = model.choice_grammar(&choices).unwrap();
    let prompt = conversation(model, "What is the entry about?", ENTRY);
    let mut context = Context::new(model);
    for sampling in [Sampling::greedy(), warm(1), warm(2)] {
        let options = Options {
            grammar: Some(Arc::clone(&grammar)),
            sampling,
            ..Options::default()
        };
        let answer = generate(model, &prompt, &options, context);
        println!("{}", answer.text);
        assert!(choices.contains(&answer.text.as_str()));
        assert_eq!(answer.reason, FinishReason::Complete);
        context = answer.context;
    }
}

#[test]
fn what_has_been_read_is_not_read_again_and_changes_no_logit() {
    let Some(model) = &*MODEL else { return };
    let options = Options {
        max_tokens: 6,
        ..Options::default()
    };
    let first = conversation(model, ANALYST, ENTRY);
    let second = conversation(model, ANALYST, "A quiet day. I repaired the bicycle.");
    let cold = generate(model, &second, &options, Context::new(model));
    assert_eq!(cold.statistics.reused_tokens, 0);

    let before = generate(model, &first, &options, Context::new(model));
    let read = before.context.len();
    assert_eq!(read, first.len() + before.statistics.generated_tokens - 1);
    let warm = generate(model, &second, &options, before.context);
    let shared = first
        .iter()
        .zip(&second)
        .take_while(|(a, b)| a == b)
        .count();
    assert!(shared > 30);
    assert_eq!(warm.statistics.reused_tokens, shared);
    assert_eq!(warm.logits, cold.logits);
    assert_eq!(warm.text, cold.text);

    // The same once more: all but the last token is known.
    let again = generate(model, &second, &options, warm.context);
    assert_eq!(again.statistics.reused_tokens, second.len() - 1);
    assert_eq!(again.logits, cold.logits);
}

#[test]
fn looking_up_what_may_follow_changes_no_answer() {
    let Some(model) = &*MODEL else { return };
    let prompt = conversation(
        model,
        "Repeat the entry word for word, then summarise it.",
        ENTRY,
    );
    let careful = Sampling {
        temperature: 0.7,
        top_k: 40,
        top_p: 0.9,
        repetition_penalty: 1.05,
        seed: 5,
    };
    for sampling in [Sampling::greedy(), careful] {
        let options = |lookup| Options {
            sampling: sampling.clone(),
            max_tokens: 48,
            lookup,
            ..Options::default()
        };
        let plain = generate(model, &prompt, &options(false), Context::new(model));
        let looked = generate(model, &prompt, &options(true), Context::new(model));
        println!(
            "{} tokens in {:.0} ms, with lookup in {:.0} ms",
            plain.statistics.generated_tokens,
            plain.statistics.decode_ms,
            looked.statistics.decode_ms
        );
        assert_eq!(looked.text, plain.text);
        assert_eq!(looked.reason, plain.reason);
        assert_eq!(looked.logits, plain.logits);
        assert_eq!(
            looked.statistics.generated_tokens,
            plain.statistics.generated_tokens
        );
        // What was read on a guess that failed must not be taken for read.
        let next = generate(model, &prompt, &options(false), looked.context);
        assert_eq!(next.text, plain.text);
    }
}

/// The logarithm of the probability of `tokens` behind `prompt`, one after another.
fn score(
    model: &Arc<Model>,
    prompt: &[u32],
    tokens: &[u32],
    mut context: Context,
) -> (f64, Context) {
    let options = Options {
        max_tokens: 1,
        ..Options::default()
    };
    let mut sum = 0.0;
    for (index, &token) in tokens.iter().enumerate() {
        let prompt = [prompt, &tokens[..index]].concat();
        let answer = generate(model, &prompt, &options, context);
        let total: f64 = answer.logits.iter().map(|&x| f64::from(x).exp()).sum();
        sum += f64::from(answer.logits[token as usize]) - total.ln();
        context = answer.context;
    }
    (sum, context)
}

#[test]
fn choices_are_weighed_as_if_each_were_written() {
    let Some(model) = &*MODEL else { return };
    let choices = ["positive", "negative", "bittersweet", "a walk by the sea"];
    let question = "Is the mood of the entry positive, negative or bittersweet? One word.";
    let prompt = conversation(model, question, ENTRY);
    let weigh = |context| {
        let mut scoring =
            Scoring::new(Arc::clone(model), prompt.clone(), &choices, context).unwrap();
        loop {
            if let ScoringStep::Finished(scores) = scoring.step(0.0).unwrap() {
                return (scores, scoring.into_context());
            }
        }
    };
    let (scores, context) = weigh(Context::new(model));
    println!("{scores:?}");
    assert_eq!(context.len(), prompt.len(), "choices are not kept");
    let mut apart = Context::new(model);
    for (choice, score_together) in choices.iter().zip(&scores) {
        let tokens = model.tokenizer().encode(choice).unwrap();
        let (alone, read) = score(model, &prompt, &tokens, apart);
        apart = read;
        assert!(
            (alone - score_together).abs() < 1e-6,
            "{choice}: {alone} {score_together}"
        );
    }
    assert!(scores[3] < scores[0].max(scores[1]).max(scores[2]));
    assert_eq!(weigh(context).0, scores);
}

#[test]
fn answers_in_a_batch_are_the_same_as_alone() {
    let Some(model) = &*MODEL else { return };
    let grammar = model
        .json_grammar(&Schema::from_json(SCHEMA).unwrap())
        .unwrap();
    let options = |max_tokens, sampling| Options {
        max_tokens,
        sampling,
        ..Options::default()
    };
    let requests = [
        ("Name a feeling.", options(6, Sampling::greedy())),
        ("Say what happened in one sentence.", options(16, warm(4))),
        (
            "Repeat the entry.",
            Options {
                lookup: true,
                ..options(24, Sampling::greedy())
            },
        ),
        (
            ANALYST,
            Options {
                grammar: Some(grammar),
                ..options(40, Sampling::greedy())
            },
        ),
    ];
    let mut batch = Batch::new(
        Arc::clone(model),
        BatchOptions {
            max_answers: 3,
            timeout_ms: 50.0,
            ..BatchOptions::default()
        },
    );
    assert_eq!(batch.step(0.0).unwrap(), BatchStep::Idle);
    let add = |batch: &mut Batch, index: usize| {
        let (system, options) = &requests[index];
        batch
            .add(conversation(model, system, ENTRY), options.clone())
            .unwrap()
    };
    let mut tickets = vec![add(&mut batch, 0), add(&mut batch, 1)];
    let unwanted = add(&mut batch, 1);
    batch.cancel(unwanted);
    assert_eq!(
        batch.step(1.0).unwrap(),
        BatchStep::Idle,
        "waits for company"
    );
    assert_eq!(batch.step(40.0).unwrap(), BatchStep::Idle);

    let mut answers: HashMap<Ticket, (String, FinishReason)> = HashMap::new();
    let mut texts: HashMap<Ticket, String> = HashMap::new();
    let mut now_ms = 60.0;
    while answers.len() < requests.len() {
        match batch.step(now_ms).unwrap() {
            BatchStep::Idle => panic!("it stopped early"),
            BatchStep::Working => {}
            BatchStep::News(news) => {
                for news in news {
                    texts.entry(news.ticket).or_default().push_str(&news.text);
                    if let Some((reason, _)) = news.end {
                        let text = texts.remove(&news.ticket).unwrap();
                        answers.insert(news.ticket, (text, reason));
                    }
                }
                // Two more come while the first are being answered; the last one waits for a place.
                if tickets.len() == 2 {
                    tickets.extend([add(&mut batch, 2), add(&mut batch, 3)]);
                }
            }
        }
        now_ms += 1.0;
    }
    assert!(batch.is_empty());
    for (ticket, (system, options)) in tickets.iter().zip(&requests) {
        let prompt = conversation(model, system, ENTRY);
        let alone = generate(model, &prompt, options, Context::new(model));
        assert_eq!(answers[ticket], (alone.text, alone.reason), "{system}");
    }
}

/// Quantization of activations and the order of sums differ from llama.cpp's; what they do to the
/// model must not be felt.
#[test]
fn perplexity_is_within_a_percent_of_llama_cpps() {
    let Some(model) = &*MODEL else { return };
    let reference: Value = serde_json::from_slice(&support::fixture("perplexity.json")).unwrap();
    let text = String::from_utf8(support::fixture("perplexity.txt")).unwrap();
    let tokens = model.tokenizer().encode(text.trim()).unwrap();
    assert_eq!(Some(tokens.len() as u64), reference["tokens"].as_u64());
    // The text is weighed as the one choice behind its first token.
    let given = model.tokenizer().decode(&tokens[..1]);
    let rest = text.trim().strip_prefix(&given).unwrap();
    assert_eq!(model.tokenizer().encode(rest).unwrap(), tokens[1..]);
    let context = Context::new(model);
    let prompt = tokens[..1].to_vec();
    let mut scoring = Scoring::new(Arc::clone(model), prompt, &[rest], context).unwrap();
    let scores = loop {
        if let ScoringStep::Finished(scores) = scoring.step(0.0).unwrap() {
            break scores;
        }
    };
    let weighed = (-scores[0] / (tokens.len() - 1) as f64).exp();
    let mut evaluation = Evaluation::new(Arc::clone(model), tokens).unwrap();
    while evaluation.step().unwrap() {}
    let ours = perplexity(evaluation.predictions());
    assert!((ours / weighed - 1.0).abs() < 1e-6);
    let theirs = reference["perplexity"].as_f64().unwrap();
    println!("perplexity {ours:.3}, llama.cpp's {theirs:.3}");
    assert!((ours / theirs - 1.0).abs() < 0.01);
}
