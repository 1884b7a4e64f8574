//! The star of favourites.

use companion_core::EntryId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::state::use_app;
use crate::text::words;

/// The drawing, filled or not.
#[component]
pub(crate) fn StarSign() -> impl IntoView {
    view! {
        <svg class="icon star-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d="M12 3.8l2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z"></path>
        </svg>
    }
}

/// Marks an entry as a favourite, or takes the mark away.
#[component]
pub(crate) fn Star(
    /// The entry.
    entry: EntryId,
    /// Whether it is one.
    #[prop(into)]
    is_favourite: Signal<bool>,
    /// What the entry is called, where several stand in a list.
    #[prop(optional)]
    of: Option<String>,
) -> impl IntoView {
    let app = use_app();
    let label = move || {
        let action = words::finding::favourite();
        match &of {
            Some(title) => words::about(action, title),
            None => action.to_owned(),
        }
    };
    let title = move || {
        if is_favourite.get() {
            words::finding::no_favourite()
        } else {
            words::finding::make_favourite()
        }
    };
    let toggle = move |_| spawn_local(app.set_favourite(entry, !is_favourite.get_untracked()));
    view! {
        <button
            class="icon-button star"
            data-testid="favourite"
            aria-pressed=move || if is_favourite.get() { "true" } else { "false" }
            aria-label=label
            title=title
            on:click=toggle
        >
            <StarSign/>
        </button>
    }
}
