//! Imports, in the settings: pick a file, see what would come, bring it in, undo it.

use companion_core::{EntryId, Tally};
use companion_protocol::import::{Preview, Receipt, Sample};
use companion_protocol::vault::Passphrase;
use leptos::html::{Div, Input};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{FileList, FocusOptions};

use crate::components::{Confirm, PassphraseField};
use crate::platform::pack;
use crate::state::{ImportStage, Picked, use_app};
use crate::text::words::import as words;
use crate::text::{dates, import_words};

/// The import in the settings.
#[component]
pub(crate) fn ImportSection() -> impl IntoView {
    let app = use_app();
    let it = app.importing;
    spawn_local(app.read_receipts());
    // One question for all receipts: which import it is about.
    let doomed = StoredValue::new(None::<EntryId>);
    let asks = RwSignal::new(false);
    let ask = move |id| {
        doomed.set_value(Some(id));
        asks.set(true);
    };
    let undo = move || {
        if let Some(id) = doomed.get_value() {
            spawn_local(app.undo_import(id));
        }
    };
    let stage = move || match it.stage.get() {
        ImportStage::Idle => view! { <Pick/> }.into_any(),
        ImportStage::Opening => view! { <p role="status">{words::opening()}</p> }.into_any(),
        ImportStage::NeedsPassword => view! { <Password/> }.into_any(),
        ImportStage::Looking => view! { <Course label=words::looking() hint=""/> }.into_any(),
        ImportStage::Preview(preview) => view! { <PreviewCard preview/> }.into_any(),
        ImportStage::Bringing => {
            view! { <Course label=words::bringing() hint=words::stop_hint()/> }.into_any()
        }
        ImportStage::Done(receipt) => view! { <ReceiptCard receipt ask/> }.into_any(),
    };
    view! {
        <section class="setting" id="import-section" aria-labelledby="import-title">
            <h3 id="import-title">{words::title()}</h3>
            <p class="hint">{words::lead()}</p>
            {stage}
            <p class="error" role="alert" data-testid="import-error">
                {move || it.failure.with(|failure| failure.as_ref().map(import_words::failure))}
            </p>
            <Receipts ask/>
        </section>
        <Confirm
            open=asks
            title=words::undo_title()
            text=words::undo_text()
            action=words::undo_action()
            destroys=true
            on_confirm=undo
        />
    }
}

/// A file or a folder to be picked.
#[component]
fn Pick() -> impl IntoView {
    let app = use_app();
    let file = NodeRef::<Input>::new();
    let folder = NodeRef::<Input>::new();
    let begin = move |input: NodeRef<Input>| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let picked = input.files().and_then(|files| picked(&files));
        // So that choosing the same file again is a choice again.
        input.set_value("");
        if let Some(picked) = picked {
            spawn_local(app.begin_import(picked));
        }
    };
    Effect::new(move || {
        if let Some(input) = folder.get() {
            // What makes it ask for a folder; it cannot fail for a name like this.
            let _ = input.set_attribute("webkitdirectory", "");
        }
    });
    Effect::new(move || {
        if let Some(input) = file.get()
            && app.importing.take_return()
        {
            let _ = input.focus();
        }
    });
    view! {
        <div class="import">
            <input
                class="unseen"
                type="file"
                id="import-file"
                data-testid="import"
                multiple
                aria-describedby="import-hint"
                node_ref=file
                on:change=move |_| begin(file)
            />
            <label class="button quiet" for="import-file">{words::pick()}</label>
            <input
                class="unseen"
                type="file"
                id="import-folder"
                data-testid="import-folder"
                aria-describedby="import-hint"
                node_ref=folder
                on:change=move |_| begin(folder)
            />
            <label class="button quiet" for="import-folder">{words::pick_folder()}</label>
            <p class="hint" id="import-hint">{words::pick_hint()}</p>
        </div>
    }
}

/// One file as it is, several as one.
fn picked(files: &FileList) -> Option<Picked> {
    let first = files.get(0)?;
    let folder = pack::folder_name(files);
    if files.length() == 1 && folder.is_none() {
        return Some(Picked {
            name: first.name(),
            // A whole number below 2^53.
            modified_ms: Some(first.last_modified() as i64),
            file: first.into(),
        });
    }
    Some(Picked {
        name: folder.unwrap_or_else(|| first.name()),
        modified_ms: None,
        file: pack::pack(files).ok()??,
    })
}

