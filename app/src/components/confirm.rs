//! A question before something that cannot be undone.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::platform::unique_id;
use crate::text::words;

/// A dialog with a way out and a way on. The browser keeps the focus inside and gives it back.
#[component]
pub(crate) fn Confirm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What answering it means.
    #[prop(into)]
    text: Signal<String>,
    /// A fact to look at, such as an address.
    #[prop(into, optional)]
    fact: Signal<Option<String>>,
    /// The way on.
    action: &'static str,
    /// The way out.
    #[prop(default = words::cancel())]
    cancel: &'static str,
    /// Whether going on destroys something.
    #[prop(optional)]
    destroys: bool,
    /// Called for the way on.
    on_confirm: impl Fn() + Clone + 'static,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if open.get() {
            // Fails only if it is shown already.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let confirm = move |_| {
        open.set(false);
        on_confirm();
    };
    let id = unique_id("dialog");
    let label = id.clone();

    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby=label on:close=move |_| open.set(false)>
            <h2 id=id>{title}</h2>
            <p>{text}</p>
            {move || fact.get().map(|fact| view! { <p class="fact">{fact}</p> })}
            <div class="dialog-actions">
                <button class="button quiet" on:click=move |_| open.set(false)>{cancel}</button>
                <button class="button" class:danger=destroys on:click=confirm>{action}</button>
            </div>
        </dialog>
    }
}
