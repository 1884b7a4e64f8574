//! `companion-native quantize` and `compare`, as they are called.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../../crates/inference/tests/support/gguf.rs"]
mod gguf;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use gguf::{Gguf, Property};
use serde_json::Value;

const TEXT: &str = "in spring the meadow hums, in winter it waits; in between we walk.";

fn companion(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_companion-native"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

/// A model whose rows suit every type, with room for what `compare` reads.
fn model() -> Gguf {
    let mut model = Gguf::qwen2(256, 512);
    model.set("qwen2.context_length", Property::U32(512));
    model
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.gguf"), model().bytes()).unwrap();
    fs::write(folder.path().join("text.txt"), TEXT).unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn error(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_smaller_file_is_made_and_compared() {
    let folder = folder();
    let folder = folder.path();
    let made = companion(
        folder,
        &["quantize", "in.gguf", "out.gguf", "--type", "q4_k"],
    );
    assert!(made.status.success(), "{made:?}");
    let said = String::from_utf8(made.stdout).unwrap();
    assert!(said.contains("7 in Q4K, 1 in Q6K"), "{said}");
    assert_eq!(names(folder), ["in.gguf", "out.gguf", "text.txt"]);

    let arguments = ["compare", "in.gguf", "out.gguf", "--text", "text.txt"];
    let table = companion(folder, &arguments);
    assert!(table.status.success(), "{table:?}");
    let table = String::from_utf8(table.stdout).unwrap();
    for row in [
        "Size",
        "Reading",
        "Writing",
        "Perplexity",
        "The same token likeliest",
    ] {
        assert!(table.contains(row), "{table}");
    }

    let output = companion(
        folder,
        &[&arguments[..], &["--json", "--tokens", "20"]].concat(),
    );
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["tokens"], 19);
    let size = |name: &str| fs::metadata(folder.join(name)).unwrap().len();
    assert_eq!(found["models"][0]["size_bytes"], size("in.gguf"));
    assert_eq!(found["models"][1]["size_bytes"], size("out.gguf"));
    let [a, b] = [0, 1].map(|i| found["models"][i]["perplexity"].as_f64().unwrap());
    assert!(a > 1.0 && (b / a - 1.0).abs() < 0.2, "{a} {b}");
    let same = found["same_likeliest_token"].as_f64().unwrap();
    assert!((0.3..=1.0).contains(&same), "{same}");

    // A model agrees with itself.
    let arguments = [
        "compare", "in.gguf", "in.gguf", "--text", "text.txt", "--json",
    ];
    let found: Value = serde_json::from_slice(&companion(folder, &arguments).stdout).unwrap();
    assert_eq!(found["same_likeliest_token"], 1.0);
}

#[test]
fn nothing_is_overwritten_and_nothing_is_left() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("there.gguf"), "precious").unwrap();
    let before = names(folder);
    let quantize = |input: &str, output: &str, kind: &str| {
        error(&companion(
            folder,
            &["quantize", input, output, "--type", kind],
        ))
    };
    assert!(quantize("in.gguf", "there.gguf", "q8_0").contains("there.gguf is there already"));
    assert_eq!(fs::read(folder.join("there.gguf")).unwrap(), b"precious");
    assert!(quantize("in.gguf", "in.gguf", "q8_0").contains("there already"));
    let unknown = quantize("in.gguf", "out.gguf", "q4_k_m");
    assert!(
        unknown.contains("q4_k") && unknown.contains("q8_0"),
        "{unknown}"
    );
    assert!(quantize("none.gguf", "out.gguf", "q8_0").contains("none.gguf cannot be used"));
    assert!(quantize("text.txt", "out.gguf", "q8_0").contains("not a GGUF model"));
    assert!(quantize("in.gguf", "nowhere/out.gguf", "q8_0").contains("cannot be used"));
    assert_eq!(names(folder), before);

    // Weights that are no numbers are met half-way.
    let mut broken = model();
    let last = broken.tensors.last_mut().unwrap();
    last.3[4..8].copy_from_slice(&f32::INFINITY.to_le_bytes());
    fs::write(folder.join("broken.gguf"), broken.bytes()).unwrap();
    assert!(quantize("broken.gguf", "out.gguf", "q8_0").contains("is no number"));
    assert!(!folder.join("out.gguf").exists());
    assert_eq!(names(folder).len(), before.len() + 1);
}

