//! The sample journal: the ways to it, and what says all the time that it is one.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::state::use_app;
use crate::text::words::onboarding;
use crate::text::words::sample as words;

/// On the first screen: the way to the sample.
#[component]
pub(crate) fn LookAround() -> impl IntoView {
    let is_busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let open = opener(is_busy, error);
    view! {
        <button
            class="button quiet wide"
            data-testid="open-sample"
            aria-describedby="sample-hint"
            disabled=move || is_busy.get()
            on:click=move |_| open()
        >
            {move || if is_busy.get() { onboarding::opening_sample() } else { onboarding::look_around() }}
        </button>
        <p class="hint" id="sample-hint">{onboarding::look_around_hint()}</p>
        <p class="error" role="alert">{move || error.get()}</p>
    }
}

/// In the settings: the same, once the writer's own journal is locked.
#[component]
pub(crate) fn SampleSection() -> impl IntoView {
    let is_busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let open = opener(is_busy, error);
    view! {
        <section class="setting" aria-labelledby="sample-title">
            <h3 id="sample-title">{words::title()}</h3>
            <p class="hint">{words::lead()}</p>
            <button
                class="button quiet"
                data-testid="open-sample"
                disabled=move || is_busy.get()
                on:click=move |_| open()
            >
                {move || if is_busy.get() { words::opening() } else { words::open() }}
            </button>
            <p class="error" role="alert">{move || error.get()}</p>
        </section>
    }
}

/// Opens the sample, and says beside the button why it did not.
fn opener(
    is_busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
) -> impl Fn() + Copy + Send + Sync + 'static {
    let app = use_app();
    move || {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        error.set(None);
        spawn_local(async move {
            let outcome = app.look_at_sample().await;
            // The screen may be gone: the sample is open then.
            let _ = error.try_set(outcome.err());
            let _ = is_busy.try_set(false);
        });
    }
}

/// Above the sample: that it is one, and the way out.
#[component]
pub(crate) fn SampleBanner() -> impl IntoView {
    let app = use_app();
    let beginning = app.beginning;
    let leave = move |begins: bool| {
        spawn_local(async move {
            app.leave_sample().await;
            beginning.is_choosing.set(begins);
        });
    };
    view! {
        <Show when=move || beginning.in_sample.get()>
            <section class="sample-banner" data-testid="sample-banner" aria-label=words::title()>
                <p role="status">{words::banner()}</p>
                <div class="sample-actions">
                    {move || if beginning.has_own.get() {
                        view! {
                            <button class="button" data-testid="leave-sample" on:click=move |_| leave(false)>
                                {words::back_to_own()}
                            </button>
                        }.into_any()
                    } else {
                        view! {
                            <button class="button" data-testid="start-own" on:click=move |_| leave(true)>
                                {words::start_own()}
                            </button>
                            <button class="button plain" data-testid="leave-sample" on:click=move |_| leave(false)>
                                {words::leave()}
                            </button>
                        }.into_any()
                    }}
                </div>
            </section>
        </Show>
    }
}
