//! Finding without a search: the calendar, the tags, and filters as chips above the list.

use companion_core::{Day, Mood};
use leptos::prelude::*;

use crate::components::{Icon, MoodFace, mood_level, mood_word};
use crate::platform::calendar;
use crate::state::{Filter, Pane, Part, tag_counts, use_app};
use crate::text::words;

/// Tags that are offered beside the other filters; all of them have a page of their own.
const OFFERED_TAGS: usize = 12;

/// The ways to find an entry, and what is looked for.
#[component]
pub(crate) fn FindBar() -> impl IntoView {
    let app = use_app();
    let has_entries = Memo::new(move |_| !app.entries.with(Vec::is_empty));
    let is_choosing = app.finding.is_choosing;
    view! {
        <Show when=move || has_entries.get()>
            <div class="find-bar" role="group" aria-label=words::finding::finding()>
                <GoTo pane=Pane::Calendar test_id="open-calendar" path=CALENDAR word=words::finding::calendar()/>
                <GoTo pane=Pane::Tags test_id="open-tags" path=TAG word=words::finding::tags()/>
                <button
                    class="find-way"
                    data-testid="filter-toggle"
                    aria-expanded=move || if is_choosing.get() { "true" } else { "false" }
                    aria-controls="filters"
                    on:click=move |_| is_choosing.update(|is| *is = !*is)
                >
                    <Sign path=FILTER/>
                    <span>{words::finding::filter()}</span>
                </button>
            </div>
            <div id="filters">
                <Show when=move || is_choosing.get()>
                    <Filters/>
                </Show>
            </div>
            <Chips/>
        </Show>
    }
}

const CALENDAR: &str = "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4";
const TAG: &str = "M9.5 4.5L7.5 19.5M16.5 4.5l-2 15M4.5 9.5h15.5M4 14.5h15.5";
const FILTER: &str = "M4 7h16M7 12h10M10 17h4";

#[component]
fn Sign(path: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=path></path></svg>
    }
}

#[component]
fn GoTo(
    pane: Pane,
    test_id: &'static str,
    path: &'static str,
    word: &'static str,
) -> impl IntoView {
    let app = use_app();
    let go = move |_| {
        if app.pane.get_untracked() != pane {
            app.go(pane);
        }
    };
    view! {
        <button class="find-way" data-testid=test_id
            aria-current=move || (app.pane.get() == pane).then_some("true") on:click=go>
            <Sign path/>
            <span>{word}</span>
        </button>
    }
}

/// Everything that can be looked for.
#[component]
fn Filters() -> impl IntoView {
    let app = use_app();
    let filter = app.finding.filter;
    let tags = Memo::new(move |_| {
        let mut tags = app.entries.with(|entries| tag_counts(entries));
        tags.truncate(OFFERED_TAGS);
        tags
    });
    let tag_choices = move || {
        let choices = tags.get().into_iter().map(|tag| {
            let name = tag.name.clone();
            let is_chosen = move || filter.with(|filter| filter.looks_for_tag(&name));
            let name = tag.name.clone();
            let toggle = move |_| app.finding.look_for(|filter| filter.toggle_tag(&name));
            view! {
                <li>
                    <button class="chip tag" data-testid="filter-tag" aria-pressed=pressed(is_chosen) on:click=toggle>
                        "#" {tag.name}
                    </button>
                </li>
            }
        });
        choices.collect_view()
    };
    view! {
        <div class="filters" role="group" aria-label=words::finding::matching() data-testid="filters">
            <h3>{words::finding::mood_filter()}</h3>
            <div class="mood-choices">
                {Mood::ALL.map(|mood| view! { <MoodChoice mood/> }).into_iter().collect_view()}
            </div>
            <h3>{words::finding::date()}</h3>
            <div class="date-range">
                <DateField label=words::finding::from() test_id="filter-from"
                    day=move |filter: &Filter| filter.from set=move |filter: &mut Filter, day| filter.from = day/>
                <DateField label=words::finding::to() test_id="filter-to"
                    day=move |filter: &Filter| filter.to set=move |filter: &mut Filter, day| filter.to = day/>
            </div>
            <div class="chips">
                <button class="chip" data-testid="filter-favourite"
                    aria-pressed=pressed(move || filter.with(|filter| filter.is_favourite))
                    on:click=move |_| app.finding.look_for(|filter| filter.is_favourite = !filter.is_favourite)>
                    {words::finding::favourites_only()}
                </button>
                <button class="chip" data-testid="filter-photo"
                    aria-pressed=pressed(move || filter.with(|filter| filter.has_photo))
                    on:click=move |_| app.finding.look_for(|filter| filter.has_photo = !filter.has_photo)>
                    {words::finding::photos_only()}
                </button>
            </div>
            <Show when=move || !tags.with(Vec::is_empty)>
                <h3>{words::finding::tag_filter()}</h3>
                <ul class="chips">{tag_choices}</ul>
                <button class="text-link" on:click=move |_| app.go(Pane::Tags)>{words::finding::all_tags()}</button>
            </Show>
        </div>
    }
}

