//! The list of entries, by day, newest first.

use leptos::html::Section;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::finding::FindBar;
use super::on_this_day::AboveList;
use super::search::{SearchBox, SearchResults};
use super::storage::BackupNotices;
use super::timeline::Timeline;
use super::trash::TrashLink;
use crate::components::{Icon, QuietHint};
use crate::platform::is_apple;
use crate::state::{Command, DraftCard, HintPlace, Pane, use_app};
use crate::text::{dates, words};

/// Unsaved writing, then the entries.
#[component]
pub(crate) fn JournalList() -> impl IntoView {
    let app = use_app();
    let pane = NodeRef::<Section>::new();
    let is_empty =
        Memo::new(move |_| app.entries.with(Vec::is_empty) && app.drafts.with(Vec::is_empty));
    // What hints depend on changes in the settings.
    Effect::new(move |before: Option<Pane>| {
        let pane = app.pane.get();
        if before.is_none_or(|before| before == Pane::Settings && pane != before) {
            spawn_local(app.learn_for_hints());
        }
        pane
    });

    view! {
        <section class="list-pane" aria-labelledby="journal-title" data-testid="entry-list" node_ref=pane>
            <h2 id="journal-title" class="unseen">{words::journal()}</h2>
            <SearchBox/>
            <Problems/>
            <BackupNotices/>
            <Show when=move || is_empty.get()>
                <div class="narrow-only"><FirstPage/></div>
                <p class="none-yet wide-only">{words::none_yet()}</p>
            </Show>
            <FindBar/>
            <SearchResults/>
            <QuietHint place=HintPlace::List/>
            <AboveList/>
            <Drafts/>
            <Timeline pane/>
            <p class="print-only hint">{words::print_list()}</p>
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
            fallback=NothingOpen
        >
            <FirstPage/>
        </Show>
    }
}

/// Beside a list of which nothing is open: what can be done, and the keys that do it.
#[component]
fn NothingOpen() -> impl IntoView {
    let app = use_app();
    let keys = move || {
        let is_typed = app.look.with(|look| !look.no_letter_keys);
        [Command::NewEntry, Command::Search, Command::Palette, Command::Shortcuts]
            .into_iter()
            .filter_map(|command| {
                let keys = command.keys()?;
                (is_typed || !keys.is_character()).then(|| view! {
                    <div class="shortcut"><dt>{command.name()}</dt><dd><kbd>{keys.told(is_apple())}</kbd></dd></div>
                })
            })
            .collect_view()
    };
    view! {
        <div class="nothing-open">
            <p>{words::nothing_open()}</p>
            <dl class="keyboard-only">{keys}</dl>
        </div>
    }
}

/// What an empty journal says: how to begin.
#[component]
fn FirstPage() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="empty">
            <h3>{words::empty_title()}</h3>
            <p>{words::empty()}</p>
            <button class="button" on:click=move |_| spawn_local(app.write_new())>{words::begin()}</button>
            <p class="hint keyboard-only">{words::empty_shortcut()}</p>
            <QuietHint place=HintPlace::EmptyPage/>
        </div>
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
                <h3>{words::continue_writing()}</h3>
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
        words::untitled().to_owned()
    } else {
        draft.title
    };
    let kind = if draft.is_new {
        words::unsaved()
    } else {
        words::unsaved_changes()
    };
    view! {
        <button class="card" data-testid="draft-card" on:click=move |_| spawn_local(app.write_on(id, None))>
            <span class="card-title">{title}</span>
            <span class="card-detail">
                <em>{kind}</em> " · "
                {words::joined(dates::moment(draft.updated), words::word_count(draft.word_count))}
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
            .map(|problem| view! { <li>{words::problem::sentence(&problem)}</li> })
            .collect_view()
    };
    view! {
        <Show when=move || !app.problems.with(Vec::is_empty)>
            <div class="trouble" role="alert">
                <h3>{Icon::Warning.view()} {words::problems_title()}</h3>
                <ul>{lines}</ul>
                <p>{words::problems_safe()}</p>
                <button class="button quiet" on:click=move |_| app.problems.set(Vec::new())>{words::close()}</button>
            </div>
        </Show>
    }
}
