//! Text that is stored nowhere but on this page.

use companion_core::Draft;
use leptos::prelude::*;

use crate::text::words;

/// Shows the text to be read or copied, and says what becomes of it.
#[component]
pub(crate) fn Rescued(
    /// The text.
    text: Draft,
) -> impl IntoView {
    view! {
        <section class="trouble" role="alert" aria-labelledby="rescued-title">
            <h2 id="rescued-title">{words::storage::rescued_title()}</h2>
            <p>{words::storage::rescued()}</p>
            <textarea
                class="rescued"
                data-testid="rescued"
                readonly
                aria-labelledby="rescued-title"
                prop:value=text.content
            ></textarea>
        </section>
    }
}
