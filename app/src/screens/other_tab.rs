//! Another tab holds the journal.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Arrivals, Rescued};
use crate::state::use_app;
use crate::text::words;

/// Says so, and offers to use the journal here.
#[component]
pub(crate) fn OtherTab() -> impl IntoView {
    let app = use_app();
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let take_over = move |_| {
        error.set(None);
        is_busy.set(true);
        spawn_local(async move {
            let outcome = app.take_over().await;
            is_busy.try_set(false);
            if let Err(failure) = outcome {
                error.try_set(Some(words::vault_failure(&failure)));
            }
        });
    };
    view! {
        <main id="main" class="gate" tabindex="-1" data-testid="other-tab">
            <p class="wordmark">{words::name()}</p>
            <Arrivals/>
            <h1>{words::other_tab_title()}</h1>
            <p class="lead">{words::other_tab_lead()}</p>
            {move || app.rescued.get().map(|text| view! { <Rescued text/> })}
            <p class="error" role="alert">{move || error.get()}</p>
            <button class="button wide" data-testid="take-over" disabled=move || is_busy.get() on:click=take_over>
                {move || if is_busy.get() { words::taking_over() } else { words::take_over() }}
            </button>
            <p class="hint">{words::other_tab_safe()}</p>
        </main>
    }
}
