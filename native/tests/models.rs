//! Model files of this computer, and of a publisher played by a second local server.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use companion_native::server::Published;
use serde_json::{Value, json};
use support::{MODEL_SUM, Server, model_bytes};
use tokio::net::TcpListener;

async fn catalogue(server: &Server) -> Vec<Value> {
    let answer = server.get("/models/catalogue.json").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/json")
    );
    let catalogue: Value = serde_json::from_slice(&answer.body).unwrap();
    catalogue["models"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_catalogue_lists_local_files() {
    let server = Server::start().await;
    assert_eq!(
        catalogue(&server).await,
        [
            json!({
                "id": "tiny", "name": "tiny", "path": "models/files/tiny.gguf",
                "size_bytes": model_bytes().len(), "sha256": MODEL_SUM,
                "source": "this computer", "internet": false,
            }),
            json!({
                "id": "unverified", "name": "unverified", "path": "models/files/unverified.gguf",
                "size_bytes": 4, "sha256": null,
                "source": "this computer", "internet": false,
            }),
        ]
    );
}

async fn encoders(server: &Server) -> Value {
    let answer = server.get("/models/catalogue.json").await;
    let catalogue: Value = serde_json::from_slice(&answer.body).unwrap();
    catalogue["encoders"].clone()
}

#[tokio::test]
async fn encoders_are_listed_apart_from_models_and_come_with_the_app_or_this_computer() {
    let server = Server::start().await;
    assert_eq!(encoders(&server).await, json!([]));

    // As `cargo xtask build` writes it.
    let of_app = json!([{
        "id": "e", "name": "E", "purpose": "sentences", "path": "models/encoders/e.gguf",
        "size_bytes": 4, "sha256": MODEL_SUM,
    }]);
    let in_app = server.folder.path().join("dist/models/encoders");
    std::fs::create_dir_all(&in_app).unwrap();
    std::fs::write(in_app.join("e.gguf"), "GGUF").unwrap();
    let text = json!({"models": [], "encoders": of_app}).to_string();
    std::fs::write(in_app.join("../catalogue.json"), text).unwrap();
    assert_eq!(encoders(&server).await, of_app);
    let answer = server.get("/models/encoders/e.gguf").await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, &b"GGUF"[..]));

    let own = server.folder.path().join("models/encoders");
    std::fs::create_dir_all(&own).unwrap();
    let file = own.join("all-minilm-l6-v2-q8_0.gguf");
    std::fs::write(file, "GGUF file").unwrap();
    let listed = encoders(&server).await;
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["purpose"], "sentences");
    assert_eq!(listed[0]["name"], "all-MiniLM-L6-v2");
    let path = listed[0]["path"].as_str().unwrap();
    let answer = server.get(&format!("/{path}")).await;
    assert_eq!(answer.body.as_slice(), b"GGUF file");
    assert_eq!(catalogue(&server).await.len(), 2, "models stay models");
}

#[tokio::test]
async fn without_a_folder_there_are_no_models() {
    let server = Server::start().await;
    std::fs::remove_dir_all(server.folder.path().join("models")).unwrap();
    assert_eq!(catalogue(&server).await, [Value::Null; 0]);
    assert_eq!(server.get("/models/files/tiny.gguf").await.status, 404);
}

#[tokio::test]
async fn models_can_be_resumed() {
    let server = Server::start().await;
    let whole = model_bytes();
    let path = "/models/files/tiny.gguf";
    assert_eq!(server.get(path).await.body, whole);

    let rest = server.ask("GET", path, &[("Range", "bytes=100000-")]).await;
    assert_eq!(rest.status, 206);
    assert_eq!(rest.body, whole[100_000..]);
    assert_eq!(
        rest.header("content-range"),
        format!("bytes 100000-{}/{}", whole.len() - 1, whole.len())
    );

    let middle = server.ask("GET", path, &[("Range", "bytes=10-19")]).await;
    assert_eq!(
        (middle.status, middle.body.as_slice()),
        (206, &whole[10..20])
    );

    let past = format!("bytes={}-", whole.len());
    let beyond = server.ask("GET", path, &[("Range", &past)]).await;
    assert_eq!(beyond.status, 416);
    assert_eq!(
        beyond.header("content-range"),
        format!("bytes */{}", whole.len())
    );
}

