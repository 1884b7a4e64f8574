//! The file of prompt beginnings, with a small model: what is kept, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed assumption of a test fails it"
)]

#[path = "support/gguf.rs"]
mod gguf;

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use companion_inference::chat::{Message, Role};
use companion_inference::gguf::Header;
use companion_inference::{Context, Generation, Loader, Model, Options, Prefixes, Step};
use gguf::{Gguf, Property};

const SUM: &str = "5e0f";
const SYSTEM: &str = "in it";

fn load(file: &Gguf) -> Arc<Model> {
    let mut file = Cursor::new(file.bytes());
    let mut loader = Loader::new(Header::read(&mut file).unwrap()).unwrap();
    while loader.step(&mut file).unwrap() {}
    Arc::new(loader.finish().unwrap())
}

fn prompt(model: &Model, text: &str) -> Vec<u32> {
    let message = |role, text| Message { role, text };
    let messages = [message(Role::System, SYSTEM), message(Role::User, text)];
    model.prompt(&messages, "").unwrap()
}

/// The logits behind a prompt, what had been read before, and what has been read.
fn read(model: &Arc<Model>, prompt: &[u32], context: Context) -> (Vec<f32>, usize, Context) {
    let options = Options {
        max_tokens: 1,
        ..Options::default()
    };
    let mut generation =
        Generation::resume(Arc::clone(model), prompt.to_vec(), options, context).unwrap();
    while !matches!(generation.step(0.0).unwrap(), Step::Finished(_)) {}
    let reused = generation.statistics().reused_tokens;
    (
        generation.logits().to_vec(),
        reused,
        generation.into_context(),
    )
}

/// A file made from a conversation about something private.
fn made(model: &Arc<Model>) -> Vec<u8> {
    let prefix = model.system_prefix(SYSTEM).unwrap();
    let (_, _, context) = read(model, &prompt(model, "secret"), Context::new(model));
    let mut prefixes = Prefixes::new(model, SUM);
    assert!(prefixes.keep(model, &context, &prefix));
    assert!(!prefixes.keep(model, &context, &prefix), "once is enough");
    assert!(!prefixes.keep(model, &context, &[1, 2]), "never read");
    prefixes.write()
}

#[test]
fn a_cold_start_reads_only_what_is_new_and_computes_the_same() {
    let first = load(&Gguf::tiny_qwen2());
    let bytes = made(&first);
    // Another process, as far as the engine can tell.
    let model = load(&Gguf::tiny_qwen2());
    let prefixes = Prefixes::read(&model, SUM, &bytes).unwrap();
    let prompt = prompt(&model, "public");
    let prefix = model.system_prefix(SYSTEM).unwrap();
    assert!(prompt.starts_with(&prefix) && prefix.len() > 5);
    let (cold, none, _) = read(&model, &prompt, Context::new(&model));
    let (warm, reused, _) = read(&model, &prompt, prefixes.resume(&model, &prompt, None));
    assert_eq!((none, reused), (0, prefix.len()));
    assert_eq!(warm, cold);
    assert!(prefixes.resume(&model, &prefix[1..], None).is_empty());
    // What was read last is preferred when it knows more, and only then.
    let (_, _, last) = read(&model, &prompt, Context::new(&model));
    let known = last.len();
    assert_eq!(prefixes.resume(&model, &prompt, Some(last)).len(), known);
    let (_, _, other) = read(&model, &prompt[1..], Context::new(&model));
    let resumed = prefixes.resume(&model, &prompt, Some(other));
    assert_eq!(resumed.len(), prefix.len());
}

#[test]
fn nothing_of_a_user_is_in_the_file() {
    let model = load(&Gguf::tiny_qwen2());
    let config = model.config();
    let tokens = model.system_prefix(SYSTEM).unwrap().len();
    let head = 4 + 5 * 4 + 4 + SUM.len() + 4;
    let per_token = 4 + config.layers * 2 * config.kv_heads * config.head * 2;
    let machine = made(&model).len() - head - 4 - tokens * per_token - 32;
    // All that is left besides the beginning itself is the name of the processor's kind.
    assert!((5..40).contains(&machine), "{machine} bytes too many");
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let model = load(&Gguf::tiny_qwen2());
    let bytes = made(&model);
    assert!(Prefixes::read(&model, SUM, &bytes).is_some());
    assert!(Prefixes::read(&model, "other", &bytes).is_none());
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(Prefixes::read(&model, SUM, &damaged).is_none(), "byte {at}");
    }
    for length in 0..bytes.len() {
        assert!(Prefixes::read(&model, SUM, &bytes[..length]).is_none());
    }
    let mut other = Gguf::tiny_qwen2();
    other.set("qwen2.attention.head_count", Property::U32(2));
    other.set("qwen2.attention.head_count_kv", Property::U32(1));
    let other = load(&other);
    assert!(Prefixes::read(&other, SUM, &bytes).is_none());
    // A context of another model, even of the same shape, gives nothing.
    let twin = load(&Gguf::tiny_qwen2());
    let (_, _, context) = read(&model, &prompt(&model, "x"), Context::new(&model));
    let prefix = twin.system_prefix(SYSTEM).unwrap();
    assert!(!Prefixes::new(&twin, SUM).keep(&twin, &context, &prefix));
    assert_eq!(read(&twin, &prompt(&twin, "x"), context).1, 0);
}

fn golden(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!(
        "../../tests/fixtures/inference/v{version}.prefixes"
    ))
}

/// The formats that others may have files of: refused or understood, never misread.
#[test]
fn the_golden_files_are_what_the_format_says() {
    for (version, number_bytes) in [(1, 4), (2, 2)] {
        let bytes = std::fs::read(golden(version)).unwrap();
        let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!((&bytes[..4], word(4)), (&b"CPKV"[..], version));
        let [layers, kv_heads, head] = [12, 16, 20].map(|at| word(at) as usize);
        let machine = 24 + 4 + word(24) as usize;
        let mut at = machine + 4 + word(machine) as usize;
        assert_eq!(&bytes[28..machine], SUM.as_bytes());
        let tokens = word(at) as usize;
        at += 4 + tokens * (4 + layers * 2 * kv_heads * head * number_bytes) + 32;
        assert_eq!(at, bytes.len());
        // Made on another machine or by another revision it is of no use, and never an error.
        let model = load(&Gguf::tiny_qwen2());
        if let Some(prefixes) = Prefixes::read(&model, SUM, &bytes) {
            let prompt = prompt(&model, "x");
            assert_eq!(prefixes.resume(&model, &prompt, None).len(), tokens);
            assert_eq!(version, 2);
        }
    }
}

/// Writes the golden file; once per version of the format.
#[test]
#[ignore = "writes a file"]
fn write_the_golden_file() {
    let path = golden(2);
    assert!(!path.exists(), "golden files are never changed");
    std::fs::write(path, made(&load(&Gguf::tiny_qwen2()))).unwrap();
}
