//! Photos and recordings on the command line: told, written out, counted.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The golden backup with a photo, a recording, and a draft with a recording that was cut off.
fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures/vault")
        .join(name)
}

/// What a command prints; it must succeed.
fn told(desk: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_companion-native"))
        .args(arguments)
        .current_dir(desk)
        .env("COMPANION_DATA_DIR", desk.join("journal"))
        .env("COMPANION_PASSPHRASE_FILE", desk.join("passphrase"))
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_is_attached_is_told_counted_and_written_out() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    fs::write(desk.join("passphrase"), "mossy kettle under nine lamps\n").unwrap();
    let backup = golden("v1-attachments.companion");
    let backup = backup.to_str().unwrap();
    assert!(told(desk, &["verify", backup]).contains("Photos and recordings: 3"));
    told(desk, &["restore", backup]);

    let exported = told(desk, &["export", "--attachments", "files"]);
    let exported: Value = serde_json::from_str(&exported).unwrap();
    let entry = &exported["entries"][0];
    let shown = told(desk, &["show", entry["id"].as_str().unwrap()]);
    for line in [
        "Photo, image/jpeg, 3 kB, “Zwei Enten”, “Im Juni”",
        "Recording, audio/webm;codecs=opus, 9 bytes, 0:01",
    ] {
        assert!(shown.contains(line), "{shown}");
    }

    let expected = fs::read_to_string(golden("v1-attachments.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let carried = |of: &Value| of["attachments"].as_array().unwrap().clone();
    let mut written = carried(entry);
    written.extend(carried(&exported["drafts"][0]));
    assert_eq!(written.len(), 3);
    for attachment in written {
        let bytes = fs::read(
            desk.join("files")
                .join(attachment["file"].as_str().unwrap()),
        );
        let bytes = bytes.unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let wanted = expected["attachments"].as_array().unwrap();
        let wanted = wanted.iter().find(|one| one["id"] == attachment["id"]);
        assert_eq!(wanted.unwrap()["content"], hex);
    }
}
