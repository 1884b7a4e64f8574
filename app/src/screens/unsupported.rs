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
            <p class="wordmark">{words::name()}</p>
            <h1>{words::unsupported_title()}</h1>
            <p class="lead">{words::unsupported_lead()}</p>
            <ul class="plain-list">
                {missing.into_iter().map(|what| view! { <li>{words::missing(what)}</li> }).collect_view()}
            </ul>
            <h2>{words::unsupported_use()}</h2>
            <ul class="plain-list">
                {words::unsupported_list().map(|browser| view! { <li>{browser}</li> }).collect_view()}
            </ul>
            <p class="hint">{words::unsupported_safe()}</p>
        </main>
    }
}
