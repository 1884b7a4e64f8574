//! The recorder: a level, a time, and what can be done.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use crate::platform::recorder::Silent;
use crate::state::{Stage, use_app};
use crate::text::{attachment_words, words};

/// What is shown while somebody speaks, or when nothing can be recorded.
#[component]
pub(crate) fn RecorderPanel() -> impl IntoView {
    let app = use_app();
    let recorder = app.recorder;
    view! {
        <div class="recorder" data-testid="recorder" role="group" aria-label=words::attachments::record_title()>
            {move || match recorder.stage.get() {
                Stage::Idle => ().into_any(),
                Stage::Asking => view! { <p role="status">{words::attachments::asking()}</p> }.into_any(),
                Stage::Ending => view! { <p role="status">{words::attachments::ending()}</p> }.into_any(),
                Stage::Silent(silent) => view! { <Silence silent/> }.into_any(),
                Stage::Recording | Stage::Paused => view! { <Running/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Running() -> impl IntoView {
    let app = use_app();
    let recorder = app.recorder;
    let is_paused = move || recorder.stage.get() == Stage::Paused;
    // Whole seconds: what is shown and heard changes once a second.
    let seconds = Memo::new(move |_| (recorder.elapsed_ms.get() / 1_000.0) as u64);
    let time = move || attachment_words::clock(seconds.get() as f64 * 1_000.0);
    view! {
        <div class="recorder-state">
            <span class="recorder-light" class:paused=is_paused aria-hidden="true"></span>
            <p>{move || if is_paused() { words::attachments::paused() } else { words::attachments::recording_now() }}</p>
            <time class="recorder-time" role="timer" data-testid="recorder-time">{time}</time>
            <meter class="recorder-level" min="0" max="1" aria-label=words::attachments::level()
                prop:value=move || recorder.level.get()></meter>
        </div>
        <div class="recorder-actions">
            <button class="button" data-testid="recorder-stop"
                on:click=move |_| spawn_local(app.finish_recording())>
                {words::attachments::stop()}
            </button>
            <button class="button quiet" data-testid="recorder-pause" on:click=move |_| app.pause_recording()>
                {move || if is_paused() { words::attachments::resume() } else { words::attachments::pause() }}
            </button>
            <button class="button plain" data-testid="recorder-cancel"
                on:click=move |_| spawn_local(app.cancel_recording())>
                {words::attachments::cancel()}
            </button>
        </div>
        <p class="hint">{words::attachments::stays()}</p>
    }
}

/// Why nothing can be recorded, and what to do.
#[component]
fn Silence(silent: Silent) -> impl IntoView {
    let app = use_app();
    let text = match silent {
        Silent::Denied => words::attachments::denied(),
        Silent::Missing => words::attachments::missing(),
        Silent::Busy => words::attachments::busy(),
        Silent::Unable => words::attachments::unable(),
    };
    view! {
        <p class="tray-message" role="alert" data-testid="recorder-silent">
            <span>{text}</span>
            <button class="icon-button" aria-label=words::attachments::close() on:click=move |_| app.forget_silence()>
                {Icon::Close.view()}
            </button>
        </p>
    }
}