#[test]
fn models_that_cannot_be_compared_are_refused() {
    let folder = folder();
    let folder = folder.path();
    let mut other = model();
    // Without its one merge, "in" becomes two tokens.
    other.set("tokenizer.ggml.merges", Property::Texts(Vec::new()));
    fs::write(folder.join("other.gguf"), other.bytes()).unwrap();
    let compare = |b: &str, text: &str| {
        error(&companion(
            folder,
            &["compare", "in.gguf", b, "--text", text],
        ))
    };
    assert!(compare("other.gguf", "text.txt").contains("different tokens"));
    assert!(compare("in.gguf", "in.gguf").contains("not text"));
    assert!(compare("none.gguf", "text.txt").contains("none.gguf cannot be used"));
    fs::write(folder.join("empty.txt"), "\n").unwrap();
    assert!(compare("in.gguf", "empty.txt").contains("no text"));
}

/// A model of `mb` million bytes, most of them zeros, which take no room on most disks.
#[cfg(target_os = "linux")]
fn large(folder: &Path, mb: u64) -> PathBuf {
    let hidden = 1_024;
    let mut model = Gguf::qwen2(hidden, 64);
    // Three matrices in single precision make nearly all of it.
    let inner = mb * 1_000_000 / (3 * 4 * hidden) / 32 * 32;
    model.set("qwen2.feed_forward_length", Property::U32(inner as u32));
    for (name, dims, _, bytes) in &mut model.tensors {
        if name.contains("ffn_down") {
            dims[0] = inner;
        } else if name.contains("ffn_gate") || name.contains("ffn_up") {
            dims[1] = inner;
        }
        *bytes = vec![0; dims.iter().product::<u64>() as usize * 4];
    }
    let head = model.head();
    let data: usize = model
        .tensors
        .iter()
        .map(|(_, _, _, bytes)| bytes.len())
        .sum();
    let path = folder.join("large.gguf");
    let mut file = File::create(&path).unwrap();
    file.write_all(&head).unwrap();
    file.set_len((head.len() + data) as u64).unwrap();
    path
}

/// The most memory that a process has had so far, in bytes.
#[cfg(target_os = "linux")]
fn peak_bytes(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(target_os = "linux")]
#[test]
fn a_large_file_needs_little_memory_and_stops_at_once() {
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    let folder = tempfile::tempdir().unwrap();
    let large = large(folder.path(), 400);
    let start = |kind: &str| {
        Command::new(env!("CARGO_BIN_EXE_companion-native"))
            .current_dir(folder.path())
            .args(["quantize", "large.gguf", "out.gguf", "--type", kind])
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    };

    let mut running = start("q8_0");
    let mut peak = 0;
    while running.try_wait().unwrap().is_none() {
        peak = peak.max(peak_bytes(running.id()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(running.wait().unwrap().success());
    let size = fs::metadata(large).unwrap().len();
    println!("{size} bytes, at most {peak} in memory");
    assert!(peak < size / 6, "{peak} bytes for a file of {size}");
    fs::remove_file(folder.path().join("out.gguf")).unwrap();

    // The slowest type, interrupted as soon as there is something to leave behind.
    let mut running = start("q2_k");
    let begun = Instant::now();
    while names(folder.path()).len() < 2 {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "it does not begin"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(100));
    assert!(
        running.try_wait().unwrap().is_none(),
        "it was over before it could be stopped"
    );
    let kill = Command::new("kill")
        .args(["-INT", &running.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    let output = running.wait_with_output().unwrap();
    assert!(error(&output).contains("stopped"), "{output:?}");
    assert_eq!(names(folder.path()), ["large.gguf"]);
}