/// A publisher that redirects to its delivery network and counts who asks.
async fn publisher() -> (Published, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let routes = Router::new()
        .route(
            "/repository/model.gguf",
            get(move || {
                count.fetch_add(1, Ordering::Relaxed);
                async {
                    let headers = [
                        (header::LOCATION, "/network/file".to_owned()),
                        (header::ETAG, "\"of-the-repository\"".to_owned()),
                        (
                            header::HeaderName::from_static("x-linked-etag"),
                            format!("\"{MODEL_SUM}\""),
                        ),
                    ];
                    (StatusCode::FOUND, headers)
                }
            }),
        )
        .route("/network/file", get(network_file));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "http://{}/repository/model.gguf",
        listener.local_addr().unwrap()
    );
    tokio::spawn(async { axum::serve(listener, routes).await });
    let published = Published {
        id: "published".into(),
        name: "Published".into(),
        url: url.into(),
    };
    (published, asked)
}

async fn network_file(request: Request) -> impl IntoResponse {
    let tag = (header::ETAG, "\"of-the-network\"".to_owned());
    match request.headers().get(header::RANGE) {
        Some(range) => {
            assert_eq!(range, "bytes=4-");
            let range = (header::CONTENT_RANGE, "bytes 4-7/8".to_owned());
            (StatusCode::PARTIAL_CONTENT, [tag, range], "rest").into_response()
        }
        None => ([tag], "GGUFrest").into_response(),
    }
}

#[tokio::test]
async fn a_publisher_is_asked_only_for_a_chosen_model() {
    let (published, asked) = publisher().await;
    let server = Server::start_with(vec![published]).await;
    let offered = catalogue(&server).await.pop().unwrap();
    assert_eq!(
        (&offered["id"], &offered["internet"]),
        (&json!("published"), &json!(true))
    );
    assert_eq!(
        asked.load(Ordering::Relaxed),
        0,
        "the catalogue contacts nobody"
    );

    let path = format!("/{}", offered["path"].as_str().unwrap());
    let whole = server.get(&path).await;
    assert_eq!((whole.status, whole.text()), (200, "GGUFrest"));
    assert_eq!(whole.header("content-length"), "8");
    assert_eq!(
        whole.header("etag"),
        format!("\"{MODEL_SUM}\""),
        "the sum of the whole file"
    );
    assert_eq!(whole.header("cache-control"), "no-store");
    assert_eq!(whole.header("cross-origin-resource-policy"), "same-origin");

    let rest = server.ask("GET", &path, &[("Range", "bytes=4-")]).await;
    assert_eq!((rest.status, rest.text()), (206, "rest"));
    assert_eq!(rest.header("content-range"), "bytes 4-7/8");
    assert_eq!(asked.load(Ordering::Relaxed), 2);

    // Another site's page may not make this computer contact the publisher.
    let foreign = server
        .ask("GET", &path, &[("Sec-Fetch-Site", "cross-site")])
        .await;
    assert_eq!(foreign.status, 403);
    assert_eq!(asked.load(Ordering::Relaxed), 2);

    assert_eq!(server.get("/models/remote/unknown").await.status, 404);
}

#[tokio::test]
async fn an_absent_publisher_is_said_to_be_absent() {
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/model.gguf", unused.local_addr().unwrap());
    drop(unused);
    let published = Published {
        id: "absent".into(),
        name: "Absent".into(),
        url: url.into(),
    };
    let server = Server::start_with(vec![published]).await;
    let answer = server.get("/models/remote/absent").await;
    assert_eq!(answer.status, 502);
    assert!(
        answer.text().contains("cannot be reached"),
        "{}",
        answer.text()
    );
}
