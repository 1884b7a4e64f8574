//! `companion-native bench`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use companion_inference::gguf::Header;
use companion_inference::{Backend, Loader, Measurement, Model, Paces, threads};
use serde_json::{Value, json};

use crate::CommandError;
use crate::print;
use crate::server::default_model_dir;

/// Measure how fast the language model is on this computer.
///
/// Figures for programs go to standard output (JSON, the same as on the app's page "Speed on this
/// device"), words to standard error. Nothing of a journal is read.
#[derive(Args)]
pub struct Bench {
    /// Model file; else the first one in ~/.companion/models.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Tokens that are read in a run.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    prompt_tokens: u32,
    /// Tokens that are written in a run, behind the first.
    #[arg(long, default_value_t = 64)]
    decode_tokens: u32,
    /// Threads that compute.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    threads: u32,
    /// Times to do it.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
}

/// Tokens of a question about an entry of a hundred words: read, and written.
const QUESTION_TOKENS: (f64, f64) = (150.0, 25.0);

impl Bench {
    /// Measures and prints.
    ///
    /// # Errors
    /// When there is no model or it cannot be used.
    pub fn run(self) -> Result<(), CommandError> {
        let path = self.model.clone().map_or_else(first_model, Ok)?;
        // `u32` fits `usize` wherever this program runs.
        threads::start_threads(self.threads as usize);
        threads::limit_threads(self.threads as usize);
        let clock = Instant::now();
        let (name, model) = load(&path)?;
        let load_ms = milliseconds(clock);
        let mut runs = Vec::new();
        let mut written = Vec::new();
        for number in 1..=self.runs {
            print::notice(&format!("Run {number} of {}…", self.runs));
            let (paces, tokens) = self.measure(&model)?;
            runs.push(paces);
            written = tokens;
        }
        let reads = |paces: &Paces| rate(self.prompt_tokens, paces.first_token_ms);
        let writes = |paces: &Paces| rate(self.decode_tokens, paces.decode_ms);
        let (prefill, decode) = (
            median(runs.iter().map(reads)),
            median(runs.iter().map(writes)),
        );
        let each: Vec<Value> = runs
            .iter()
            .map(|paces| {
                json!({
                    "prefill_tokens_per_second": reads(paces),
                    "decode_tokens_per_second": writes(paces),
                    "first_token_ms": paces.first_token_ms,
                })
            })
            .collect();
        let (question_reads, question_writes) = QUESTION_TOKENS;
        print::notice(&format!(
            "A question about an entry takes about {:.1} seconds here. Waking the model takes {:.1}.",
            question_reads / prefill + question_writes / decode,
            load_ms / 1e3
        ));
        let data = json!({
            "model": name,
            "threads": threads::threads(),
            "kernels": Backend::best().name(),
            "prompt_tokens": self.prompt_tokens,
            "decode_tokens": self.decode_tokens,
            "prefill_tokens_per_second": prefill,
            "decode_tokens_per_second": decode,
            "first_token_ms": median(runs.iter().map(|paces| paces.first_token_ms)),
            "load_ms": load_ms,
            "peak_memory_bytes": peak_memory_bytes(),
            "runs": each,
            "written": written,
        });
        print::line(&format!("{data:#}"))
    }

    fn measure(&self, model: &Arc<Model>) -> Result<(Paces, Vec<u32>), CommandError> {
        let (prompt, decode) = (self.prompt_tokens as usize, self.decode_tokens as usize);
        let mut measurement = Measurement::new(Arc::clone(model), prompt, decode)?;
        let clock = Instant::now();
        loop {
            let more = measurement.step(milliseconds(clock))?;
            if let (false, Some(paces)) = (more, measurement.paces()) {
                return Ok((paces, measurement.written().to_vec()));
            }
        }
    }
}

/// The model in `path`, and its name.
fn load(path: &Path) -> Result<(String, Arc<Model>), CommandError> {
    let mut file = File::open(path).map_err(CommandError::file(path))?;
    let header = Header::read(&mut file)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = header.name().unwrap_or(&stem).to_owned();
    let mut loader = Loader::new(header)?;
    while loader.step(&mut file)? {}
    Ok((name, Arc::new(loader.finish()?)))
}

/// The first model of this person, by name.
fn first_model() -> Result<PathBuf, CommandError> {
    let folder = default_model_dir().ok_or(CommandError::NoHome)?;
    let files = std::fs::read_dir(&folder).into_iter().flatten();
    files
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|kind| kind == "gguf"))
        .min()
        .ok_or(CommandError::NoModel(folder))
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// Tokens a second; 0 of none.
fn rate(tokens: u32, ms: f64) -> f64 {
    f64::from(tokens) / ms.max(f64::MIN_POSITIVE) * 1e3
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match (sorted.get(half.wrapping_sub(1)), sorted.get(half)) {
        (Some(below), Some(above)) if sorted.len().is_multiple_of(2) => {
            f64::midpoint(*below, *above)
        }
        (_, middle) => middle.copied().unwrap_or_default(),
    }
}

/// The most memory that this process has had, where the system tells it (Linux).
fn peak_memory_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}
