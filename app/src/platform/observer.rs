//! Hearing that an element has another size or other content, or is scrolled, for as long as
//! somebody listens.

use js_sys::Function;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{
    Element, MutationObserver, MutationObserverInit, ResizeObserver, ResizeObserverBoxOptions,
    ResizeObserverOptions,
};

const SCROLL: &str = "scroll";

/// Calls its listener until it is dropped.
pub(crate) struct Observer {
    watching: Watching,
    /// Kept for as long as the browser may call it.
    listener: Closure<dyn FnMut()>,
}

enum Watching {
    Size(ResizeObserver),
    Content(MutationObserver),
    Scroll(Element),
    /// The browser could not do it.
    Nothing,
}

impl Observer {
    /// Listens for another size of an element, its borders included: before that is painted, and
    /// once at the beginning.
    pub(crate) fn of_size(element: &Element, listener: impl FnMut() + 'static) -> Self {
        let listener = Closure::<dyn FnMut()>::new(listener);
        let watching = match ResizeObserver::new(function(&listener)) {
            Ok(observer) => {
                let options = ResizeObserverOptions::new();
                options.set_box(ResizeObserverBoxOptions::BorderBox);
                observer.observe_with_options(element, &options);
                Watching::Size(observer)
            }
            Err(_) => Watching::Nothing,
        };
        Self { watching, listener }
    }

    /// Listens for elements that come or go anywhere in an element.
    pub(crate) fn of_content(element: &Element, listener: impl FnMut() + 'static) -> Self {
        let listener = Closure::<dyn FnMut()>::new(listener);
        let options = MutationObserverInit::new();
        options.set_child_list(true);
        options.set_subtree(true);
        let observer = MutationObserver::new(function(&listener))
            .ok()
            .filter(|observer| {
                // Fails only for options that ask for nothing.
                observer.observe_with_options(element, &options).is_ok()
            });
        Self {
            watching: observer.map_or(Watching::Nothing, Watching::Content),
            listener,
        }
    }
}

impl Observer {
    /// Listens for an element's being scrolled.
    pub(crate) fn of_scroll(element: &Element, listener: impl FnMut() + 'static) -> Self {
        let listener = Closure::<dyn FnMut()>::new(listener);
        // Fails only for a listener that is none.
        let _ = element.add_event_listener_with_callback(SCROLL, function(&listener));
        Self {
            watching: Watching::Scroll(element.clone()),
            listener,
        }
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        match &self.watching {
            Watching::Size(observer) => observer.disconnect(),
            Watching::Content(observer) => observer.disconnect(),
            Watching::Scroll(element) => {
                // Fails only for a listener that is none.
                let _ =
                    element.remove_event_listener_with_callback(SCROLL, function(&self.listener));
            }
            Watching::Nothing => {}
        }
    }
}

fn function(listener: &Closure<dyn FnMut()>) -> &Function {
    listener.as_ref().unchecked_ref()
}
