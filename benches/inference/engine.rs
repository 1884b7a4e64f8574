//! What the engine's ways of doing less bring: one process, the real model, natively.
//!
//!     cargo bench --profile quick -p companion-inference --bench engine [PART…]
//!
//! Parts: `grammar`, `prefix`, `lookup`, `batch`; all by default. Everything that is compared is
//! measured in turn, in the thread's own time where the system tells it (so that other programs
//! disturb less), and given as a median with its range. The summaries are of blog posts in
//! `../shared/data`, which is no part of the project; without them the engine's own text is used.

use std::error::Error;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use companion_inference::chat::{Message, Role};
use companion_inference::gguf::Header;
use companion_inference::{
    Batch, BatchOptions, BatchStep, Context, Generation, Loader, Model, Options, Sampling, Schema,
    Scoring, ScoringStep, Statistics, Step,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

const RUNS: usize = 5;
const SUMMARISE: &str = "You summarise journal entries. Say in three sentences what happened and \
     how the writer felt, with the writer's own words where they fit.";
const ANALYSE: &str = "You read a journal entry and answer in JSON: the sentiment, a score from -1 \
     to 1, and at most three themes.";
const SCHEMA: &str = r#"{"type": "object", "required": ["sentiment", "score", "themes"], "properties": {
    "sentiment": {"enum": ["positive", "negative", "mixed", "neutral"]},
    "score": {"type": "number", "minimum": -1, "maximum": 1},
    "themes": {"type": "array", "minItems": 1, "maxItems": 3,
               "items": {"type": "string", "maxLength": 24}}}}"#;

fn main() -> Outcome<()> {
    let parts: Vec<String> = std::env::args()
        .skip(1)
        .filter(|part| !part.starts_with('-'))
        .collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|other| other == part);
    let model = Arc::new(load()?);
    let texts = texts();
    if wanted("grammar") {
        grammar(&model, &texts)?;
    }
    if wanted("prefix") {
        prefix(&model, &texts)?;
    }
    if wanted("lookup") {
        lookup(&model, &texts)?;
    }
    if wanted("batch") {
        batch(&model, &texts)?;
    }
    Ok(())
}

/// What holding an answer to a form costs, and what asking for probabilities costs instead.
fn grammar(model: &Arc<Model>, texts: &[String]) -> Outcome<()> {
    let prompt = conversation(model, ANALYSE, &texts[0])?;
    let clock = Clock::start();
    let grammar = model.json_grammar(&Schema::from_json(SCHEMA)?)?;
    let first_ms = milliseconds(clock);
    let clock = Clock::start();
    model.json_grammar(&Schema::from_json(SCHEMA)?)?;
    print(&format!(
        "grammar: made in {:.1} ms, the first one in {first_ms:.0} ms (with the vocabulary's order)",
        milliseconds(clock)
    ));
    let mut context = Context::new(model);
    let mut times = [const { Vec::new() }; 4];
    for run in 0..RUNS {
        for (index, times) in times.iter_mut().enumerate() {
            let options = Options {
                grammar: (index % 2 == 1).then(|| Arc::clone(&grammar)),
                sampling: Sampling {
                    temperature: if index < 2 { 0.0 } else { 1.5 },
                    top_k: 40,
                    seed: run as u64,
                    ..Sampling::greedy()
                },
                max_tokens: 40,
                ..Options::default()
            };
            let (answer, kept) = generate(model, &prompt, &options, context)?;
            context = kept;
            times.push(answer.decode_ms / (answer.generated_tokens.max(2) - 1) as f64);
        }
    }
    let names = ["greedy, free", "greedy, held", "drawn, free", "drawn, held"];
    for (name, times) in names.iter().zip(&mut times) {
        print(&format!(
            "grammar: ms a token, {name:13} {}",
            summary(times)
        ));
    }

    let choices = ["positive", "negative", "mixed", "neutral", "bittersweet"];
    let (mut read, mut weighed) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let options = Options {
            max_tokens: 1,
            ..Options::default()
        };
        let (answer, _) = generate(model, &prompt, &options, Context::new(model))?;
        read.push(answer.prefill_ms);
        let clock = Clock::start();
        let context = Context::new(model);
        let mut scoring = Scoring::new(Arc::clone(model), prompt.clone(), &choices, context)?;
        while !matches!(scoring.step(milliseconds(clock))?, ScoringStep::Finished(_)) {}
        weighed.push(milliseconds(clock));
    }
    print(&format!(
        "choices: reading {} tokens, ms    {}",
        prompt.len(),
        summary(&mut read)
    ));
    print(&format!(
        "choices: the same, five weighed   {}",
        summary(&mut weighed)
    ));
    Ok(())
}

