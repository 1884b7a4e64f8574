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
    fetch_from(ADDRESS, folder)
}

fn fetch_from(address: &str, folder: &Path) -> Result<(), Failure> {
    let url = format!("{address}{FILE_NAME}");
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
    use std::io::{BufRead, BufReader, Write};
    use std::net::{TcpListener, TcpStream};

    use super::*;

    const CONTENT: &[u8] = b"GGUF and what follows";

    /// A publisher on this computer: names `sum`, redirects, and serves ranges, for one download.
    fn publisher(sum: String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &sum);
            }
        });
        address
    }

    fn answer(mut stream: TcpStream, sum: &str) {
        let lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let head: Vec<String> = lines
            .map(Result::unwrap)
            .take_while(|line| !line.is_empty())
            .collect();
        let range = head
            .iter()
            .find_map(|line| line.strip_prefix("Range: bytes=")?.strip_suffix('-'));
        let start: usize = range.map_or(0, |start| start.parse().unwrap());
        let size = CONTENT.len();
        let text = if head[0].contains(FILE_NAME) {
            format!(
                "302 Found\r\nLocation: /network\r\nX-Linked-ETag: \"{sum}\"\r\nContent-Length: 0\r\n"
            )
        } else if range.is_some() {
            let last = size - 1;
            let length = size - start;
            format!(
                "206 Partial Content\r\nContent-Range: bytes {start}-{last}/{size}\r\nContent-Length: {length}\r\n"
            )
        } else {
            format!("200 OK\r\nContent-Length: {size}\r\n")
        };
        let head_only = text.starts_with("302");
        let answer = format!("HTTP/1.1 {text}Connection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).unwrap();
        if !head_only {
            stream.write_all(&CONTENT[start..]).unwrap();
        }
    }

    fn folder(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn what_has_arrived_is_resumed_and_verified() {
        let folder = folder("resume");
        let part = folder.join(format!("{FILE_NAME}.part"));
        std::fs::write(&part, &CONTENT[..4]).unwrap();
        let address = publisher(tool::sha256_hex(CONTENT));
        fetch_from(&address, &folder).unwrap();
        assert_eq!(std::fs::read(folder.join(FILE_NAME)).unwrap(), CONTENT);
        assert!(!part.exists());
        tool::remove_folder(&folder).unwrap();
    }

    #[test]
    fn another_sum_than_the_publishers_is_refused() {
        let folder = folder("refused");
        let failure = fetch_from(&publisher("0".repeat(64)), &folder).unwrap_err();
        assert!(failure.to_string().contains("instead of 0000"), "{failure}");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        tool::remove_folder(&folder).unwrap();
    }

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
