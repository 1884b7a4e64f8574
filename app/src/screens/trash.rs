//! The trash: what is in it, the way back, and the end.

use companion_protocol::history::TrashLine;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Confirm, Icon};
use crate::state::{Pane, use_app};
use crate::text::{dates, words};

/// Deleted entries, last deleted first.
#[component]
pub(crate) fn TrashPage() -> impl IntoView {
    let app = use_app();
    let is_empty = Memo::new(move |_| app.trash.with(Vec::is_empty));
    // One question for all lines: which entry it is about.
    let doomed = StoredValue::new(None);
    let asks_one = RwSignal::new(false);
    let asks_all = RwSignal::new(false);
    let ask_one = move |entry| {
        doomed.set_value(Some(entry));
        asks_one.set(true);
    };
    let purge = move || {
        if let Some(entry) = doomed.get_value() {
            spawn_local(app.purge(entry));
        }
    };
    // A number of entries always fits.
    let count = move || app.trash.with(Vec::len) as u64;
    let lines = move || {
        let lines = app.trash.get().into_iter();
        lines
            .map(|line| view! { <li><Line line ask=ask_one/></li> })
            .collect_view()
    };

    view! {
        <div class="bar">
            <button class="button plain back" on:click=move |_| app.back()>
                {Icon::Back.view()} {words::back()}
            </button>
            <span class="bar-space"></span>
            <Show when=move || !is_empty.get()>
                <button class="button plain strong" data-testid="trash-empty" on:click=move |_| asks_all.set(true)>
                    {words::trash::empty()}
                </button>
            </Show>
        </div>
        <div class="sheet settings" data-testid="trash">
            <h2 class="settings-title">{words::trash::title()}</h2>
            <p class="hint">{words::trash::lead()}</p>
            <Show when=move || is_empty.get()>
                <div class="nothing-here">
                    <h3>{words::trash::nothing()}</h3>
                    <p>{words::trash::nothing_hint()}</p>
                </div>
            </Show>
            <ul class="lines">{lines}</ul>
        </div>
        <Confirm
            open=asks_one
            title=words::trash::purge_title()
            text=words::trash::purge_text()
            action=words::trash::purge()
            destroys=true
            on_confirm=purge
        />
        <Confirm
            open=asks_all
            title=Signal::derive(move || words::trash::empty_title(count()))
            text=words::trash::empty_text()
            action=words::trash::empty_action()
            destroys=true
            on_confirm=move || spawn_local(app.empty_trash())
        />
    }
}

#[component]
fn Line(
    line: TrashLine,
    /// Asks before it goes for good.
    ask: impl Fn(companion_core::EntryId) + 'static,
) -> impl IntoView {
    let app = use_app();
    let TrashLine { entry, days_left } = line;
    let id = entry.id;
    let title = if entry.title.is_empty() {
        words::untitled().to_owned()
    } else {
        entry.title
    };
    let day = dates::day(entry.created.local_day());
    let stay = entry.deleted.map(|at| {
        words::joined(
            words::trash::deleted(dates::moment(at)),
            words::trash::days_left(days_left),
        )
    });
    view! {
        <div class="line" data-testid="trash-item">
            <p class="line-title">{title.clone()}</p>
            <p class="card-detail">{words::joined(&day, words::word_count(entry.word_count))}</p>
            <p class="card-detail">{stay}</p>
            <div class="line-actions">
                <button
                    class="button quiet"
                    data-testid="trash-restore"
                    aria-label=words::about(words::trash::restore(), &title)
                    on:click=move |_| spawn_local(app.bring_back_from_trash(id))
                >
                    {words::trash::restore()}
                </button>
                <button
                    class="button plain"
                    data-testid="trash-purge"
                    aria-label=words::about(words::trash::purge(), &title)
                    on:click=move |_| ask(id)
                >
                    {words::trash::purge()}
                </button>
            </div>
        </div>
    }
}

/// The way to the trash from the settings.
#[component]
pub(crate) fn TrashSetting() -> impl IntoView {
    let app = use_app();
    view! {
        <h4>{words::trash::title()}</h4>
        <p class="hint">{words::trash::setting_hint()}</p>
        <button class="button quiet" data-testid="settings-trash" on:click=move |_| app.go(Pane::Trash)>
            {Icon::Trash.view()} {words::trash::open()}
        </button>
    }
}

/// The way to the trash, at the end of the list of entries.
#[component]
pub(crate) fn TrashLink() -> impl IntoView {
    let app = use_app();
    let open = move |_| {
        if app.pane.get_untracked() != Pane::Trash {
            app.go(Pane::Trash);
        }
    };
    view! {
        <button class="button plain trash-link" data-testid="open-trash"
            aria-current=move || (app.pane.get() == Pane::Trash).then_some("true") on:click=open>
            {Icon::Trash.view()} {words::trash::title()}
        </button>
    }
}
