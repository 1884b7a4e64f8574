//! A small random Whisper against transformers: `tests/fixtures/inference/make_whisper.py`. The real
//! model is in `tests/speech.rs`; this one is in the repository.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed assumption of a test fails it; the measured agreement is worth seeing"
)]

use std::cell::Cell;
use std::collections::HashMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

use flate2::read::GzDecoder;
use serde_json::Value;

use super::audio::{EPSILON, Listening, POSITIONS};
use super::spectrogram::BANDS;
use super::text::Writing;
use super::{Recognizer, SAMPLE_RATE, Samples, Transcript, Transcription, WINDOW_SAMPLES};

const MIN_COSINE: f64 = 0.999;

fn fixture(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    fs::read(
        folder
            .join("../../tests/fixtures/inference/speech")
            .join(name),
    )
    .unwrap()
}

fn tiny() -> Recognizer {
    Recognizer::load(&mut Cursor::new(fixture("tiny.gguf"))).unwrap()
}

fn recording() -> Vec<f32> {
    let bytes = fixture("jfk.wav");
    let data = bytes.windows(4).position(|four| four == b"data").unwrap() + 8;
    let samples = bytes[data..].as_chunks::<2>().0.iter();
    samples
        .map(|sample| f32::from(i16::from_le_bytes(*sample)) / 32768.0)
        .collect()
}

/// Rows of numbers by where they belong.
fn rows(value: &Value) -> Vec<(usize, Vec<f32>)> {
    let rows: HashMap<String, Vec<f32>> = serde_json::from_value(value.clone()).unwrap();
    rows.into_iter()
        .map(|(at, row)| (at.parse().unwrap(), row))
        .collect()
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        let products = a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y));
        products.sum()
    };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

fn likeliest(scores: &[f32]) -> usize {
    (0..scores.len())
        .max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
        .unwrap()
}

/// What the half that listens makes of a window, ready to be written about.
fn heard(model: &Recognizer, spectrogram: &[f32]) -> Writing {
    let (config, mut work, mut writing) = (&model.config, Listening::default(), Writing::default());
    model.audio.begin(config, spectrogram, &mut work).unwrap();
    for layer in &model.audio.layers {
        layer.forward(config, &mut work).unwrap();
    }
    model.audio.norm.apply(&mut work.hidden, EPSILON);
    let hidden = &work.hidden[..POSITIONS * config.width];
    while model.text.hear(config, hidden, &mut writing).unwrap() {}
    writing
}

#[test]
fn it_agrees_with_transformers() {
    let mut json = Vec::new();
    GzDecoder::new(&fixture("tiny.json.gz")[..])
        .read_to_end(&mut json)
        .unwrap();
    let reference: Value = serde_json::from_slice(&json).unwrap();
    let model = tiny();
    let spectrogram = model.spectrogram.window(&recording()).unwrap();
    for (frame, expected) in rows(&reference["frames"]) {
        let ours = &spectrogram[frame * BANDS..][..BANDS];
        for (ours, expected) in ours.iter().zip(&expected) {
            assert!((ours - expected).abs() < 2e-3, "{frame}: {ours} {expected}");
        }
    }

    let mut writing = heard(&model, &spectrogram);
    let tokens: Vec<u32> = serde_json::from_value(reference["tokens"].clone()).unwrap();
    let mut write = |token| {
        model
            .text
            .write(&model.config, token, &mut writing)
            .unwrap()
    };
    let scores: Vec<Vec<f32>> = tokens.iter().map(|&token| write(token)).collect();
    for (at, expected) in rows(&reference["logits"]) {
        let cosine = cosine(&scores[at], &expected);
        println!("behind token {at}: cosine {cosine:.6}");
        assert!(cosine > MIN_COSINE, "{at}: {cosine}");
        assert_eq!(likeliest(&scores[at]), likeliest(&expected), "{at}");
    }

    // Tokens that were taken back leave nothing behind.
    writing.cut(3);
    let again = model
        .text
        .write(&model.config, tokens[3], &mut writing)
        .unwrap();
    assert_eq!(again, scores[3]);
}

/// A recording that is made as it is asked for, and knows the longest stretch that was asked for.
struct Endless {
    seconds: usize,
    longest: Cell<usize>,
}

impl Samples for &Endless {
    fn count(&self) -> usize {
        self.seconds * SAMPLE_RATE as usize
    }

    fn read(&self, start: usize, window: &mut [f32]) {
        self.longest.set(self.longest.get().max(window.len()));
        for (at, sample) in (start..).zip(window) {
            // Every ten minutes there are three seconds of something.
            let is_loud = at / SAMPLE_RATE as usize % 600 < 3;
            *sample = if is_loud {
                (at as f32 * 0.1).sin()
            } else {
                0.0
            };
        }
    }
}

fn transcribe<S: Samples>(mut transcription: Transcription<S>) -> Transcript {
    while transcription.step().unwrap() {}
    transcription.finish()
}

#[test]
fn two_hours_are_asked_for_half_a_minute_at_a_time() {
    let recording = Endless {
        seconds: 2 * 60 * 60,
        longest: Cell::new(0),
    };
    let transcription = Transcription::new(Arc::new(tiny()), &recording, None).unwrap();
    assert_eq!(transcribe(transcription).samples, (&recording).count());
    assert_eq!(recording.longest.get(), WINDOW_SAMPLES);
}

/// A part ends where a window would be cut off, and the next begins there.
#[test]
fn a_part_leaves_what_is_less_than_a_window_to_the_next() {
    let model = Arc::new(tiny());
    let silence = |seconds: usize| vec![0.0; seconds * SAMPLE_RATE as usize];
    let part = |seconds| Transcription::new(Arc::clone(&model), silence(seconds), None).unwrap();
    assert_eq!(transcribe(part(70).part()).samples, 2 * WINDOW_SAMPLES);
    assert_eq!(transcribe(part(70)).samples, 70 * SAMPLE_RATE as usize);
    assert_eq!(transcribe(part(29).part()).samples, 0);
}

/// Chance decides where a window is tried again, and is the same chance each time.
#[test]
fn the_same_recording_is_written_down_the_same_way() {
    let model = Arc::new(tiny());
    let written = || {
        let transcription = Transcription::new(Arc::clone(&model), recording(), Some("de"));
        transcribe(transcription.unwrap())
    };
    let once = written();
    assert_eq!(once.language.as_deref(), Some("de"));
    assert_eq!(once, written());
}
