//! A fault of ours must not look like a frozen page: it is said, with what is safe and what to do.

use leptos::prelude::document;

const WORDS: &str = "stopped";

/// Puts those words behind the page: the first link of all is the one to its content.
pub(crate) fn stand_behind() {
    let page = document();
    if let (Some(words), Some(body)) = (page.get_element_by_id(WORDS), page.body()) {
        // An element that is in the page can be moved within it.
        let _ = body.append_child(&words);
    }
}

/// Shows the words that wait for this in `index.html` when the page's code stops for good.
pub(crate) fn on_panic() {
    std::panic::set_hook(Box::new(|fault| {
        // The place, not the message: a message may hold a piece of text.
        let place = fault
            .location()
            .map(|place| format!("{}:{}", place.file(), place.line()))
            .unwrap_or_default();
        web_sys::console::error_2(&"Companion stopped at".into(), &place.into());
        if let Some(words) = document().get_element_by_id(WORDS) {
            // Removing an attribute by a plain name cannot fail.
            let _ = words.remove_attribute("hidden");
        }
    }));
}
