//! A question about the entry above. What the model says is shown as text and nothing else.

use companion_core::EntryId;
use companion_protocol::inference::Stage;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use crate::state::{Obstacle, Pane, ReflectionState, use_app};
use crate::text::words;

/// Asks, shows the question as it comes, and lets the writer decide what becomes of it.
#[component]
pub(crate) fn ReflectPanel(
    /// The entry being read.
    id: EntryId,
) -> impl IntoView {
    let app = use_app();
    let reflection = app.reflection;
    let state = move || reflection.state.get();
    let is_running = move || state() == ReflectionState::Running;
    let has_text = move || !reflection.text.with(String::is_empty);
    let name = move || match state() {
        ReflectionState::Idle => "idle",
        ReflectionState::Running => "running",
        ReflectionState::Done => "done",
        ReflectionState::Stopped => "stopped",
        ReflectionState::Error => "error",
    };

    view! {
        <section class="reflect" aria-labelledby="reflect-title" data-state=name>
            <h2 id="reflect-title" class="unseen">{words::reflect_title()}</h2>
            <div class="ai-output" data-testid="ai-output" data-state=name aria-busy=move || is_running().to_string()>
                <Show when=has_text>
                    <p class="question" class:streaming=is_running>{move || reflection.text.get()}</p>
                </Show>
                <Show when=move || is_running() && !has_text()>
                    <Waiting/>
                </Show>
                {move || reflection.obstacle.get().map(|obstacle| view! { <Explanation obstacle/> })}
                <Show when=move || state() == ReflectionState::Stopped && !has_text()>
                    <p class="hint">{words::stopped()}</p>
                </Show>
            </div>
            <div class="reflect-actions">
                <Show when=is_running>
                    <button
                        class="button quiet"
                        data-testid="ai-stop"
                        aria-disabled=move || reflection.is_stopping.get().to_string()
                        on:click=move |_| app.stop_reflecting()
                    >
                        {move || if reflection.is_stopping.get() { words::stopping() } else { words::stop() }}
                    </button>
                </Show>
                <Show when=move || has_text() && !is_running()>
                    <button class="button" data-testid="ai-answer" on:click=move |_| spawn_local(app.answer_question(id))>
                        {words::answer()}
                    </button>
                    <button class="button quiet" data-testid="ai-keep" on:click=move |_| spawn_local(app.keep_question(id))>
                        {words::keep()}
                    </button>
                    <button class="button quiet" data-testid="ai-dismiss" on:click=move |_| app.forget_reflection()>
                        {words::dismiss()}
                    </button>
                </Show>
                <Show when=move || !is_running()>
                    <button
                        class="button"
                        class:soft=move || state() == ReflectionState::Idle
                        class:quiet=move || state() != ReflectionState::Idle
                        data-testid="reflect"
                        aria-describedby="reflect-lead"
                        on:click=move |_| spawn_local(app.reflect())
                    >
                        {Icon::Spark.view()}
                        {move || match state() {
                            ReflectionState::Done | ReflectionState::Stopped => words::reflect_again(),
                            _ => words::reflect(),
                        }}
                    </button>
                </Show>
            </div>
            <p class="hint" id="reflect-lead" hidden=move || state() != ReflectionState::Idle>
                {words::reflect_lead()}
            </p>
        </section>
    }
}

/// How far the model is before its first word.
#[component]
fn Waiting() -> impl IntoView {
    let app = use_app();
    // Reading the entry counts tokens, everything before it bytes; both are shown as a share.
    let progress = move || {
        app.progress
            .get()
            .filter(|progress| matches!(progress.stage, Stage::Load | Stage::Prefill))
    };
    view! {
        <p class="waiting">
            {move || progress().map_or_else(|| words::reflecting().to_owned(), words::progress)}
        </p>
        <progress
            aria-label=words::reflecting()
            max="100"
            value=move || progress().and_then(words::percent).map(|percent| percent.to_string())
        ></progress>
    }
}

#[component]
fn Explanation(obstacle: Obstacle) -> impl IntoView {
    let app = use_app();
    match obstacle {
        Obstacle::NoModel => view! {
            <div role="alert">
                <h3>{words::no_model_title()}</h3>
                <p>{words::no_model()}</p>
            </div>
            <button class="button" on:click=move |_| app.go(Pane::Settings)>{words::get_model_in_settings()}</button>
        }
        .into_any(),
        Obstacle::Failed(reason) => view! { <p role="alert">{reason}</p> }.into_any(),
    }
}
