//! Voice notes as text, in the settings: what it is, how to get it, how to be rid of it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::Confirm;
use crate::state::use_app;
use crate::text::words;

/// Everything about writing down voice notes.
#[component]
pub(crate) fn SpeechSetting() -> impl IntoView {
    let app = use_app();
    let speech = app.speech;
    spawn_local(app.look_for_speech());
    let is_ready = Memo::new(move |_| speech.is_ready());
    let is_known = Memo::new(move |_| speech.model.with(Option::is_some));
    let is_offered = Memo::new(move |_| speech.offer.with(Option::is_some));
    let asks = RwSignal::new(false);
    let get = move || {
        let size = speech.offer.with(|offer| offer.as_ref()?.size_bytes);
        size.map_or_else(
            || words::speech::get().to_owned(),
            |size| words::speech::get_size(words::size(size)),
        )
    };
    view! {
        <section class="setting" aria-labelledby="speech-title" data-testid="speech">
            <h3 id="speech-title">{words::speech::title()}</h3>
            <p class="hint">{words::speech::lead()}</p>
            <Show when=move || is_ready.get()>
                <p role="status" data-testid="speech-ready">{words::speech::ready()}</p>
                <button class="button quiet" data-testid="speech-remove" on:click=move |_| asks.set(true)>
                    {words::speech::remove()}
                </button>
            </Show>
            <Show when=move || is_known.get() && !is_ready.get()>
                <Show
                    when=move || is_offered.get()
                    fallback=|| view! { <p class="hint">{words::speech::none_here()}</p> }
                >
                    <button
                        class="button quiet"
                        data-testid="speech-get"
                        disabled=move || speech.is_arriving.get()
                        on:click=move |_| spawn_local(app.get_speech())
                    >
                        {move || if speech.is_arriving.get() { words::speech::arriving().to_owned() } else { get() }}
                    </button>
                    <Show when=move || speech.is_arriving.get()>
                        <button class="button plain" data-testid="speech-stop"
                            on:click=move |_| spawn_local(app.stop_speech())>
                            {words::speech::stop()}
                        </button>
                    </Show>
                </Show>
            </Show>
            <p class="error" role="alert">
                {move || speech.has_failed.get().then(words::speech::failed)}
            </p>
            <Confirm
                open=asks
                title=words::speech::remove_title().to_owned()
                text=words::speech::remove_text().to_owned()
                action=words::speech::remove()
                destroys=true
                on_confirm=move || spawn_local(app.remove_speech())
            />
        </section>
    }
}
