//! A fault of ours that needs a new start.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::platform::reload;
use crate::state::use_app;
use crate::text::words;

/// Says what happened and what is safe. It can be closed, so that text can be copied first.
#[component]
pub(crate) fn FaultDialog() -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && app.fault.with(Option::is_some)
        {
            // Fails only if it is shown already.
            let _ = dialog.show_modal();
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="fault-title" on:close=move |_| app.fault.set(None)>
            <h2 id="fault-title">{words::FAULT_TITLE}</h2>
            <p>{move || app.fault.get()}</p>
            <div class="dialog-actions">
                <button class="button quiet" on:click=close>{words::CLOSE}</button>
                <button class="button" on:click=move |_| reload()>{words::RELOAD}</button>
            </div>
        </dialog>
    }
}
