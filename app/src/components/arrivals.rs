//! What has come from outside and waits: said on every screen before the journal is open.

use leptos::prelude::*;

use super::Icon;
use crate::state::{Phase, use_app};
use crate::text::words;
use crate::text::words::share as share_words;

/// On the screens before the journal is open: what waits, and that it can be refused.
#[component]
pub(crate) fn Arrivals() -> impl IntoView {
    let app = use_app();
    let arrivals = app.arrivals;
    let shared = move || {
        let counts = arrivals.shared.with(|waiting| {
            waiting
                .iter()
                .map(|one| one.counts())
                .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        });
        match counts {
            (0, 0) => None,
            (words, 0) => Some(share_words::waiting_text(words)),
            (0, pictures) => Some(share_words::waiting_pictures(pictures)),
            (_, pictures) => Some(share_words::waiting_both(pictures)),
        }
    };
    let has_shared = move || arrivals.shared.with(|waiting| !waiting.is_empty());
    let when = move || {
        if app.phase.get() == Phase::FirstRun {
            share_words::when_made()
        } else {
            share_words::when_unlocked()
        }
    };
    let backup = move || {
        arrivals
            .backup
            .with(|file| file.as_ref().map(web_sys::File::name))
    };
    view! {
        <div role="status">
            <Show when=has_shared>
                <div class="arrival" data-testid="shared-waiting">
                    <p><strong>{shared}</strong> " " {when} " " {share_words::in_memory()}</p>
                    <button type="button" class="button plain" data-testid="shared-refuse" on:click=move |_| app.refuse_shared()>
                        {share_words::refuse()}
                    </button>
                </div>
            </Show>
            {move || backup().map(|name| view! {
                <div class="arrival" data-testid="backup-waiting">
                    <p>{share_words::backup_waiting(name)}</p>
                    <button type="button" class="button plain" data-testid="backup-refuse" on:click=move |_| arrivals.backup.set(None)>
                        {share_words::backup_refuse()}
                    </button>
                </div>
            })}
            <Trouble/>
        </div>
    }
}

/// The same for what did not arrive, while the journal is open.
#[component]
pub(crate) fn ArrivalBar() -> impl IntoView {
    let app = use_app();
    let is_shown =
        move || app.phase.get() == Phase::Open && app.arrivals.trouble.with(Option::is_some);
    view! {
        <Show when=is_shown>
            <aside class="update" aria-label=share_words::title()><Trouble/></aside>
        </Show>
    }
}

#[component]
fn Trouble() -> impl IntoView {
    let app = use_app();
    let arrivals = app.arrivals;
    let can_retry = move || {
        app.phase.get() == Phase::Open && arrivals.shared.with(|waiting| !waiting.is_empty())
    };
    let retry = move |_| {
        arrivals.trouble.set(None);
        leptos::task::spawn_local(app.draft_shared(true));
    };
    view! {
        {move || arrivals.trouble.get().map(|trouble| view! {
            <div class="arrival" role="alert" data-testid="share-trouble">
                <p>{Icon::Warning.view()} " " {trouble}</p>
                <Show when=can_retry>
                    <button type="button" class="button quiet" data-testid="share-retry" on:click=retry>{words::try_again()}</button>
                    <button type="button" class="button plain" on:click=move |_| app.refuse_shared()>{share_words::refuse()}</button>
                </Show>
                <button type="button" class="button plain" on:click=move |_| arrivals.trouble.set(None)>{words::close()}</button>
            </div>
        })}
    }
}
