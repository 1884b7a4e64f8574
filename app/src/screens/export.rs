//! Export, in the settings: as what, which entries, and what will become of them.

use companion_core::{Day, EntrySummary, Selection};
use companion_protocol::export::{Format, Progress, Wanted};
use leptos::prelude::*;

use crate::components::Confirm;
use crate::platform::has_letter_paper;
use crate::state::{Export, use_app};
use crate::text::language::{self, Spoken};
use crate::text::words::{self, export as said};

/// What is chosen.
#[derive(Clone, Copy)]
struct Choice {
    format: RwSignal<Format>,
    from: RwSignal<Option<Day>>,
    to: RwSignal<Option<Day>>,
    tag: RwSignal<Option<String>>,
    favourites_only: RwSignal<bool>,
}

/// What the chosen entries come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    entries: u64,
    words: u64,
    photos: u64,
    recordings: u64,
}

impl Choice {
    fn new() -> Self {
        Self {
            format: RwSignal::new(Format::Markdown),
            from: RwSignal::new(None),
            to: RwSignal::new(None),
            tag: RwSignal::new(None),
            favourites_only: RwSignal::new(false),
        }
    }

    fn selection(self) -> Selection {
        Selection {
            from: self.from.get(),
            to: self.to.get(),
            tag: self.tag.get(),
            favourites_only: self.favourites_only.get(),
        }
    }

    fn is_crossed(self) -> bool {
        matches!((self.from.get(), self.to.get()), (Some(from), Some(to)) if from > to)
    }
}

impl Count {
    fn of(entries: &[EntrySummary], selection: &Selection) -> Self {
        let chosen = entries.iter().filter(|entry| selection.includes(entry));
        chosen.fold(Self::default(), |count, entry| Self {
            entries: count.entries + 1,
            words: count.words + u64::from(entry.word_count),
            photos: count.photos + u64::from(entry.photos),
            recordings: count.recordings + u64::from(entry.recordings),
        })
    }

    /// "412 entries, 31,204 words, 12 photos."
    fn told(self) -> String {
        let mut parts = vec![said::entries(self.entries), said::words(self.words)];
        if self.photos > 0 {
            parts.push(said::photos(self.photos));
        }
        if self.recordings > 0 {
            parts.push(said::recordings(self.recordings));
        }
        said::chosen(parts.join(", "))
    }
}

/// The export among the settings.
#[component]
pub(crate) fn ExportSection() -> impl IntoView {
    let app = use_app();
    let choice = Choice::new();
    let asks = RwSignal::new(false);
    let count = Memo::new(move |_| {
        let selection = choice.selection();
        app.entries.with(|entries| Count::of(entries, &selection))
    });
    let is_busy = move || app.exporting.with(Export::is_busy);
    let export = move || {
        let count = count.get_untracked();
        let wanted = Wanted {
            selection: untrack(move || choice.selection()),
            format: choice.format.get_untracked(),
            language: language_id().to_owned(),
            is_letter_paper: has_letter_paper(),
        };
        app.export(wanted, count.photos + count.recordings > 0);
    };
    view! {
        <section class="setting" aria-labelledby="export-title" data-testid="export">
            <h3 id="export-title">{said::title()}</h3>
            <p class="hint">{said::lead()}</p>
            <Formats format=choice.format/>
            <Which choice/>
            <p class="export-count" role="status" data-testid="export-count" data-entries=move || count.get().entries.to_string()>
                {move || match count.get() {
                    _ if choice.is_crossed() => said::days_crossed().to_owned(),
                    Count { entries: 0, .. } => said::nothing().to_owned(),
                    count => count.told(),
                }}
            </p>
            <button class="button quiet" data-testid="export-start"
                disabled=move || is_busy() || count.get().entries == 0
                on:click=move |_| asks.set(true)>
                {said::start()}
            </button>
            <Outcome/>
        </section>
        <Confirm
            open=asks
            title=Signal::derive(|| said::confirm_title().to_owned())
            text=Signal::derive(|| said::confirm_text().to_owned())
            action=said::confirm()
            on_confirm=export
        />
    }
}

#[component]
fn Formats(format: RwSignal<Format>) -> impl IntoView {
    let options = Format::ALL.map(|this| {
        let (name, hint) = match this {
            Format::Markdown => (said::markdown(), said::markdown_hint()),
            Format::Json => (said::json(), said::json_hint()),
            Format::Html => (said::html(), said::html_hint()),
            Format::Pdf => (said::pdf(), said::pdf_hint()),
        };
        let id = format!("export-{}", this.extension(false));
        let hint_id = format!("{id}-hint");
        view! {
            <li>
                <input
                    type="radio"
                    name="export-format"
                    id=id.clone()
                    aria-describedby=hint_id.clone()
                    prop:checked=move || format.get() == this
                    on:change=move |_| format.set(this)
                />
                <label for=id>{name}</label>
                <p class="hint" id=hint_id>{hint}</p>
            </li>
        }
    });
    view! {
        <fieldset class="export-formats">
            <legend>{said::format()}</legend>
            <ul>{options.into_iter().collect_view()}</ul>
        </fieldset>
    }
}

