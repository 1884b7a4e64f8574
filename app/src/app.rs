//! The root: chooses the outer screen and holds what every screen shares.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Announcer, ArrivalBar, SkipLink, ToastLine, UpdateBar};
use crate::platform::{first_frame, install, launch, opened_with};
use crate::screens::{
    Failed, FirstKey, FirstRun, OtherTab, SampleBanner, Shell, SpeedScreen, Starting, Unlock,
    Unsupported,
};
use crate::state::speed::is_opened_for_speed;
use crate::state::{App, Phase, use_app};
use crate::text::language;

/// The whole page.
#[component]
pub(crate) fn Root() -> impl IntoView {
    // The page works: what is said where it does not is not needed.
    first_frame::app_is_here();
    // The address forgets it: see `watch_history`.
    let for_this_visit = opened_with("lang");
    let app = App::new();
    provide_context(app);
    app.read_address();
    let shared = opened_with("shared");
    // Its address stays as it is: it can be opened again.
    let is_for_speed = is_opened_for_speed();
    if is_for_speed {
        app.phase.set(Phase::Speed);
    } else {
        app.watch_history();
        launch::listen_to_launches(move |launch| app.on_launch(launch));
        spawn_local(app.receive_shared(shared));
    }
    app.watch_model();
    app.watch();
    app.watch_folder();
    app.watch_search();
    app.watch_reminder();
    install::watch(app.install_offer);
    app.watch_updates();
    app.listen_to_keys();
    app.watch_full_screen();
    Effect::new(move || app.look.get().apply());
    // Another language draws everything anew: words are not signals.
    let chosen = Memo::new(move |_| app.look.with(|look| look.language));
    if !is_for_speed {
        spawn_local(app.start());
    }

    move || {
        language::choice::speak(for_this_visit.as_deref(), chosen.get());
        view! { <Page/> }
    }
}

/// Everything that is seen, in one language.
#[component]
fn Page() -> impl IntoView {
    let app = use_app();
    view! {
        <SkipLink/>
        <UpdateBar/>
        <ArrivalBar/>
        <SampleBanner/>
        {move || match app.phase.get() {
            Phase::Starting if first_frame::is_shown() => ().into_any(),
            phase => {
                first_frame::give_way(phase == Phase::Locked);
                view! { <Screen phase/> }.into_any()
            }
        }}
        <ToastLine/>
        <Announcer/>
    }
}

/// One of the outer screens.
#[component]
fn Screen(
    /// Which.
    phase: Phase,
) -> impl IntoView {
    let app = use_app();
    view! {
        {move || match phase.clone() {
            Phase::Starting => view! { <Starting/> }.into_any(),
            Phase::Unsupported(missing) => view! { <Unsupported missing/> }.into_any(),
            Phase::FirstRun => view! { <FirstRun/> }.into_any(),
            Phase::Locked => view! { <Unlock/> }.into_any(),
            Phase::OtherTab => view! { <OtherTab/> }.into_any(),
            Phase::Open => match app.beginning.key.get() {
                Some(key) => view! { <FirstKey key/> }.into_any(),
                None => view! { <Shell/> }.into_any(),
            },
            Phase::Speed => view! { <SpeedScreen/> }.into_any(),
            Phase::Failed(reason) => view! { <Failed reason/> }.into_any(),
        }}
    }
}
