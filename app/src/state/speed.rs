//! How fast the model is on this device: what the page's address asks for, and what came out.

use companion_protocol::inference::{
    Failure, FailureKind, Measure, Measured, MeasuredRun, ModelState,
};
use js_sys::JSON;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::App;
use crate::text::words::{engine, speed as words};

/// Tokens read in a run unless the address says otherwise: a question about a short entry.
const PROMPT_TOKENS: u32 = 128;
/// Tokens written likewise: a question.
const DECODE_TOKENS: u32 = 32;
/// How long to measure, unless the address says how often.
const DURATION_MS: f64 = 20_000.0;
/// Runs that are enough, however fast they are.
const ENOUGH_RUNS: u32 = 9;
/// What a question about an entry reads and writes, in tokens: an entry of a hundred words.
const QUESTION_TOKENS: (f64, f64) = (150.0, 25.0);

/// What the address asks for: `/speed?model=…&prompt_tokens=…&decode_tokens=…&threads=…&runs=…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Name or file name of the model, or a part of it; else the stored one.
    pub(crate) model: Option<String>,
    measure: Measure,
    /// Whether to measure for about [`DURATION_MS`] instead of a given number of runs.
    by_time: bool,
}

impl Wanted {
    /// Reads the part of an address behind its path. What it does not say, or says wrongly, is
    /// as usual.
    pub(crate) fn from_query(query: &str) -> Self {
        let value = |name: &str| {
            query.trim_start_matches('?').split('&').find_map(|part| {
                let (key, value) = part.split_once('=')?;
                let decoded = js_sys::decode_uri_component(value).ok()?;
                (key == name).then(|| String::from(decoded))
            })
        };
        let number = |name| value(name).and_then(|text| text.parse().ok());
        let runs: Option<u32> = number("runs");
        Self {
            model: value("model").filter(|model| !model.is_empty()),
            measure: Measure {
                prompt_tokens: number("prompt_tokens").unwrap_or(PROMPT_TOKENS).max(1),
                decode_tokens: number("decode_tokens").unwrap_or(DECODE_TOKENS),
                threads: number("threads").unwrap_or_else(processors),
                runs: runs.unwrap_or(1).clamp(1, Measure::MAX_RUNS),
            },
            by_time: runs.is_none(),
        }
    }
}

/// Where the measurement stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Speed {
    /// Nothing was measured yet.
    #[default]
    Idle,
    /// It is under way.
    Running,
    /// It is over.
    Done(Measured),
    /// Somebody stopped it.
    Stopped,
    /// Why there is no result.
    Failed(String),
}

/// Rates of one run, or the median ones of several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rates {
    /// Tokens read in a second.
    pub(crate) prefill: f64,
    /// Tokens written in a second.
    pub(crate) decode: f64,
    /// Milliseconds until the first token.
    pub(crate) first_token_ms: f64,
}

impl Rates {
    /// Of one run.
    fn of_run(measured: &Measured, run: &MeasuredRun) -> Self {
        let rate = |tokens: u32, ms: f64| f64::from(tokens) / ms.max(f64::MIN_POSITIVE) * 1e3;
        Self {
            prefill: rate(measured.prompt_tokens, run.first_token_ms),
            decode: rate(measured.decode_tokens, run.decode_ms),
            first_token_ms: run.first_token_ms,
        }
    }

    /// The median of each over all runs.
    pub(crate) fn of(measured: &Measured) -> Self {
        let runs = measured.runs.iter();
        let all: Vec<Self> = runs.map(|run| Self::of_run(measured, run)).collect();
        Self {
            prefill: median(all.iter().map(|rates| rates.prefill)),
            decode: median(all.iter().map(|rates| rates.decode)),
            first_token_ms: median(all.iter().map(|rates| rates.first_token_ms)),
        }
    }

    /// Milliseconds that a question about an entry takes.
    pub(crate) fn question_ms(self) -> f64 {
        let (reads, writes) = QUESTION_TOKENS;
        (reads / self.prefill + writes / self.decode) * 1e3
    }
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

/// Everything in the form that other programs read (JSON): medians, then every run.
pub(crate) fn as_data(measured: &Measured) -> String {
    let text = |text: &str| {
        // A string always has a JSON form.
        JSON::stringify(&JsValue::from_str(text)).map_or_else(|_| "null".into(), String::from)
    };
    let fields = |rates: Rates| {
        format!(
            "\"prefill_tokens_per_second\": {:.2}, \"decode_tokens_per_second\": {:.2}, \"first_token_ms\": {:.1}",
            rates.prefill, rates.decode, rates.first_token_ms
        )
    };
    let runs: Vec<String> = measured
        .runs
        .iter()
        .map(|run| format!("    {{{}}}", fields(Rates::of_run(measured, run))))
        .collect();
    format!(
        "{{\n  \"model\": {},\n  \"threads\": {},\n  \"kernels\": {},\n  \"prompt_tokens\": {},\n  \"decode_tokens\": {},\n  {},\n  \"load_ms\": {:.1},\n  \"peak_memory_bytes\": {},\n  \"runs\": [\n{}\n  ],\n  \"written\": {:?}\n}}",
        text(&measured.model),
        measured.threads,
        text(&measured.kernels),
        measured.prompt_tokens,
        measured.decode_tokens,
        fields(Rates::of(measured)).replace(", ", ",\n  "),
        measured.load_ms,
        measured.peak_memory_bytes,
        runs.join(",\n"),
        measured.written
    )
}

impl App {
    /// Measures, and shows what came out.
    pub(crate) async fn measure_speed(self, wanted: Wanted) {
        if self.speed.get_untracked() == Speed::Running {
            return;
        }
        self.speed.set(Speed::Running);
        self.progress.set(None);
        self.announce(words::measuring());
        let outcome = self.measure(wanted).await;
        self.progress.set(None);
        self.speed.set(match outcome {
            Ok(measured) => {
                self.announce(words::question(Rates::of(&measured).question_ms()));
                Speed::Done(measured)
            }
            Err(why) => why,
        });
    }

