//! Earlier versions of an entry: which there are, what one says, and the way back to it.

use companion_core::{EntryId, KeptRevisions};
use companion_protocol::history::{Change, Piece, VersionLine};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Confirm, Icon};
use crate::state::{Pane, use_app};
use crate::text::{dates, words};

/// An entry's earlier versions, newest first.
#[component]
pub(crate) fn VersionsPage(
    /// The entry.
    id: EntryId,
) -> impl IntoView {
    let app = use_app();
    let history = app.history;
    let lines = move || {
        let lines = history.versions.get().into_iter();
        lines
            .map(|line| view! { <li><Line id line/></li> })
            .collect_view()
    };
    view! {
        <div class="bar">
            <button class="button plain back" on:click=move |_| app.back()>
                {Icon::Back.view()} {words::back()}
            </button>
        </div>
        <div class="sheet settings" data-testid="versions">
            <h2 class="settings-title">{words::history::title()}</h2>
            <Show
                when=move || history.is_all_there_is.get()
                fallback=|| view! { <p class="hint">{words::history::lead()}</p> }
            >
                <p class="trouble" role="status">{words::history::entry_damaged()}</p>
            </Show>
            <Show when=move || history.versions.with(Vec::is_empty)>
                <p class="nothing-here">{words::history::none()}</p>
            </Show>
            <ul class="lines">{lines}</ul>
        </div>
    }
}

#[component]
fn Line(id: EntryId, line: VersionLine) -> impl IntoView {
    let app = use_app();
    let VersionLine { number, known } = line;
    let Some(known) = known else {
        return view! {
            <div class="line" data-testid="version-item">
                <p class="line-title">{words::history::damaged()}</p>
                <p class="card-detail">{words::history::damaged_detail()}</p>
            </div>
        }
        .into_any();
    };
    let detail = words::joined(
        words::word_count(known.word_count),
        words::history::difference(&known),
    );
    let title = if known.title.is_empty() {
        words::untitled().to_owned()
    } else {
        known.title
    };
    view! {
        <button class="card" data-testid="version-item" on:click=move |_| app.go(Pane::Version(id, number))>
            <span class="card-title">{dates::moment(known.saved)}</span>
            <span class="card-detail">{detail}</span>
            <span class="card-detail one-line">{title}</span>
        </button>
    }
    .into_any()
}

/// One earlier version, and what became of it.
#[component]
pub(crate) fn VersionPage(
    /// The entry.
    id: EntryId,
    /// The version.
    number: u64,
) -> impl IntoView {
    let app = use_app();
    let version = app.history.version;
    let known = move || version.with(|view| view.as_ref()?.line.known.clone());
    let date = move || known().map(|known| dates::moment(known.saved));
    let detail = move || {
        known().map(|known| {
            words::joined(
                words::word_count(known.word_count),
                words::history::difference(&known),
            )
        })
    };
    let html = move || version.with(|view| view.as_ref().map(|view| view.html.clone()));
    let pieces = move || {
        version.with(|view| {
            view.as_ref()
                .map(|view| view.changes.clone())
                .unwrap_or_default()
        })
    };
    let is_same = move || {
        version.with(|view| {
            view.as_ref().is_some_and(|view| {
                let mut changes = view.changes.iter();
                !view.changes.is_empty() && changes.all(|piece| piece.change == Change::Same)
            })
        })
    };
    // Beside an entry that is damaged there is nothing to compare with.
    let can_compare = move || !pieces().is_empty();
    let as_it_was = RwSignal::new(false);
    let shows_changes = move || can_compare() && !as_it_was.get();

    view! {
        <div class="bar">
            <button class="button plain back" on:click=move |_| app.back()>
                {Icon::Back.view()} {words::back()}
            </button>
            <span class="bar-space"></span>
            <Show when=move || !is_same()>
                <button class="button soft" data-testid="restore-version"
                    on:click=move |_| spawn_local(app.restore_version(id, number))>
                    {words::history::restore()}
                </button>
            </Show>
        </div>
        <div class="sheet" data-testid="version">
            <header class="entry-head">
                <h2>{date}</h2>
                <p>{detail}</p>
                <Show when=move || app.has_unsaved(id)>
                    <p>{words::history::has_draft()}</p>
                </Show>
            </header>
            <Show when=can_compare>
                <Shown as_it_was/>
            </Show>
            <Show
                when=shows_changes
                fallback=move || view! { <article class="entry" data-testid="version-text" inner_html=html></article> }
            >
                <p class="hint legend">
                    {move || if is_same() { words::history::unchanged() } else { words::history::legend() }}
                </p>
                <article class="entry changes" data-testid="version-changes">
                    {move || pieces().into_iter().map(piece).collect_view()}
                </article>
            </Show>
        </div>
    }
}

