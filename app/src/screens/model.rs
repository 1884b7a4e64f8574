//! The model in the settings: where it stands, how to get one, how to get rid of it.

use companion_protocol::inference::ModelState;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::speed::SpeedLink;
use crate::components::Confirm;
use crate::state::{Offered, use_app};
use crate::text::words;

/// Everything about the model.
#[component]
pub(crate) fn ModelSection() -> impl IntoView {
    let app = use_app();
    spawn_local(app.look_for_models());
    let state = Memo::new(move |_| app.model.with(|model| model.state));
    let is_stored = move || {
        matches!(
            state.get(),
            ModelState::Ready | ModelState::Loading | ModelState::Loaded
        )
    };
    let is_arriving = move || state.get() == ModelState::Downloading;

    view! {
        <section class="setting" aria-labelledby="model-title">
            <h3 id="model-title">{words::model()}</h3>
            <p class="hint">{words::model_lead()}</p>
            <Status state/>
            <Show when=is_arriving><Transfer/></Show>
            <p class="error" role="alert">{move || app.transfer.problem.get()}</p>
            <Show when=is_stored><SpeedLink/></Show>
            <Show when=is_stored><Removal/></Show>
            <Show when=move || !is_arriving()><Offers/></Show>
            <FileImport is_arriving=Signal::derive(is_arriving)/>
        </section>
    }
}

#[component]
fn Status(state: Memo<ModelState>) -> impl IntoView {
    let app = use_app();
    let name = move || match state.get() {
        ModelState::None => "none",
        ModelState::Downloading => "downloading",
        ModelState::Ready => "ready",
        ModelState::Loading => "loading",
        ModelState::Loaded => "loaded",
        ModelState::Error => "error",
    };
    let detail = move || {
        app.model.with(|model| {
            let size = (model.size_bytes > 0).then(|| words::size(model.size_bytes));
            match (model.name.clone(), size) {
                (Some(name), Some(size)) => Some(words::joined(&name, &size)),
                (name, size) => name.or(size),
            }
        })
    };
    let sum = move || app.model.with(|model| model.sha256.clone());
    view! {
        <div class="model-status" data-testid="model-status" data-state=name>
            <p class="model-state" role="status">{move || words::model_state(state.get())}</p>
            <p class="model-name">{detail}</p>
            {move || sum().map(|sum| view! {
                <details class="hint">
                    <summary>{words::sum()}</summary>
                    <code>{sum}</code>
                </details>
            })}
        </div>
    }
}

#[component]
fn Transfer() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="transfer">
            <p>{move || app.progress.get().map_or_else(|| words::model_state(ModelState::Downloading).to_owned(), words::progress)}</p>
            <progress
                aria-label=words::model_state(ModelState::Downloading)
                max="100"
                value=move || app.progress.get().and_then(words::percent).map(|percent| percent.to_string())
            ></progress>
            <button class="button quiet" data-testid="model-cancel" on:click=move |_| spawn_local(app.cancel_transfer())>
                {words::cancel()}
            </button>
        </div>
    }
}

#[component]
fn Offers() -> impl IntoView {
    let app = use_app();
    let chosen = RwSignal::new(None::<Offered>);
    let asks = RwSignal::new(false);
    let fetch = move |offered: Offered| spawn_local(app.download(offered.download));
    let choose = move |offered: Offered| {
        if offered.is_internet {
            chosen.set(Some(offered));
            asks.set(true);
        } else {
            fetch(offered);
        }
    };
    let confirm = move || {
        if let Some(offered) = chosen.get_untracked() {
            fetch(offered);
        }
    };
    let list = move || match app.transfer.offers.get() {
        None => view! { <p class="hint">{words::looking()}</p> }.into_any(),
        Some(offers) if offers.is_empty() => {
            view! { <p class="hint">{words::no_offers()}</p> }.into_any()
        }
        Some(offers) => {
            let stored = app.model.with(|model| model.name.clone());
            let others: Vec<_> = offers
                .into_iter()
                .filter(|offered| stored.as_deref() != Some(offered.download.name.as_str()))
                .collect();
            (!others.is_empty())
                .then(|| view! {
                    <h4>{words::models_here()}</h4>
                    <ul class="offers">
                        {others.into_iter().map(|offered| view! { <li><Offer offered choose/></li> }).collect_view()}
                    </ul>
                })
                .into_any()
        }
    };
    view! {
        {list}
        <Confirm
            open=asks
            title=words::internet_title().to_owned()
            text=words::internet_text().to_owned()
            fact=Signal::derive(move || chosen.get().map(|offered| offered.source))
            action=words::fetch()
            on_confirm=confirm
        />
    }
}

#[component]
fn Offer(offered: Offered, choose: impl Fn(Offered) + Copy + 'static) -> impl IntoView {
    let size = offered.download.size_bytes.map(words::size);
    // What the local server says of its own files.
    let source = match offered.source.as_str() {
        "this computer" => words::this_computer().to_owned(),
        other => publisher(other).to_owned(),
    };
    let name = offered.download.name.clone();
    let label = words::get_model(&name);
    view! {
        <div class="offer">
            <p>
                <span class="offer-name">{name}</span>
                <span class="hint">
                    {size.map(|size| format!("{size} · "))}
                    <span class="address">{source}</span>
                </span>
            </p>
            <button class="button quiet" data-testid="model-download" aria-label=label
                on:click=move |_| choose(offered.clone())>
                {words::download()}
            </button>
        </div>
    }
}

/// Whose address it is. The whole of it is shown before anything is fetched.
fn publisher(address: &str) -> &str {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    host.split_once('/').map_or(host, |(host, _)| host)
}

#[component]
fn FileImport(is_arriving: Signal<bool>) -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<Input>::new();
    let import = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let file = input.files().and_then(|files| files.get(0));
        // So that choosing the same file again is a choice again.
        input.set_value("");
        if let Some(file) = file {
            spawn_local(app.import(file));
        }
    };
    view! {
        <div class="import">
            <input
                class="unseen"
                type="file"
                id="model-import"
                data-testid="model-import"
                accept=".gguf"
                aria-describedby="import-hint"
                node_ref=input
                disabled=move || is_arriving.get()
                on:change=import
            />
            <label class="button quiet" for="model-import">{words::import()}</label>
            <p class="hint" id="import-hint">{words::import_hint()}</p>
        </div>
    }
}

#[component]
fn Removal() -> impl IntoView {
    let app = use_app();
    let asks = RwSignal::new(false);
    view! {
        <button class="button quiet" data-testid="model-remove" on:click=move |_| asks.set(true)>{words::remove()}</button>
        <Confirm
            open=asks
            title=words::remove_title().to_owned()
            text=words::remove_text().to_owned()
            action=words::remove()
            destroys=true
            on_confirm=move || spawn_local(app.remove_model())
        />
    }
}
