//! The list of keyboard shortcuts, and the setting for those that are single letters.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::Icon;
use crate::platform::is_apple;
use crate::state::{Command, Keys, use_app};
use crate::text::words;
use crate::text::words::{commands, writing};

/// Every shortcut, over the page.
#[component]
pub(crate) fn Shortcuts() -> impl IntoView {
    let app = use_app();
    let open = app.commands.shortcuts;
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if open.get() {
            // Fails only if it is shown already.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    // A journal that is locked and opened again shows its list.
    on_cleanup(move || open.set(false));
    let everywhere = Command::ALL
        .into_iter()
        .filter_map(|command| Some((command.name(), command.keys()?.told(is_apple()))));
    view! {
        <dialog
            class="dialog shortcuts"
            data-testid="shortcuts"
            node_ref=dialog
            aria-labelledby="shortcuts-title"
            on:close=move |_| open.set(false)
        >
            <div class="shortcuts-head">
                <h2 id="shortcuts-title">{words::commands::shortcuts_title()}</h2>
                <button class="icon-button" aria-label=words::close() on:click=move |_| open.set(false)>
                    {Icon::Close.view()}
                </button>
            </div>
            <p class="hint">{words::commands::shortcuts_lead()}</p>
            <Rows rows=everywhere.collect()/>
            <h3>{commands::while_writing()}</h3>
            <Rows rows=while_writing()/>
            <h3>{commands::while_looking()}</h3>
            <Rows rows=while_looking()/>
            <LetterKeys id="letter-keys-here"/>
        </dialog>
    }
}

/// What the keys do, and how they are written.
type Row = (&'static str, String);

/// Keys of the text field, beside those that the browser has for it.
fn while_writing() -> Vec<Row> {
    let told = |letter| Keys::Command(letter).told(is_apple());
    vec![
        (writing::bold(), told('b')),
        (writing::italic(), told('i')),
        (commands::link_selected(), told('k')),
        (commands::take_or_indent(), commands::tab().to_owned()),
        (commands::outdent(), commands::shift_tab().to_owned()),
        (commands::put_question_away(), commands::escape().to_owned()),
    ]
}

/// Keys of the list, of what a search found, and of the calendar.
fn while_looking() -> Vec<Row> {
    vec![
        (commands::one_on(), "← ↑ ↓ →".to_owned()),
        (commands::ten_on(), commands::page_keys().to_owned()),
        (commands::year_on(), commands::shift_page_keys().to_owned()),
        (commands::to_ends(), commands::end_keys().to_owned()),
    ]
}

#[component]
fn Rows(
    /// One a shortcut.
    rows: Vec<Row>,
) -> impl IntoView {
    let rows = rows.into_iter().map(|(name, keys)| {
        view! {
            <div class="shortcut">
                <dt>{name}</dt>
                <dd><kbd>{keys}</kbd></dd>
            </div>
        }
    });
    view! { <dl>{rows.collect_view()}</dl> }
}

/// Whether single letters are shortcuts.
#[component]
fn LetterKeys(
    /// Of its field.
    id: &'static str,
) -> impl IntoView {
    let app = use_app();
    let change = move |event: leptos::ev::Event| {
        let is_on = event_target_checked(&event);
        app.look.update(|look| look.no_letter_keys = !is_on);
        app.look.get_untracked().keep();
    };
    view! {
        <label class="check" for=id>
            <input
                id=id
                type="checkbox"
                data-testid="letter-keys"
                prop:checked=move || app.look.with(|look| !look.no_letter_keys)
                on:change=change
            />
            <span>{words::commands::letters()}</span>
        </label>
        <p class="hint">{words::commands::letters_hint()}</p>
    }
}

/// The keyboard among the settings.
#[component]
pub(crate) fn KeyboardSection() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="setting keyboard-only" aria-labelledby="keyboard-title">
            <h3 id="keyboard-title">{words::commands::keyboard_title()}</h3>
            <LetterKeys id="letter-keys"/>
            <button class="button quiet" data-testid="show-shortcuts"
                on:click=move |_| app.commands.shortcuts.set(true)>
                {words::commands::show_shortcuts()}
            </button>
        </section>
    }
}
