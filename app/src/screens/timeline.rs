//! The entries by day, newest first. Only days near the view are in the page: see [`window`].

mod keys;
mod window;

use std::hash::{DefaultHasher, Hash, Hasher};

use companion_core::{Day, EntryId, EntrySummary};
use leptos::html::Section;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

use crate::components::{ImportedSign, MoodFace, Star, mood_word};
use crate::platform::intl;
use crate::state::{Pane, use_app};
use crate::text::{dates, words};
use window::Window;

/// Entries of one day. Equal ones are drawn once: what changed is drawn anew, nothing else.
#[derive(Clone, PartialEq, Eq)]
struct DayOf {
    /// Its place among all of them.
    at: usize,
    day: Day,
    /// Whether the day begins with them, and is named above them.
    is_first: bool,
    entries: Vec<EntrySummary>,
}

impl DayOf {
    fn first_entry(&self) -> Option<EntryId> {
        self.entries.first().map(|entry| entry.id)
    }
}

impl Hash for DayOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.day, self.is_first).hash(state);
        for entry in &self.entries {
            (
                entry.id,
                &entry.title,
                entry.word_count,
                entry.mood,
                entry.damaged,
            )
                .hash(state);
            (&entry.tags, entry.photos, entry.recordings).hash(state);
        }
    }
}

/// What the filter lets through, for a feed of days (WAI-ARIA): each says where it stands among
/// all, also those that are not drawn.
#[component]
pub(crate) fn Timeline(
    /// What scrolls.
    pane: NodeRef<Section>,
) -> impl IntoView {
    let app = use_app();
    let window = Window::new(app, pane);
    let days = window.days();
    window.watch(days);
    let is_empty = Memo::new(move |_| app.finding.shown.with(|shown| shown.len() == 0));
    let on_focus_out = move |event: leptos::ev::FocusEvent| {
        let next = event
            .related_target()
            .and_then(|next| next.dyn_into::<Node>().ok());
        let list = window.list.get_untracked();
        if !list.is_some_and(|list| next.is_some() && list.contains(next.as_ref())) {
            window.hold(days, None);
        }
    };
    view! {
        <div
            class="timeline"
            node_ref=window.list
            role=move || (!is_empty.get()).then_some("feed")
            aria-label=move || (!is_empty.get()).then(words::journal)
            on:keydown=move |event| {
                if keys::walk(app, &event) {
                    event.prevent_default();
                }
            }
            on:focusin=move |event| {
                let focused = event.target().and_then(|target| target.dyn_into().ok());
                window.hold(days, focused.as_ref());
            }
            on:focusout=on_focus_out
        >
            <For each=move || days.get() key=key let:of_day>
                <DaySection of_day/>
            </For>
        </div>
    }
}

#[component]
fn DaySection(of_day: DayOf) -> impl IntoView {
    let name = dates::day(of_day.day);
    let first = of_day.first_entry().map(|id| id.to_string());
    let heading = of_day.is_first.then(|| view! { <h3>{name.clone()}</h3> });
    view! {
        <article class="day" data-first=first aria-label=name.clone()>
            {heading}
            <ul>
                {of_day.entries.into_iter().map(|entry| view! { <li><Card entry/></li> }).collect_view()}
            </ul>
        </article>
    }
}

fn key(of_day: &DayOf) -> (Option<EntryId>, u64) {
    let mut hasher = DefaultHasher::new();
    of_day.hash(&mut hasher);
    (of_day.first_entry(), hasher.finish())
}

/// One entry's line: what it says first, and what it carries.
#[component]
pub(crate) fn Card(
    /// The entry.
    entry: EntrySummary,
) -> impl IntoView {
    let app = use_app();
    let id = entry.id;
    let is_shown = move || app.pane.get() == Pane::Reading(id);
    let open = move |_| {
        if app.pane.get_untracked() != Pane::Reading(id) {
            app.go(Pane::Reading(id));
        }
    };
    let title = if entry.damaged {
        words::damaged_title().to_owned()
    } else if entry.title.is_empty() {
        words::untitled().to_owned()
    } else {
        entry.title.clone()
    };
    let is_damaged = entry.damaged;
    let star = (!is_damaged).then(|| {
        let is_favourite = Memo::new(move |_| app.finding.favourites.with(|all| all.contains(&id)));
        view! { <Star entry=id is_favourite of=title.clone()/> }
    });
    view! {
        <div class="card-line">
            <button
                class="card"
                class:damaged=is_damaged
                data-testid="entry-card"
                data-entry-id=id.to_string()
                aria-current=move || is_shown().then_some("true")
                on:click=open
            >
                <span class="card-title">{title}</span>
                <Detail entry/>
            </button>
            {star}
        </div>
    }
}

#[component]
fn Detail(entry: EntrySummary) -> impl IntoView {
    if entry.damaged {
        return view! { <span class="card-detail">{words::damaged()}</span> }.into_any();
    }
    let EntrySummary {
        created,
        word_count,
        mood,
        photos,
        recordings,
        tags,
        is_imported,
        ..
    } = entry;
    let imported = is_imported.then(|| view! { <ImportedSign/> });
    let mood = mood.map(|mood| {
        view! { <span class="card-sign"><MoodFace mood/><span>{mood_word(mood)}</span></span> }
    });
    let photos = (photos > 0).then(|| {
        view! { <span class="card-sign"><Sign path=PHOTO/><span>{words::finding::photos(photos)}</span></span> }
    });
    let recordings = (recordings > 0).then(|| {
        view! { <span class="card-sign"><Sign path=RECORDING/><span>{words::finding::recordings(recordings)}</span></span> }
    });
    let tags = (!tags.is_empty()).then(|| {
        let signs: Vec<String> = tags.iter().map(|tag| format!("#{tag}")).collect();
        view! { <span class="card-tags" data-testid="card-tags">{signs.join(" ")}</span> }
    });
    view! {
        <span class="card-detail">
            <span>{words::joined(intl::time(created), words::word_count(word_count))}</span>
            {mood}
            {photos}
            {recordings}
            {imported}
        </span>
        {tags}
    }
    .into_any()
}

const PHOTO: &str = "M4 6.5h16v12H4zM4 15.5l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.6v.2";
const RECORDING: &str = "M12 4a2.6 2.6 0 0 1 2.6 2.6v4.8a2.6 2.6 0 0 1-5.2 0V6.6A2.6 2.6 0 0 1 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3";

#[component]
fn Sign(path: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=path></path></svg>
    }
}
