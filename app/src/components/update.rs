//! The offer of a new version.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::update;
use crate::state::use_app;
use crate::text::words;

/// A bar above everything once a new version waits. What is being written is stored before it
/// is applied; where that fails, the update waits.
#[component]
pub(crate) fn UpdateBar() -> impl IntoView {
    let app = use_app();
    let apply = move |_| {
        spawn_local(async move {
            if app.store_draft(true).await
                && let Some(waiting) = app.update.get_untracked()
            {
                update::apply(&waiting);
            }
        });
    };
    view! {
        <Show when=move || app.update.with(Option::is_some)>
            <aside class="update" aria-label=words::update()>
                <p role="status">{words::update()} " " <span>{words::update_safe()}</span></p>
                <button class="button" data-testid="update-ready" on:click=apply>
                    {words::update_apply()}
                </button>
            </aside>
        </Show>
    }
}
