//! The moment before anything is known.

use leptos::prelude::*;

use crate::text::words;

/// Almost nothing: it is seen for a tenth of a second.
#[component]
pub(crate) fn Starting() -> impl IntoView {
    view! {
        <main id="main" class="gate" tabindex="-1">
            <h1 class="unseen">{words::name()}</h1>
            <p class="starting" role="status">{words::opening()}</p>
        </main>
    }
}
