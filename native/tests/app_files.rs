//! The built app: kinds of files, compressed siblings, caching, ranges, and the address printed.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use companion_native::server;
use support::Server;

#[tokio::test]
async fn files_have_their_kinds() {
    let server = Server::start().await;
    for (path, kind) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/speed", "text/html"),
        ("/speed?runs=1", "text/html"),
        ("/app.js", "text/javascript"),
        ("/app_bg.wasm", "application/wasm"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/styles/main.css", "text/css"),
        ("/icons/icon.svg", "image/svg+xml"),
        ("/icons/icon-192.png", "image/png"),
    ] {
        let answer = server.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, kind),
            "{path}"
        );
    }
    assert_eq!(server.get("/nothing.js").await.status, 404);
}

#[tokio::test]
async fn compressed_siblings_are_sent_to_those_who_accept_them() {
    let server = Server::start().await;
    for (accepted, encoding, body) in [
        ("gzip, deflate, br", "br", "as if brotli"),
        ("gzip", "gzip", "as if gzip"),
        ("br;q=0, gzip", "gzip", "as if gzip"),
    ] {
        let answer = server
            .ask("GET", "/app.js", &[("Accept-Encoding", accepted)])
            .await;
        assert_eq!(
            (answer.header("content-encoding"), answer.text()),
            (encoding, body)
        );
        assert_eq!(answer.header("content-type"), "text/javascript");
        assert!(
            answer
                .header("vary")
                .to_lowercase()
                .contains("accept-encoding")
        );
    }
    let plain = server.get("/app.js").await;
    assert_eq!(plain.header("content-encoding"), "");
    assert!(plain.text().starts_with("export {};"));
    // A file without siblings is sent as it is.
    let answer = server
        .ask("GET", "/app_bg.wasm", &[("Accept-Encoding", "br")])
        .await;
    assert_eq!(
        (answer.header("content-encoding"), answer.body.as_slice()),
        ("", &b"\0asm"[..])
    );
}

#[tokio::test]
async fn unchanged_files_are_not_sent_again() {
    let server = Server::start().await;
    let first = server.get("/app.js").await;
    assert_eq!(first.header("cache-control"), "no-cache");
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"'), "{tag}");

    let again = server
        .ask("GET", "/app.js", &[("If-None-Match", &tag)])
        .await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("cache-control"), "no-cache");

    std::fs::write(
        server.folder.path().join("dist/app.js"),
        "export { changed };",
    )
    .unwrap();
    let changed = server
        .ask("GET", "/app.js", &[("If-None-Match", &tag)])
        .await;
    assert_eq!(
        (changed.status, changed.text()),
        (200, "export { changed };")
    );
}

#[tokio::test]
async fn only_names_with_a_hash_are_kept_for_good() {
    let server = Server::start().await;
    let hashed = server.get("/page-0123456789abcdef.js").await;
    assert!(hashed.header("cache-control").contains("immutable"));
    let missing = server.get("/gone-0123456789abcdef.js").await;
    assert_eq!(
        (missing.status, missing.header("cache-control")),
        (404, "no-cache")
    );
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let server = Server::start().await;
    for path in [
        "/",
        "/app.js",
        "/models/catalogue.json",
        "/models/files/tiny.gguf",
    ] {
        let get = server.get(path).await;
        let head = server.ask("HEAD", path, &[]).await;
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        for name in [
            "content-length",
            "content-type",
            "etag",
            "content-security-policy",
        ] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
}

#[tokio::test]
async fn a_taken_port_gives_another_one() {
    let first = server::bind(0).await.unwrap();
    let taken = first.local_addr().unwrap().port();
    let second = server::bind(taken).await.unwrap();
    assert_ne!(second.local_addr().unwrap().port(), taken);
    assert!(second.local_addr().unwrap().ip().is_loopback());
}

#[test]
fn a_missing_app_is_named() {
    let empty = tempfile::tempdir().unwrap();
    let error = server::find_dist(Some(empty.path().to_path_buf())).unwrap_err();
    assert!(error.to_string().contains("make build"), "{error}");
}
