//! The question in the margin; where there is no margin, in a line below the text that is
//! there anyway.

use companion_protocol::writing::Moment;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use crate::state::{Shown, use_app};
use crate::text::words::writing as words;

/// The question, and what can be done with it. It stands above the text and beside it, never in
/// its flow, so that nothing moves when it comes or goes.
#[component]
pub(crate) fn MarginPrompt() -> impl IntoView {
    let app = use_app();
    let prompting = app.prompting;
    let state = move || match prompting.shown.get() {
        Shown::Hidden => "hidden",
        Shown::Coming => "coming",
        Shown::Whole => "whole",
        Shown::Leaving => "leaving",
    };
    let is_coming = move || prompting.shown.get() == Shown::Coming;
    let off = move || match prompting.moment.get() {
        Moment::Opening => words::prompt_off_opening(),
        Moment::GoingOn => words::prompt_off_idle(),
    };
    view! {
        <section
            class="prompt"
            data-testid="idle-prompt"
            data-state=state
            aria-label=words::prompt()
            hidden=move || prompting.shown.get() == Shown::Hidden
        >
            <p class="prompt-words" class:streaming=is_coming>{move || prompting.text.get()}</p>
            <div class="prompt-actions">
                <button
                    type="button"
                    class="prompt-take"
                    data-testid="prompt-take"
                    aria-keyshortcuts="Tab"
                    disabled=is_coming
                    on:pointerdown=move |event| event.prevent_default()
                    on:click=move |_| app.take_prompt()
                >
                    {words::prompt_take()} <kbd class="keyboard-only">{words::prompt_take_key()}</kbd>
                </button>
                <button
                    type="button"
                    class="icon-button"
                    data-testid="prompt-off"
                    aria-label=off
                    title=off
                    on:pointerdown=move |event| event.prevent_default()
                    on:click=move |_| spawn_local(app.turn_prompts_off())
                >
                    {Icon::Silent.view()}
                </button>
                <button
                    type="button"
                    class="icon-button"
                    data-testid="prompt-dismiss"
                    aria-label=words::prompt_dismiss()
                    aria-keyshortcuts="Escape"
                    title=words::prompt_dismiss()
                    on:pointerdown=move |event| event.prevent_default()
                    on:click=move |_| {
                        app.end_prompting();
                        app.editor.focus();
                    }
                >
                    {Icon::Close.view()}
                </button>
            </div>
        </section>
    }
}
