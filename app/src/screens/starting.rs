//! The moment before anything is known.

use leptos::prelude::*;

use crate::text::words;

/// Almost nothing: the name, where `index.html` has shown it already and the next screen shows it again.
#[component]
pub(crate) fn Starting() -> impl IntoView {
    view! {
        <main id="main" class="gate" tabindex="-1">
            <h1 class="wordmark">{words::name()}</h1>
            <p class="starting" role="status">{words::opening()}</p>
        </main>
    }
}
