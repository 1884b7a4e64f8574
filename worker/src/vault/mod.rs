//! The vault worker: the only place that holds keys.

mod alive;
mod asked;
mod attachments;
mod audit;
mod backup;
mod browser_host;
mod browser_store;
mod changes;
mod device;
mod environment;
mod estimator;
mod export;
mod failure;
mod files;
mod history;
mod host;
mod import;
mod keys;
mod list;
mod marks;
mod problem;
mod queue;
mod run;
mod sample;
mod search;
mod service;
mod throttle;
mod upkeep;
mod web_lock;
mod writing;
mod zones;

pub use attachments::{PhotoError, PreparedPhoto};
pub use browser_host::BrowserHost;
pub use browser_store::BrowserStore;
pub use environment::BrowserEnvironment;
pub use export::{BrowserPress, BrowserSink, ExportFailure, Press, Sink};
pub use failure::ServiceError;
pub use files::BackupFile;
pub use host::{Host, HostError};
pub use service::Service;
pub use web_lock::WebLock;

use companion_protocol::vault::{Event, Request, Response};
use wasm_bindgen_futures::spawn_local;

use crate::port::Port;

/// Starts the worker. To be called once, in a dedicated worker.
pub fn start() {
    crate::panic::install_hook();
    let (port, requests) = Port::<Response, Event>::open::<Request>();
    spawn_local(run::run(port, requests));
}
