//! The small bar below the page: what Markdown can do, for those who do not type it.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Icon;
use crate::platform::is_apple;
use crate::state::{Block, Emphasis, Format, use_app};
use crate::text::words::{self as common, writing as words};

/// A button of the bar.
struct Tool {
    format: Format,
    icon: Icon,
    name: fn() -> &'static str,
    key: Option<&'static str>,
}

static TOOLS: [Tool; 8] = [
    tool(
        Format::Emphasis(Emphasis::Bold),
        Icon::Bold,
        words::bold,
        Some("B"),
    ),
    tool(
        Format::Emphasis(Emphasis::Italic),
        Icon::Italic,
        words::italic,
        Some("I"),
    ),
    tool(
        Format::Block(Block::Heading),
        Icon::Heading,
        words::heading,
        None,
    ),
    tool(
        Format::Block(Block::Bullets),
        Icon::Bullets,
        words::bullets,
        None,
    ),
    tool(
        Format::Block(Block::Numbers),
        Icon::Numbers,
        words::numbers,
        None,
    ),
    tool(Format::Block(Block::Boxes), Icon::Boxes, words::boxes, None),
    tool(Format::Block(Block::Quote), Icon::Quote, words::quote, None),
    tool(Format::Link, Icon::Link, words::link, Some("K")),
];

const fn tool(
    format: Format,
    icon: Icon,
    name: fn() -> &'static str,
    key: Option<&'static str>,
) -> Tool {
    Tool {
        format,
        icon,
        name,
        key,
    }
}

/// A toolbar: one stop for the Tab key, arrows within. Its buttons leave the caret where it is.
#[component]
pub(crate) fn FormatBar(
    /// Opens the templates.
    on_templates: impl Fn() + Clone + 'static,
) -> impl IntoView {
    let app = use_app();
    let bar = NodeRef::<Div>::new();
    // The button that Tab comes to.
    let stop = RwSignal::new(0usize);
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let last = TOOLS.len();
        let next = match event.key().as_str() {
            "ArrowRight" => (stop.get_untracked() + 1) % (last + 1),
            "ArrowLeft" => (stop.get_untracked() + last) % (last + 1),
            "Home" => 0,
            "End" => last,
            "Escape" => {
                app.editor.focus();
                return;
            }
            _ => return,
        };
        event.prevent_default();
        stop.set(next);
        let button = bar
            .get_untracked()
            .and_then(|bar| bar.query_selector_all("button").ok())
            // There are nine buttons.
            .and_then(|buttons| buttons.get(u32::try_from(next).unwrap_or_default()))
            .and_then(|button| button.dyn_into::<HtmlElement>().ok());
        if let Some(button) = button {
            // Fails only for a button that is gone.
            let _ = button.focus();
        }
    };
    let tab_index = move |at: usize| if stop.get() == at { "0" } else { "-1" };
    let tools = TOOLS
        .iter()
        .enumerate()
        .map(|(at, tool)| {
            let Tool {
                format, icon, key, ..
            } = *tool;
            let name = (tool.name)();
            let title = key.map_or_else(
                || name.to_owned(),
                |key| {
                    if is_apple() {
                        common::with_keys(name, format!("⌘{key}"))
                    } else {
                        common::with_keys(name, common::commands::control_with(key))
                    }
                },
            );
            let keys = key.map(|key| format!("Control+{key} Meta+{key}"));
            view! {
                <button
                    type="button"
                    class="icon-button"
                    aria-label=name
                    aria-keyshortcuts=keys
                    title=title
                    tabindex=move || tab_index(at)
                    on:focus=move |_| stop.set(at)
                    // The page keeps the focus and the keyboard of a phone stays.
                    on:pointerdown=move |event| event.prevent_default()
                    on:click=move |_| app.format(format)
                >
                    {icon.view()}
                </button>
            }
        })
        .collect_view();

    view! {
        <div
            class="format-bar"
            role="toolbar"
            aria-label=words::format()
            data-testid="format-bar"
            node_ref=bar
            on:keydown=on_keydown
        >
            {tools}
            <button
                type="button"
                class="icon-button templates-button"
                data-testid="templates"
                aria-label=words::templates()
                aria-haspopup="dialog"
                title=words::templates()
                tabindex=move || tab_index(TOOLS.len())
                on:focus=move |_| stop.set(TOOLS.len())
                on:click=move |_| on_templates()
            >
                {Icon::Template.view()}
            </button>
        </div>
    }
}