#[component]
fn Which(choice: Choice) -> impl IntoView {
    let app = use_app();
    let tags = Memo::new(move |_| app.entries.with(|entries| all_tags(entries)));
    let has_favourites = Memo::new(move |_| {
        app.entries
            .with(|entries| entries.iter().any(|entry| entry.is_favourite))
    });
    let day_of = |event: &leptos::ev::Event| Day::from_iso(&event_target_value(event));
    let choose_tag = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        choice.tag.set((!value.is_empty()).then_some(value));
    };
    view! {
        <fieldset class="export-which">
            <legend>{said::which()}</legend>
            <div class="export-days">
                <label for="export-from">{said::from()}</label>
                <input type="date" id="export-from" data-testid="export-from"
                    on:input=move |event| choice.from.set(day_of(&event))/>
                <label for="export-to">{said::to()}</label>
                <input type="date" id="export-to" data-testid="export-to"
                    on:input=move |event| choice.to.set(day_of(&event))/>
            </div>
            <Show when=move || !tags.with(Vec::is_empty)>
                <div class="row">
                    <label for="export-tag">{said::tag()}</label>
                    <select id="export-tag" data-testid="export-tag" on:change=choose_tag>
                        <option value="">{said::all_tags()}</option>
                        {move || tags.get().into_iter().map(|tag| view! {
                            <option value=tag.clone()>{format!("#{tag}")}</option>
                        }).collect_view()}
                    </select>
                </div>
            </Show>
            <Show when=move || has_favourites.get()>
                <label class="check">
                    <input type="checkbox" data-testid="export-favourites"
                        prop:checked=move || choice.favourites_only.get()
                        on:change=move |event| choice.favourites_only.set(event_target_checked(&event))/>
                    {said::favourites()}
                </label>
            </Show>
        </fieldset>
    }
}

/// Every tag once, in the order of the alphabet.
fn all_tags(entries: &[EntrySummary]) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in entries.iter().flat_map(|entry| &entry.tags) {
        if !tags
            .iter()
            .any(|known| companion_core::is_same_tag(known, tag))
        {
            tags.push(tag.clone());
        }
    }
    tags.sort_unstable_by_key(|tag| companion_core::tag_key(tag));
    tags
}

/// The language of what Companion itself says in an export: the one that is spoken.
fn language_id() -> &'static str {
    match language::spoken() {
        Spoken::Language(at) => words::LANGUAGES
            .get(at)
            .map_or("en", |language| language.id),
        Spoken::Pseudo(_) => "en",
    }
}

/// How far it is, and what became of it.
#[component]
fn Outcome() -> impl IntoView {
    let app = use_app();
    let progress = move || match app.exporting.get() {
        Export::Going(progress) => Some(progress),
        _ => None,
    };
    let doing = move || match app.exporting.get() {
        Export::Picking => said::picking(),
        Export::Going(Progress {
            is_fetching: true, ..
        }) => said::fetching(),
        Export::Going(Progress { done, total, .. }) if done == total => said::finishing(),
        _ => said::going(),
    };
    let report = move || match app.exporting.get() {
        Export::Finished { name, finished } => Some(said::told(&name, &finished)),
        Export::Stopped => Some(said::cancelled().to_owned()),
        _ => None,
    };
    let error = move || match app.exporting.get() {
        Export::Failed(failure) => Some(said::failure(&failure)),
        _ => None,
    };
    view! {
        <Show when=move || app.exporting.with(Export::is_busy)>
            <div class="transfer" data-testid="export-progress">
                <p>
                    {doing} " "
                    {move || progress().map(|progress| said::progress(progress.done, progress.total))}
                </p>
                <progress
                    aria-label=said::going
                    max=move || progress().map(|progress| progress.total.max(1).to_string())
                    value=move || progress().map(|progress| progress.done.to_string())
                ></progress>
                <button class="button quiet" data-testid="export-cancel" on:click=move |_| app.stop_export()>
                    {said::cancel()}
                </button>
            </div>
        </Show>
        <p role="status" data-testid="export-report">{report}</p>
        <p class="error" role="alert" data-testid="export-error">{error}</p>
    }
}
