//! There is a journal, and it cannot be used.

use leptos::prelude::*;

use crate::platform::reload;
use crate::text::words;

/// Says why, what is safe, and what to do.
#[component]
pub(crate) fn Failed(
    /// In words.
    reason: String,
) -> impl IntoView {
    view! {
        <main id="main" class="gate" tabindex="-1">
            <p class="wordmark">{words::name()}</p>
            <h1>{words::failed_title()}</h1>
            <p class="lead" role="alert">{reason}</p>
            <button class="button" on:click=move |_| reload()>{words::reload()}</button>
        </main>
    }
}
