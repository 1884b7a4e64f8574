//! Replays what libFuzzer has found, and where it began.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use companion_tests_fuzz::{TARGETS, seeds};

fn corpus_of(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target)
}

#[test]
fn every_target_takes_in_its_corpus() {
    for (name, target) in TARGETS {
        let files = std::fs::read_dir(corpus_of(name)).unwrap();
        let replayed = files.map(|file| target(&std::fs::read(file.unwrap().path()).unwrap()));
        assert!(replayed.count() > 0, "{name} has no corpus");
        target(&[]);
    }
}

#[test]
fn every_target_takes_in_its_seeds() {
    for (name, bytes) in seeds() {
        let (_, target) = TARGETS.iter().find(|(target, _)| *target == name).unwrap();
        target(&bytes);
    }
}

/// The corpora begin with these; what `make soak-fuzz` finds is added by hand.
#[test]
#[ignore = "writes into the corpora"]
fn write_seeds() {
    for (number, (target, bytes)) in seeds().into_iter().enumerate() {
        let folder = corpus_of(target);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("seed-{number:02}")), bytes).unwrap();
    }
}
