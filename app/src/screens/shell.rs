//! The open journal: the list, and beside it, or on a phone in its place, one page.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::audit::ActivityPage;
use super::editor::EditorPage;
use super::history::{VersionPage, VersionsPage};
use super::journal::{EmptyPage, JournalList};
use super::reading::ReadingPage;
use super::settings::SettingsPage;
use super::speed::SpeedPage;
use super::trash::TrashPage;
use crate::components::Icon;
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
    };
    let is_full_screen =
        move || app.pane.get() == Pane::Writing && app.look.with(|look| look.full_screen_editor);
    let page_label = move || match app.pane.get() {
        Pane::List => words::PAGE,
        Pane::Reading(_) => words::ENTRY,
        Pane::Writing => words::EDITOR_LABEL,
        Pane::Settings => words::SETTINGS,
        Pane::Speed => words::speed::TITLE,
        Pane::Versions(_) | Pane::Version(..) => words::history::TITLE,
        Pane::Trash => words::trash::TITLE,
        Pane::Activity => words::audit::PAGE,
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
                <h1 class="wordmark">{words::NAME}</h1>
                <button
                    class="new-entry"
                    data-testid="new-entry"
                    aria-keyshortcuts="n"
                    on:click=move |_| spawn_local(app.write_new())
                >
                    {Icon::Pen.view()}
                    <span>{words::NEW_ENTRY}</span>
                </button>
                <button
                    class="icon-button settings-button"
                    data-testid="open-settings"
                    aria-label=words::SETTINGS
                    title=words::SETTINGS
                    on:click=open_settings
                >
                    {Icon::Settings.view()}
                </button>
                <button
                    class="icon-button lock-button"
                    data-testid="lock"
                    aria-label=words::LOCK
                    aria-keyshortcuts="Control+Shift+L Meta+Shift+L"
                    title=if is_apple() { words::LOCK_HINT_APPLE } else { words::LOCK_HINT }
                    on:click=move |_| spawn_local(app.lock())
                >
                    {Icon::Lock.view()}
                </button>
            </header>
            <main id="main" tabindex="-1">
                <JournalList/>
                <div class="page-pane" id="page" tabindex="-1" role="region" aria-label=page_label>
                    {move || match app.pane.get() {
                        Pane::List => view! { <EmptyPage/> }.into_any(),
                        Pane::Reading(id) => view! { <ReadingPage id/> }.into_any(),
                        Pane::Writing => view! { <EditorPage/> }.into_any(),
                        Pane::Settings => view! { <SettingsPage/> }.into_any(),
                        Pane::Speed => view! { <SpeedPage/> }.into_any(),
                        Pane::Versions(id) => view! { <VersionsPage id/> }.into_any(),
                        Pane::Version(id, number) => view! { <VersionPage id number/> }.into_any(),
                        Pane::Trash => view! { <TrashPage/> }.into_any(),
                        Pane::Activity => view! { <ActivityPage/> }.into_any(),
                    }}
                </div>
            </main>
        </div>
    }
}
