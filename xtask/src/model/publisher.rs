//! The default model from its publisher, by curl: resumable, with a progress bar.

use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;

use super::verified;
use crate::tool::{self, Failure, say};

/// The default model.
pub(super) const FILE_NAME: &str = "qwen2.5-0.5b-instruct-q4_k_m.gguf";

const ADDRESS: &str = "https://huggingface.co/Qwen/Qwen2.5-0.5B-Instruct-GGUF/resolve/main/";

/// Without a network this fails within this many seconds.
const CONNECT_TIMEOUT_S: &str = "10";

/// Fetches and verifies the model. The sum is the publisher's own, asked for first.
pub(super) fn fetch(folder: &Path) -> Result<(), Failure> {
    let url = format!("{ADDRESS}{FILE_NAME}");
    say(&format!("Fetching the model from its publisher: {url}"));
    let expected = published_sum(&url)?;
    let part = folder.join(format!("{FILE_NAME}.part"));
    let mut curl = Command::new("curl");
    curl.args(["--location", "--fail", "--continue-at", "-"])
        .args(["--connect-timeout", CONNECT_TIMEOUT_S])
        // A connection that has died is tried again, from where it stopped.
        .args([
            "--speed-limit",
            "1024",
            "--speed-time",
            "30",
            "--retry",
            "3",
        ]);
    if std::io::stderr().is_terminal() {
        curl.arg("--progress-bar");
    } else {
        curl.args(["--silent", "--show-error"]);
    }
    curl.arg("--output").arg(&part).arg(&url);
    tool::run(&mut curl, "Run again: what has arrived is kept.")?;
    verified::accept(&part, &folder.join(FILE_NAME), &expected)
}

/// The SHA-256 that the publisher names in the headers of its first answer (`X-Linked-ETag` where
/// it redirects to a delivery network, `ETag` where it does not).
fn published_sum(url: &str) -> Result<String, Failure> {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--head"])
        .args(["--connect-timeout", CONNECT_TIMEOUT_S, "--max-time", "30"])
        .arg(url);
    let answer = tool::output(&mut curl)?;
    if !answer.status.success() {
        let reason = String::from_utf8_lossy(&answer.stderr);
        return Err(Failure::new(reason.trim()));
    }
    sum_in_headers(&String::from_utf8_lossy(&answer.stdout)).ok_or_else(|| {
        Failure::new("the publisher's answer names no SHA-256 to verify the file by")
    })
}

fn sum_in_headers(headers: &str) -> Option<String> {
    let value_of = |wanted: &str| {
        headers.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let value = value.trim().trim_matches('"');
            let is_sum = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
            (name.eq_ignore_ascii_case(wanted) && is_sum).then(|| value.to_ascii_lowercase())
        })
    };
    value_of("x-linked-etag").or_else(|| value_of("etag"))
}

#[cfg(test)]
mod tests {
    use super::sum_in_headers;

    #[test]
    fn the_linked_sum_comes_first_and_only_sums_count() {
        let sum = "A".repeat(64);
        let headers = format!(
            "HTTP/2 302\r\netag: \"{}\"\r\nX-Linked-ETag: \"{sum}\"\r\n",
            "b".repeat(64)
        );
        assert_eq!(sum_in_headers(&headers), Some("a".repeat(64)));
        assert_eq!(sum_in_headers("ETag: \"5f-abc\"\r\n"), None);
    }
}
