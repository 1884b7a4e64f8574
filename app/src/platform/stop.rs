//! A fault of ours must not look like a frozen page: it is said, with what is safe and what to do.

use leptos::prelude::document;

/// Shows the words that wait for this in `index.html` when the page's code stops for good.
pub(crate) fn on_panic() {
    std::panic::set_hook(Box::new(|fault| {
        // The place, not the message: a message may hold a piece of text.
        let place = fault
            .location()
            .map(|place| format!("{}:{}", place.file(), place.line()))
            .unwrap_or_default();
        web_sys::console::error_2(&"Companion stopped at".into(), &place.into());
        if let Some(words) = document().get_element_by_id("stopped") {
            // Removing an attribute by a plain name cannot fail.
            let _ = words.remove_attribute("hidden");
        }
    }));
}
