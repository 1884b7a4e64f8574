//! Which questions come by themselves, among the settings.

use companion_core::{Asker, IdlePrompts, Settings};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::state::use_app;
use crate::text::words::writing as words;

/// The choices for how long a pause is, in seconds; 0 is never.
const SECONDS: [u16; 5] = [5, 15, 30, 60, 0];

/// Each kind of question, on or off.
#[component]
pub(crate) fn PromptSettings() -> impl IntoView {
    let app = use_app();
    let change = move |change: fn(&mut Settings, u16), value: u16| {
        let mut settings = app.settings.get_untracked();
        change(&mut settings, value);
        spawn_local(async move {
            app.change_settings(settings).await;
        });
    };
    let seconds = move || {
        app.settings
            .with(|settings| settings.idle_prompts.seconds())
    };
    let choose_seconds = move |event: leptos::ev::Event| {
        if let Ok(seconds) = event_target_value(&event).parse() {
            change(
                |settings, value| settings.idle_prompts = IdlePrompts::new(value),
                seconds,
            );
        }
    };
    view! {
        <section class="setting" aria-labelledby="writing-title" data-testid="prompt-settings">
            <h3 id="writing-title">{words::settings()}</h3>
            <div class="row">
                <label for="idle-prompts">{words::idle_after()}</label>
                <select id="idle-prompts" data-testid="idle-seconds" on:change=choose_seconds
                    prop:value=move || seconds().to_string()>
                    {SECONDS.map(|value| view! {
                        <option value=value.to_string() selected=move || seconds() == value>{words::idle_choice(value)}</option>
                    }).collect_view()}
                </select>
            </div>
            <p class="hint">{words::idle_hint()}</p>
            <Pair
                name="opening-prompts"
                label=words::opening_setting()
                choices=[words::opening_question(), words::opening_nothing()]
                is_second=move || app.settings.with(|settings| settings.hides_opening_prompts)
                choose=move |second| change(
                    |settings, value| settings.hides_opening_prompts = value > 0,
                    second.into(),
                )
            />
            <Pair
                name="asker"
                label=words::asker()
                choices=[words::asker_model(), words::asker_people()]
                is_second=move || app.settings.with(|settings| settings.prompts_by == Asker::People)
                choose=move |second| change(
                    |settings, value| {
                        settings.prompts_by = if value > 0 { Asker::People } else { Asker::Model };
                    },
                    second.into(),
                )
            />
            <p class="hint">{words::asker_hint()}</p>
        </section>
    }
}

/// Two choices of which one holds.
#[component]
fn Pair(
    /// The group's name.
    name: &'static str,
    /// What is chosen.
    label: &'static str,
    /// The choices.
    choices: [&'static str; 2],
    /// Whether the second one holds.
    is_second: impl Fn() -> bool + Copy + Send + Sync + 'static,
    /// Makes a choice: whether the second one is to hold.
    choose: impl Fn(bool) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let options = choices
        .into_iter()
        .zip([false, true])
        .map(move |(word, second)| {
            let id = format!("{name}-{second}");
            view! {
                <input
                    type="radio"
                    id=id.clone()
                    name=name
                    prop:checked=move || is_second() == second
                    on:change=move |_| choose(second)
                />
                <label for=id>{word}</label>
            }
        });
    view! {
        <fieldset class="choice">
            <legend>{label}</legend>
            <div class="choices">{options.collect_view()}</div>
        </fieldset>
    }
}
