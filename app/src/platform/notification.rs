//! Notifications of the system. A service worker shows them: phones let nobody else, and a touch
//! on one then leads back here (see `static/sw.js`).

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationOptions, NotificationPermission, ServiceWorkerRegistration,
};

use super::language;

/// One notification at a time: a later one takes its place.
const TAG: &str = "companion-reminder";
const ICON: &str = "icons/icon-192.png";
/// Phones draw its outline in their bar.
const BADGE: &str = "icons/badge-96.png";

/// What the browser and the person allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// This browser shows none.
    Unsupported,
    /// Nobody has been asked.
    Open,
    /// They may be shown.
    Granted,
    /// They may not.
    Denied,
}

/// What is allowed now.
pub(crate) fn permission() -> Permission {
    let can = Reflect::has(&window(), &"Notification".into()).unwrap_or(false)
        && Reflect::has(&window().navigator(), &"serviceWorker".into()).unwrap_or(false);
    if !can {
        return Permission::Unsupported;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        _ => Permission::Open,
    }
}

/// Asks the person. To be called at once after a touch: browsers allow it only then.
pub(crate) async fn ask() -> Permission {
    if permission() == Permission::Open
        && let Ok(asked) = Notification::request_permission()
    {
        // What was answered is looked up below.
        let _ = JsFuture::from(asked).await;
    }
    permission()
}

/// Shows a line. Tells whether the browser took it.
pub(crate) async fn show(line: &str) -> bool {
    if permission() != Permission::Granted {
        return false;
    }
    let Ok(ready) = window().navigator().service_worker().ready() else {
        return false;
    };
    let Ok(registration) = JsFuture::from(ready).await else {
        return false;
    };
    let options = NotificationOptions::new();
    options.set_tag(TAG);
    options.set_icon(ICON);
    options.set_badge(BADGE);
    options.set_lang(&language());
    let shown = registration
        .unchecked_into::<ServiceWorkerRegistration>()
        .show_notification_with_options(line, &options);
    match shown {
        Ok(shown) => JsFuture::from(shown).await.is_ok(),
        Err(_) => false,
    }
}
