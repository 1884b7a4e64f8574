//! Encoder files that are damaged: an error each, never a panic, and no allocation that has
//! nothing to do with the file.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed assumption of a test fails it"
)]

#[path = "support/watched.rs"]
mod watched;

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;

use companion_inference::embed::Encoder;
use companion_inference::gguf::Header;
use companion_inference::{Loader, ModelError};
use proptest::prelude::*;

/// The golden file: a small encoder with three heads.
fn golden() -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/inference/encoder/heads.gguf");
    std::fs::read(path).unwrap()
}

fn load(bytes: &[u8]) -> Result<Encoder, ModelError> {
    Encoder::load(&mut Cursor::new(bytes))
}

fn message(bytes: &[u8]) -> String {
    load(bytes)
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
}

/// Replaces the only place where `from` stands in the file.
fn with(from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = golden();
    let places: Vec<usize> = (0..bytes.len() - from.len())
        .filter(|&at| &bytes[at..at + from.len()] == from)
        .collect();
    let [place] = places[..] else {
        panic!("{} places", places.len())
    };
    bytes[place..place + to.len()].copy_from_slice(to);
    bytes
}

#[test]
fn every_fault_is_named() {
    let sound = golden();
    assert!(load(&sound).is_ok());
    assert_eq!(message(b"PK\x03\x04"), "this is not a GGUF model file");
    assert!(message(&sound[..sound.len() - 40]).contains("incomplete"));
    let foreign = with(
        b"general.architecture\x08\0\0\0\x04\0\0\0\0\0\0\0bert",
        b"general.architecture\x08\0\0\0\x04\0\0\0\0\0\0\0bort",
    );
    assert!(message(&foreign).contains("not a text encoder"));
    let key = with(
        b"bert.block_count",
        b"bert.block_count"
            .map(|b| b.to_ascii_uppercase())
            .as_slice(),
    );
    assert!(message(&key).contains("lacks the property \"bert.block_count\""));
    let kind = with(
        b"companion.head.mood.kind\x08\0\0\0\x05\0\0\0\0\0\0\0first",
        b"companion.head.mood.kind\x08\0\0\0\x05\0\0\0\0\0\0\0fIrst",
    );
    assert!(message(&kind).contains("unknown kind"));
    let tensor = with(b"blk.1.ffn_up.weight", b"blk.1.ffn_uP.weight");
    assert!(message(&tensor).contains("lacks the tensor \"blk.1.ffn_up.weight\""));
}

/// An encoder is no language model, and is refused as one before anything of it is kept.
#[test]
fn an_encoder_is_no_language_model() {
    let header = Header::read(&mut Cursor::new(golden())).unwrap();
    assert!(Encoder::check(&header).is_ok());
    assert!(matches!(
        Loader::check(&header),
        Err(ModelError::ForeignArchitecture { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Damage anywhere in the head: an error or, where it hit a name or a number that may differ,
    /// an encoder that still answers.
    #[test]
    fn damaged_heads_never_panic(
        flips in proptest::collection::vec((0.0..1.0_f64, 0..8_u32), 1..4),
        words in proptest::collection::vec((0.0..1.0_f64, any::<u64>()), 0..2),
        keep in prop_oneof![3 => Just(1.0), 1 => 0.0..1.0_f64],
    ) {
        let mut bytes = golden();
        let head = 6_500;
        let position = |share: f64| (share * head as f64) as usize;
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
        if let Ok(encoder) = load(&bytes) {
            let readings = Arc::new(encoder).read(&["Nora lost the cup.", ""]);
            prop_assert!(readings.is_err() || readings.is_ok_and(|all| all.len() == 2));
        }
        // Buffers for reading have a mebibyte.
        prop_assert!(watched::largest_bytes() < 8 << 20);
    }
}
