//! `companion-native audit verify` on the golden export, and on what is left of it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures/vault")
        .join(name)
}

fn verify(file: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_companion-native"))
        .args(["audit", "verify"])
        .arg(file)
        .args(more)
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn checkpoint() -> String {
    let expected = std::fs::read_to_string(fixture("v1-audit.log.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
    expected["checkpoint"].as_str().unwrap().to_owned()
}

#[test]
fn a_whole_record_is_checked_without_a_key() {
    let output = verify(
        &fixture("v1-audit.export.json"),
        &["--events", "--checkpoint", &checkpoint()],
    );
    let told = told(&output);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("The chain is whole"), "{told}");
    assert!(told.contains("The checkpoint matches"), "{told}");
    assert!(told.contains("Journal created"), "{told}");
}

#[test]
fn a_changed_one_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read_to_string(fixture("v1-audit.export.json")).unwrap();
    let kept: Vec<&str> = whole
        .lines()
        .filter(|line| !line.contains("\"number\":3,"))
        .collect();
    let changed = folder.path().join("thinned.json");
    std::fs::write(&changed, kept.join("\n")).unwrap();
    let output = verify(&changed, &["--checkpoint", &checkpoint()]);
    let told = told(&output);
    assert!(!output.status.success(), "{told}");
    assert!(told.contains("event #3 is missing"), "{told}");
    assert!(told.contains("cannot be compared"), "{told}");

    for (file, more, words) in [
        (
            PathBuf::from("/dev/null"),
            &[][..],
            "not a record of activity",
        ),
        (PathBuf::from("/nowhere"), &[], "cannot be used"),
        (
            fixture("v1-audit.export.json"),
            &["--checkpoint", "0123-4567"],
            "no checkpoint",
        ),
    ] {
        let output = verify(&file, more);
        assert!(!output.status.success());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(words), "{told}");
    }
}
