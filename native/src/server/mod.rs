//! The local server: the built app and model files, on the loopback interface only.
//!
//! Requests pass from the outside in: [`headers`] (security and caching headers on every answer),
//! [`guard`] (who may ask, and how), then a file of the app or [`models`].

mod guard;
mod headers;
mod models;
mod publisher;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::services::{ServeDir, ServeFile};

pub use headers::SECURITY_HEADERS;
pub use publisher::{PUBLISHED, Published};

/// Port used unless another is asked for.
pub const DEFAULT_PORT: u16 = 8787;

/// Ports tried after the wanted one before the system chooses.
const NEIGHBOURING_PORTS: u16 = 10;

/// What the server serves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Folder of the built app.
    pub dist: PathBuf,
    /// Folder of model files; `None` when this computer has no home folder.
    pub model_dir: Option<PathBuf>,
    /// Models offered from their publishers, contacted only when such a model is asked for.
    pub published: Vec<Published>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            dist: PathBuf::from("dist"),
            model_dir: None,
            published: PUBLISHED.to_vec(),
        }
    }
}

/// Why the server cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// No built app where it was looked for.
    #[error(
        "no built app (a folder with index.html) in {searched}. Build it with `make build`, or name it with --dist"
    )]
    NoApp {
        /// The folders looked into.
        searched: String,
    },
    /// No port could be had, or the system refused to listen.
    #[error("cannot listen on this computer's loopback interface: {0}")]
    Listen(#[source] std::io::Error),
}

/// The folder of the built app: the one named, else `dist` in the current folder or in a folder
/// above this program (which covers `target/release/` in a checkout).
///
/// # Errors
/// [`ServerError::NoApp`] when none of these holds an `index.html`.
pub fn find_dist(named: Option<PathBuf>) -> Result<PathBuf, ServerError> {
    let candidates = match named {
        Some(folder) => vec![folder],
        None => {
            let program = std::env::current_exe().unwrap_or_default();
            let above_program = program.ancestors().skip(1).take(3);
            std::iter::once(Path::new("."))
                .chain(above_program)
                .map(|folder| folder.join("dist"))
                .collect()
        }
    };
    candidates
        .iter()
        .find(|folder| folder.join("index.html").is_file())
        .cloned()
        .ok_or_else(|| ServerError::NoApp {
            searched: candidates
                .iter()
                .map(|folder| folder.display().to_string())
                .collect::<Vec<_>>()
                .join(", "),
        })
}

/// `~/.companion/models`, if this person has a home folder.
#[must_use]
pub fn default_model_dir() -> Option<PathBuf> {
    std::env::home_dir().map(|home| home.join(".companion").join("models"))
}

/// Listens on 127.0.0.1 at `port`, at one of the next ten if it is taken, else anywhere.
///
/// # Errors
/// [`ServerError::Listen`] when the system gives no port at all.
pub async fn bind(port: u16) -> Result<TcpListener, ServerError> {
    for candidate in port..=port.saturating_add(NEIGHBOURING_PORTS) {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, candidate));
        if let Ok(listener) = TcpListener::bind(address).await {
            return Ok(listener);
        }
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .map_err(ServerError::Listen)
}

/// Serves until the future is dropped.
///
/// # Errors
/// [`ServerError::Listen`] when the listener's address is gone or accepting fails for good.
pub async fn serve(listener: TcpListener, options: Options) -> Result<(), ServerError> {
    let port = listener.local_addr().map_err(ServerError::Listen)?.port();
    axum::serve(listener, router(options, port))
        .await
        .map_err(ServerError::Listen)
}

/// All routes, for a server that listens on `port`.
fn router(options: Options, port: u16) -> Router {
    // The app itself answers at this address, see `app/src/screens/speed.rs`.
    let speed = ServeFile::new(options.dist.join("index.html"))
        .precompressed_br()
        .precompressed_gzip();
    let app_files = ServeDir::new(&options.dist)
        .precompressed_br()
        .precompressed_gzip();
    let library = Arc::new(models::Library {
        folder: options.model_dir.clone(),
        dist: options.dist.clone(),
        published: options.published,
    });
    let mut routes = Router::new()
        .route("/models/catalogue.json", get(models::catalogue))
        .route("/models/remote/{id}", get(models::remote))
        .route_service("/speed", speed)
        .with_state(library);
    if let Some(folder) = options.model_dir {
        routes = routes.nest_service("/models/files", models::files(&folder));
    }
    routes
        .fallback_service(app_files)
        .layer(middleware::from_fn(move |request, next| {
            guard::check(port, request, next)
        }))
        .layer(middleware::from_fn(headers::add))
}
