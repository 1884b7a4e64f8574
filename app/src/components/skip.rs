//! The first stop of the Tab key.

use leptos::prelude::*;

use crate::platform::focus;
use crate::text::words;

/// Jumps over the bars. The address stays as it is, so that Back keeps its meaning.
#[component]
pub(crate) fn SkipLink() -> impl IntoView {
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        focus("main");
    };
    view! { <a class="skip" href="#main" on:click=skip>{words::skip()}</a> }
}
