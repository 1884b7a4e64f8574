//! The vault worker: the only place that holds keys.

mod alive;
mod audit;
mod backup;
mod browser_host;
mod changes;
mod device;
mod environment;
mod failure;
mod files;
mod history;
mod host;
mod keys;
mod run;
mod service;
mod throttle;
mod web_lock;

pub use browser_host::BrowserHost;
pub use environment::BrowserEnvironment;
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
