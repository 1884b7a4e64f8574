//! The first screen of a new journal: what this is, and its passphrase. Nothing else is asked.

use core::time::Duration;

use companion_core::limits::MIN_PASSPHRASE_CHARS;
use companion_protocol::vault::{Passphrase, Strength};
use leptos::html::Input;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Owner, PassphraseField};
use crate::state::use_app;
use crate::text::words;

/// From the last letter typed to asking how strong the passphrase is.
const ESTIMATE_AFTER: Duration = Duration::from_millis(250);

/// Chooses a passphrase and creates the journal.
#[component]
pub(crate) fn FirstRun() -> impl IntoView {
    let app = use_app();
    let first = NodeRef::<Input>::new();
    let second = NodeRef::<Input>::new();
    let strength = RwSignal::new(None::<Strength>);
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let timer = StoredValue::new_local(None::<TimeoutHandle>);
    let typed_in = |field: NodeRef<Input>| {
        field
            .get_untracked()
            .map(|field| field.value())
            .unwrap_or_default()
    };

    let estimate = move || {
        spawn_local(async move {
            let typed = typed_in(first);
            if typed.is_empty() {
                strength.set(None);
                return;
            }
            let answer = app
                .vault
                .estimate_strength(Passphrase::new(typed.clone()))
                .await;
            // An answer about what is no longer typed would mislead.
            if let Some(field) = first.try_get_untracked().flatten()
                && field.value() == typed
            {
                strength.set(answer.ok());
            }
        });
    };
    let on_typed = move |()| {
        error.set(None);
        timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
            *timer = set_timeout_with_handle(estimate, ESTIMATE_AFTER).ok();
        });
    };
    let create = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let typed = typed_in(first);
        if typed.chars().count() < MIN_PASSPHRASE_CHARS {
            error.set(Some(words::passphrase_too_short()));
            return;
        }
        if typed != typed_in(second) {
            error.set(Some(words::PASSPHRASES_DIFFER.into()));
            return;
        }
        error.set(None);
        is_busy.set(true);
        spawn_local(async move {
            if let Err(failure) = app.create(Passphrase::new(typed)).await {
                error.set(Some(words::vault_failure(&failure)));
                is_busy.set(false);
            }
        });
    };

    view! {
        <main id="main" class="gate tall" tabindex="-1">
            <p class="wordmark">{words::NAME}</p>
            <h1>{words::FIRST_RUN_TITLE}</h1>
            <div class="lead">
                {words::FIRST_RUN_LEAD.map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
            </div>
            <form class="gate-form" on:submit=create novalidate>
                <Owner/>
                <PassphraseField
                    id="passphrase"
                    label=words::CHOOSE_PASSPHRASE
                    autocomplete="new-password"
                    field=first
                    described_by="passphrase-strength"
                    on_typed
                />
                <div id="passphrase-strength" class="strength">
                    {move || match strength.get() {
                        None => view! { <p class="hint">{words::PASSPHRASE_HINT}</p> }.into_any(),
                        Some(strength) => view! { <StrengthMeter strength/> }.into_any(),
                    }}
                </div>
                <PassphraseField
                    id="passphrase-repeat"
                    label=words::REPEAT_PASSPHRASE
                    autocomplete="new-password"
                    field=second
                    on_typed=move |()| error.set(None)
                />
                <p class="notice"><strong>{words::NO_RECOVERY_TITLE}</strong> " " {words::NO_RECOVERY}</p>
                <p class="error" role="alert">{move || error.get()}</p>
                <button class="button wide" data-testid="create-journal" disabled=move || is_busy.get()>
                    {move || if is_busy.get() { words::CREATING } else { words::CREATE }}
                </button>
            </form>
        </main>
    }
}

#[component]
fn StrengthMeter(strength: Strength) -> impl IntoView {
    let score = usize::from(strength.score).min(words::STRENGTH.len() - 1);
    let advice = strength
        .warning
        .into_iter()
        .chain(strength.suggestions)
        .collect::<Vec<_>>()
        .join(" ");
    view! {
        <meter
            aria-label=words::STRENGTH_LABEL
            min="0"
            max="4"
            low="3"
            high="3.5"
            optimum="4"
            value=score.to_string()
        ></meter>
        <p class="hint"><strong>{words::STRENGTH[score]}</strong> " " {advice}</p>
    }
}
