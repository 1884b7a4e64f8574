//! The command palette: type a few letters, and go there (ARIA's combobox with a list).

use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, Node};

use crate::platform::is_apple;
use crate::state::palette::{Line, Places, Target};
use crate::state::use_app;
use crate::text::{dates, words};

/// The palette over the page. The browser keeps the focus inside and gives it back.
#[component]
pub(crate) fn Palette() -> impl IntoView {
    let app = use_app();
    let open = app.commands.palette;
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
    view! {
        <dialog
            class="dialog palette"
            data-testid="palette"
            node_ref=dialog
            aria-label=words::commands::palette_label()
            on:close=move |_| open.set(false)
            on:pointerdown=move |event| {
                // Beside it: what is pressed is the dialog's own ground.
                let pressed = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                let is_beside = dialog
                    .get_untracked()
                    .is_some_and(|dialog| dialog.is_same_node(pressed.as_ref()));
                if is_beside {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <Search/>
            </Show>
        </dialog>
    }
}

/// The field and what is found. Titles are here only while it is shown.
#[component]
fn Search() -> impl IntoView {
    let app = use_app();
    let places = StoredValue::new(Places::new(app));
    let looked_for = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let looked_for = looked_for.read();
        let found = app.entries.with_untracked(|entries| {
            places.try_update_value(|places| places.find(entries, &looked_for))
        });
        found.unwrap_or_default()
    });
    let chosen = RwSignal::new(0_usize);
    let field = NodeRef::<Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            // Fails only for a field that is gone.
            let _ = field.focus();
        }
    });
    let follow = move |at: usize| {
        let target = found.with_untracked(|found| found.get(at).map(|line| line.target));
        if let Some(target) = target {
            app.follow(target);
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        if event.is_composing() || count == 0 {
            return;
        }
        let at = chosen.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => (at + 1) % count,
            "ArrowUp" => (at + count - 1) % count,
            "Enter" => {
                event.prevent_default();
                follow(at);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
    };
    Effect::new(move || {
        let option = document().get_element_by_id(&option_id(chosen.get()));
        if let Some(option) = option {
            option.scroll_into_view_with_bool(false);
        }
    });
    let options = move || {
        let lines = found.get().into_iter().enumerate();
        lines
            .map(|(at, line)| view! { <PaletteLine at chosen line follow/> })
            .collect_view()
    };

    view! {
        <input
            class="palette-field"
            type="text"
            role="combobox"
            data-testid="palette-field"
            node_ref=field
            aria-label=words::commands::palette_label()
            aria-autocomplete="list"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant=move || found.with(|found| !found.is_empty()).then(|| option_id(chosen.get()))
            placeholder=words::commands::palette_placeholder()
            autocapitalize="none"
            autocomplete="off"
            spellcheck="false"
            on:input=move |event| {
                looked_for.set(event_target_value(&event));
                chosen.set(0);
            }
            on:keydown=on_keydown
        />
        <ul id="palette-list" class="palette-list" role="listbox" aria-label=words::commands::palette_list()>
            {options}
        </ul>
        <Show when=move || found.with(Vec::is_empty)>
            <p class="hint palette-none">{words::commands::palette_none()}</p>
        </Show>
        <p class="unseen" role="status">
            {move || words::commands::palette_found(found.with(Vec::len))}
        </p>
    }
}

fn option_id(at: usize) -> String {
    format!("palette-option-{at}")
}

/// One line.
#[component]
fn PaletteLine(
    /// Its place among those that are shown.
    at: usize,
    /// The place of the chosen one.
    chosen: RwSignal<usize>,
    /// What it says.
    line: Line,
    /// Goes there.
    follow: impl Fn(usize) + Copy + 'static,
) -> impl IntoView {
    let detail = match line.target {
        Target::Command(command) => command
            .keys()
            .map(|keys| view! { <kbd>{keys.told(is_apple())}</kbd> }.into_any()),
        Target::Setting(_) => Some(view! { <span>{words::commands::setting()}</span> }.into_any()),
        Target::Entry(_) => line
            .day
            .map(|day| view! { <span>{dates::day(day)}</span> }.into_any()),
    };
    view! {
        <li
            id=option_id(at)
            class="palette-option"
            role="option"
            data-testid="palette-option"
            aria-selected=move || (chosen.get() == at).to_string()
            on:pointermove=move |_| chosen.set(at)
            on:click=move |_| follow(at)
        >
            <span class="palette-name">{line.name}</span>
            <span class="palette-detail">{detail}</span>
        </li>
    }
}
