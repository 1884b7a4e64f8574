//! The sentence encoder against the reference model and tokenizer.
//! `tests/fixtures/inference/encoder/make_reference.py` makes the reference values.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a failed assumption of a test fails it; figures and skipped tests are told"
)]

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;

use companion_inference::embed::{EMBEDDING_LEN, Encoder, HeadOutput};
use flate2::read::GzDecoder;
use serde_json::Value;

const FILE: &str = "encoders/all-minilm-l6-v2-q8_0.gguf";
const MAX_FILE_BYTES: u64 = 25_000_000;

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/inference/encoder")
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

/// The real encoder's file. `None` only if `COMPANION_NO_MODEL=1` allows going without.
fn encoder_file() -> Option<File> {
    let folder = std::env::var_os("COMPANION_MODEL_DIR").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap()).join(".companion/models"),
        PathBuf::from,
    );
    let path = folder.join(FILE);
    match File::open(&path) {
        Ok(file) => Some(file),
        Err(_) if std::env::var_os("COMPANION_NO_MODEL").is_some_and(|value| value == "1") => {
            eprintln!("SKIPPED: needs {FILE}, and COMPANION_NO_MODEL=1 is set");
            None
        }
        Err(error) => panic!(
            "{}: {error}. Get it with `cargo xtask encoder`, or set COMPANION_NO_MODEL=1 to go \
             without these tests.",
            path.display()
        ),
    }
}

fn encoder() -> Option<Arc<Encoder>> {
    let file = encoder_file()?;
    assert!(file.metadata().unwrap().len() <= MAX_FILE_BYTES);
    Some(Arc::new(Encoder::load(&mut BufReader::new(file)).unwrap()))
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(x, y)| f64::from(*x) * f64::from(*y))
            .sum()
    };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

#[test]
fn tokens_are_the_reference_tokenizers() {
    let Some(encoder) = encoder() else { return };
    let cases: Vec<(String, usize, Vec<u32>)> =
        serde_json::from_slice(&fixture("tokens.json.gz")).unwrap();
    assert!(cases.len() >= 1_000);
    for (text, limit, expected) in &cases {
        let (pieces, is_cut) = encoder.tokenizer().encode(text, *limit).unwrap();
        let tokens: Vec<u32> = pieces.iter().map(|piece| piece.token).collect();
        assert_eq!(&tokens, expected, "{text:?}");
        assert!(!is_cut || tokens.len() == *limit, "{text:?}");
        for piece in &pieces {
            assert!(text.get(piece.bytes.clone()).is_some(), "{text:?}");
        }
    }
}

/// The letters of a control token are letters, whoever wrote them.
#[test]
fn no_text_is_a_control_token() {
    let Some(encoder) = encoder() else { return };
    let (pieces, _) = encoder.tokenizer().encode("[SEP] [CLS][MASK]", 64).unwrap();
    let control = [0, 101, 102, 103];
    let inner = &pieces[1..pieces.len() - 1];
    assert_eq!(inner.len(), 10, "brackets, words and pieces: {inner:?}");
    assert!(inner.iter().all(|piece| !control.contains(&piece.token)));
}

#[test]
fn embeddings_are_those_of_the_reference_model() {
    let Some(encoder) = encoder() else { return };
    let sentences: Vec<String> = serde_json::from_slice(&fixture("sentences.json.gz")).unwrap();
    assert_eq!(sentences.len(), 1_000);
    let texts: Vec<&str> = sentences.iter().map(String::as_str).collect();
    let embeddings = encoder.encode(&texts).unwrap();
    let reference = fixture("embeddings.i8.gz");
    let rows = reference.chunks_exact(4 + EMBEDDING_LEN);
    let mut cosines: Vec<f64> = rows
        .zip(&embeddings)
        .map(|(row, embedding)| {
            let expected: Vec<f32> = row[4..].iter().map(|&byte| f32::from(byte as i8)).collect();
            cosine(&expected, embedding)
        })
        .collect();
    cosines.sort_by(f64::total_cmp);
    let mean = cosines.iter().sum::<f64>() / cosines.len() as f64;
    println!("cosine: least {:.5}, mean {mean:.5}", cosines[0]);
    assert_eq!(cosines.len(), 1_000);
    assert!(cosines[0] >= 0.999, "{}", cosines[0]);
    for embedding in &embeddings {
        let length: f32 = embedding.iter().map(|value| value * value).sum();
        assert!((length - 1.0).abs() < 1e-4);
    }
}

/// Texts do not influence each other, whatever they are encoded beside.
#[test]
fn a_text_means_the_same_in_every_company() {
    let Some(encoder) = encoder() else { return };
    let sentences: Vec<String> = serde_json::from_slice(&fixture("sentences.json.gz")).unwrap();
    let texts: Vec<&str> = sentences[..40].iter().map(String::as_str).collect();
    let together = encoder.encode(&texts).unwrap();
    for (text, embedding) in texts.iter().zip(&together) {
        let alone = encoder.encode(&[text]).unwrap();
        assert!(cosine(&alone[0], embedding) > 0.999_999, "{text:?}");
    }
}