/// What not reading the same beginning again saves.
fn prefix(model: &Arc<Model>, texts: &[String]) -> Outcome<()> {
    let options = Options {
        max_tokens: 1,
        ..Options::default()
    };
    let first = conversation(model, ANALYSE, "A quiet day.")?;
    let second = conversation(
        model,
        ANALYSE,
        "I met Ada at the lake and we talked until dark.",
    )?;
    let long = conversation(model, ANALYSE, &texts[0])?;
    let (mut cold, mut warm, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let (mut reused, mut long_cold) = (0, Vec::new());
    for _ in 0..RUNS {
        let (answer, _) = generate(model, &second, &options, Context::new(model))?;
        cold.push(answer.prefill_ms);
        let (_, context) = generate(model, &first, &options, Context::new(model))?;
        let (answer, _) = generate(model, &second, &options, context)?;
        warm.push(answer.prefill_ms);
        reused = answer.reused_tokens;
        let (answer, context) = generate(model, &long, &options, Context::new(model))?;
        long_cold.push(answer.prefill_ms);
        let (answer, _) = generate(model, &long, &options, context)?;
        again.push(answer.prefill_ms);
    }
    print(&format!(
        "prefix: {} tokens cold, ms        {}",
        second.len(),
        summary(&mut cold)
    ));
    print(&format!(
        "prefix: {reused} of them known    {}",
        summary(&mut warm)
    ));
    print(&format!(
        "prefix: {} tokens cold, ms        {}",
        long.len(),
        summary(&mut long_cold)
    ));
    print(&format!(
        "prefix: the same once more        {}",
        summary(&mut again)
    ));
    Ok(())
}

/// What guessing from the prompt brings, for summaries and for a task that quotes.
fn lookup(model: &Arc<Model>, texts: &[String]) -> Outcome<()> {
    for (name, system, texts) in [
        ("summaries", SUMMARISE, texts),
        (
            "corrections",
            "Write the entry again with its spelling corrected.",
            &texts[..4],
        ),
    ] {
        let (mut plain_ms, mut looked_ms, mut tokens, mut same) = (0.0, 0.0, 0, 0);
        let mut ratios = Vec::new();
        for text in texts {
            let prompt = conversation(model, system, text)?;
            let mut answers = Vec::new();
            for lookup in [false, true] {
                let options = Options {
                    max_tokens: 96,
                    lookup,
                    ..Options::default()
                };
                answers.push(generate(model, &prompt, &options, Context::new(model))?);
            }
            let [(plain, read), (looked, read_too)] = &answers[..] else {
                return Err("two answers".into());
            };
            plain_ms += plain.decode_ms;
            looked_ms += looked.decode_ms;
            tokens += plain.generated_tokens - 1;
            same += usize::from(read.len() == read_too.len());
            ratios.push(plain.decode_ms / looked.decode_ms);
        }
        print(&format!(
            "lookup, {} {name} ({same} of the same length): {:.1} → {:.1} tokens/s; ratio {}",
            texts.len(),
            tokens as f64 / plain_ms * 1e3,
            tokens as f64 / looked_ms * 1e3,
            summary(&mut ratios)
        ));
    }
    Ok(())
}

/// Tokens a second of all answers together when 1, 2, 4 and 8 are written at the same time.
fn batch(model: &Arc<Model>, texts: &[String]) -> Outcome<()> {
    const SIZES: [usize; 4] = [1, 2, 4, 8];
    let options = Options {
        max_tokens: 32,
        ..Options::default()
    };
    let mut rates = [const { Vec::new() }; SIZES.len()];
    for _ in 0..3 {
        for (size, rates) in SIZES.into_iter().zip(&mut rates) {
            let batch_options = BatchOptions {
                timeout_ms: 0.0,
                ..BatchOptions::default()
            };
            let mut batch = Batch::new(Arc::clone(model), batch_options);
            for text in texts.iter().cycle().take(size) {
                // Read before the clock runs: what is measured is writing.
                let text: String = text.chars().take(200).collect();
                let prompt = conversation(model, SUMMARISE, &text)?;
                let only_read = Options {
                    max_tokens: 1,
                    ..Options::default()
                };
                let (_, context) = generate(model, &prompt, &only_read, Context::new(model))?;
                batch.add_behind(prompt, options.clone(), context)?;
            }
            let (clock, mut tokens) = (Clock::start(), 0);
            while !batch.is_empty() {
                if let BatchStep::News(news) = batch.step(milliseconds(clock))? {
                    let ended = news.iter().filter_map(|news| news.end.as_ref());
                    tokens += ended
                        .map(|(_, answer)| answer.generated_tokens)
                        .sum::<usize>();
                }
            }
            rates.push(tokens as f64 / milliseconds(clock) * 1e3);
        }
    }
    for (size, rates) in SIZES.into_iter().zip(&mut rates) {
        print(&format!(
            "batch of {size}: tokens/s in all    {}",
            summary(rates)
        ));
    }
    Ok(())
}

fn generate(
    model: &Arc<Model>,
    prompt: &[u32],
    options: &Options,
    context: Context,
) -> Outcome<(Statistics, Context)> {
    let clock = Clock::start();
    let (model, prompt) = (Arc::clone(model), prompt.to_vec());
    let mut generation = Generation::resume(model, prompt, options.clone(), context)?;
    while !matches!(generation.step(milliseconds(clock))?, Step::Finished(_)) {}
    Ok((generation.statistics(), generation.into_context()))
}

fn conversation(model: &Model, system: &str, user: &str) -> Outcome<Vec<u32>> {
    let message = |role, text| Message { role, text };
    let messages = [message(Role::System, system), message(Role::User, user)];
    Ok(model.prompt(&messages, "")?)
}

/// Posts of several authors, 900 characters each.
fn texts() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/author_style/dev/entries.jsonl");
    let Ok(lines) = std::fs::read_to_string(path) else {
        print("no ../shared/data: a text of our own instead");
        return vec!["The river was high today and I walked along it with Ada. ".repeat(15); 8];
    };
    let mut texts: Vec<String> = Vec::new();
    let mut last_author = String::new();
    for (number, line) in lines.lines().enumerate() {
        let Ok(entry) = serde_json::from_str::<serde_json::Value>(line) else {
            continue;
        };
        let (author, text) = (entry["author"].as_str(), entry["text"].as_str());
        let (Some(author), Some(text)) = (author, text) else {
            continue;
        };
        let is_next = author != last_author || number.is_multiple_of(7);
        if is_next && text.len() > 900 {
            last_author = author.to_owned();
            texts.push(text.chars().take(900).collect());
        }
        if texts.len() == 8 {
            break;
        }
    }
    texts
}

