//! The list of entries, by day, newest first.

use companion_core::{Day, EntrySummary};
use leptos::html::Section;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::storage::BackupNotices;
use super::trash::TrashLink;
use crate::components::Icon;
use crate::platform::intl;
use crate::state::{DraftCard, Pane, use_app};
use crate::text::{dates, words};

/// Entries drawn at first, and added each time the end comes near: ten years of entries would
/// make a page too long to draw at once.
const STEP: usize = 100;
/// Distance from the list's end at which more entries are drawn, in CSS pixels.
const NEAR_END_PX: i32 = 800;

/// Unsaved writing, then the entries.
#[component]
pub(crate) fn JournalList() -> impl IntoView {
    let app = use_app();
    let pane = NodeRef::<Section>::new();
    let shown = RwSignal::new(STEP);
    let show_more = move || shown.update(|shown| *shown += STEP);
    let has_more = Memo::new(move |_| app.entries.with(Vec::len) > shown.get());
    let is_empty =
        Memo::new(move |_| app.entries.with(Vec::is_empty) && app.drafts.with(Vec::is_empty));
    let on_scroll = move |_| {
        if let Some(pane) = pane.get_untracked() {
            let left_px = pane.scroll_height() - pane.scroll_top() - pane.client_height();
            if left_px < NEAR_END_PX && has_more.get_untracked() {
                show_more();
            }
        }
    };
    let days = move || {
        app.entries
            .with(|entries| by_day(entries.iter().take(shown.get())))
    };

    view! {
        <section class="list-pane" aria-labelledby="journal-title" data-testid="entry-list" node_ref=pane on:scroll=on_scroll>
            <h2 id="journal-title" class="unseen">{words::JOURNAL}</h2>
            <Problems/>
            <BackupNotices/>
            <Show when=move || is_empty.get()>
                <div class="narrow-only"><FirstPage/></div>
                <p class="none-yet wide-only">{words::NONE_YET}</p>
            </Show>
            <Drafts/>
            {move || days().into_iter().map(|(day, entries)| view! {
                <section class="day">
                    <h3>{dates::day(day)}</h3>
                    <ul>
                        {entries.into_iter().map(|entry| view! { <li><Card entry/></li> }).collect_view()}
                    </ul>
                </section>
            }).collect_view()}
            <Show when=move || has_more.get()>
                <button class="button quiet" on:click=move |_| show_more()>{words::EARLIER}</button>
            </Show>
            <TrashLink/>
        </section>
    }
}

/// What stands beside the list while no page is open.
#[component]
pub(crate) fn EmptyPage() -> impl IntoView {
    let app = use_app();
    view! {
        <Show
            when=move || app.entries.with(Vec::is_empty) && app.drafts.with(Vec::is_empty)
            fallback=|| view! { <p class="nothing-open">{words::NOTHING_OPEN}</p> }
        >
            <FirstPage/>
        </Show>
    }
}

/// What an empty journal says: how to begin.
#[component]
fn FirstPage() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="empty">
            <h3>{words::EMPTY_TITLE}</h3>
            <p>{words::EMPTY}</p>
            <button class="button" on:click=move |_| spawn_local(app.write_new())>{words::BEGIN}</button>
            <p class="hint keyboard-only">{words::EMPTY_SHORTCUT}</p>
        </div>
    }
}

#[component]
fn Card(entry: EntrySummary) -> impl IntoView {
    let app = use_app();
    let id = entry.id;
    let is_shown = move || app.pane.get() == Pane::Reading(id);
    let open = move |_| {
        if app.pane.get_untracked() != Pane::Reading(id) {
            app.go(Pane::Reading(id));
        }
    };
    let title = if entry.damaged {
        words::DAMAGED_TITLE.to_owned()
    } else if entry.title.is_empty() {
        words::UNTITLED.to_owned()
    } else {
        entry.title
    };
    let detail = if entry.damaged {
        words::DAMAGED.to_owned()
    } else {
        words::joined(
            &intl::time(entry.created),
            &words::word_count(entry.word_count),
        )
    };
    view! {
        <button
            class="card"
            class:damaged=entry.damaged
            data-testid="entry-card"
            data-entry-id=id.to_string()
            aria-current=move || is_shown().then_some("true")
            on:click=open
        >
            <span class="card-title">{title}</span>
            <span class="card-detail">{detail}</span>
        </button>
    }
}

#[component]
fn Drafts() -> impl IntoView {
    let app = use_app();
    let cards = move || {
        app.drafts
            .get()
            .into_iter()
            .map(|draft| view! { <li><DraftLine draft/></li> })
            .collect_view()
    };
    view! {
        <Show when=move || !app.drafts.with(Vec::is_empty)>
            <section class="day drafts">
                <h3>{words::CONTINUE_WRITING}</h3>
                <ul>{cards}</ul>
            </section>
        </Show>
    }
}

#[component]
fn DraftLine(draft: DraftCard) -> impl IntoView {
    let app = use_app();
    let id = draft.id;
    let title = if draft.title.is_empty() {
        words::UNTITLED.to_owned()
    } else {
        draft.title
    };
    let kind = if draft.is_new {
        words::UNSAVED
    } else {
        words::UNSAVED_CHANGES
    };
    view! {
        <button class="card" data-testid="draft-card" on:click=move |_| spawn_local(app.write_on(id, None))>
            <span class="card-title">{title}</span>
            <span class="card-detail">
                <em>{kind}</em> " · "
                {words::joined(&dates::moment(draft.updated), &words::word_count(draft.word_count))}
            </span>
        </button>
    }
}

#[component]
fn Problems() -> impl IntoView {
    let app = use_app();
    let lines = move || {
        app.problems
            .get()
            .into_iter()
            .map(|problem| view! { <li>{problem}</li> })
            .collect_view()
    };
    view! {
        <Show when=move || !app.problems.with(Vec::is_empty)>
            <div class="trouble" role="alert">
                <h3>{Icon::Warning.view()} {words::PROBLEMS_TITLE}</h3>
                <ul>{lines}</ul>
                <p>{words::PROBLEMS_SAFE}</p>
                <button class="button quiet" on:click=move |_| app.problems.set(Vec::new())>{words::CLOSE}</button>
            </div>
        </Show>
    }
}

/// Consecutive entries of one day together.
fn by_day<'a>(entries: impl Iterator<Item = &'a EntrySummary>) -> Vec<(Day, Vec<EntrySummary>)> {
    let mut days: Vec<(Day, Vec<EntrySummary>)> = Vec::new();
    for entry in entries {
        let day = entry.created.local_day();
        match days.last_mut() {
            Some((last, entries)) if *last == day => entries.push(entry.clone()),
            _ => days.push((day, vec![entry.clone()])),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use companion_core::{EntryId, Timestamp};

    use super::*;

    #[test]
    fn entries_of_one_day_stand_together() {
        let at = |unix_ms| EntrySummary {
            id: EntryId::from_bytes([0; 16]),
            created: Timestamp {
                unix_ms,
                utc_offset_minutes: 0,
            },
            title: String::new(),
            word_count: 0,
            deleted: None,
            damaged: false,
            mood: None,
            is_favourite: false,
            tags: Vec::new(),
            photos: 0,
            recordings: 0,
            is_imported: false,
        };
        let entries = [at(86_400_005), at(86_400_001), at(10)];
        let days = by_day(entries.iter());
        let shape: Vec<_> = days
            .iter()
            .map(|(day, entries)| (day.0, entries.len()))
            .collect();
        assert_eq!(shape, [(1, 2), (0, 1)]);
    }
}
