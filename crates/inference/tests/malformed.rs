//! Files that are no usable model: each gets its own message, and none a panic or an
//! allocation beyond reason.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed assumption of a test fails it"
)]

#[path = "support/gguf.rs"]
mod gguf;
#[path = "support/watched.rs"]
mod watched;

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

use companion_inference::gguf::Header;
use companion_inference::{Generation, Loader, Model, ModelError, Options, Step};
use gguf::{Gguf, Property};
use proptest::prelude::*;

/// A file that is longer than what is written in it: weights that nobody looks at.
struct Padded<'a> {
    head: Cursor<&'a [u8]>,
    size_bytes: u64,
}

impl Read for Padded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.size_bytes.saturating_sub(self.head.position());
        let wanted = buffer.len().min(left as usize);
        let count = self.head.read(&mut buffer[..wanted])?;
        buffer[count..wanted].fill(0);
        self.head
            .set_position(self.head.position() + (wanted - count) as u64);
        Ok(wanted)
    }
}

impl Seek for Padded<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::End(by) => SeekFrom::Start(self.size_bytes.saturating_add_signed(by)),
            to => to,
        };
        self.head.seek(to)
    }
}

fn load(bytes: &[u8]) -> Result<Model, ModelError> {
    load_from(&mut Cursor::new(bytes))
}

fn load_from<R: Read + Seek>(mut file: R) -> Result<Model, ModelError> {
    let mut loader = Loader::new(Header::read(&mut file)?)?;
    while loader.step(&mut file)? {}
    loader.finish()
}

fn message(bytes: &[u8]) -> String {
    load(bytes)
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
}

#[test]
fn the_tiny_model_runs() {
    let model = Arc::new(load(&Gguf::tiny_qwen2().bytes()).unwrap());
    let prompt = model.tokenizer().encode("in it").unwrap();
    assert_eq!(prompt.len(), 4, "\"in\" is merged, the rest are bytes");
    let options = Options {
        max_tokens: 8,
        ..Options::default()
    };
    let mut generation = Generation::new(model, prompt, options).unwrap();
    while !matches!(generation.step(0.0).unwrap(), Step::Finished(_)) {}
    assert!(generation.logits().iter().all(|logit| logit.is_finite()));
}

#[test]
fn every_fault_is_named() {
    let sound = Gguf::tiny_qwen2();
    let bytes = sound.bytes();
    let with = |change: &dyn Fn(&mut Gguf)| {
        let mut file = sound.clone();
        change(&mut file);
        message(&file.bytes())
    };

    for foreign in [
        &b""[..],
        b"GGU",
        b"PK\x03\x04 a zip file, for instance",
        b"FUGG0000000",
    ] {
        assert_eq!(message(foreign), "this is not a GGUF model file");
    }
    assert!(with(&|file| file.version = 1).contains("old format version 1"));
    assert!(with(&|file| file.version = 9).contains("newer format version 9"));
    assert!(
        with(&|file| file.set("general.architecture", Property::Text("llama".into())))
            .contains("\"llama\"")
    );
    assert_eq!(
        with(&|file| file
            .tensors
            .retain(|tensor| tensor.0 != "blk.0.ffn_up.weight")),
        "this model file lacks the tensor \"blk.0.ffn_up.weight\""
    );
    assert_eq!(
        with(&|file| file
            .properties
            .retain(|(key, _)| key != "qwen2.block_count")),
        "this model file lacks the property \"qwen2.block_count\""
    );
    assert_eq!(
        with(&|file| file.tensors[3].2 = 23),
        "the tensor \"blk.0.attn_q.weight\" has the unsupported quantization IQ4_XS"
    );
    assert!(with(&|file| file.tensors[3].1 = vec![16, 64]).contains("instead of 32 × 32"));
    assert!(
        with(&|file| file.set("tokenizer.ggml.pre", Property::Text("llama-bpe".into())))
            .contains("llama-bpe")
    );
    let no_merge = Property::Texts(vec!["i x".into()]);
    assert!(with(&|file| file.set("tokenizer.ggml.merges", no_merge.clone())).contains("a merge"));
    assert!(
        with(&|file| file.set("tokenizer.chat_template", Property::Text("[INST]".into())))
            .contains("ChatML")
    );
    for alignment in [0, 3] {
        let fault = with(&|file| file.set("general.alignment", Property::U32(alignment)));
        assert!(fault.contains("alignment"), "{fault}");
    }
    assert!(with(&|file| file.set("qwen2.attention.head_count", Property::U32(0))).contains("dim"));
    assert!(
        with(&|file| {
            let twin = file.tensors[3].clone();
            file.tensors.push(twin);
        })
        .contains("two tensors")
    );
    assert_eq!(
        message(&bytes[..bytes.len() - 1000]),
        "this model file is incomplete: 1000 bytes are missing at its end"
    );
    assert!(message(&bytes[..60]).contains("incomplete"));
}

#[test]
fn an_absurd_length_takes_no_memory() {
    let sound = Gguf::tiny_qwen2().bytes();
    // The counts of tensors and properties, and the length of the first key.
    for at in [8, 16, 24] {
        for absurd in [u64::MAX, 1 << 62, 1 << 40, 1 << 31] {
            let mut bytes = sound.clone();
            bytes[at..at + 8].copy_from_slice(&absurd.to_le_bytes());
            watched::largest_bytes();
            assert!(Header::read(&mut Cursor::new(&bytes)).is_err());
            assert!(watched::largest_bytes() < 4 << 20);
        }
    }
}

/// Size of the files below.
const PADDED_BYTES: usize = 6 << 20;
/// What is asked for the context of a model that is shorter: 2,048 tokens of keys and values.
const CONTEXT_BYTES: usize = 5 << 19;

/// The small Qwen2, and the small Qwen3 with its larger vocabulary.
fn sound_files() -> [Vec<u8>; 2] {
    let qwen3 = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/fixtures/inference/qwen3.gguf"
    );
    [Gguf::tiny_qwen2().bytes(), std::fs::read(qwen3).unwrap()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    /// Damage anywhere in the head: an error or, where it hit a name or a weight, a model; never
    /// a panic, and no allocation above the file's size.
    #[test]
    fn damaged_heads_never_panic(
        which in 0..2_usize,
        flips in proptest::collection::vec((0.0..1.0_f64, 0..8_u32), 1..4),
        words in proptest::collection::vec((0.0..1.0_f64, any::<u64>()), 0..2),
        keep in prop_oneof![3 => Just(1.0), 1 => 0.0..1.0_f64],
    ) {
        let mut bytes = sound_files()[which].clone();
        let head = [4_200, 9_000][which].min(bytes.len());
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
        let size_bytes = (keep * PADDED_BYTES as f64) as usize;
        bytes.truncate(size_bytes);
        let file = Padded {
            head: Cursor::new(&bytes),
            size_bytes: size_bytes as u64,
        };
        watched::largest_bytes();
        let _ = load_from(file);
        prop_assert!(watched::largest_bytes() <= size_bytes.max(CONTEXT_BYTES));
    }
}

#[test]
fn the_test_can_see_a_large_allocation() {
    watched::largest_bytes();
    drop(core::hint::black_box(vec![0_u8; PADDED_BYTES + 1]));
    assert!(watched::largest_bytes() > PADDED_BYTES);
}