fn pressed(
    is: impl Fn() -> bool + Send + Sync + 'static,
) -> impl Fn() -> &'static str + Send + Sync {
    move || if is() { "true" } else { "false" }
}

#[component]
fn MoodChoice(mood: Mood) -> impl IntoView {
    let app = use_app();
    let is_chosen = move || {
        app.finding
            .filter
            .with(|filter| filter.moods.contains(&mood))
    };
    view! {
        <button class="mood" data-testid="filter-mood" data-mood=mood_level(mood) aria-pressed=pressed(is_chosen)
            on:click=move |_| app.finding.look_for(|filter| filter.toggle_mood(mood))>
            <MoodFace mood/>
            <span>{mood_word(mood)}</span>
        </button>
    }
}

#[component]
fn DateField(
    label: &'static str,
    test_id: &'static str,
    /// The end of the range that the field shows.
    day: impl Fn(&Filter) -> Option<Day> + Copy + Send + Sync + 'static,
    /// Sets that end.
    set: impl Fn(&mut Filter, Option<Day>) + Copy + 'static,
) -> impl IntoView {
    let app = use_app();
    let shown = move || {
        app.finding
            .filter
            .with(day)
            .and_then(Day::to_iso)
            .unwrap_or_default()
    };
    let change = move |event: leptos::ev::Event| {
        // An empty field, or one that is not filled in, is no end.
        let chosen = Day::from_iso(&event_target_value(&event));
        app.finding.look_for(|filter| set(filter, chosen));
    };
    view! {
        <label class="date-field">
            <span>{label}</span>
            <input type="date" data-testid=test_id prop:value=shown on:change=change/>
        </label>
    }
}

/// What is looked for, each to be taken away by one touch, and how much was found.
#[component]
fn Chips() -> impl IntoView {
    let app = use_app();
    let parts = Memo::new(move |_| app.finding.filter.with(Filter::parts));
    let count = move || {
        let found = app
            .finding
            .matches
            .with(|found| found.as_ref().map(Vec::len));
        found.map(|found| words::finding::found(found, app.entries.with(Vec::len)))
    };
    let is_none = Memo::new(move |_| {
        app.finding
            .matches
            .with(|found| found.as_ref().is_some_and(Vec::is_empty))
    });
    let clear = move |_| app.finding.look_for(|filter| *filter = Filter::default());
    view! {
        <Show when=move || !parts.with(Vec::is_empty)>
            <ul class="chips chosen">
                <For each=move || parts.get() key=Part::clone let:part>
                    <li><Chip part/></li>
                </For>
            </ul>
        </Show>
        <p class="found" role="status" data-testid="found-count">{count}</p>
        <Show when=move || is_none.get()>
            <div class="none-found" data-testid="none-found">
                <h3>{words::finding::none_title()}</h3>
                <p>{words::finding::none()}</p>
                <button class="button quiet" data-testid="clear-filters" on:click=clear>{words::finding::clear()}</button>
            </div>
        </Show>
    }
}

#[component]
fn Chip(part: Part) -> impl IntoView {
    let app = use_app();
    let text = in_words(&part);
    let label = words::finding::remove_filter(&text);
    let remove = move |_| app.finding.look_for(|filter| filter.remove(&part));
    view! {
        <button class="chip chosen" data-testid="filter-chip" aria-label=label on:click=remove>
            <span>{text}</span>
            {Icon::Close.view()}
        </button>
    }
}

fn in_words(part: &Part) -> String {
    match part {
        Part::Days(Some(from), Some(to)) => {
            words::finding::between(calendar::short_day(*from), calendar::short_day(*to))
        }
        Part::Days(Some(from), None) => words::finding::since(calendar::short_day(*from)),
        Part::Days(None, Some(to)) => words::finding::until(calendar::short_day(*to)),
        // No such part is made.
        Part::Days(None, None) => String::new(),
        Part::Mood(mood) => mood_word(*mood).to_owned(),
        Part::Tag(tag) => format!("#{tag}"),
        Part::Favourite => words::finding::favourites_only().to_owned(),
        Part::Photo => words::finding::photos_only().to_owned(),
    }
}
