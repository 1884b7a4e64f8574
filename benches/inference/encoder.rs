//! Speed of the sentence encoder, natively: 32 sentences as people write them, median of twenty
//! runs, one long text, and the time to load.
//!
//! `cargo bench --profile quick -p companion-inference --bench encoder`, after `cargo xtask encoder`.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use companion_inference::embed::Encoder;

const RUNS: usize = 20;
const FILE: &str = "encoders/all-minilm-l6-v2-q8_0.gguf";
const SENTENCES: [&str; 4] = [
    "This morning I forgot the keys again, and Nora laughed all the way to the station.",
    "Dad did not answer the phone, which worried me more than I want to admit.",
    "The new neighbour planted tomatoes on the balcony although it was snowing.",
    "I finished the thesis at midnight and slept through the alarm.",
];

#[allow(clippy::print_stdout)] // Printing is what a benchmark is for.
fn main() -> Result<(), Box<dyn Error>> {
    let folder = match std::env::var_os("COMPANION_MODEL_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(std::env::var_os("HOME").ok_or("HOME is not set")?)
            .join(".companion/models"),
    };
    let started = Instant::now();
    let file = File::open(folder.join(FILE))?;
    let encoder = Arc::new(Encoder::load(&mut BufReader::new(file))?);
    println!(
        "load                    {:8.1} ms",
        started.elapsed().as_secs_f64() * 1e3
    );

    let batch: Vec<&str> = SENTENCES.iter().copied().cycle().take(32).collect();
    let long = SENTENCES.join(" ").repeat(6);
    for (what, texts) in [
        ("32 sentences", batch),
        ("a text of 256 tokens", vec![&*long]),
    ] {
        let mut times = Vec::new();
        let mut tokens = 0;
        let busy_before_ms = processor_ms();
        for _ in 0..RUNS {
            let started = Instant::now();
            let readings = encoder.read(&texts)?;
            times.push(started.elapsed().as_secs_f64() * 1e3);
            tokens = readings.iter().map(|reading| reading.tokens).sum();
        }
        let busy_ms = (processor_ms() - busy_before_ms) / RUNS as f64;
        times.sort_by(f64::total_cmp);
        println!(
            "{what:20} {:8.1} ms ({:.1}–{:.1}), {tokens} tokens, {:.0} tokens/s; {busy_ms:.1} ms of a \
             processor",
            times[RUNS / 2],
            times[0],
            times[RUNS - 1],
            tokens as f64 / times[RUNS / 2] * 1e3
        );
    }
    Ok(())
}

/// Time that this thread has spent on a processor, where Linux tells it: what a busy machine
/// changes least.
fn processor_ms() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok())
        .map_or(f64::NAN, |nanoseconds| nanoseconds / 1e6)
}
