//! The search field above the list, and what it found in the list's place.

mod meaning;

use companion_protocol::search::{Hit, Mark};
use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

pub(crate) use meaning::MeaningSetting;

use crate::components::Icon;
use crate::platform::focus;
use crate::state::{Filter, Pane, SEARCH_FIELD, use_app};
use crate::text::{dates, words};

/// The field, and below it how much was found.
#[component]
pub(crate) fn SearchBox() -> impl IntoView {
    let app = use_app();
    let search = app.search;
    let field = NodeRef::<Input>::new();
    let is_useful = Memo::new(move |_| !app.entries.with(Vec::is_empty) || search.is_active());
    let typed = move |event: leptos::ev::Event| app.search_for(event_target_value(&event));
    let clear = move || {
        app.clear_search();
        if let Some(field) = field.get_untracked() {
            field.set_value("");
            // Fails only for a field that is gone.
            let _ = field.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        _ if event.is_composing() => {}
        "Escape" => {
            event.prevent_default();
            if untrack(|| search.is_active()) {
                clear();
            } else if let Some(field) = field.get_untracked() {
                let _ = field.blur();
            }
        }
        "ArrowDown" => {
            event.prevent_default();
            focus_result(0);
        }
        "Enter" => {
            event.prevent_default();
            let first = search.found.with_untracked(|found| {
                let hit = found.as_ref()?.results.first()?;
                Some(hit.entry.id)
            });
            if let Some(id) = first {
                app.open_result(id);
            }
        }
        _ => {}
    };
    view! {
        <Show when=move || is_useful.get()>
            <div class="search-box" role="search">
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=LENS></path></svg>
                <input
                    type="search"
                    id=SEARCH_FIELD
                    data-testid="search"
                    aria-label=words::search::label()
                    aria-keyshortcuts="/"
                    aria-controls="search-results"
                    placeholder=words::search::placeholder()
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint="search"
                    node_ref=field
                    prop:value=move || search.query.get()
                    on:input=typed
                    on:keydown=on_key
                />
                <Show when=move || search.is_active()>
                    <button class="icon-button" data-testid="search-clear" aria-label=words::search::clear() on:click=move |_| clear()>
                        {Icon::Close.view()}
                    </button>
                </Show>
            </div>
        </Show>
    }
}

const LENS: &str = "M10.5 4.5a6 6 0 1 0 0 12 6 6 0 1 0 0-12zM15 15l5 5";

/// What was found, best first.
#[component]
pub(crate) fn SearchResults() -> impl IntoView {
    let app = use_app();
    let search = app.search;
    let is_active = Memo::new(move |_| search.is_active());
    let count = move || {
        search.found.with(|found| {
            let found = found.as_ref()?;
            let standing = found.standing;
            Some(words::search::count_line(
                words::search::found(found.count),
                words::search::searched(standing.searched, standing.total),
            ))
        })
    };
    let hits = move || {
        let found = search
            .found
            .with(|found| found.as_ref().map(|it| it.results.clone()));
        found.unwrap_or_default()
    };
    let is_none = Memo::new(move |_| {
        search
            .found
            .with(|found| found.as_ref().is_some_and(|found| found.results.is_empty()))
    });
    view! {
        <div class="search-results" class:shown=move || is_active.get() id="search-results">
            <p class="search-count" role="status" data-testid="search-count">
                {move || is_active.get().then(count).flatten()}
            </p>
            <Show when=move || is_active.get()>
                <Notes/>
                <ul class="found-entries" aria-label=words::search::results()>
                    {move || hits().into_iter().enumerate().map(|(at, hit)| view! {
                        <li><Result at hit/></li>
                    }).collect_view()}
                </ul>
                <Show when=move || search.has_more()>
                    <button class="button quiet" data-testid="search-more" on:click=move |_| app.show_more_results()>
                        {words::search::more()}
                    </button>
                </Show>
                <Show when=move || is_none.get() && !search.has_failed.get()>
                    <div class="none-found" data-testid="search-none">
                        <h3>{words::search::none_title()}</h3>
                        <p>{words::search::none()}</p>
                        <p class="hint">{words::search::hint_words()}</p>
                        <p class="hint">{words::search::hint_phrase()}</p>
                        <Show
                            when=move || app.finding.matches.with(Option::is_some)
                            fallback=move || view! {
                                <button class="button quiet" on:click=move |_| app.clear_search()>{words::search::clear()}</button>
                            }
                        >
                            <button class="button quiet" data-testid="search-everywhere"
                                on:click=move |_| app.finding.look_for(|filter| *filter = Filter::default())>
                                {words::search::everywhere()}
                            </button>
                        </Show>
                    </div>
                </Show>
                <Show when=move || search.has_failed.get()>
                    <div class="none-found" role="alert" data-testid="search-failed">
                        <h3>{words::search::failed_title()}</h3>
                        <p>{words::search::failed()}</p>
                        <button class="button quiet" on:click=move |_| app.search_for(search.query.get_untracked())>
                            {words::search::try_again()}
                        </button>
                    </div>
                </Show>
            </Show>
        </div>
    }
}

/// What is to be said about the results as a whole.
#[component]
fn Notes() -> impl IntoView {
    let app = use_app();
    let search = app.search;
    let is_partial = Memo::new(move |_| {
        search.found.with(|found| {
            let found = found.as_ref();
            found.is_some_and(|it| it.is_partial && !it.results.is_empty())
        })
    });
    let is_reading = Memo::new(move |_| {
        search.found.with(|found| {
            let standing = found.as_ref().map(|found| found.standing);
            standing.is_some_and(|it| it.searched + it.unreadable < it.total)
        })
    });
    let unreadable = Memo::new(move |_| {
        search
            .found
            .with(|found| found.as_ref().map_or(0, |found| found.standing.unreadable))
    });
    let is_filtered = Memo::new(move |_| app.finding.matches.with(Option::is_some));
    view! {
        <Show when=move || is_filtered.get()><p class="search-note">{words::search::in_filter()}</p></Show>
        <Show when=move || is_partial.get()><p class="search-note">{words::search::partial()}</p></Show>
        <Show when=move || is_reading.get()><p class="search-note">{words::search::reading()}</p></Show>
        <Show when=move || unreadable.get() != 0>
            <p class="search-note">{move || words::search::unreadable(unreadable.get())}</p>
        </Show>
    }
}

/// One entry that was found.
#[component]
fn Result(
    /// Its place among the results.
    at: usize,
    /// What is known of it.
    hit: Hit,
) -> impl IntoView {
    let app = use_app();
    let id = hit.entry.id;
    let is_shown = move || app.pane.get() == Pane::Reading(id);
    let title = match hit.entry.title.as_str() {
        "" => words::untitled().into_any(),
        title => marked(title, &hit.title_marks).into_any(),
    };
    let why = match (hit.by_words, hit.by_meaning) {
        (true, true) => Some(words::search::by_both()),
        (false, true) => Some(words::search::by_meaning()),
        _ => None,
    };
    let day = dates::day(hit.entry.created.local_day());
    let on_key = move |event: KeyboardEvent| {
        let target = match event.key().as_str() {
            "ArrowDown" => Some(at + 1),
            "ArrowUp" => at.checked_sub(1),
            "Home" => Some(0),
            "Escape" => None,
            _ => return,
        };
        event.prevent_default();
        match target {
            Some(target) => focus_result(target),
            None => focus(SEARCH_FIELD),
        }
    };
    let excerpt = (!hit.snippet.is_empty()).then(|| {
        view! { <span class="search-snippet">{marked(&hit.snippet, &hit.marks)}</span> }
    });
    view! {
        <button
            class="card search-result"
            data-testid="search-result"
            data-entry-id=id.to_string()
            aria-current=move || is_shown().then_some("true")
            on:click=move |_| app.open_result(id)
            on:keydown=on_key
        >
            <span class="card-title">{title}</span>
            {excerpt}
            <span class="card-detail">
                <span>{day}</span>
                {why.map(|why| view! { <span class="search-why">{why}</span> })}
            </span>
        </button>
    }
}

/// A text with its places marked.
fn marked(text: &str, marks: &[Mark]) -> Vec<AnyView> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for mark in marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        // A place that is none is not marked.
        let (Some(before), Some(place)) = (text.get(at..start), text.get(start..end)) else {
            continue;
        };
        pieces.push(before.to_owned().into_any());
        pieces.push(view! { <mark>{place.to_owned()}</mark> }.into_any());
        at = end;
    }
    pieces.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    pieces
}

/// Moves the focus to a result; nothing happens beyond the last one.
fn focus_result(at: usize) {
    let results = document().query_selector_all("[data-testid=search-result]");
    // More results than 2³² are never shown.
    let result = results.ok().and_then(|results| results.get(at as u32));
    if let Some(result) = result.and_then(|result| result.dyn_into::<HtmlElement>().ok()) {
        // Fails only for an element that is gone.
        let _ = result.focus();
    }
}
