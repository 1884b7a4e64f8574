//! A locked journal.

use companion_protocol::vault::Passphrase;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::recovery::Recovery;
use crate::components::{Arrivals, DerivationProgress, Owner, PassphraseField, Rescued};
use crate::platform::first_frame;
use crate::state::use_app;
use crate::text::words;

/// Asks for the passphrase, as often as it takes, or for the recovery key.
#[component]
pub(crate) fn Unlock() -> impl IntoView {
    let has_forgotten = RwSignal::new(false);
    view! {
        <main id="main" class="gate" tabindex="-1">
            <p class="wordmark">{words::name()}</p>
            <Arrivals/>
            {move || if has_forgotten.get() {
                view! { <Recovery has_forgotten/> }.into_any()
            } else {
                view! { <ByPassphrase has_forgotten/> }.into_any()
            }}
        </main>
    }
}

#[component]
fn ByPassphrase(
    /// To be set for the other way in.
    has_forgotten: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let field = NodeRef::<Input>::new();
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    Effect::new(move || {
        if let Some(field) = field.get()
            && let Some(typed) = first_frame::take_typed()
        {
            field.set_value(&typed);
        }
    });

    let unlock = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = field.get_untracked() else {
            return;
        };
        if is_busy.get_untracked() {
            return;
        }
        let typed = input.value();
        if typed.is_empty() {
            error.set(Some(words::passphrase_missing().into()));
            return;
        }
        error.set(None);
        is_busy.set(true);
        spawn_local(async move {
            match app.unlock(Passphrase::new(typed)).await {
                // The field is gone from the page; its text need not wait for the browser.
                Ok(()) => input.set_value(""),
                Err(failure) => {
                    error.set(Some(words::vault_failure(&failure)));
                    is_busy.set(false);
                    input.select();
                }
            }
        });
    };

    view! {
        {move || if app.safety.was_interrupted.get() {
            view! {
                <h1>{words::storage::interrupted_title()}</h1>
                <p class="lead" role="alert" data-testid="interrupted">{words::storage::interrupted()}</p>
            }.into_any()
        } else {
            view! {
                <h1>{words::unlock_title()}</h1>
                <p class="lead">{words::unlock_lead()}</p>
            }.into_any()
        }}
        <form class="gate-form" on:submit=unlock novalidate>
            <Owner/>
            <PassphraseField
                id="passphrase"
                label=words::passphrase()
                autocomplete="current-password"
                field=field
                described_by="unlock-error"
                focused=true
                on_typed=move |()| error.set(None)
            />
            <p class="error" id="unlock-error" data-testid="unlock-error" role="alert">
                {move || error.get()}
            </p>
            <button class="button wide" data-testid="unlock" disabled=move || is_busy.get()>
                {move || if is_busy.get() { words::unlocking() } else { words::unlock() }}
            </button>
            <button
                type="button"
                class="button plain"
                data-testid="recovery-use"
                on:click=move |_| has_forgotten.set(true)
            >
                {words::forgotten()}
            </button>
            <DerivationProgress is_busy/>
        </form>
        {move || app.rescued.get().map(|text| view! { <Rescued text/> })}
    }
}
