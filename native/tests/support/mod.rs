//! A real server on a free port, and requests as bytes: only raw ones can carry a foreign `Host`
//! or a path that no client library would send.

use std::collections::HashMap;
use std::path::Path;

use companion_native::server::{self, Options, Published};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A running server with an app and one model; stops when the runtime does.
pub(crate) struct Server {
    /// Port it listens on.
    pub(crate) port: u16,
    /// Its `dist` and `models`.
    pub(crate) folder: TempDir,
}

/// An answer, with header names in lower case.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Status code.
    pub(crate) status: u16,
    /// Headers; none repeats here.
    pub(crate) headers: HashMap<String, String>,
    /// Body as it came.
    pub(crate) body: Vec<u8>,
}

/// Bytes of the served model: no two ranges of it are alike.
pub(crate) fn model_bytes() -> Vec<u8> {
    (0..100_000_u32).flat_map(u32::to_le_bytes).collect()
}

/// SHA-256 recorded beside the model.
pub(crate) const MODEL_SUM: &str =
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

impl Server {
    /// Starts a server that offers no publisher's model.
    pub(crate) async fn start() -> Self {
        Self::start_with(Vec::new()).await
    }

    /// Starts a server that offers these.
    pub(crate) async fn start_with(published: Vec<Published>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dist = folder.path().join("dist");
        let models = folder.path().join("models");
        write(
            &dist,
            "index.html",
            "<!doctype html><title>Companion</title>",
        );
        write(&dist, "app.js", "export {};".repeat(500));
        write(&dist, "app.js.br", "as if brotli");
        write(&dist, "app.js.gz", "as if gzip");
        write(&dist, "app_bg.wasm", b"\0asm");
        write(&dist, "manifest.webmanifest", "{}");
        write(&dist, "styles/main.css", "body {}");
        write(&dist, "icons/icon.svg", "<svg/>");
        write(&dist, "icons/icon-192.png", "png");
        write(&dist, "page-0123456789abcdef.js", "export {};");
        write(folder.path(), "secret.txt", "not served");
        write(&models, "tiny.gguf", model_bytes());
        write(
            &models,
            "tiny.gguf.sha256",
            format!("{MODEL_SUM}  tiny.gguf\n"),
        );
        write(&models, "unverified.gguf", "GGUF");

        let listener = server::bind(0).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let options = Options {
            dist,
            model_dir: Some(models),
            published,
        };
        tokio::spawn(server::serve(listener, options));
        Self { port, folder }
    }

    /// `GET` with this server's own name.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[]).await
    }

    /// Any method, with this server's own name and more headers.
    pub(crate) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let host = format!("127.0.0.1:{}", self.port);
        let mut all = vec![("Host", host.as_str())];
        all.extend(headers);
        self.ask_raw(method, path, &all).await
    }

    /// Exactly these headers.
    pub(crate) async fn ask_raw(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let mut request = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        parse(&answer)
    }
}

impl Answer {
    /// A header's value; empty if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

fn parse(answer: &[u8]) -> Answer {
    let end = answer
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .expect("an answer with headers");
    let head = std::str::from_utf8(&answer[..end]).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let headers: HashMap<String, String> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let mut body = answer[end + 4..].to_vec();
    if headers
        .get("transfer-encoding")
        .is_some_and(|value| value == "chunked")
    {
        body = join_chunks(&body);
    }
    Answer {
        status: status.parse().unwrap(),
        headers,
        body,
    }
}

/// Undoes HTTP/1.1's chunked transfer encoding.
fn join_chunks(mut body: &[u8]) -> Vec<u8> {
    let mut joined = Vec::new();
    loop {
        let end = body
            .windows(2)
            .position(|window| window == b"\r\n")
            .unwrap();
        let length = std::str::from_utf8(&body[..end]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            return joined;
        }
        joined.extend_from_slice(&body[end + 2..end + 2 + length]);
        body = &body[end + 2 + length + 2..];
    }
}
