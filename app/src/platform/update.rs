//! The service worker: works without a network, and brings new versions.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Response, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
};

use super::{build, listen, reload};

/// Whether an earlier visit has kept the app for offline use.
pub(crate) fn is_kept() -> bool {
    container().is_some_and(|container| container.controller().is_some())
}

/// Where service workers are registered, in browsers that have them.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    js_sys::Reflect::has(&navigator, &"serviceWorker".into())
        .unwrap_or(false)
        .then(|| navigator.service_worker())
}

/// Registers the service worker and calls `on_waiting` when a new version waits to be used.
pub(crate) fn register(on_waiting: impl Fn(ServiceWorker) + Clone + 'static) {
    let Some(container) = container() else {
        return;
    };
    if container.controller().is_none() {
        let (first, on_waiting) = (container.clone(), on_waiting.clone());
        listen(&container, "controllerchange", move |_| {
            let (first, on_waiting) = (first.clone(), on_waiting.clone());
            spawn_local(async move {
                // What was fetched after this page may be of a newer build.
                if let (Some(kept), Some(false)) = (first.controller(), is_this_build_kept().await)
                {
                    on_waiting(kept);
                }
            });
        });
    }
    spawn_local(async move {
        // Without it the app works for as long as this page is open; there is nothing to say.
        let Ok(registration) = JsFuture::from(container.register("./sw.js")).await else {
            return;
        };
        let registration: ServiceWorkerRegistration = registration.unchecked_into();
        if let Some(waiting) = registration.waiting() {
            on_waiting(waiting);
        }
        let found = registration.clone();
        listen(&registration, "updatefound", move |_| {
            let Some(arriving) = found.installing() else {
                return;
            };
            let on_waiting = on_waiting.clone();
            let worker = arriving.clone();
            listen(&arriving, "statechange", move |_| {
                // The very first version takes the page without asking: nothing was there before.
                let replaces = window().navigator().service_worker().controller().is_some();
                if worker.state() == ServiceWorkerState::Installed && replaces {
                    on_waiting(worker.clone());
                }
            });
        });
    });
}

/// Whether the page that is kept is of this page's build; nothing where it cannot be read.
async fn is_this_build_kept() -> Option<bool> {
    let response = JsFuture::from(window().fetch_with_str("./index.html")).await;
    let response: Response = response.ok()?.unchecked_into();
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    let own = format!("data-build=\"{}\"", build());
    Some(text.as_string()?.contains(&own))
}

/// Lets the waiting version take over, and loads the page anew once it has.
pub(crate) fn apply(waiting: &ServiceWorker) {
    if waiting.state() == ServiceWorkerState::Activated {
        // It has: the first one of all does so at once.
        return reload();
    }
    listen(
        &window().navigator().service_worker(),
        "controllerchange",
        |_| reload(),
    );
    let message = js_sys::Object::new();
    // Setting a property of a fresh object and posting plain data cannot fail.
    let _ = js_sys::Reflect::set(&message, &"type".into(), &"SKIP_WAITING".into());
    let _ = waiting.post_message(&message);
}
