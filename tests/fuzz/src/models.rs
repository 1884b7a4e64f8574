//! Files of models, as somebody may offer them.

use std::io::Cursor;
use std::path::Path;

use companion_inference::Loader;
use companion_inference::embed::Encoder;
use companion_inference::gguf::Header;
use companion_inference::speech::Recognizer;

/// Zeros behind the head, in place of weights: more than the small models here have.
const WEIGHTS_BYTES: usize = 256 << 10;

/// The head of a language model, an encoder or a speech model. What is found sound before memory is
/// taken for it can be loaded.
pub fn model_file(bytes: &[u8]) {
    let mut file = bytes.to_vec();
    file.resize(bytes.len() + WEIGHTS_BYTES, 0);
    let mut file = Cursor::new(file);
    let Ok(header) = Header::read(&mut file) else {
        return;
    };
    if Encoder::check(&header).is_ok() {
        assert!(Encoder::load(&mut file).is_ok());
    }
    if Recognizer::check(&header).is_ok() {
        assert!(Recognizer::load(&mut file).is_ok());
    }
    if Loader::check(&header).is_ok() {
        let _ = Loader::new(header);
    }
}

/// The heads of small random models of each kind.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/inference");
    let head = |name: &str| {
        let mut bytes = std::fs::read(folder.join(name)).unwrap();
        let header = Header::read(&mut Cursor::new(&bytes)).unwrap();
        // Less than all behind the head, where tensors begin at round places.
        bytes.truncate(bytes.len() - header.tensor_bytes() as usize);
        ("model_file", bytes)
    };
    ["qwen3.gguf", "encoder/heads.gguf", "speech/tiny.gguf"]
        .map(head)
        .into()
}