/// The password of an encrypted file.
#[component]
fn Password() -> impl IntoView {
    let app = use_app();
    let field = NodeRef::<Input>::new();
    let is_missing = RwSignal::new(false);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = field.get_untracked().map(|field| field.value());
        match typed.filter(|typed| !typed.is_empty()) {
            Some(typed) => spawn_local(app.unlock_import(Passphrase::new(typed))),
            None => is_missing.set(true),
        }
    };
    view! {
        <form class="gate-form" on:submit=go novalidate>
            <p>{words::password_lead()}</p>
            <PassphraseField
                id="import-password"
                label=words::password()
                autocomplete="off"
                field
                focused=true
                on_typed=move |()| is_missing.set(false)
            />
            <p class="error" role="alert">
                {move || is_missing.get().then(words::password_missing)}
            </p>
            <button class="button" data-testid="import-password-go">{words::password_go()}</button>
            <button type="button" class="button plain" on:click=move |_| spawn_local(app.put_import_away())>
                {words::leave()}
            </button>
        </form>
    }
}

/// How far a walk through the file is.
#[component]
fn Course(label: &'static str, hint: &'static str) -> impl IntoView {
    let app = use_app();
    let progress = app.importing.progress;
    let done = move || progress.get().done;
    let total = move || progress.get().total;
    view! {
        <div class="transfer" data-testid="import-progress">
            <p>{label} " " {move || words::progress(done() as f64, total() as f64)}</p>
            <progress aria-label=label max=move || total().max(1).to_string() value=move || done().to_string()></progress>
            <button class="button quiet" data-testid="import-stop" on:click=move |_| app.stop_import()>
                {words::stop()}
            </button>
            <p class="hint">{hint}</p>
        </div>
    }
}

/// Brings what appears where something else was into sight, and the keyboard to it: the button that was
/// pressed is gone.
fn arriving() -> NodeRef<Div> {
    let card = NodeRef::<Div>::new();
    Effect::new(move || {
        if let Some(card) = card.get() {
            card.scroll_into_view();
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            // It is there: it was just made.
            let _ = card.focus_with_options(&options);
        }
    });
    card
}

/// What would come.
#[component]
fn PreviewCard(preview: Preview) -> impl IntoView {
    let app = use_app();
    let lines = import_words::preview(&preview).into_iter();
    let lines = lines.map(|line| view! { <p>{line}</p> }).collect_view();
    let has_new = preview.new > 0;
    let Preview {
        samples,
        skipped,
        photos,
        ..
    } = preview;
    let has_samples = !samples.is_empty();
    view! {
        <div class="import-card" role="group" aria-labelledby="import-title" data-testid="import-report" data-state="preview"
            tabindex="-1" node_ref=arriving()>
            <div role="status">{lines}</div>
            {has_samples.then(|| view! {
                <h4>{words::samples()}</h4>
                <ul class="import-samples">{samples.into_iter().map(sample).collect_view()}</ul>
            })}
            <SkippedList title=words::skipped_title() skipped/>
            <Show when=move || has_new && photos != 0><KeepOriginals/></Show>
            <div class="line-actions">
                {has_new.then(|| view! {
                    <button class="button" data-testid="import-take" on:click=move |_| spawn_local(app.bring_import())>
                        {words::take()}
                    </button>
                })}
                <button class="button plain" data-testid="import-leave" on:click=move |_| spawn_local(app.put_import_away())>
                    {words::leave()}
                </button>
            </div>
        </div>
    }
}

fn sample(sample: Sample) -> impl IntoView {
    let title = if sample.title.is_empty() {
        words::untitled().to_owned()
    } else {
        sample.title
    };
    view! {
        <li data-testid="import-sample">
            <span class="card-detail">{dates::moment(sample.created)}</span>
            <span class="line-title">{title}</span>
            <span class="card-detail">{sample.line}</span>
        </li>
    }
}

