//! Speed on this device: measure, and say in words what to expect. It needs no journal and shows
//! nothing of one, so it opens without a passphrase too.

use companion_protocol::inference::Measured;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::Icon;
use crate::state::{Pane, Rates, Speed, Wanted, speed, use_app};
use crate::text::words as common;
use crate::text::words::speed as words;

/// English words for each token, as a rule of thumb.
const WORDS_PER_TOKEN: f64 = 0.75;

/// The page at `/speed`.
#[component]
pub(crate) fn SpeedScreen() -> impl IntoView {
    view! {
        <main id="main" class="gate tall" tabindex="-1">
            <p class="wordmark">{common::name()}</p>
            <h1>{words::title()}</h1>
            <Bench wanted=speed::wanted_here()/>
            <p><a href="./">{words::to_journal()}</a></p>
        </main>
    }
}

/// The same inside an open journal.
#[component]
pub(crate) fn SpeedPage() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="bar">
            <button class="button plain back" on:click=move |_| app.back()>
                {Icon::Back.view()} {common::settings()}
            </button>
        </div>
        <div class="sheet settings">
            <div class="setting">
                <h2 class="settings-title">{words::title()}</h2>
                <Bench wanted=Wanted::from_query("")/>
            </div>
        </div>
    }
}

/// The way there from the settings.
#[component]
pub(crate) fn SpeedLink() -> impl IntoView {
    let app = use_app();
    view! {
        <button class="button quiet" data-testid="open-speed" on:click=move |_| app.go(Pane::Speed)>
            {words::open()}
        </button>
    }
}

/// Starts, shows how far it is, stops, and tells what came out.
#[component]
fn Bench(
    /// What is measured.
    wanted: Wanted,
) -> impl IntoView {
    let app = use_app();
    on_cleanup(move || spawn_local(app.stop_measuring()));
    let is_running = move || app.speed.with(|speed| *speed == Speed::Running);
    let is_done = move || app.speed.with(|speed| matches!(speed, Speed::Done(_)));
    let failed = move || match app.speed.get() {
        Speed::Failed(why) => Some(why),
        _ => None,
    };
    let asked_for = wanted.model.as_deref().map(words::asked_for);
    let run = move |_| spawn_local(app.measure_speed(wanted.clone()));
    view! {
        <p class="lead">{words::lead()}</p>
        {asked_for.map(|asked| view! { <p class="hint">{asked}</p> })}
        <Show when=is_running><Course/></Show>
        <Show when=move || !is_running() clone:run>
            <button class="button" data-testid="speed-run" on:click=run.clone()>
                {move || if is_done() { words::again() } else { words::run() }}
            </button>
        </Show>
        <p class="error" role="alert" data-testid="speed-error">{failed}</p>
        <Show when=move || app.speed.with(|speed| *speed == Speed::Stopped)>
            <p class="hint">{words::stopped()}</p>
        </Show>
        {move || match app.speed.get() {
            Speed::Done(measured) => Some(view! { <Outcome measured/> }),
            _ => None,
        }}
    }
}

#[component]
fn Course() -> impl IntoView {
    let app = use_app();
    let told = move || {
        app.progress
            .get()
            .map_or_else(|| words::measuring().to_owned(), common::progress)
    };
    let percent = move || app.progress.get().and_then(common::percent);
    view! {
        <div class="transfer">
            <p>{told}</p>
            <progress
                aria-label=words::measuring()
                max="100"
                value=move || percent().map(|percent| percent.to_string())
            ></progress>
            <button class="button quiet" data-testid="speed-stop" on:click=move |_| spawn_local(app.stop_measuring())>
                {common::stop()}
            </button>
        </div>
    }
}

#[component]
fn Outcome(
    /// What came out.
    measured: Measured,
) -> impl IntoView {
    let rates = Rates::of(&measured);
    let expectations = words::expectations(
        measured.load_ms,
        rates.prefill * WORDS_PER_TOKEN,
        rates.decode * WORDS_PER_TOKEN,
        measured.peak_memory_bytes,
    );
    view! {
        <div class="speed-outcome">
            <p class="speed-verdict">{words::question(rates.question_ms())}</p>
            <ul class="plain-list">
                {expectations.map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <details class="hint" open>
                <summary>{words::figures()}</summary>
                <pre data-testid="speed-result">{speed::as_data(&measured)}</pre>
            </details>
        </div>
    }
}