/// A stretch of text, never as HTML. Its kind is told to those who do not see it.
fn piece(piece: Piece) -> impl IntoView {
    let Piece { change, text } = piece;
    match change {
        Change::Same => text.into_any(),
        Change::Removed => view! {
            <del><span class="unseen">{words::history::removed_before()}</span>{text}</del>
        }
        .into_any(),
        Change::Added => view! {
            <ins><span class="unseen">{words::history::added_before()}</span>{text}</ins>
        }
        .into_any(),
    }
}

/// The choice between what changed and what it was.
#[component]
fn Shown(as_it_was: RwSignal<bool>) -> impl IntoView {
    let options = words::history::shown()
        .into_iter()
        .enumerate()
        .map(move |(at, word)| {
            let id = format!("version-shown-{at}");
            view! {
                <input
                    type="radio"
                    id=id.clone()
                    name="version-shown"
                    prop:checked=move || as_it_was.get() == (at == 1)
                    on:change=move |_| as_it_was.set(at == 1)
                />
                <label for=id>{word}</label>
            }
        });
    view! {
        <fieldset class="choice shown">
            <legend class="unseen">{words::history::show()}</legend>
            <div class="choices">{options.collect_view()}</div>
        </fieldset>
    }
}

/// The setting: how many versions are kept. Keeping fewer asks first if something would go.
#[component]
pub(crate) fn HistorySetting() -> impl IntoView {
    let app = use_app();
    let asks = RwSignal::new(false);
    let wanted = RwSignal::new(KeptRevisions::default());
    let beyond = RwSignal::new(0_u64);
    let choose = move |event: leptos::ev::Event| {
        let Ok(number) = event_target_value(&event).parse() else {
            return;
        };
        let kept = KeptRevisions::new(number);
        spawn_local(async move {
            match app.vault.count_beyond(kept).await {
                Ok(0) => app.keep_revisions(kept).await,
                Ok(count) => {
                    wanted.set(kept);
                    beyond.set(count);
                    asks.set(true);
                    // What is shown stays what holds until the question is answered.
                    app.settings.notify();
                }
                Err(failure) => app.say(words::vault_failure(&failure)),
            }
        });
    };
    let kept = move || app.settings.with(|settings| settings.kept_revisions.get());
    view! {
        <h4>{words::history::title()}</h4>
        <div class="row">
            <label for="kept-revisions">{words::history::keep()}</label>
            <select id="kept-revisions" data-testid="history-setting" on:change=choose
                prop:value=move || kept().to_string()>
                {words::history::KEEP_CHOICES.map(|number| view! {
                    <option value=number.to_string() selected=move || kept() == number>
                        {words::history::kept(number)}
                    </option>
                }).collect_view()}
            </select>
        </div>
        <p class="hint">{words::history::keep_hint()}</p>
        <Confirm
            open=asks
            title=words::history::fewer_title()
            text=Signal::derive(move || words::history::fewer(beyond.get()))
            action=words::history::fewer_action()
            destroys=true
            on_confirm=move || spawn_local(app.keep_revisions(wanted.get_untracked()))
        />
    }
}
