//! Speech model files that are damaged: an error each, never a panic, and no allocation that has
//! nothing to do with the file.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed assumption of a test fails it"
)]

#[path = "support/watched.rs"]
mod watched;

use std::io::Cursor;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use companion_inference::ModelError;
use companion_inference::gguf::Header;
use companion_inference::speech::{Recognizer, SAMPLE_RATE, Transcription};
use proptest::prelude::*;

/// A small random model, with which nothing is wrong.
static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/inference/speech/tiny.gguf");
    std::fs::read(path).unwrap()
});

/// Where damage is interesting: the properties before the vocabulary; its signs; the tensors behind it.
static REGIONS: LazyLock<[Range<usize>; 3]> = LazyLock::new(|| {
    let (signs, tensors) = (place(b"<|endoftext|>"), place(b"audio.conv1.weight"));
    [0..900, signs..signs + 300, tensors - 60..tensors + 7_000]
});

fn load(bytes: &[u8]) -> Result<Recognizer, ModelError> {
    Recognizer::load(&mut Cursor::new(bytes))
}

fn message(bytes: &[u8]) -> String {
    load(bytes)
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
}

/// The only place where `text` stands in the file.
fn place(text: &[u8]) -> usize {
    let mut places = SOUND.windows(text.len()).enumerate();
    let first = places.find(|(_, window)| window == &text).unwrap().0;
    assert!(places.all(|(_, window)| window != text), "stands twice");
    first
}

/// The file with `to` instead of `from`, which is as long.
fn with(from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = SOUND.clone();
    bytes[place(from)..][..to.len()].copy_from_slice(to);
    bytes
}

/// With another number in a property.
fn with_number(key: &str, number: u32) -> Vec<u8> {
    let mut bytes = SOUND.clone();
    // Behind the key there is the number's type.
    let at = place(key.as_bytes()) + key.len() + 4;
    bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    bytes
}

#[test]
fn every_fault_is_named() {
    assert!(load(&SOUND).is_ok());
    assert_eq!(
        message(b"RIFF\x04\0\0\0WAVE"),
        "this is not a GGUF model file"
    );
    assert!(message(&SOUND[..SOUND.len() - 40]).contains("incomplete"));
    let foreign = with(
        b"general.architecture\x08\0\0\0\x07\0\0\0\0\0\0\0whisper",
        b"general.architecture\x08\0\0\0\x07\0\0\0\0\0\0\0whimper",
    );
    assert!(message(&foreign).contains("not a speech model"));
    let key = with(b"whisper.text.block_count", b"whisper.text.block_cOunt");
    assert!(message(&key).contains("lacks the property \"whisper.text.block_count\""));
    let tensor = with(
        b"text.layer.1.cross_key.weight",
        b"text.layer.1.cross_kEy.weight",
    );
    assert!(message(&tensor).contains("lacks the tensor \"text.layer.1.cross_key.weight\""));
    let sign = with(b"<|transcribe|>", b"<|tranScribe|>");
    assert!(message(&sign).contains("its vocabulary lacks <|transcribe|>"));
}

/// Each of these would be a division by zero, a slice that ends before it begins, or memory without
/// end, if it were believed.
#[test]
fn numbers_that_cannot_be_are_not_believed() {
    for (key, numbers) in [
        ("whisper.embedding_length", &[0, 1, 31, 33, u32::MAX][..]),
        ("whisper.attention.head_count", &[0, 3, 33, u32::MAX]),
        ("whisper.feed_forward_length", &[0, 63, u32::MAX]),
        ("whisper.audio.block_count", &[0, 3, 1 << 20, u32::MAX]),
        ("whisper.text.block_count", &[0, 3, 1 << 20, u32::MAX]),
        ("whisper.text.context_length", &[0, 1, 15, 33, u32::MAX]),
    ] {
        for number in numbers {
            watched::largest_bytes();
            let error = message(&with_number(key, *number));
            assert!(!error.is_empty(), "{key} = {number}");
            assert!(watched::largest_bytes() < 4 << 20, "{key} = {number}");
        }
    }
}