    /// Stops a measurement under way.
    pub(crate) async fn stop_measuring(self) {
        if self.speed.get_untracked() == Speed::Running {
            // A worker that does not answer is ended by the watchdog.
            let _ = self.inference.stop_generating().await;
        }
    }

    async fn measure(self, wanted: Wanted) -> Result<Measured, Speed> {
        if let Some(model) = &wanted.model {
            self.provide(model).await?;
        }
        let mut measured = self
            .inference
            .measure(wanted.measure)
            .await
            .map_err(ended)?;
        if wanted.by_time {
            let one_ms: f64 = measured
                .runs
                .iter()
                .map(|run| run.first_token_ms + run.decode_ms)
                .sum();
            // `as` saturates.
            let left = ((DURATION_MS - one_ms) / one_ms) as u32;
            if left > 0 {
                let runs = left.min(ENOUGH_RUNS - 1);
                let request = Measure {
                    runs,
                    ..wanted.measure
                };
                let more = self.inference.measure(request).await.map_err(ended)?;
                measured.runs.extend(more.runs);
                measured.peak_memory_bytes = more.peak_memory_bytes;
            }
        }
        Ok(measured)
    }

    /// Makes sure that the named model is stored, copying it from this computer if need be; never
    /// from the internet.
    async fn provide(self, name: &str) -> Result<(), Speed> {
        self.look_for_models().await;
        let model = self.model.get_untracked();
        let is_stored = matches!(
            model.state,
            ModelState::Ready | ModelState::Loading | ModelState::Loaded
        );
        let stored = model.name.filter(|_| is_stored);
        if stored.is_some_and(|stored| is_named(&stored, name)) {
            return Ok(());
        }
        let offers = self.transfer.offers.get_untracked().unwrap_or_default();
        let offered = offers.into_iter().find(|offered| {
            let download = &offered.download;
            !offered.is_internet
                && (is_named(&download.name, name) || is_named(&download.path, name))
        });
        let Some(offered) = offered else {
            return Err(Speed::Failed(words::not_here(name)));
        };
        let fetched = self.inference.download(offered.download).await;
        fetched.map(|_| ()).map_err(ended)
    }
}

/// How a measurement ends that fails.
fn ended(failure: Failure) -> Speed {
    match failure.kind {
        FailureKind::Cancelled => Speed::Stopped,
        FailureKind::NoModel => Speed::Failed(words::no_model().into()),
        _ => Speed::Failed(engine::failure(&failure)),
    }
}

/// Whether a model of this name is meant by `asked`: the same letters and digits, or a part of
/// them. How it is quantized is not always in the name that a file gives itself, so that does not
/// count.
fn is_named(name: &str, asked: &str) -> bool {
    plain(name).contains(&plain(asked))
}

/// The letters and digits of a model's name, without its quantization (`-q4_k_m`) and file type.
fn plain(name: &str) -> String {
    let name = name.to_lowercase();
    let bytes = name.as_bytes();
    let quantization = (1..bytes.len().saturating_sub(1)).rev().find(|&at| {
        bytes[at] == b'q'
            && bytes[at + 1].is_ascii_digit()
            && !bytes[at - 1].is_ascii_alphanumeric()
    });
    let end = quantization.unwrap_or(name.len());
    let name = &name[..end];
    let name = name.strip_suffix(".gguf").unwrap_or(name);
    name.chars().filter(|char| char.is_alphanumeric()).collect()
}

/// Processors that the browser tells of.
fn processors() -> u32 {
    // A small whole number.
    (window().navigator().hardware_concurrency() as u32).max(1)
}

/// Whether the page was opened at `/speed`.
pub(crate) fn is_opened_for_speed() -> bool {
    let path = window().location().pathname();
    path.is_ok_and(|path| path.ends_with("/speed"))
}

/// What the present address asks for.
pub(crate) fn wanted_here() -> Wanted {
    Wanted::from_query(&window().location().search().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_known_by_its_name_in_any_spelling() {
        let file = "models/files/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";
        for asked in [
            "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            "Qwen2.5-Coder-0.5B-Instruct (Q4_K_M)",
            "0.5b",
        ] {
            assert!(is_named(file, asked), "{asked}");
            assert!(
                is_named("Qwen2.5 Coder 0.5B Instruct AWQ", asked),
                "{asked}"
            );
        }
        assert!(!is_named(file, "qwen2.5-coder-1.5b-instruct-q4_k_m"));
        assert!(!is_named(file, "Qwen3-0.6B-Q8_0.gguf"));
    }

    #[test]
    fn rates_are_medians_of_all_runs() {
        let run = |first_token_ms, decode_ms| MeasuredRun {
            first_token_ms,
            decode_ms,
        };
        let measured = Measured {
            model: "A \"model\"".into(),
            threads: 2,
            kernels: "scalar".into(),
            load_ms: 1500.0,
            peak_memory_bytes: 600,
            prompt_tokens: 100,
            decode_tokens: 10,
            runs: vec![run(1000.0, 1000.0), run(2000.0, 500.0), run(4000.0, 2000.0)],
            written: Vec::new(),
        };
        let rates = Rates::of(&measured);
        assert_eq!(
            (rates.prefill, rates.decode, rates.first_token_ms),
            (50.0, 10.0, 2000.0)
        );
        // 150 tokens to read and 25 to write.
        assert_eq!(rates.question_ms(), 5500.0);
    }
}
