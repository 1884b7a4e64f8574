//! The first screens of a new journal: what this is, then its passphrase. Nothing else is asked before the
//! first page.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::backup::BackupStart;
use super::sample::LookAround;
use super::storage::Vanished;
use crate::components::{
    Arrivals, DerivationProgress, Icon, NewPassphrase, NewPassphraseFields, Owner,
};
use crate::state::use_app;
use crate::text::words;
use crate::text::words::onboarding as own;

/// What this is; then the passphrase. Where a journal has vanished, both in one, and its backup first.
#[component]
pub(crate) fn FirstRun() -> impl IntoView {
    let app = use_app();
    let is_vanished = move || app.safety.vanished.with(Option::is_some);
    view! {
        <main id="main" class="gate tall" tabindex="-1">
            <p class="wordmark">{words::name()}</p>
            <Arrivals/>
            {move || if is_vanished() {
                view! {
                    <h1>{words::storage::vanished_title()}</h1>
                    <Vanished/>
                    <BackupStart title=words::storage::restore_title()/>
                    <h2>{words::storage::begin_title()}</h2>
                    <ChoosePassphrase/>
                }.into_any()
            } else if app.beginning.is_choosing.get() {
                view! { <Passphrase/> }.into_any()
            } else {
                view! { <Welcome/> }.into_any()
            }}
        </main>
    }
}

#[component]
fn Welcome() -> impl IntoView {
    let app = use_app();
    view! {
        <h1>{own::title()}</h1>
        <div class="lead">
            {own::promise().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
        </div>
        <div class="first-steps">
            <button
                class="button wide"
                data-testid="begin-journal"
                on:click=move |_| app.beginning.is_choosing.set(true)
            >
                {own::begin()}
            </button>
            <LookAround/>
        </div>
        <BackupStart title=words::backup::first_run_title()/>
    }
}

#[component]
fn Passphrase() -> impl IntoView {
    let app = use_app();
    view! {
        <h1>{own::passphrase_title()}</h1>
        <ChoosePassphrase focused=true/>
        <button
            class="button plain back"
            data-testid="begin-back"
            on:click=move |_| app.beginning.is_choosing.set(false)
        >
            {Icon::Back.view()} {own::back()}
        </button>
    }
}

#[component]
fn ChoosePassphrase(
    /// Whether the cursor starts here.
    #[prop(optional)]
    focused: bool,
) -> impl IntoView {
    let app = use_app();
    let fields = NewPassphrase::new();
    let error = fields.error;
    let is_busy = RwSignal::new(false);
    let wants_key = NodeRef::<Input>::new();
    let create = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let Some(passphrase) = fields.take() else {
            return;
        };
        let wants_key = wants_key.get_untracked().is_some_and(|box_| box_.checked());
        is_busy.set(true);
        spawn_local(async move {
            if let Err(failure) = app.create(passphrase, wants_key).await {
                error.set(Some(words::vault_failure(&failure)));
                is_busy.set(false);
            }
        });
    };
    view! {
        <form class="gate-form" on:submit=create novalidate>
            <Owner/>
            <NewPassphraseFields fields id="passphrase" repeat_id="passphrase-repeat" focused/>
            <p class="notice"><strong>{own::warning_title()}</strong> " " {own::warning()}</p>
            <label class="key-offer">
                <input
                    type="checkbox"
                    node_ref=wants_key
                    data-testid="recovery-too"
                    aria-describedby="recovery-too-hint"
                />
                <span>{own::recovery_offer()}</span>
            </label>
            <p class="hint key-offer-hint" id="recovery-too-hint">{own::recovery_offer_hint()}</p>
            <p class="error" role="alert">{move || error.get()}</p>
            <button class="button wide" data-testid="create-journal" disabled=move || is_busy.get()>
                {move || if is_busy.get() { words::creating() } else { own::create() }}
            </button>
            <DerivationProgress is_busy/>
        </form>
    }
}
