//! What happens without moving the focus, said politely to screen readers.

use leptos::prelude::*;

use crate::state::use_app;

/// A line that is heard and not seen.
#[component]
pub(crate) fn Announcer() -> impl IntoView {
    let app = use_app();
    view! { <p class="unseen" role="status">{move || app.announcement.get()}</p> }
}
