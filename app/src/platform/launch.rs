//! How the system opens Companion: by a shortcut, by a file, or by bringing an open window to the
//! front (the manifest's `launch_handler`). web-sys does not know the launch queue yet.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileSystemFileHandle, MessageEvent, Url};

use super::listen;

/// What the system wants of the page.
pub(crate) enum Launch {
    /// Open this address: its query, with the question mark.
    Address(String),
    /// Open this file.
    File(File),
    /// Open a file that the browser does not let the page read.
    Unreadable,
    /// A notification was touched.
    Notification,
}

/// Calls `on_launch` for everything that the system asks of this page, for as long as it lives.
/// The address that the page was loaded by is not repeated.
pub(crate) fn listen_to_launches(on_launch: impl Fn(Launch) + Copy + 'static) {
    listen_to_notifications(on_launch);
    let Ok(queue) = Reflect::get(&window(), &"launchQueue".into()) else {
        return;
    };
    let set = Reflect::get(&queue, &"setConsumer".into()).and_then(JsCast::dyn_into::<Function>);
    let Ok(set) = set else { return };
    let loaded_by = window().location().href().unwrap_or_default();
    let consumer = Closure::<dyn FnMut(JsValue)>::new(move |launch: JsValue| {
        let files = Reflect::get(&launch, &"files".into()).ok();
        let files = files.and_then(|files| files.dyn_into::<Array>().ok());
        let address = Reflect::get(&launch, &"targetURL".into()).ok();
        let address = address.and_then(|address| address.as_string());
        if let Some(file) = files.and_then(|files| files.iter().next()) {
            spawn_local(async move {
                on_launch(match read(file).await {
                    Some(file) => Launch::File(file),
                    None => Launch::Unreadable,
                });
            });
        } else if let Some(address) = address.filter(|address| *address != loaded_by)
            && let Ok(address) = Url::new(&address)
        {
            on_launch(Launch::Address(address.search()));
        }
    });
    // Fails only where the queue is not what its name says.
    let _ = set.call1(&queue, consumer.as_ref());
    consumer.forget();
}

fn listen_to_notifications(on_launch: impl Fn(Launch) + Copy + 'static) {
    let navigator = window().navigator();
    if !Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false) {
        return;
    }
    listen(&navigator.service_worker(), "message", move |event| {
        let data = event.unchecked_into::<MessageEvent>().data();
        let is_object = data.is_instance_of::<Object>();
        let kind = is_object.then(|| Reflect::get(&data, &"type".into()).ok());
        if kind.flatten().and_then(|kind| kind.as_string()).as_deref() == Some("WRITE") {
            on_launch(Launch::Notification);
        }
    });
}

async fn read(handle: JsValue) -> Option<File> {
    let handle = handle.dyn_into::<FileSystemFileHandle>().ok()?;
    let file: Promise = handle.get_file();
    JsFuture::from(file).await.ok()?.dyn_into().ok()
}
