//! Speed of the model, natively: reading a prompt of 200 tokens and generating 64, median of
//! five runs, and the peak memory.
//!
//! `cargo bench --profile quick -p companion-inference` (the model is found through
//! `COMPANION_MODEL_DIR` or in `~/.companion/models`).

use std::error::Error;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use companion_inference::gguf::Header;
use companion_inference::{Generation, Loader, Model, Options, Sampling, Step};

const RUNS: usize = 5;
const PREFILL_TOKENS: usize = 200;
const DECODE_TOKENS: usize = 64;

#[allow(clippy::print_stdout)] // Printing is what a benchmark is for.
fn main() -> Result<(), Box<dyn Error>> {
    let path = model_path()?;
    let started = Instant::now();
    let mut file = File::open(&path)?;
    let mut loader = Loader::new(Header::read(&mut file)?)?;
    while loader.step(&mut file)? {}
    let model = Arc::new(loader.finish()?);
    println!("{}", path.display());
    println!(
        "load            {:8.0} ms",
        started.elapsed().as_secs_f64() * 1e3
    );

    let text = "The river was high today and I walked along it for an hour. ".repeat(40);
    let prompt: Vec<u32> = model.tokenizer().encode(&text)?[..PREFILL_TOKENS].to_vec();
    let (mut prefill, mut decode) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let (prefill_rate, decode_rate) = run(&model, prompt.clone())?;
        prefill.push(prefill_rate);
        decode.push(decode_rate);
    }
    println!("prefill {PREFILL_TOKENS:7} {}", summary(&mut prefill));
    println!("decode  {DECODE_TOKENS:7} {}", summary(&mut decode));
    if let Some(kibibytes) = peak_memory_kib() {
        let ratio = kibibytes * 1024.0 / std::fs::metadata(&path)?.len() as f64;
        println!(
            "peak memory     {:8.0} MiB = {ratio:.2} × file",
            kibibytes / 1024.0
        );
    }
    Ok(())
}

/// Tokens per second of reading and of generating.
fn run(model: &Arc<Model>, prompt: Vec<u32>) -> Result<(f64, f64), Box<dyn Error>> {
    let clock = Instant::now();
    let options = Options {
        sampling: Sampling::greedy(),
        max_tokens: DECODE_TOKENS,
        ..Options::default()
    };
    let mut generation = Generation::new(Arc::clone(model), prompt, options)?;
    while !matches!(
        generation.step(clock.elapsed().as_secs_f64() * 1e3)?,
        Step::Finished(_)
    ) {}
    let statistics = generation.statistics();
    // The first token comes out of the prefill.
    let decoded = statistics.generated_tokens.saturating_sub(1) as f64;
    Ok((
        statistics.prompt_tokens as f64 / statistics.prefill_ms * 1e3,
        decoded / statistics.decode_ms * 1e3,
    ))
}

fn summary(rates: &mut [f64]) -> String {
    rates.sort_by(f64::total_cmp);
    let (low, high) = (rates[0], rates[rates.len() - 1]);
    format!(
        "{:8.2} tokens/s ({low:.2}–{high:.2})",
        rates[rates.len() / 2]
    )
}

fn model_path() -> Result<PathBuf, Box<dyn Error>> {
    let folder = match std::env::var_os("COMPANION_MODEL_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(std::env::var_os("HOME").ok_or("HOME is not set")?)
            .join(".companion/models"),
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "gguf")
        })
        .collect();
    files.sort();
    files
        .into_iter()
        .next()
        .ok_or_else(|| format!("no model in {}", folder.display()).into())
}

/// The process's peak resident size, where Linux tells it.
fn peak_memory_kib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
