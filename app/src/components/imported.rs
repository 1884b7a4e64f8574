//! That an entry was written elsewhere: its origin, while it is read, and a sign in the list.

use leptos::prelude::*;

use crate::state::use_app;
use crate::text::import_words;
use crate::text::words::import as said;

/// Where the entry that is read came from, if it was not written here.
#[component]
pub(crate) fn ImportedFrom() -> impl IntoView {
    let app = use_app();
    let source = Memo::new(move |_| {
        app.reading.with(|reading| {
            let origin = reading.as_ref()?.entry.origin.as_ref()?;
            Some(origin.source)
        })
    });
    move || {
        source.get().map(|source| {
            view! {
                " · "
                <span data-testid="entry-imported">{said::from(import_words::source(source))}</span>
            }
        })
    }
}

/// The sign of an imported entry in a list.
#[component]
pub(crate) fn ImportedSign() -> impl IntoView {
    view! {
        <span class="card-sign" data-testid="card-imported" title=said::sign()>
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=ARROW></path></svg>
            <span class="unseen">{said::sign()}</span>
        </span>
    }
}

/// An arrow into a tray.
const ARROW: &str = "M12 4v10.5M7.5 10.5 12 15l4.5-4.5M4.5 15.5v4h15v-4";
