//! The way in for somebody who has forgotten the passphrase.

use companion_protocol::vault::RecoveryKey;
use leptos::html::{H1, Textarea};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{DerivationProgress, NewPassphrase, NewPassphraseFields, Owner};
use crate::state::use_app;
use crate::text::words;

/// Asks for the recovery key, then for a new passphrase.
#[component]
pub(crate) fn Recovery(
    /// To be cleared for the way back.
    has_forgotten: RwSignal<bool>,
) -> impl IntoView {
    let key = RwSignal::new(None::<RecoveryKey>);
    view! {
        {move || match key.get() {
            None => view! { <AskForKey key/> }.into_any(),
            Some(key) => view! { <AskForPassphrase key/> }.into_any(),
        }}
        <button class="button plain" on:click=move |_| has_forgotten.set(false)>
            {words::recover_back()}
        </button>
    }
}

#[component]
fn AskForKey(
    /// Where the key goes once it is known to be right.
    key: RwSignal<Option<RecoveryKey>>,
) -> impl IntoView {
    let app = use_app();
    let field = NodeRef::<Textarea>::new();
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    Effect::new(move || {
        if let Some(field) = field.get() {
            // Fails only for a field that is gone.
            let _ = field.focus();
        }
    });
    let check = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else {
            return;
        };
        if is_busy.get_untracked() {
            return;
        }
        let typed = field.value();
        if typed.trim().is_empty() {
            error.set(Some(words::recovery_missing().into()));
            return;
        }
        error.set(None);
        is_busy.set(true);
        spawn_local(async move {
            let typed = RecoveryKey::new(typed);
            match app.vault.check_recovery_key(typed.clone()).await {
                Ok(()) => key.set(Some(typed)),
                Err(failure) => error.set(Some(words::vault_failure(&failure))),
            }
            is_busy.set(false);
        });
    };
    view! {
        <h1>{words::recover_title()}</h1>
        <p class="lead" id="recovery-lead">{words::recover_lead()}</p>
        <form class="gate-form" on:submit=check novalidate>
            <div class="field">
                <label for="recovery-input">{words::recovery_title()}</label>
                <textarea
                    node_ref=field
                    id="recovery-input"
                    data-testid="recovery-input"
                    class="recovery-input"
                    rows="4"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    aria-describedby="recovery-lead recovery-error"
                    on:input=move |_| error.set(None)
                ></textarea>
            </div>
            <p class="error" id="recovery-error" data-testid="recovery-error" role="alert">
                {move || error.get()}
            </p>
            <button class="button wide" data-testid="recovery-unlock" disabled=move || is_busy.get()>
                {move || if is_busy.get() { words::recover_checking() } else { words::recover_next() }}
            </button>
        </form>
    }
}

#[component]
fn AskForPassphrase(
    /// The key that opens the journal.
    key: RecoveryKey,
) -> impl IntoView {
    let app = use_app();
    let fields = NewPassphrase::new();
    let error = fields.error;
    let is_busy = RwSignal::new(false);
    let title = NodeRef::<H1>::new();
    let key = StoredValue::new(key);
    Effect::new(move || {
        if let Some(title) = title.get() {
            // What has happened is read out before the first field.
            let _ = title.focus();
        }
    });
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let Some(new) = fields.take() else { return };
        is_busy.set(true);
        spawn_local(async move {
            if let Err(failure) = app.recover(key.get_value(), new).await {
                error.set(Some(words::vault_failure(&failure)));
                is_busy.set(false);
            }
        });
    };
    view! {
        <h1 node_ref=title tabindex="-1">{words::recover_new_title()}</h1>
        <p class="lead">{words::recover_new_lead()}</p>
        <form class="gate-form" on:submit=open novalidate>
            <Owner/>
            <NewPassphraseFields fields id="new-passphrase" repeat_id="new-passphrase-repeat"/>
            <p class="error" role="alert">{move || error.get()}</p>
            <button class="button wide" data-testid="recovery-open" disabled=move || is_busy.get()>
                {move || if is_busy.get() { words::unlocking() } else { words::recover_open() }}
            </button>
            <DerivationProgress is_busy/>
        </form>
    }
}
