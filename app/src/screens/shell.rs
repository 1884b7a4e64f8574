//! The open journal: the list, and beside it, or on a phone in its place, one page.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::audit::ActivityPage;
use super::calendar::CalendarPage;
use super::editor::EditorPage;
use super::history::{VersionPage, VersionsPage};
use super::journal::{EmptyPage, JournalList};
use super::reading::ReadingPage;
use super::settings::SettingsPage;
use super::speed::SpeedPage;
use super::tags::TagsPage;
use super::trash::TrashPage;
use crate::components::{Icon, Later, Palette, Shortcuts};
use crate::platform::is_apple;
use crate::state::{Pane, use_app};
use crate::text::words;

/// The frame around everything that needs an unlocked journal.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    let app = use_app();
    let pane_name = move || match app.pane.get() {
        Pane::List => "list",
        Pane::Reading(_) => "reading",
        Pane::Writing => "writing",
        Pane::Settings => "settings",
        Pane::Speed => "speed",
        Pane::Versions(_) => "versions",
        Pane::Version(..) => "version",
        Pane::Trash => "trash",
        Pane::Activity => "activity",
        Pane::Calendar => "calendar",
        Pane::Tags => "tags",
    };
    let is_full_screen =
        move || app.pane.get() == Pane::Writing && app.look.with(|look| look.full_screen_editor);
    let page_label = move || match app.pane.get() {
        Pane::List => words::page(),
        Pane::Reading(_) => words::entry(),
        Pane::Writing => words::editor_label(),
        Pane::Settings => words::settings(),
        Pane::Speed => words::speed::title(),
        Pane::Versions(_) | Pane::Version(..) => words::history::title(),
        Pane::Trash => words::trash::title(),
        Pane::Activity => words::audit::page(),
        Pane::Calendar => words::finding::calendar_title(),
        Pane::Tags => words::finding::tags_title(),
    };
    let on_pointer_moved = move |event: leptos::ev::PointerEvent| {
        // A hand that rests on a mouse moves it a little.
        if event.movement_x().abs() + event.movement_y().abs() > 3 {
            app.editor.stop_typing();
        }
    };
    let open_settings = move |_| {
        if app.pane.get_untracked() != Pane::Settings {
            app.go(Pane::Settings);
        }
    };

    view! {
        <div
            class="shell"
            class:full-screen=is_full_screen
            class:typing=move || app.editor.is_typing.get()
            data-pane=pane_name
            on:pointermove=on_pointer_moved
            on:pointerdown=move |_| app.editor.stop_typing()
        >
            <header class="masthead">
                <h1 class="wordmark">{words::name()}</h1>
                <button
                    class="new-entry"
                    data-testid="new-entry"
                    aria-keyshortcuts="n"
                    on:click=move |_| spawn_local(app.write_new())
                >
                    {Icon::Pen.view()}
                    <span>{words::new_entry()}</span>
                </button>
                <button
                    class="icon-button settings-button"
                    data-testid="open-settings"
                    aria-label=words::settings()
                    title=words::settings()
                    on:click=open_settings
                >
                    {Icon::Settings.view()}
                </button>
                <button
                    class="icon-button lock-button"
                    data-testid="lock"
                    aria-label=words::lock()
                    aria-keyshortcuts="Control+Shift+L Meta+Shift+L"
                    title=if is_apple() { words::lock_hint_apple() } else { words::lock_hint() }
                    on:click=move |_| spawn_local(app.lock())
                >
                    {Icon::Lock.view()}
                </button>
            </header>
            <main id="main" tabindex="-1">
                <JournalList/>
                <div class="page-pane" id="page" tabindex="-1" role="region" aria-label=page_label>
                    <Later>{move || match app.pane.get() {
                        Pane::List => view! { <EmptyPage/> }.into_any(),
                        Pane::Reading(id) => view! { <ReadingPage id/> }.into_any(),
                        Pane::Writing => view! { <EditorPage/> }.into_any(),
                        Pane::Settings => view! { <SettingsPage/> }.into_any(),
                        Pane::Speed => view! { <SpeedPage/> }.into_any(),
                        Pane::Versions(id) => view! { <VersionsPage id/> }.into_any(),
                        Pane::Version(id, number) => view! { <VersionPage id number/> }.into_any(),
                        Pane::Trash => view! { <TrashPage/> }.into_any(),
                        Pane::Activity => view! { <ActivityPage/> }.into_any(),
                        Pane::Calendar => view! { <CalendarPage/> }.into_any(),
                        Pane::Tags => view! { <TagsPage/> }.into_any(),
                    }}</Later>
                </div>
            </main>
            <Later>
                <Palette/>
                <Shortcuts/>
            </Later>
        </div>
    }
}
