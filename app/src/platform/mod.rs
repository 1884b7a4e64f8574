//! The browser, behind small functions.

pub(crate) mod attachment_url;
pub(crate) mod badge;
pub(crate) mod battery;
pub(crate) mod calendar;
mod date_inputs;
pub(crate) mod download;
pub(crate) mod evidence;
pub(crate) mod first_frame;
pub(crate) mod folder;
pub(crate) mod folder_choice;
pub(crate) mod highlight;
pub(crate) mod install;
pub(crate) mod intl;
pub(crate) mod launch;
pub(crate) mod locks;
pub(crate) mod model_files;
pub(crate) mod notification;
pub(crate) mod observer;
pub(crate) mod pack;
mod pieces;
pub(crate) mod recorder;
pub(crate) mod samples;
pub(crate) mod save_file;
pub(crate) mod share;
pub(crate) mod stop;
pub(crate) mod storage;
pub(crate) mod support;
pub(crate) mod turn;
pub(crate) mod update;

use core::sync::atomic::{AtomicU32, Ordering};

use companion_core::Timestamp;
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget, HtmlElement};

pub(crate) use date_inputs::{date_input, time_input, timestamp_of_inputs};

/// Milliseconds since 1970-01-01T00:00Z.
pub(crate) fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// The current moment, with this place's offset from UTC.
pub(crate) fn now() -> Timestamp {
    let date = js_sys::Date::new_0();
    Timestamp {
        // Whole milliseconds, far inside the range of both types.
        unix_ms: date.get_time() as i64,
        utc_offset_minutes: -(date.get_timezone_offset() as i16),
    }
}

/// Of which build this page is, as `cargo xtask build` writes it down; its workers know theirs.
pub(crate) fn build() -> String {
    let page = document().document_element();
    page.and_then(|page| page.get_attribute("data-build"))
        .unwrap_or_default()
}

/// A number that nobody chose, for the sampler's seed.
pub(crate) fn random_seed() -> u64 {
    // Two draws of 26 bits each: all that a double carries exactly.
    let draw = || (js_sys::Math::random() * f64::from(1u32 << 26)) as u64;
    draw() << 26 | draw()
}

/// Bytes that nobody can guess.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Ok(crypto) = window().crypto() {
        // Refuses only more bytes than any caller wants.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// Calls `handler` for every such event, for as long as the page lives.
pub(crate) fn listen(target: &EventTarget, event: &str, handler: impl FnMut(Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(handler);
    // Fails only for a target that is no longer there.
    let _ = target.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
    handler.forget();
}

/// Whether the page is hidden.
pub(crate) fn is_hidden() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Hidden
}

/// Whether the page is in front: somebody looks at it.
pub(crate) fn has_focus() -> bool {
    !is_hidden() && document().has_focus().unwrap_or(false)
}

/// Puts text on the clipboard; false where the browser does not allow it.
pub(crate) async fn copy(text: &str) -> bool {
    let promise = window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}

/// Moves the keyboard's focus to an element, without scrolling.
pub(crate) fn focus(id: &str) {
    if let Some(element) = document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        // Fails only for an element that is gone.
        let _ = element.focus();
    }
}

/// Brings an element into view and moves the reading position there.
pub(crate) fn show(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
        // Headings take the focus by code only. Setting a plain attribute cannot fail.
        let _ = element.set_attribute("tabindex", "-1");
        focus(id);
    }
}

/// An id that no other element has.
pub(crate) fn unique_id(kind: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{kind}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Whether the keyboard's focus is where typing writes text.
pub(crate) fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}

/// A look-and-feel setting of this device. Nothing private is ever kept this way.
pub(crate) fn read_setting(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a look-and-feel setting on this device, if the browser lets us.
pub(crate) fn write_setting(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A refused setting is chosen again next time; nothing else depends on it.
        let _ = storage.set_item(key, value);
    }
}

/// Forgets a setting of this device.
pub(crate) fn remove_setting(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // As with keeping it, nothing else depends on it.
        let _ = storage.remove_item(key);
    }
}

/// The value of `?name=value` that the page was opened with.
pub(crate) fn opened_with(name: &str) -> Option<String> {
    let query = window().location().search().ok()?;
    query
        .trim_start_matches('?')
        .split('&')
        .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        .map(str::to_owned)
}

/// Loads the page anew.
pub(crate) fn reload() {
    // Cannot fail for the page's own address.
    let _ = window().location().reload();
}

/// Waits.
pub(crate) async fn pause(duration_ms: u32) {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        // Milliseconds of a pause fit. A page that cannot wait goes on at once.
        let after = i32::try_from(duration_ms).unwrap_or(i32::MAX);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, after);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(wait).await;
}

/// Whether this device's shortcuts use the ⌘ key.
pub(crate) fn is_apple() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| {
        agent.contains("Mac") || agent.contains("iPhone") || agent.contains("iPad")
    })
}

/// Whether a dialog lies over the page.
pub(crate) fn is_dialog_open() -> bool {
    document()
        .query_selector("dialog[open]")
        .is_ok_and(|dialog| dialog.is_some())
}

/// The language that the page speaks, as a tag of BCP 47.
pub(crate) fn language() -> String {
    document()
        .document_element()
        .and_then(|root| root.get_attribute("lang"))
        .unwrap_or_default()
}

/// Lets the page fill the whole screen, or no longer, where the browser can do that.
pub(crate) fn fill_screen(fills: bool) {
    // What is refused leaves the page as large as it is.
    let _ = match document().document_element() {
        Some(root) if fills => root.request_fullscreen(),
        _ => {
            if is_screen_filled() {
                document().exit_fullscreen();
            }
            Ok(())
        }
    };
}

/// Whether the page fills the screen.
pub(crate) fn is_screen_filled() -> bool {
    document().fullscreen_element().is_some()
}

/// Whether the list stands beside what is read, as the styles have it from this width on.
pub(crate) fn is_wide() -> bool {
    const WIDE_PX: f64 = 900.0;
    let width = window().inner_width().ok().and_then(|width| width.as_f64());
    width.is_none_or(|width| width >= WIDE_PX)
}

/// Whether the page is written from right to left.
pub(crate) fn is_rtl() -> bool {
    document()
        .document_element()
        .is_some_and(|root| root.get_attribute("dir").as_deref() == Some("rtl"))
}

/// Whether sheets of paper have the size "Letter" where the person lives, as far as the browser
/// says (CLDR's supplemental data on paper sizes); elsewhere they are A4.
pub(crate) fn has_letter_paper() -> bool {
    const REGIONS: [&str; 18] = [
        "US", "CA", "MX", "PH", "CL", "CO", "CR", "DO", "GT", "HN", "NI", "PA", "PR", "SV", "VE",
        "BZ", "BO", "EC",
    ];
    let language = window().navigator().language().unwrap_or_default();
    let region = language.rsplit('-').next().unwrap_or_default();
    language.contains('-') && REGIONS.contains(&region)
}
