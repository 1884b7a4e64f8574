//! The editor: a page, and nothing else while somebody types.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::templates::TemplateSheet;
use crate::components::{
    AttachmentTray, Confirm, EditorMood, EntryDate, FormatBar, Icon, Later, MarginPrompt,
};
use crate::platform::is_apple;
use crate::state::{SaveState, Trouble, use_app};
use crate::text::words;

/// A plain text field that fills the page. It scrolls by itself, so that the browser keeps the
/// cursor in view and nothing jumps.
#[component]
pub(crate) fn EditorPage() -> impl IntoView {
    let app = use_app();
    let editor = app.editor;
    let shows_templates = RwSignal::new(false);
    Effect::new(move || {
        editor.opened.track();
        if let Some(field) = editor.field.get() {
            editor.fill(&field);
        }
    });
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        if app.prompt_key(&event.key()) || app.markdown_key(&event) {
            event.prevent_default();
            // The palette, which listens above, has the same key for other moments.
            event.stop_propagation();
            return;
        }
        match event.key().as_str() {
            "Enter" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                spawn_local(app.save());
            }
            "Escape" => editor.stop_typing(),
            _ => {}
        }
    };

    view! {
        <EditorBar/>
        <div class="entry-line"><EntryDate/><EditorMood/></div>
        <TroubleLine/>
        <textarea
            class="editor"
            data-testid="editor"
            node_ref=editor.field
            aria-label=words::editor_label()
            placeholder=words::editor_placeholder()
            autocapitalize="sentences"
            autocomplete="off"
            spellcheck="true"
            readonly=move || editor.is_saving.get()
            on:input=move |_| app.typed()
            on:keydown=on_keydown
            on:beforeinput=move |event| {
                if app.before_input(&event) {
                    event.prevent_default();
                }
            }
            on:paste=move |event| {
                if app.paste(&event) {
                    event.prevent_default();
                }
            }
            on:keyup=move |_| app.moved()
            on:pointerup=move |_| app.moved()
        ></textarea>
        <Later>
            <AttachmentTray/>
            <div class="page-foot">
                <FormatBar on_templates=move || shows_templates.set(true)/>
                <MarginPrompt/>
            </div>
        </Later>
        <Later><TemplateSheet open=shows_templates/></Later>
    }
}

#[component]
fn EditorBar() -> impl IntoView {
    let app = use_app();
    let editor = app.editor;
    let asks_to_discard = RwSignal::new(false);
    let is_new = editor.is_new();
    let full_screen = move || app.look.with(|look| look.full_screen_editor);
    let state_name = move || match editor.save_state.get() {
        SaveState::Blank | SaveState::Editing => "editing",
        SaveState::DraftSaved => "draft-saved",
        SaveState::Saved => "saved",
        SaveState::Error => "error",
    };
    let state_words = move || match editor.save_state.get() {
        SaveState::Blank => "",
        SaveState::Editing => words::editing(),
        SaveState::DraftSaved => words::draft_saved(),
        SaveState::Saved => words::saved(),
        SaveState::Error => words::not_stored(),
    };
    let word_count = move || {
        let is_blank = editor.save_state.get() == SaveState::Blank;
        let count = words::word_count(editor.word_count.get());
        (!is_blank).then(|| match words::time_spent(editor.seconds.get()) {
            Some(time) => words::joined(&count, &time),
            None => count,
        })
    };
    let (title, text) = if is_new {
        (words::discard_new_title(), words::discard_new())
    } else {
        (words::discard_changes_title(), words::discard_changes())
    };

    view! {
        <div class="bar editor-bar">
            <button class="button plain back" on:click=move |_| app.back()>
                {Icon::Back.view()} <span class="wide-only">{words::back()}</span>
                <span class="unseen narrow-only">{words::back()}</span>
            </button>
            <button
                class="icon-button"
                data-testid="full-screen"
                aria-label=move || if full_screen() { words::leave_full_screen() } else { words::full_screen() }
                title=move || if full_screen() { words::leave_full_screen() } else { words::full_screen() }
                // The caret stays where it was.
                on:pointerdown=move |event| event.prevent_default()
                on:click=move |_| app.toggle_full_screen()
            >
                {move || if full_screen() { Icon::Collapse.view() } else { Icon::Expand.view() }}
            </button>
            <button class="icon-button" aria-label=words::discard() title=words::discard()
                on:click=move |_| asks_to_discard.set(true)>
                {Icon::Trash.view()}
            </button>
            <p class="save-state" data-testid="save-state" data-state=state_name>
                <span class="save-words">{state_words}</span>
                <span class="word-count">{word_count}</span>
            </p>
            <button
                class="button"
                data-testid="save-entry"
                aria-keyshortcuts="Control+Enter Meta+Enter"
                title=if is_apple() { words::save_hint_apple() } else { words::save_hint() }
                disabled=move || editor.is_saving.get()
                on:click=move |_| spawn_local(app.save())
            >
                {move || if editor.is_saving.get() { words::saving() } else { words::save() }}
            </button>
        </div>
        <Confirm
            open=asks_to_discard
            title=title.to_owned()
            text=text.to_owned()
            action=words::discard()
            cancel=words::keep_writing()
            destroys=true
            on_confirm=move || spawn_local(app.discard_draft())
        />
    }
}

/// What keeps the writer from saving: what happened, what is safe, what to do.
#[component]
fn TroubleLine() -> impl IntoView {
    let app = use_app();
    let editor = app.editor;
    // The count changes with every letter; only the words around it are to be announced.
    let excess = Memo::new(move |_| match editor.trouble.get() {
        Some(Trouble::TooLong(excess)) => excess,
        _ => 0,
    });
    let is_too_long = Memo::new(move |_| excess.get() > 0);
    let other = Memo::new(move |_| editor.trouble.get().filter(|_| !is_too_long.get()));
    let select_all = move |_| {
        if let Some(field) = editor.field.get_untracked() {
            field.select();
        }
    };

    view! {
        <Show when=move || is_too_long.get()>
            <div class="trouble">
                <div role="alert">
                    <p>{words::too_long()}</p>
                </div>
                <p>{move || words::too_long_by(excess.get())}</p>
                <div class="trouble-actions">
                    <button class="button" on:click=move |_| spawn_local(app.split())>{words::split()}</button>
                </div>
            </div>
        </Show>
        {move || match other.get() {
            Some(Trouble::NotStored { text, holds_up_lock }) => view! {
                <div class="trouble">
                    <div role="alert">
                        <p>{text}</p>
                        {holds_up_lock.then(|| view! { <p><strong>{words::lock_waits()}</strong></p> })}
                    </div>
                    <div class="trouble-actions">
                        <button class="button" on:click=move |_| spawn_local(async move { app.store_draft(true).await; })>
                            {words::try_again()}
                        </button>
                        <button class="button quiet" on:click=select_all>{words::copy_text()}</button>
                        {holds_up_lock.then(|| view! {
                            <button class="button quiet danger" on:click=move |_| spawn_local(app.lock_at_once())>
                                {words::lock_anyway()}
                            </button>
                        })}
                    </div>
                </div>
            }.into_any(),
            Some(Trouble::Empty) => view! {
                <div class="trouble" role="alert"><p>{words::nothing_to_save()}</p></div>
            }.into_any(),
            _ => ().into_any(),
        }}
    }
}
