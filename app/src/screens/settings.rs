//! Settings: the model, security, appearance, this device, about.

use companion_core::Settings;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::audit::AuditSection;
use super::backup::BackupSection;
use super::export::ExportSection;
use super::history::HistorySetting;
use super::import::ImportSection;
use super::keys::{ChangePassphrase, RecoverySection};
use super::model::ModelSection;
use super::on_this_day::ListSetting;
use super::reminder::ReminderSection;
use super::sample::SampleSection;
use super::search::MeaningSetting;
use super::speech::SpeechSetting;
use super::storage::StorageSection;
use super::trash::TrashSetting;
use crate::components::{Icon, KeyboardSection, LanguageChoice, Later, PromptSettings};
use crate::platform::{install, is_apple};
use crate::state::{Face, Look, Size, Theme, use_app};
use crate::text::words;

/// All settings on one page.
#[component]
pub(crate) fn SettingsPage() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="bar">
            <button class="button plain back" on:click=move |_| app.back()>
                {Icon::Back.view()} {words::journal()}
            </button>
        </div>
        <div class="sheet settings">
            <h2 class="settings-title">{words::settings()}</h2>
            // What would leave something behind is not for the sample.
            <Show when=move || !app.beginning.in_sample.get()>
                <ModelSection/>
                <MeaningSetting/>
                <SpeechSetting/>
                <Later><SecuritySection/></Later>
                <Later>
                    <BackupSection/>
                    <ImportSection/>
                </Later>
            </Show>
            <Later><Rest/></Later>
        </div>
    }
}

/// What concerns this device, and what the sample may show too.
#[component]
fn Rest() -> impl IntoView {
    let app = use_app();
    view! {
            <ExportSection/>
            <PromptSettings/>
            <ReminderSection/>
            <AppearanceSection/>
            <ListSetting/>
            <KeyboardSection/>
            <InstallSection/>
            <Show when=move || !app.beginning.in_sample.get()>
                <SampleSection/>
            </Show>
            <AboutSection/>
    }
}

#[component]
fn SecuritySection() -> impl IntoView {
    let app = use_app();
    let choose = move |event: leptos::ev::Event| {
        let Ok(idle_lock_minutes) = event_target_value(&event).parse() else {
            return;
        };
        spawn_local(async move {
            let settings = Settings {
                idle_lock_minutes,
                ..app.settings.get_untracked()
            };
            match app.vault.write_settings(settings.clone()).await {
                Ok(()) => app.settings.set(settings),
                Err(failure) => app.say(words::vault_failure(&failure)),
            }
        });
    };
    view! {
        <section class="setting" aria-labelledby="security-title">
            <h3 id="security-title">{words::security()}</h3>
            <div class="row">
                <label for="idle-lock">{words::idle_lock()}</label>
                <select id="idle-lock" on:change=choose prop:value=move || app.settings.get().idle_lock_minutes.to_string()>
                    {words::IDLE_CHOICES.map(|minutes| view! {
                        <option
                            value=minutes.to_string()
                            selected=move || app.settings.get().idle_lock_minutes == minutes
                        >
                            {words::idle_choice(minutes)}
                        </option>
                    }).collect_view()}
                </select>
            </div>
            <p class="hint">{words::lock_when()}</p>
            <button class="button quiet" on:click=move |_| spawn_local(app.lock())>
                {Icon::Lock.view()}
                {if is_apple() { words::lock_now_apple() } else { words::lock_now() }}
            </button>
            <ChangePassphrase/>
            <RecoverySection/>
            <AuditSection/>
            <HistorySetting/>
            <TrashSetting/>
            <StorageSection/>
        </section>
    }
}

#[component]
fn AppearanceSection() -> impl IntoView {
    let themes = [Theme::System, Theme::Light, Theme::Dark];
    let faces = [Face::Serif, Face::Sans];
    let sizes = [Size::Small, Size::Medium, Size::Large, Size::Huge];
    view! {
        <section class="setting" aria-labelledby="appearance-title">
            <h3 id="appearance-title">{words::appearance()}</h3>
            <LanguageChoice/>
            <Choice name="theme" label=words::theme() words=words::themes().to_vec()
                is_chosen=move |look, at| look.theme == themes[at]
                choose=move |look, at| look.theme = themes[at]/>
            <Choice name="face" label=words::face() words=words::faces().to_vec()
                is_chosen=move |look, at| look.face == faces[at]
                choose=move |look, at| look.face = faces[at]/>
            <Choice name="size" label=words::text_size() words=words::sizes().to_vec()
                is_chosen=move |look, at| look.size == sizes[at]
                choose=move |look, at| look.size = sizes[at]/>
            <p class="sample" aria-hidden="true">{words::sample()}</p>
        </section>
    }
}

/// A row of choices of which one holds.
#[component]
fn Choice(
    /// The group's name.
    name: &'static str,
    /// What is chosen.
    label: &'static str,
    /// The choices.
    words: Vec<&'static str>,
    /// Whether a choice holds.
    is_chosen: impl Fn(Look, usize) -> bool + Copy + Send + Sync + 'static,
    /// Makes a choice.
    choose: impl Fn(&mut Look, usize) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let app = use_app();
    let options = words.into_iter().enumerate().map(move |(at, word)| {
        let id = format!("{name}-{at}");
        let pick = move |_| {
            app.look.update(|look| choose(look, at));
            app.look.get_untracked().keep();
        };
        view! {
            <input
                type="radio"
                id=id.clone()
                name=name
                prop:checked=move || is_chosen(app.look.get(), at)
                on:change=pick
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

#[component]
fn InstallSection() -> impl IntoView {
    let app = use_app();
    view! {
        <Show when=move || app.install_offer.with(Option::is_some)>
            <section class="setting" aria-labelledby="app-title">
                <h3 id="app-title">{words::app()}</h3>
                <p>{words::install_lead()}</p>
                <button class="button quiet" on:click=move |_| install::accept(app.install_offer)>
                    {words::install()}
                </button>
            </section>
        </Show>
    }
}

#[component]
fn AboutSection() -> impl IntoView {
    view! {
        <section class="setting" aria-labelledby="about-title">
            <h3 id="about-title">{words::about_title()}</h3>
            <h4>{words::protects_title()}</h4>
            <ul class="plain-list">
                {words::protects().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <h4>{words::limits_title()}</h4>
            <ul class="plain-list">
                {words::limits().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <p class="hint">{words::name()} " · " {words::version()} " " {env!("CARGO_PKG_VERSION")}</p>
        </section>
    }
}
