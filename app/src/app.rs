//! The root: chooses the outer screen and holds what every screen shares.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Announcer, SkipLink, ToastLine, UpdateBar};
use crate::platform::{install, is_typing, listen, update};
use crate::screens::{
    Failed, FirstRun, OtherTab, Shell, SpeedScreen, Starting, Unlock, Unsupported,
};
use crate::state::speed::is_opened_for_speed;
use crate::state::{App, Phase};

/// The whole page.
#[component]
pub(crate) fn Root() -> impl IntoView {
    // The page works: what is shown where it does not is not needed.
    if let Some(words) = document().get_element_by_id("too-old") {
        words.remove();
    }
    let app = App::new();
    provide_context(app);
    app.read_address();
    // Its address stays as it is: it can be opened again.
    let is_for_speed = is_opened_for_speed();
    if is_for_speed {
        app.phase.set(Phase::Speed);
    } else {
        app.watch_history();
    }
    app.watch_model();
    app.watch();
    app.watch_folder();
    install::watch(app.install_offer);
    update::register(move |waiting| app.update.set(Some(waiting)));
    listen_to_shortcuts(app);
    Effect::new(move || app.look.get().apply());
    if !is_for_speed {
        spawn_local(app.start());
    }

    view! {
        <SkipLink/>
        <UpdateBar/>
        {move || match app.phase.get() {
            Phase::Starting => view! { <Starting/> }.into_any(),
            Phase::Unsupported(missing) => view! { <Unsupported missing/> }.into_any(),
            Phase::FirstRun => view! { <FirstRun/> }.into_any(),
            Phase::Locked => view! { <Unlock/> }.into_any(),
            Phase::OtherTab => view! { <OtherTab/> }.into_any(),
            Phase::Open => view! { <Shell/> }.into_any(),
            Phase::Speed => view! { <SpeedScreen/> }.into_any(),
            Phase::Failed(reason) => view! { <Failed reason/> }.into_any(),
        }}
        <ToastLine/>
        <Announcer/>
    }
}

/// Ctrl/⌘+Shift+L locks from anywhere; N begins a new entry where no text is being typed.
fn listen_to_shortcuts(app: App) {
    listen(&window(), "keydown", move |event| {
        let event: web_sys::KeyboardEvent = wasm_bindgen::JsCast::unchecked_into(event);
        let command = event.ctrl_key() || event.meta_key();
        if !app.is_open() || event.repeat() || event.is_composing() {
            return;
        }
        match event.code().as_str() {
            "KeyL" if command && event.shift_key() => {
                event.prevent_default();
                spawn_local(app.lock());
            }
            _ if event.key().eq_ignore_ascii_case("n")
                && !command
                && !event.alt_key()
                && !is_typing()
                && !is_dialog_open() =>
            {
                event.prevent_default();
                spawn_local(app.write_new());
            }
            _ => {}
        }
    });
}

fn is_dialog_open() -> bool {
    document()
        .query_selector("dialog[open]")
        .is_ok_and(|dialog| dialog.is_some())
}
