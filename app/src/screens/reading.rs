//! An entry, for reading.

use companion_core::EntryId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{
    AttachmentGallery, EntryMarks, Icon, ImportedFrom, QuietHint, ReadingStar, ReflectPanel,
};
use crate::state::{HintPlace, Pane, use_app};
use crate::text::{dates, title, words};

/// The entry's text, which the vault worker has made into safe HTML, and what can be done with it.
#[component]
pub(crate) fn ReadingPage(
    /// The entry.
    id: EntryId,
) -> impl IntoView {
    let app = use_app();
    let html = move || {
        app.reading
            .with(|reading| reading.as_ref().map(|reading| reading.html.clone()))
            .unwrap_or_default()
    };
    let has_title = move || {
        app.reading.with(|reading| {
            reading
                .as_ref()
                .is_some_and(|reading| title::is_first_line(&reading.entry.content))
        })
    };
    let date = move || {
        app.reading.with(|reading| {
            reading
                .as_ref()
                .map(|reading| dates::moment(reading.entry.created))
        })
    };
    let whole_date = move || {
        app.reading.with(|reading| {
            reading
                .as_ref()
                .map(|reading| dates::whole_moment(reading.entry.created))
        })
    };
    let detail = move || {
        app.reading.with(|reading| {
            reading.as_ref().map(|reading| {
                let count = words::word_count(reading.entry.word_count);
                match words::time_spent(reading.entry.duration_seconds) {
                    Some(time) => words::joined(&count, &time),
                    None => count,
                }
            })
        })
    };

    let versions = move || {
        app.reading
            .with(|reading| reading.as_ref().map_or(0, |reading| reading.versions))
    };

    let has_changes = move || {
        app.drafts
            .with(|drafts| drafts.iter().any(|draft| draft.id == id))
    };

    view! {
        <div class="bar">
            <button class="button plain back" on:click=move |_| app.back()>
                {Icon::Back.view()} {words::journal()}
            </button>
            <span class="bar-space"></span>
            <ReadingStar id/>
            <button class="icon-button" data-testid="delete-entry" aria-label=words::delete() title=words::delete()
                on:click=move |_| spawn_local(app.delete(id))>
                {Icon::Trash.view()}
            </button>
            <button class="button plain strong" data-testid="edit-entry" on:click=move |_| spawn_local(app.write_on(id, None))>
                {Icon::Pen.view()} {words::edit()}
            </button>
        </div>
        <div class="sheet">
            <header class="entry-head">
                <h2 class="unprinted">{date}</h2>
                // On paper there is no today.
                <p class="print-only entry-day" aria-hidden="true">{whole_date}</p>
                <p>
                    <span data-testid="save-state" data-state="saved">{words::saved()}</span>
                    <span class="unprinted">" · "</span> {detail}
                    <ImportedFrom/>
                    <Show when=has_changes>
                        " · " <em>{words::unsaved_changes()}</em>
                    </Show>
                    <Show when=move || versions() != 0>
                        " · "
                        <button class="text-link" data-testid="open-versions"
                            on:click=move |_| app.go(Pane::Versions(id))>
                            {move || words::history::link(versions())}
                        </button>
                    </Show>
                </p>
                <EntryMarks id/>
            </header>
            <article
                class="entry"
                class:titled=has_title
                data-testid="entry-view"
                inner_html=html
            ></article>
            <AttachmentGallery/>
            <ReflectPanel id/>
            <QuietHint place=HintPlace::Entry/>
        </div>
    }
}
