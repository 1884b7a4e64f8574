//! What the local server refuses, and what it tells browsers to refuse.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use companion_native::server::SECURITY_HEADERS;
use support::Server;

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let server = Server::start().await;
    let foreign = server
        .ask_raw("GET", "/", &[("Host", "journal.example")])
        .await;
    for answer in [
        server.get("/").await,
        server.get("/app_bg.wasm").await,
        server.get("/nothing").await,
        server.get("/models/catalogue.json").await,
        server.get("/models/files/tiny.gguf").await,
        server.ask("POST", "/", &[]).await,
        foreign,
    ] {
        for (name, value) in SECURITY_HEADERS {
            assert_eq!(answer.header(name), value, "{}: {name}", answer.status);
        }
    }
}

#[test]
fn the_policy_allows_no_inline_code_and_no_other_origin() {
    let (_, policy) = SECURITY_HEADERS[0];
    assert!(policy.starts_with("default-src 'none';"));
    for weakness in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
        assert!(!policy.contains(weakness), "{weakness}");
    }
}

#[test]
fn the_service_worker_adds_the_same_policy() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../static/sw.js");
    let service_worker = std::fs::read_to_string(path).unwrap();
    for (name, value) in SECURITY_HEADERS {
        if name != "permissions-policy" {
            assert!(service_worker.contains(&format!("\"{name}\":")), "{name}");
            assert!(service_worker.contains(&format!("\"{value}\"")), "{name}");
        }
    }
}

#[test]
fn the_page_on_hosting_names_the_same_headers() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/HOSTING.md");
    let page = std::fs::read_to_string(path).unwrap();
    for (name, value) in SECURITY_HEADERS {
        assert!(page.to_lowercase().contains(name), "{name}");
        assert!(page.contains(value), "{name}: {value}");
    }
}

#[tokio::test]
async fn only_own_names_are_answered() {
    let server = Server::start().await;
    let port = server.port;
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        let answer = server
            .ask_raw("GET", "/", &[("Host", &format!("{host}:{port}"))])
            .await;
        assert_eq!(answer.status, 200, "{host}");
    }
    for host in [
        "journal.example".to_owned(),
        format!("journal.example:{port}"),
        format!("localhost.example:{port}"),
        format!("127.0.0.1.example:{port}"),
        format!("localhost:{}", port ^ 1),
        format!("localhost:{port}0"),
        format!("0.0.0.0:{port}"),
        "localhost".to_owned(),
        String::new(),
    ] {
        let answer = server.ask_raw("GET", "/", &[("Host", &host)]).await;
        assert_eq!(answer.status, 421, "{host:?}");
        assert!(!answer.text().contains("Companion</title>"));
    }
    assert_eq!(server.ask_raw("GET", "/", &[]).await.status, 421, "no Host");
    let absolute = "http://journal.example/";
    assert_eq!(
        server.ask("GET", absolute, &[]).await.status,
        421,
        "in the target"
    );
}

#[tokio::test]
async fn nothing_is_written() {
    let server = Server::start().await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        for path in ["/", "/models/files/tiny.gguf", "/models/catalogue.json"] {
            let answer = server.ask(method, path, &[]).await;
            assert_eq!(
                (answer.status, answer.header("allow")),
                (405, "GET, HEAD"),
                "{method} {path}"
            );
        }
    }
}

/// A browser without the app's service worker sends here what another app shares.
#[tokio::test]
async fn what_is_shared_is_not_taken_and_the_page_says_so() {
    let server = Server::start().await;
    let answer = server.ask("POST", "/share", &[]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/?shared=not-ready")
    );
    assert_eq!(server.ask("PUT", "/share", &[]).await.status, 405);
    let foreign = [("Host", "journal.example")];
    assert_eq!(
        server.ask_raw("POST", "/share", &foreign).await.status,
        421,
        "to another name"
    );
}

#[tokio::test]
async fn no_path_leads_out() {
    let server = Server::start().await;
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/styles/../../secret.txt",
        "/styles/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/models/files/../../secret.txt",
        "/models/files/%2e%2e/secret.txt",
        "/models/files/..%2fsecret.txt",
        "/models/remote/..%2f..%2fsecret.txt",
        "/%00",
    ] {
        let answer = server.get(path).await;
        assert!(
            (400..500).contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        assert!(
            !String::from_utf8_lossy(&answer.body).contains("not served"),
            "{path}"
        );
    }
    let absolute = format!("/{}", server.folder.path().join("secret.txt").display());
    assert_eq!(server.get(&absolute).await.status, 404);
}

#[tokio::test]
async fn other_sites_get_no_models() {
    let server = Server::start().await;
    for (site, status) in [
        ("same-origin", 200),
        ("none", 200),
        ("same-site", 403),
        ("cross-site", 403),
    ] {
        let answer = server
            .ask(
                "GET",
                "/models/files/tiny.gguf",
                &[("Sec-Fetch-Site", site)],
            )
            .await;
        assert_eq!(answer.status, status, "{site}");
    }
}
