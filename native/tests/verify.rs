//! `companion-native verify` on the golden backup, and on what is left of it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PASSPHRASE: &str = "mossy kettle under nine lamps";

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/vault/v1.companion")
}

fn verify(folder: &Path, file: &Path, passphrase: &str) -> Output {
    let named = folder.join("passphrase");
    std::fs::write(&named, format!("{passphrase}\n")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_companion-native"))
        .arg("verify")
        .arg(file)
        .env("COMPANION_PASSPHRASE_FILE", named)
        .output()
        .unwrap()
}

#[test]
fn a_whole_backup_is_described() {
    let folder = tempfile::tempdir().unwrap();
    let output = verify(folder.path(), &golden(), PASSPHRASE);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}");
    assert!(
        told.contains("Entries: 2, from 2026-11-22 to 2026-11-22"),
        "{told}"
    );
    assert!(
        told.contains("In the trash: 1") && told.contains("Drafts: 2"),
        "{told}"
    );
}

#[test]
fn a_broken_one_and_a_wrong_passphrase_are_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = std::fs::read(golden()).unwrap();
    let cut = folder.path().join("cut.companion");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&cut, &bytes).unwrap();
    for (file, passphrase, words) in [
        (cut, PASSPHRASE, "the backup is damaged"),
        (
            golden(),
            "mossy kettle under ten lamps",
            "the passphrase does not open",
        ),
        (
            PathBuf::from("/dev/null"),
            PASSPHRASE,
            "not a Companion backup",
        ),
        (PathBuf::from("/nowhere"), PASSPHRASE, "cannot be used"),
    ] {
        let output = verify(folder.path(), &file, passphrase);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && told.contains(words), "{told}");
        assert!(output.stdout.is_empty());
    }
}
