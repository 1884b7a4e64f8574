//! What `index.html` shows before the app is here: the name, and where there is a journal the field
//! for its passphrase, so that nobody waits to type.

use std::cell::RefCell;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

const FRAME: &str = "first-frame";
/// The field for the passphrase in it.
const FIELD: &str = "first-passphrase";
/// What is said where nothing happens.
const TOO_OLD: &str = "too-old";

thread_local! {
    /// What was typed before the app's own field was there. Freed memory is wiped by the allocator.
    static TYPED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The app runs: this browser is not too old.
pub(crate) fn app_is_here() {
    remove(TOO_OLD);
}

/// Whether the frame is still what is seen.
pub(crate) fn is_shown() -> bool {
    document().get_element_by_id(FRAME).is_some()
}

/// Takes the frame away. What was typed is kept for the field that takes its place, if there is one.
pub(crate) fn give_way(has_field: bool) {
    if let Some(field) = document().get_element_by_id(FIELD) {
        let field: HtmlInputElement = field.unchecked_into();
        if has_field {
            TYPED.set(field.value());
        }
        field.set_value("");
    }
    remove(FRAME);
}

/// What was typed into the frame, once.
pub(crate) fn take_typed() -> Option<String> {
    Some(TYPED.take()).filter(|typed| !typed.is_empty())
}

fn remove(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.remove();
    }
}
