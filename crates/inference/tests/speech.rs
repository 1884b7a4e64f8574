//! The speech model against the reference, CTranslate2, on a recording:
//! `tests/fixtures/inference/speech/README.md` says where both come from.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a failed assumption of a test fails it; figures and skipped tests are told"
)]

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use companion_inference::speech::{Recognizer, SAMPLE_RATE, Transcript, Transcription};

const FILE: &str = "speech/whisper-base-q8_0.gguf";
/// What the reference writes, commas left out: in one place the eight bits of the weights decide.
const SAID: &str = "and so my fellow americans ask not what your country can do for you ask what you can \
                    do for your country";

/// The real model. `None` only if `COMPANION_NO_MODEL=1` allows going without.
fn recognizer() -> Option<Arc<Recognizer>> {
    static RECOGNIZER: OnceLock<Option<Arc<Recognizer>>> = OnceLock::new();
    RECOGNIZER.get_or_init(load).clone()
}

fn load() -> Option<Arc<Recognizer>> {
    let folder = std::env::var_os("COMPANION_MODEL_DIR").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap()).join(".companion/models"),
        PathBuf::from,
    );
    match File::open(folder.join(FILE)) {
        Ok(mut file) => Some(Arc::new(Recognizer::load(&mut file).unwrap())),
        Err(_) if std::env::var_os("COMPANION_NO_MODEL").is_some_and(|value| value == "1") => {
            eprintln!("SKIPPED: needs {FILE}, and COMPANION_NO_MODEL=1 is set");
            None
        }
        Err(error) => panic!(
            "{FILE}: {error}. Get it with `cargo xtask speech`, or set COMPANION_NO_MODEL=1 to go \
             without these tests."
        ),
    }
}

/// Eleven seconds of speech.
fn recording() -> Vec<f32> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/inference/speech/jfk.wav");
    let bytes = fs::read(path).unwrap();
    let data = bytes
        .windows(4)
        .position(|window| window == b"data")
        .unwrap()
        + 8;
    bytes[data..]
        .as_chunks::<2>()
        .0
        .iter()
        .map(|sample| f32::from(i16::from_le_bytes(*sample)) / 32768.0)
        .collect()
}

fn transcribe(samples: Vec<f32>, language: Option<&str>) -> Option<Transcript> {
    let begun = Instant::now();
    let mut transcription = Transcription::new(recognizer()?, samples, language).unwrap();
    let total_ms = transcription.total_ms();
    while transcription.step().unwrap() {}
    assert_eq!(transcription.done_ms(), total_ms);
    let transcript = transcription.finish();
    eprintln!("{total_ms} ms in {:?}: {transcript:?}", begun.elapsed());
    Some(transcript)
}

fn text(transcript: &Transcript) -> String {
    let texts: Vec<&str> = transcript
        .segments
        .iter()
        .map(|s| s.text.as_str())
        .collect();
    let is_kept = |c: &char| c.is_alphabetic() || *c == ' ';
    texts
        .join(" ")
        .to_lowercase()
        .chars()
        .filter(is_kept)
        .collect()
}

#[test]
fn a_recording_is_written_as_the_reference_writes_it() {
    let Some(transcript) = transcribe(recording(), None) else {
        return;
    };
    assert_eq!(transcript.language.as_deref(), Some("en"));
    assert_eq!(text(&transcript), SAID);
    let last = transcript.segments.last().unwrap();
    assert!((9_000..=11_000).contains(&last.end_ms), "{}", last.end_ms);
}

#[test]
fn a_long_recording_goes_over_many_windows() {
    let mut samples = Vec::new();
    for _ in 0..4 {
        samples.extend(recording());
    }
    let Some(transcript) = transcribe(samples, Some("en")) else {
        return;
    };
    let text = text(&transcript);
    assert_eq!(text.matches("fellow americans").count(), 4, "{text}");
    assert_eq!(text.matches("for your country").count(), 4, "{text}");
    for pair in transcript.segments.windows(2) {
        assert!(pair[0].end_ms <= pair[1].start_ms + 20, "{pair:?}");
    }
}

#[test]
fn silence_says_nothing_and_no_recording_takes_no_time() {
    let Some(transcript) = transcribe(vec![0.0; 5 * SAMPLE_RATE as usize], Some("de")) else {
        return;
    };
    assert_eq!(transcript.segments, []);
    assert_eq!(transcript.language.as_deref(), Some("de"));
    let nothing = transcribe(Vec::new(), None).unwrap();
    assert_eq!(nothing.segments, []);
    assert_eq!(nothing.language, None);
}

/// Seconds of wind in a microphone: deep noise, in which the model hears words if it is let.
fn wind(seconds: usize) -> Vec<f32> {
    let mut last = 0.0;
    let mut samples: Vec<f32> = (0..seconds * SAMPLE_RATE as usize)
        .map(|at| {
            last = 0.98 * last + 0.02 * random(at);
            last
        })
        .collect();
    let loudest = samples.iter().fold(0.0_f32, |most, s| most.max(s.abs()));
    samples.iter_mut().for_each(|s| *s *= 0.3 / loudest);
    samples
}

/// A number between -1 and 1, another for each `at`.
fn random(at: usize) -> f32 {
    let mut state = (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (state >> 40) as f32 / (1 << 23) as f32 - 1.0
}

/// By Whisper's own rules the wind would say "SWR 2020" in German.
#[test]
fn noise_says_nothing() {
    let Some(transcript) = transcribe(wind(5), Some("de")) else {
        return;
    };
    assert_eq!(transcript.segments, []);
}

/// In the wind the model would hear Norwegian, and then write all that follows in it.
#[test]
fn noise_before_speech_does_not_decide_its_language() {
    let samples = [wind(30), recording()].concat();
    let Some(transcript) = transcribe(samples, None) else {
        return;
    };
    assert_eq!(transcript.language.as_deref(), Some("en"));
    assert_eq!(text(&transcript), SAID);
    assert!(transcript.segments[0].start_ms >= 30_000, "{transcript:?}");
}