/// The signs have an order that the rules of writing build on.
#[test]
fn signs_in_another_order_are_refused() {
    for (one, other) in [
        ("<|startoftranscript|>", "<|notimestamps|>"),
        ("<|endoftext|>", "<|transcribe|>"),
        ("<|transcribe|>", "<|0.02|>"),
    ] {
        assert!(
            message(&swapped(one, other)).contains("unknown order"),
            "{one} {other}"
        );
    }
}

/// With two tokens in each other's place.
fn swapped(one: &str, other: &str) -> Vec<u8> {
    let text = |token: &str| [&(token.len() as u64).to_le_bytes(), token.as_bytes()].concat();
    let (one, other) = (text(one), text(other));
    let (first, second) = (place(&one), place(&other));
    let (start, end, a, b) = if first < second {
        (first, second + other.len(), &one, &other)
    } else {
        (second, first + one.len(), &other, &one)
    };
    let middle = &SOUND[start + a.len()..end - b.len()];
    let piece = [b.as_slice(), middle, a].concat();
    [&SOUND[..start], &piece, &SOUND[end..]].concat()
}

/// Weights that are no numbers write something or nothing, and come to an end.
#[test]
fn weights_that_are_no_numbers_come_to_an_end() {
    let mut bytes = SOUND.clone();
    let from = bytes.len() - 100_000;
    bytes[from..].fill(0xff);
    let model = Arc::new(load(&bytes).unwrap());
    let samples = (0..SAMPLE_RATE).map(|at| (at as f32 * 0.1).sin()).collect();
    let mut transcription: Transcription<Vec<f32>> =
        Transcription::new(model, samples, None).unwrap();
    let mut steps = 0;
    while transcription.step().unwrap() {
        steps += 1;
        assert!(steps < 1_000);
    }
}

/// A speech model is no language model and no encoder, and the other way round.
#[test]
fn a_speech_model_is_nothing_else() {
    let header = Header::read(&mut Cursor::new(&*SOUND)).unwrap();
    assert!(Recognizer::check(&header).is_ok());
    assert!(matches!(
        companion_inference::Loader::check(&header),
        Err(ModelError::ForeignArchitecture { .. })
    ));
    assert!(matches!(
        companion_inference::embed::Encoder::check(&header),
        Err(ModelError::NoEncoder { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Damage anywhere in the head but in the words themselves: an error or, where it hit a name or
    /// a number that may differ, a model.
    #[test]
    fn damaged_heads_never_panic(
        flips in proptest::collection::vec((0.0..1.0_f64, 0..8_u32), 1..4),
        words in proptest::collection::vec((0.0..1.0_f64, any::<u64>()), 0..2),
        keep in prop_oneof![3 => Just(1.0), 1 => 0.0..1.0_f64],
    ) {
        let mut bytes = SOUND.clone();
        let regions = &*REGIONS;
        let length: usize = regions.iter().map(ExactSizeIterator::len).sum();
        let position = |share: f64| {
            let mut at = (share * length as f64) as usize;
            for region in regions {
                if at < region.len() {
                    return region.start + at;
                }
                at -= region.len();
            }
            regions[2].end
        };
        for (share, bit) in flips {
            bytes[position(share)] ^= 1 << bit;
        }
        for (share, word) in words {
            let at = position(share);
            // Small numbers are as dangerous as large ones.
            let word = if word % 2 == 0 { word } else { word % 1_000 };
            bytes[at..at + 8].copy_from_slice(&word.to_le_bytes());
        }
        bytes.truncate((keep * bytes.len() as f64) as usize);
        watched::largest_bytes();
        if let Ok(model) = load(&bytes) {
            prop_assert!(model.languages().count() > 0);
        }
        // Buffers for reading have a mebibyte; the spectrogram's matrix has one and a quarter.
        prop_assert!(watched::largest_bytes() < 4 << 20);
    }
}
