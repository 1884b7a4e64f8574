//! The button that has a voice note written down.

use companion_core::AttachmentId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use crate::state::use_app;
use crate::text::words;

/// Writes a voice note down, behind the text in the editor, and then closes what shows it.
#[component]
pub(crate) fn Transcribe(
    /// The voice note.
    id: AttachmentId,
    /// Which attachment is shown.
    at: RwSignal<Option<usize>>,
) -> impl IntoView {
    let app = use_app();
    let speech = app.speech;
    speech.trouble.set(None);
    spawn_local(app.look_for_speech());
    let is_ready = Memo::new(move |_| speech.is_ready());
    let is_offered = Memo::new(move |_| speech.offer.with(Option::is_some));
    let is_listening = Memo::new(move |_| speech.listening.get().is_some());
    let begin = move |_| {
        spawn_local(async move {
            if app.write_down(id).await {
                at.set(None);
                app.editor.focus();
            }
        });
    };
    let progress = move || {
        let percent = app.progress.get().and_then(words::percent);
        percent.map_or_else(
            || words::speech::listening().to_owned(),
            |percent| words::speech::listening_percent(percent.to_string()),
        )
    };
    view! {
        <div class="transcribe">
            <Show when=move || is_ready.get() && !is_listening.get()>
                <button class="button quiet" data-testid="transcribe" on:click=begin>
                    {Icon::Pen.view()} {words::speech::write_down()}
                </button>
            </Show>
            <Show when=move || is_listening.get()>
                <p class="transcribe-progress">
                    <span role="status" data-testid="transcribe-progress">{progress}</span>
                    <button class="button plain strong" data-testid="transcribe-stop"
                        on:click=move |_| spawn_local(app.stop_speech())>
                        {words::speech::stop()}
                    </button>
                </p>
            </Show>
            <Show when=move || !is_ready.get() && is_offered.get()>
                <p class="hint">{words::speech::elsewhere()}</p>
            </Show>
            <p class="error" role="alert">{move || speech.trouble.get()}</p>
        </div>
    }
}