/// On STS-B, where its file is: `COMPANION_STS` names it, else it is looked for beside the
/// checkout. It is not part of the project.
#[test]
fn similarity_is_judged_as_by_the_reference_model() {
    let Some(encoder) = encoder() else { return };
    let path = std::env::var_os("COMPANION_STS").map_or_else(
        || {
            PathBuf::from(env!("CARGO_MANIFEST_DIR"))
                .join("../../../shared/data/sts_benchmark/dev/dev.jsonl")
        },
        PathBuf::from,
    );
    let Ok(rows) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: STS-B is not at {}", path.display());
        return;
    };
    let rows: Vec<Value> = rows
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let embed = |key: &str| {
        let texts: Vec<&str> = rows.iter().map(|row| row[key].as_str().unwrap()).collect();
        encoder.encode(&texts).unwrap()
    };
    let cosines: Vec<f64> = embed("s1")
        .iter()
        .zip(embed("s2"))
        .map(|(a, b)| cosine(a, &b))
        .collect();
    let scores: Vec<f64> = rows
        .iter()
        .map(|row| row["score"].as_f64().unwrap())
        .collect();
    let found = correlation(&ranks(&cosines), &ranks(&scores));
    let reference: Value = serde_json::from_slice(&fixture("sts.json")).unwrap();
    let expected = reference["dev_spearman"].as_f64().unwrap();
    println!("STS-B dev: {found:.5}, the reference model {expected:.5}");
    assert_eq!(Some(rows.len() as u64), reference["dev_pairs"].as_u64());
    assert!((found - expected).abs() <= 0.005);
}

/// Ranks, equal values sharing their mean rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let value = values[order[start]];
        let count = order[start..]
            .iter()
            .take_while(|&&index| values[index] == value)
            .count();
        for &index in &order[start..start + count] {
            ranks[index] = start as f64 + (count as f64 - 1.0) / 2.0;
        }
        start += count;
    }
    ranks
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
        a.iter()
            .zip(b)
            .map(|(x, y)| f(x - mean_a, y - mean_b))
            .sum()
    };
    sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
}

/// The golden file of the format: an encoder with three heads, made by a script.
#[test]
fn heads_say_what_the_reference_says() {
    let bytes = fixture("heads.gguf");
    let encoder = Arc::new(Encoder::load(&mut std::io::Cursor::new(bytes)).unwrap());
    let names: Vec<&str> = encoder
        .heads()
        .iter()
        .map(|head| head.name.as_str())
        .collect();
    assert_eq!(names, ["names", "mood", "weight"]);
    assert_eq!(encoder.heads()[1].labels, ["joy", "fear", "anger"]);

    let cases: Vec<Value> = serde_json::from_slice(&fixture("heads.json")).unwrap();
    let texts: Vec<&str> = cases
        .iter()
        .map(|case| case["text"].as_str().unwrap())
        .collect();
    let readings = encoder.read(&texts).unwrap();
    let numbers = |value: &Value| -> Vec<f32> { serde_json::from_value(value.clone()).unwrap() };
    for (case, reading) in cases.iter().zip(&readings) {
        let text = &case["text"];
        assert_eq!(
            reading.tokens,
            case["tokens"].as_array().unwrap().len(),
            "{text}"
        );
        let expected = numbers(&case["embedding"]);
        assert!(
            cosine(&expected, &reading.embedding) > 0.9995,
            "{text}: {}",
            cosine(&expected, &reading.embedding)
        );
        for (head, output) in encoder.heads().iter().zip(&reading.heads) {
            let expected = &case[&head.name];
            let pairs: Vec<(Vec<f32>, &[f32])> = match output {
                HeadOutput::Text(scores) => vec![(numbers(expected), scores)],
                HeadOutput::Tokens(spans) => {
                    let bytes: Vec<[usize; 2]> =
                        serde_json::from_value(case["spans"].clone()).unwrap();
                    let found: Vec<[usize; 2]> = spans
                        .iter()
                        .map(|span| [span.bytes.start, span.bytes.end])
                        .collect();
                    assert_eq!(found, bytes, "{text}");
                    let expected = expected.as_array().unwrap();
                    expected
                        .iter()
                        .map(numbers)
                        .zip(spans.iter().map(|span| span.scores.as_slice()))
                        .collect()
                }
            };
            for (expected, scores) in pairs {
                assert_eq!(expected.len(), head.labels.len());
                for (score, expected) in scores.iter().zip(&expected) {
                    assert!(
                        (score - expected).abs() < 0.06,
                        "{text} {}: {scores:?} instead of {expected:?}",
                        head.name
                    );
                }
            }
        }
    }
}

#[test]
fn an_encoder_of_another_width_gives_no_fixed_embeddings() {
    let bytes = fixture("heads.gguf");
    let encoder = Arc::new(Encoder::load(&mut std::io::Cursor::new(bytes)).unwrap());
    let error = encoder.encode(&["text"]).unwrap_err().to_string();
    assert!(error.contains("64 numbers"), "{error}");
    assert!(encoder.read(&["x".repeat(1 << 20).as_str()]).is_err());
    assert!(encoder.encode(&[]).is_err());
    assert_eq!(encoder.read(&[]).unwrap(), []);
}