fn load() -> Outcome<Model> {
    let folder = match std::env::var_os("COMPANION_MODEL_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(std::env::var_os("HOME").ok_or("HOME is not set")?)
            .join(".companion/models"),
    };
    let mut file = File::open(folder.join("qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"))?;
    let mut loader = Loader::new(Header::read(&mut file)?)?;
    while loader.step(&mut file)? {}
    Ok(loader.finish()?)
}

/// Milliseconds that this thread has computed, or that have passed where that is not known.
#[derive(Clone, Copy)]
struct Clock {
    wall: Instant,
    own_ns: Option<u64>,
}

impl Clock {
    fn start() -> Self {
        Self {
            wall: Instant::now(),
            own_ns: own_ns(),
        }
    }
}

fn milliseconds(clock: Clock) -> f64 {
    match (clock.own_ns, own_ns()) {
        (Some(start), Some(now)) => (now - start) as f64 / 1e6,
        _ => clock.wall.elapsed().as_secs_f64() * 1e3,
    }
}

/// Nanoseconds of processor time, as Linux counts them.
fn own_ns() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split_whitespace().next()?.parse().ok()
}

fn summary(values: &mut [f64]) -> String {
    values.sort_by(f64::total_cmp);
    let (low, high) = (values[0], values[values.len() - 1]);
    format!("{:8.2} ({low:.2}–{high:.2})", values[values.len() / 2])
}

#[allow(clippy::print_stdout, reason = "printing is what a benchmark is for")]
fn print(line: &str) {
    println!("{line}");
}
