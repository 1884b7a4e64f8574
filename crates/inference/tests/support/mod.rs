//! Finding the real model, and the reference values made from it.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use companion_inference::gguf::Header;
use companion_inference::{Loader, Model};
use flate2::read::GzDecoder;

const MODEL: &str = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";

/// The real model's file. `None` only if `COMPANION_NO_MODEL=1` allows going without: a test
/// that silently does nothing would prove nothing.
#[allow(clippy::print_stderr, reason = "a skipped test must say so")]
pub(crate) fn model_file() -> Option<File> {
    let folder = std::env::var_os("COMPANION_MODEL_DIR").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap()).join(".companion/models"),
        PathBuf::from,
    );
    let path = folder.join(MODEL);
    match File::open(&path) {
        Ok(file) => Some(file),
        Err(_) if std::env::var_os("COMPANION_NO_MODEL").is_some_and(|value| value == "1") => {
            eprintln!("SKIPPED: needs the model {MODEL}, and COMPANION_NO_MODEL=1 is set");
            None
        }
        Err(error) => panic!(
            "{}: {error}. Get the model with `make model`, say where it is in COMPANION_MODEL_DIR, \
             or set COMPANION_NO_MODEL=1 to go without these tests.",
            path.display()
        ),
    }
}

/// The real model's head.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn header() -> Option<Header> {
    Some(Header::read(&mut model_file()?).unwrap())
}

/// The real model in memory.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn model() -> Option<Model> {
    let mut file = model_file()?;
    let mut loader = Loader::new(Header::read(&mut file).unwrap()).unwrap();
    while loader.step(&mut file).unwrap() {}
    Some(loader.finish().unwrap())
}

/// A file of reference values, unpacked if its name ends in `.gz`.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/inference")
        .join(name);
    let mut file = File::open(path).unwrap();
    let mut bytes = Vec::new();
    if name.ends_with(".gz") {
        GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    } else {
        file.read_to_end(&mut bytes).unwrap();
    }
    bytes
}
