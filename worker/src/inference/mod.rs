//! The inference worker: keeps one model in the browser's private file system, loads it, and
//! answers. It receives text, never keys, and stores nothing but model files.

mod ask;
mod download;
mod embed;
mod failure;
mod helper;
mod import;
mod lane;
mod limits;
mod load;
mod measure;
mod memory;
mod opfs;
mod pace;
mod prompt;
mod record;
mod reflect;
mod service;
mod shelf;
mod speech;
mod transfer;

use std::rc::Rc;

use companion_protocol::inference::{Event, Request, Response};
use futures_util::StreamExt;
use wasm_bindgen_futures::spawn_local;

use crate::panic;
use crate::port::Port;
use service::Service;

/// Starts the worker. Requests are answered as they come; the long ones run beside the loop,
/// so that they can be stopped.
pub fn start() {
    if helper::is_helper() {
        return;
    }
    panic::install_hook();
    let (port, mut requests) = Port::<Response, Event>::open::<Request>();
    let service = Rc::new(Service::new(port));
    spawn_local(async move {
        service.open().await;
        while let Some(incoming) = requests.next().await {
            service.handle(incoming);
        }
    });
}
