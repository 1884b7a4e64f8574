//! The browser lacks something that a journal cannot do without.

use leptos::prelude::*;

use crate::platform::support::Missing;
use crate::text::words;

/// What is missing, in plain words, and what to use instead.
#[component]
pub(crate) fn Unsupported(
    /// What is missing.
    missing: Vec<Missing>,
) -> impl IntoView {
    view! {
        <main id="main" class="gate" tabindex="-1" data-testid="unsupported">
            <h1>{words::UNSUPPORTED_TITLE}</h1>
            <p class="lead">{words::UNSUPPORTED_LEAD}</p>
            <ul class="plain-list">
                {missing.into_iter().map(|what| view! { <li>{words::missing(what)}</li> }).collect_view()}
            </ul>
            <h2>{words::UNSUPPORTED_USE}</h2>
            <ul class="plain-list">
                {words::UNSUPPORTED_LIST.map(|browser| view! { <li>{browser}</li> }).collect_view()}
            </ul>
            <p class="hint">{words::UNSUPPORTED_SAFE}</p>
        </main>
    }
}
