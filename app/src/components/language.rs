//! Which language the page speaks.

use leptos::prelude::*;

use crate::state::use_app;
use crate::text::language;
use crate::text::words::{self, LANGUAGES};

/// Every language there is, each by its own name for itself, and the browser's own wish.
#[component]
pub(crate) fn LanguageChoice() -> impl IntoView {
    let app = use_app();
    let chosen = move || app.look.with(|look| look.language);
    let choose = move |event: leptos::ev::Event| {
        let id = event_target_value(&event);
        app.look.update(|look| look.language = language::known(&id));
        app.look.get_untracked().keep();
    };
    let languages = LANGUAGES.iter().map(move |language| {
        view! {
            <option
                value=language.id
                lang=language.id
                selected=move || chosen() == Some(language.id)
            >
                {language.name}
            </option>
        }
    });
    view! {
        <div class="row">
            <label for="language">{words::language()}</label>
            <select
                id="language"
                data-testid="language"
                on:change=choose
                prop:value=move || chosen().unwrap_or_default()
            >
                <option value="" selected=move || chosen().is_none()>
                    {words::language_of_browser()}
                </option>
                {languages.collect_view()}
            </select>
        </div>
    }
}
