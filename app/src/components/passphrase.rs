//! A field for a passphrase, which can be looked at on request.

use leptos::html::Input;
use leptos::prelude::*;

use super::Icon;
use crate::text::words;

/// The typed passphrase stays in the field: whoever needs it reads it there, once.
#[component]
pub(crate) fn PassphraseField(
    /// The field's own name, also for tests.
    id: &'static str,
    /// What it asks for.
    label: &'static str,
    /// What password managers should do.
    autocomplete: &'static str,
    /// The field.
    field: NodeRef<Input>,
    /// The element that explains it.
    #[prop(into, optional)]
    described_by: Option<String>,
    /// Whether the cursor starts here.
    #[prop(optional)]
    focused: bool,
    /// Called when something was typed.
    #[prop(into, optional)]
    on_typed: Option<Callback<()>>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    Effect::new(move || {
        if focused && let Some(field) = field.get() {
            // Fails only for a field that is gone.
            let _ = field.focus();
        }
    });
    let typed = move |_| {
        if let Some(on_typed) = on_typed {
            on_typed.run(());
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div class="secret">
                <input
                    node_ref=field
                    id=id
                    data-testid=id
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described_by
                    on:input=typed
                />
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || if shown.get() { words::hide_passphrase() } else { words::show_passphrase() }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { Icon::EyeClosed.view() } else { Icon::Eye.view() }}
                </button>
            </div>
        </div>
    }
}

/// Tells password managers whose passphrase it is. Nobody sees it.
#[component]
pub(crate) fn Owner() -> impl IntoView {
    view! {
        <input
            class="unseen"
            type="text"
            autocomplete="username"
            value=words::name()
            readonly
            tabindex="-1"
            aria-hidden="true"
        />
    }
}
