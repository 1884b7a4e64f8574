//! Companion cannot start, or the journal that is there cannot be used.

use leptos::prelude::*;

use crate::platform::evidence::Evidence;
use crate::platform::reload;
use crate::text::words;

/// Says why, what is safe, and what to do.
#[component]
pub(crate) fn Failed(
    /// In words.
    reason: String,
) -> impl IntoView {
    // Who has never had a journal here is told of none.
    let title = match Evidence::find() {
        Some(_) => words::failed_title(),
        None => words::failed_start_title(),
    };
    view! {
        <main id="main" class="gate" tabindex="-1">
            <p class="wordmark">{words::name()}</p>
            <h1>{title}</h1>
            <p class="lead" role="alert">{reason}</p>
            <button class="button" on:click=move |_| reload()>{words::reload()}</button>
        </main>
    }
}