/// Whether photos stay as they are.
#[component]
fn KeepOriginals() -> impl IntoView {
    let keeps = use_app().importing.keeps_originals;
    view! {
        <div class="import-choice">
            <label class="check">
                <input type="checkbox" data-testid="import-keep-originals" aria-describedby="import-originals-hint"
                    prop:checked=move || keeps.get()
                    on:change=move |event| keeps.set(event_target_checked(&event))/>
                {words::keep_originals()}
            </label>
            <p class="hint" id="import-originals-hint">{words::keep_originals_hint()}</p>
        </div>
    }
}

/// What became no entry, and why.
#[component]
fn SkippedList(title: &'static str, skipped: Tally) -> impl IntoView {
    let has_names = !skipped.named().is_empty();
    (skipped.total() > 0).then(|| {
        let counts = skipped
            .counts()
            .map(|line| view! { <li>{import_words::skipped(line)}</li> });
        let named = skipped.named().iter().map(|thing| {
            let name = match thing.name.as_str() {
                "" => words::untitled(),
                name => name,
            };
            view! { <li>{words::told(name, import_words::reason(thing.reason))}</li> }
        });
        view! {
            <h4>{title}</h4>
            <ul class="plain-list" data-testid="import-skipped">{counts.collect_view()}</ul>
            {has_names.then(|| view! {
                <details>
                    <summary>{words::names_title()}</summary>
                    <ul class="plain-list">{named.collect_view()}</ul>
                </details>
            })}
        }
    })
}

/// What came.
#[component]
fn ReceiptCard(receipt: Receipt, ask: impl Fn(EntryId) + Copy + 'static) -> impl IntoView {
    let app = use_app();
    let id = receipt.id;
    let state = if receipt.undone.is_some() {
        "undone"
    } else {
        "done"
    };
    let title = import_words::outcome(&receipt);
    let lines = import_words::receipt(&receipt).into_iter();
    let lines = lines.map(|line| view! { <p>{line}</p> }).collect_view();
    let can_undo = receipt.undone.is_none() && receipt.entries > 0;
    view! {
        <div class="import-card" role="group" aria-labelledby="import-outcome" data-testid="import-report" data-state=state
            tabindex="-1" node_ref=arriving()>
            <h4 id="import-outcome">{title}</h4>
            <div role="status">{lines}</div>
            <SkippedList title=words::skipped_after_title() skipped=receipt.skipped/>
            <div class="line-actions">
                <button class="button quiet" data-testid="import-again" on:click=move |_| spawn_local(app.put_import_away())>
                    {words::again()}
                </button>
                {can_undo.then(|| view! {
                    <button class="button plain" data-testid="import-undo" on:click=move |_| ask(id)>
                        {words::undo()}
                    </button>
                })}
            </div>
        </div>
    }
}

/// Earlier imports.
#[component]
fn Receipts(ask: impl Fn(EntryId) + Copy + Send + Sync + 'static) -> impl IntoView {
    let it = use_app().importing;
    // The one that is shown in full above is not shown twice.
    let shown = move || {
        let above = it.stage.with(|stage| match stage {
            ImportStage::Done(receipt) => Some(receipt.id),
            _ => None,
        });
        let receipts = it.receipts.get().into_iter();
        receipts
            .filter(|receipt| Some(receipt.id) != above)
            .collect::<Vec<Receipt>>()
    };
    let lines = move || {
        let receipts = shown().into_iter();
        receipts.map(|receipt| {
            let id = receipt.id;
            let can_undo = receipt.undone.is_none() && receipt.entries > 0;
            let details = import_words::receipt(&receipt).into_iter();
            view! {
                <li data-testid="import-receipt">
                    <details>
                        <summary>{import_words::line(&receipt)}</summary>
                        {details.map(|line| view! { <p class="card-detail">{line}</p> }).collect_view()}
                        <ul class="plain-list">
                            {receipt.skipped.counts().map(|line| view! { <li class="card-detail">{import_words::skipped(line)}</li> }).collect_view()}
                        </ul>
                        {can_undo.then(|| view! {
                            <button class="button plain" on:click=move |_| ask(id)>{words::undo()}</button>
                        })}
                    </details>
                </li>
            }
        }).collect_view()
    };
    view! {
        <Show when=move || !shown().is_empty()>
            <h4>{words::receipts_title()}</h4>
            <ul class="plain-list import-receipts">{lines}</ul>
        </Show>
    }
}
