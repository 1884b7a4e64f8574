//! Model files: what there is (`catalogue.json`), files of this computer (`files/NAME.gguf`) and
//! files of a publisher (`remote/ID`). Encoders are files of this computer
//! (`files/encoders/NAME.gguf`), or came with the app (`encoders/NAME.gguf`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Json;
use axum::extract::{self, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tower_http::services::ServeDir;

use super::publisher::{self, PUBLISHED, Published};

/// Where models come from.
#[derive(Debug)]
pub(super) struct Library {
    /// Folder of model files on this computer.
    pub(super) folder: Option<PathBuf>,
    /// Folder of the built app, which may hold an encoder.
    pub(super) dist: PathBuf,
    /// Models that a publisher offers.
    pub(super) published: Vec<Published>,
}

/// The files of `folder`, whole or in ranges.
pub(super) fn files(folder: &Path) -> ServeDir {
    ServeDir::new(folder).append_index_html_on_directories(false)
}

/// `GET /models/catalogue.json`: local files first, then what publishers offer. Reading it
/// contacts nobody.
pub(super) async fn catalogue(State(library): State<Arc<Library>>) -> Json<Value> {
    let local = library.folder.as_deref().map(local_models);
    let published = library.published.iter().map(|model| {
        json!({
            "id": model.id,
            "name": model.name,
            "path": format!("models/remote/{}", model.id),
            "size_bytes": null,
            "sha256": null,
            "source": model.url,
            "internet": true,
        })
    });
    let models: Vec<Value> = local
        .unwrap_or_default()
        .into_iter()
        .chain(published)
        .collect();
    let local_encoders = library.folder.as_deref().map(local_encoders);
    let encoders = local_encoders
        .filter(|encoders| !encoders.is_empty())
        .unwrap_or_else(|| encoders_of_app(&library.dist));
    let folder = library.folder.as_deref();
    let speech = folder.map_or_else(Vec::new, |folder| in_folder(folder, "speech"));
    Json(json!({ "models": models, "encoders": encoders, "speech": speech }))
}

/// The encoders in the folder `encoders` of the model files.
fn local_encoders(folder: &Path) -> Vec<Value> {
    let mut encoders = in_folder(folder, "encoders");
    for encoder in &mut encoders {
        // What others are for, only the person knows who put them there.
        let is_for_sentences = encoder["id"] == SENTENCE_ENCODER.0.trim_end_matches(".gguf");
        encoder["purpose"] = json!(is_for_sentences.then_some("sentences"));
    }
    encoders
}

/// The files in a folder beside the models, with the paths under which they are served.
fn in_folder(models: &Path, name: &str) -> Vec<Value> {
    let mut files = local_models(&models.join(name));
    for file in &mut files {
        if let Some(id) = file["id"].as_str() {
            file["path"] = json!(format!("models/files/{name}/{id}.gguf"));
        }
    }
    files
}

/// The encoders that the app was built with, from the catalogue that lies beside them.
fn encoders_of_app(dist: &Path) -> Vec<Value> {
    std::fs::read(dist.join("models/catalogue.json"))
        .ok()
        .and_then(|text| serde_json::from_slice::<Value>(&text).ok())
        .and_then(|catalogue| catalogue["encoders"].as_array().cloned())
        .unwrap_or_default()
}

/// `GET /models/remote/ID`: the publisher's file, passed through as it arrives.
pub(super) async fn remote(
    State(library): State<Arc<Library>>,
    extract::Path(id): extract::Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    match library.published.iter().find(|model| model.id == id) {
        Some(model) => publisher::pass_through(model, method, &headers)
            .await
            .unwrap_or_else(IntoResponse::into_response),
        None => (StatusCode::NOT_FOUND, "No such model is offered.\n").into_response(),
    }
}

/// Catalogue entries of the model files in `folder`, by name. A folder that cannot be read has
/// none: the app works without a model.
fn local_models(folder: &Path) -> Vec<Value> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "gguf")
        })
        .collect();
    paths.sort();
    paths.iter().filter_map(|path| local_model(path)).collect()
}

fn local_model(path: &Path) -> Option<Value> {
    let file_name = path.file_name()?.to_str()?;
    let stem = path.file_stem()?.to_str()?;
    let size_bytes = path
        .metadata()
        .ok()
        .filter(std::fs::Metadata::is_file)?
        .len();
    Some(json!({
        "id": stem,
        "name": title(file_name).unwrap_or(stem),
        "path": format!("models/files/{file_name}"),
        "size_bytes": size_bytes,
        "sha256": recorded_sum(path),
        "source": "this computer",
        "internet": false,
    }))
}

/// The sentence encoder, as `cargo xtask encoder` names its file, and its title.
const SENTENCE_ENCODER: (&str, &str) = ("all-minilm-l6-v2-q8_0.gguf", "all-MiniLM-L6-v2");

/// The speech model, as `cargo xtask speech` names its file, and its title.
const SPEECH: (&str, &str) = ("whisper-base-q8_0.gguf", "Whisper base");

/// The title of a well-known file, for people.
fn title(file_name: &str) -> Option<&'static str> {
    const CODER: (&str, &str) = (
        "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        "Qwen2.5-Coder-0.5B-Instruct (Q4_K_M)",
    );
    PUBLISHED
        .iter()
        .map(|model| (model.file_name(), model.name.as_ref()))
        .chain([CODER, SENTENCE_ENCODER, SPEECH])
        .find(|(known, _)| *known == file_name)
        .map(|(_, title)| title)
}

/// The SHA-256 written beside the file when it was verified (`NAME.gguf.sha256`, in the form that
/// `sha256sum` writes).
fn recorded_sum(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path.with_extension("gguf.sha256")).ok()?;
    let sum = text.split_whitespace().next()?;
    let is_sum = sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_sum.then(|| sum.to_ascii_lowercase())
}
