//! The first screen of a new journal: what this is, and its passphrase. Nothing else is asked.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::backup::BackupStart;
use super::storage::Vanished;
use crate::components::{Arrivals, DerivationProgress, NewPassphrase, NewPassphraseFields, Owner};
use crate::state::use_app;
use crate::text::words;

/// Chooses a passphrase and creates the journal.
#[component]
pub(crate) fn FirstRun() -> impl IntoView {
    let app = use_app();
    let fields = NewPassphrase::new();
    let error = fields.error;
    let is_busy = RwSignal::new(false);
    let is_vanished = move || app.safety.vanished.with(Option::is_some);

    let create = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let Some(passphrase) = fields.take() else {
            return;
        };
        is_busy.set(true);
        spawn_local(async move {
            if let Err(failure) = app.create(passphrase).await {
                error.set(Some(words::vault_failure(&failure)));
                is_busy.set(false);
            }
        });
    };

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
                }.into_any()
            } else {
                view! {
                    <h1>{words::first_run_title()}</h1>
                    <div class="lead">
                        {words::first_run_lead().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
                    </div>
                }.into_any()
            }}
            <form class="gate-form" on:submit=create novalidate>
                <Owner/>
                <NewPassphraseFields fields id="passphrase" repeat_id="passphrase-repeat"/>
                <p class="notice"><strong>{words::no_recovery_title()}</strong> " " {words::no_recovery()}</p>
                <p class="error" role="alert">{move || error.get()}</p>
                <button class="button wide" data-testid="create-journal" disabled=move || is_busy.get()>
                    {move || if is_busy.get() { words::creating() } else { words::create() }}
                </button>
                <DerivationProgress is_busy/>
            </form>
            <Show when=move || !is_vanished()>
                <BackupStart title=words::backup::first_run_title()/>
            </Show>
        </main>
    }
}
