//! `companion-native compare A B --text FILE`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use companion_inference::{
    Evaluation, Measurement, Model, Paces, Prediction, agreement, perplexity, threads,
};
use serde_json::{Value, json};

use crate::CommandError;
use crate::progress::Progress;
use crate::{model_file, print};

/// Compare two files of a language model: size, speed, and how well they foretell a text.
///
/// Perplexity is how many words, as it were, the model hesitates between at each step: lower is
/// better. Say in --text a file of plain text such as the model will be used for.
#[derive(Args)]
pub struct Compare {
    /// The model that is compared with, such as the original.
    #[arg(value_name = "A.gguf")]
    first: PathBuf,
    /// The other model.
    #[arg(value_name = "B.gguf")]
    second: PathBuf,
    /// A file of text in UTF-8.
    #[arg(long, value_name = "FILE")]
    text: PathBuf,
    /// At most so many tokens of the text are read.
    #[arg(long, default_value_t = 4096, value_parser = clap::value_parser!(u32).range(2..))]
    tokens: u32,
    /// Threads that compute.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    threads: u32,
    /// Print figures for programs (JSON) instead of a table.
    #[arg(long)]
    json: bool,
}

/// Tokens of a run that speed is measured in: read, and written.
const PACE_TOKENS: (usize, usize) = (128, 32);
/// Runs, of which the fastest counts: what else a computer does only ever slows a run.
const PACE_RUNS: usize = 3;

/// What was found of a model.
struct Found {
    size_bytes: u64,
    tokens: Vec<u32>,
    predictions: Vec<Prediction>,
    /// Tokens a second.
    reading: f64,
    writing: f64,
}

impl Compare {
    /// Measures both, one after the other, and prints.
    ///
    /// # Errors
    /// When a model or the text cannot be used, or the two models cut text into different tokens.
    pub fn run(self) -> Result<(), CommandError> {
        let text = std::fs::read(&self.text).map_err(CommandError::file(&self.text))?;
        let text = String::from_utf8(text).map_err(|_| CommandError::NotUtf8(self.text.clone()))?;
        // `u32` fits `usize` wherever this program runs.
        threads::start_threads(self.threads as usize);
        threads::limit_threads(self.threads as usize);
        // Opened before anything is measured: a wrong name should not take minutes to be found.
        for path in [&self.first, &self.second] {
            model_file::open(path)?;
        }
        let first = self.examine(&self.first, &text, None)?;
        let second = self.examine(&self.second, &text, Some(&first.tokens))?;
        let same = agreement(&first.predictions, &second.predictions);
        if self.json {
            let data = json!({
                "tokens": first.predictions.len(),
                "threads": threads::threads(),
                "same_likeliest_token": same,
                "models": [first.json(&self.first), second.json(&self.second)],
            });
            return print::line(&format!("{data:#}"));
        }
        print_table(&first, &second)?;
        print::line(&format!(
            "The same token likeliest: {:.1} % of {}",
            same * 100.0,
            print::count(first.predictions.len() as u64, "token", "tokens")
        ))
    }

    /// Loads a model, measures it, and lets it go. It must make `same` tokens of the text.
    fn examine(
        &self,
        path: &Path,
        text: &str,
        same: Option<&[u32]>,
    ) -> Result<Found, CommandError> {
        let size_bytes = model_file::open(path)?.1.size_bytes();
        let model = model_file::load(path)?;
        let mut tokens = model.tokenizer().encode(text.trim())?;
        tokens.truncate(self.tokens as usize);
        if same.is_some_and(|same| same != tokens) {
            return Err(CommandError::DifferentTokens);
        }
        let predictions = foretell(&model, tokens.clone())?;
        let (mut reading, mut writing) = (0.0_f64, 0.0_f64);
        for _ in 0..PACE_RUNS {
            let paces = pace(&model)?;
            reading = reading.max(rate(PACE_TOKENS.0, paces.first_token_ms));
            writing = writing.max(rate(PACE_TOKENS.1, paces.decode_ms));
        }
        Ok(Found {
            size_bytes,
            tokens,
            predictions,
            reading,
            writing,
        })
    }
}

impl Found {
    fn json(&self, path: &Path) -> Value {
        json!({
            "file": path.display().to_string(),
            "size_bytes": self.size_bytes,
            "prefill_tokens_per_second": self.reading,
            "decode_tokens_per_second": self.writing,
            "perplexity": perplexity(&self.predictions),
        })
    }
}

fn foretell(model: &Arc<Model>, tokens: Vec<u32>) -> Result<Vec<Prediction>, CommandError> {
    let mut evaluation = Evaluation::new(Arc::clone(model), tokens)?;
    let mut progress = Progress::begin("Reading the text");
    while evaluation.step()? {
        let (done, all) = evaluation.progress();
        progress.tell(done as u64, all as u64);
    }
    Ok(evaluation.predictions().to_vec())
}

fn pace(model: &Arc<Model>) -> Result<Paces, CommandError> {
    let (read, write) = PACE_TOKENS;
    let mut measurement = Measurement::new(Arc::clone(model), read, write)?;
    let clock = Instant::now();
    loop {
        let more = measurement.step(clock.elapsed().as_secs_f64() * 1e3)?;
        if let (false, Some(paces)) = (more, measurement.paces()) {
            return Ok(paces);
        }
    }
}

/// Tokens a second.
fn rate(tokens: usize, ms: f64) -> f64 {
    tokens as f64 / ms.max(f64::MIN_POSITIVE) * 1e3
}

fn print_table(first: &Found, second: &Found) -> Result<(), CommandError> {
    let row = |what: &str, unit: &str, value: fn(&Found) -> f64, digits: usize| {
        let (a, b) = (value(first), value(second));
        print::line(&format!(
            "{what:<12}{a:>12.digits$}{b:>12.digits$}  {unit:<10}{:>6.3} ×",
            b / a
        ))
    };
    print::line(&format!("{:<12}{:>12}{:>12}", "", "A", "B"))?;
    row("Size", "MB", |found| found.size_bytes as f64 / 1e6, 1)?;
    row("Reading", "tokens/s", |found| found.reading, 1)?;
    row("Writing", "tokens/s", |found| found.writing, 1)?;
    row("Perplexity", "", |found| perplexity(&found.predictions), 3)
}
