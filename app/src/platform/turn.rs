//! Turns of the page's thread: what would keep it for long is done in several, and the browser draws and takes keys in
//! between.

use leptos::prelude::document;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

use super::pause;

/// How often something is looked for that is about to be drawn, and how long between two looks, in milliseconds: half a
/// second in all.
const LOOKS: u32 = 30;
const LOOK_EVERY_MS: u32 = 16;

/// Goes on in the thread's next task. Messages come at once also in a page that nobody sees, where timers wait.
pub(crate) async fn next_task() {
    let Ok(channel) = MessageChannel::new() else {
        // A page that cannot wait goes on at once.
        return;
    };
    let message = js_sys::Promise::new(&mut |resolve, _| {
        channel.port1().set_onmessage(Some(&resolve));
    });
    if channel.port2().post_message(&JsValue::NULL).is_ok() {
        // It is never refused.
        let _ = JsFuture::from(message).await;
    }
    channel.port1().close();
}

/// Waits until what is being changed is done and an element is in the page, but not for ever.
pub(crate) async fn drawn(id: &str) {
    next_task().await;
    for _ in 0..LOOKS {
        if document().get_element_by_id(id).is_some() {
            return;
        }
        pause(LOOK_EVERY_MS).await;
    }
}
