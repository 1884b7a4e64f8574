//! Search by meaning in the settings: what it is, how to get it, how to be rid of it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::Confirm;
use crate::state::use_app;
use crate::text::words;

/// Everything about searching by meaning.
#[component]
pub(crate) fn MeaningSetting() -> impl IntoView {
    let app = use_app();
    let meaning = app.search.meaning;
    spawn_local(app.look_for_encoder());
    let is_ready = Memo::new(move |_| meaning.is_ready());
    let is_known = Memo::new(move |_| meaning.encoder.with(Option::is_some));
    let is_offered = Memo::new(move |_| meaning.offer.with(Option::is_some));
    let asks = RwSignal::new(false);
    let get = move || {
        let size = meaning.offer.with(|offer| offer.as_ref()?.size_bytes);
        size.map_or_else(
            || words::search::meaning_get().to_owned(),
            |size| words::search::meaning_get_size(words::size(size)),
        )
    };
    let progress = move || {
        let (done, total) = meaning.progress.get()?;
        Some(words::search::meaning_progress(done, total))
    };
    let is_under_way = move || {
        meaning
            .progress
            .get()
            .is_some_and(|(done, total)| done < total)
    };
    view! {
        <section class="setting" aria-labelledby="meaning-title" data-testid="meaning">
            <h3 id="meaning-title">{words::search::meaning_title()}</h3>
            <p class="hint">{words::search::meaning_lead()}</p>
            <Show when=move || is_ready.get()>
                <p role="status" data-testid="meaning-ready">{words::search::meaning_ready()} " " {progress}</p>
                <Show when=is_under_way>
                    <p class="hint">{words::search::meaning_pauses()}</p>
                </Show>
                <button class="button quiet" data-testid="meaning-remove" on:click=move |_| asks.set(true)>
                    {words::search::meaning_remove()}
                </button>
            </Show>
            <Show when=move || is_known.get() && !is_ready.get()>
                <Show
                    when=move || is_offered.get()
                    fallback=|| view! { <p class="hint">{words::search::meaning_none_here()}</p> }
                >
                    <button
                        class="button quiet"
                        data-testid="meaning-get"
                        disabled=move || meaning.is_arriving.get()
                        on:click=move |_| spawn_local(app.get_encoder())
                    >
                        {move || if meaning.is_arriving.get() { words::search::meaning_arriving().to_owned() } else { get() }}
                    </button>
                </Show>
            </Show>
            <p class="error" role="alert">
                {move || meaning.has_failed.get().then(words::search::meaning_failed)}
            </p>
            <Confirm
                open=asks
                title=words::search::meaning_remove_title().to_owned()
                text=words::search::meaning_remove_text().to_owned()
                action=words::search::meaning_remove()
                destroys=true
                on_confirm=move || spawn_local(app.remove_encoder())
            />
        </section>
    }
}
