//! Templates: prepared pages to begin with, Companion's and the writer's own.

use companion_core::limits::{MAX_TEMPLATE_CHARS, MAX_TEMPLATE_NAME_CHARS};
use companion_core::{Template, TemplateId};
use companion_protocol::writing::{GivenTemplate, Templates};
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::Icon;
use crate::state::use_app;
use crate::text::words as all_words;
use crate::text::words::writing as words;

/// What the sheet shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    /// All templates.
    List,
    /// One of the writer's own, being written.
    Form,
}

/// A template being written.
#[derive(Clone, Default)]
struct Written {
    id: Option<TemplateId>,
    name: String,
    content: String,
}

/// The sheet of templates, over the editor.
#[component]
pub(crate) fn TemplateSheet(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let dialog = NodeRef::<Dialog>::new();
    let face = RwSignal::new(Face::List);
    let templates = RwSignal::new(None::<Templates>);
    let written = RwSignal::new(Written::default());
    let look = move || {
        spawn_local(async move {
            templates.set(app.all_templates().await);
        });
    };
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if open.get() {
            face.set(Face::List);
            look();
            // Fails only if it is shown already.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
            templates.set(None);
            written.set(Written::default());
        }
    });
    let take = move |content: String| {
        // Closed first: closing gives the focus back to the button, which would get the next key.
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
        open.set(false);
        app.insert_prepared(&content);
    };
    let write = move |template: Written| {
        written.set(template);
        face.set(Face::Form);
    };
    let write_new = move |_| {
        // What is on the page may be what is wanted again.
        write(Written {
            content: app.editor.text(),
            ..Written::default()
        });
    };
    let remove = move |template: Template| {
        spawn_local(async move {
            app.delete_template(template).await;
            look();
        });
    };
    let done = move || {
        face.set(Face::List);
        look();
    };
    let given = move || templates.with(|all| all.as_ref().map(|all| all.given.clone()));
    let own = move || templates.with(|all| all.as_ref().map(|all| all.own.clone()));
    let has_own = move || own().is_some_and(|own| !own.is_empty());

    view! {
        <dialog
            class="dialog template-sheet"
            data-testid="template-sheet"
            node_ref=dialog
            aria-labelledby="templates-title"
            on:close=move |_| open.set(false)
        >
            <Show
                when=move || face.get() == Face::List
                fallback=move || view! { <TemplateForm written on_done=done/> }
            >
                <header>
                    <h2 id="templates-title">{words::templates()}</h2>
                    <button type="button" class="icon-button" aria-label=all_words::close()
                        on:click=move |_| open.set(false)>
                        {Icon::Close.view()}
                    </button>
                </header>
                <p class="hint">{words::templates_lead()}</p>
                <ul class="template-list">
                    {move || given().unwrap_or_default().into_iter().map(|template| {
                        let GivenTemplate { name, lead, content } = template;
                        view! {
                            <li>
                                <button type="button" class="template" data-testid="template"
                                    on:click=move |_| take(content.clone())>
                                    <span class="template-name">{name}</span>
                                    <span class="template-lead">{lead}</span>
                                </button>
                            </li>
                        }
                    }).collect_view()}
                </ul>
                <Show when=has_own>
                    <h3>{words::templates_own()}</h3>
                    <ul class="template-list">
                        {move || own().unwrap_or_default().into_iter().map(|template| {
                            let content = template.content.clone();
                            let edited = Written {
                                id: Some(template.id),
                                name: template.name.clone(),
                                content: template.content.clone(),
                            };
                            let name = template.name.clone();
                            let change = all_words::about(words::template_edit(), &name);
                            let delete = all_words::about(words::template_delete(), &name);
                            view! {
                                <li class="own-template">
                                    <button type="button" class="template" data-testid="template"
                                        on:click=move |_| take(content.clone())>
                                        <span class="template-name">{name}</span>
                                    </button>
                                    <button type="button" class="icon-button" data-testid="template-edit"
                                        aria-label=change title=words::template_edit()
                                        on:click=move |_| write(edited.clone())>
                                        {Icon::Pen.view()}
                                    </button>
                                    <button type="button" class="icon-button" data-testid="template-delete"
                                        aria-label=delete title=words::template_delete()
                                        on:click=move |_| {
                                            open.set(false);
                                            remove(template.clone());
                                        }>
                                        {Icon::Trash.view()}
                                    </button>
                                </li>
                            }
                        }).collect_view()}
                    </ul>
                </Show>
                <Show when=move || own().is_some_and(|own| own.is_empty())>
                    <p class="hint">{words::templates_own_none()}</p>
                </Show>
                <button type="button" class="button quiet" data-testid="template-new" on:click=write_new>
                    {words::template_new()}
                </button>
            </Show>
        </dialog>
    }
}

#[component]
fn TemplateForm(
    /// The template as it was, or as it is to begin.
    written: RwSignal<Written>,
    /// Called when it is stored or given up.
    on_done: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let app = use_app();
    let is_empty = RwSignal::new(false);
    let Written { id, name, content } = written.get_untracked();
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Written { id, name, content } = written.get_untracked();
        if content.trim().is_empty() {
            return is_empty.set(true);
        }
        spawn_local(async move {
            if app.keep_template(id, name, content).await {
                on_done();
            }
        });
    };
    let title = if id.is_some() {
        words::template_edit_title()
    } else {
        words::template_new_title()
    };
    view! {
        <form class="template-form" on:submit=keep>
            <h2 id="templates-title">{title}</h2>
            <div class="field">
                <label for="template-name">{words::template_name()}</label>
                <input id="template-name" type="text" autocomplete="off" data-testid="template-name"
                    maxlength=MAX_TEMPLATE_NAME_CHARS.to_string()
                    prop:value=name
                    on:input=move |event| written.update(|it| it.name = event_target_value(&event))/>
            </div>
            <div class="field">
                <label for="template-text">{words::template_text()}</label>
                <textarea id="template-text" rows="10" data-testid="template-text"
                    aria-describedby="template-hint"
                    maxlength=MAX_TEMPLATE_CHARS.to_string()
                    prop:value=content
                    on:input=move |event| {
                        is_empty.set(false);
                        written.update(|it| it.content = event_target_value(&event));
                    }></textarea>
                <p class="hint" id="template-hint">{words::template_text_hint()}</p>
            </div>
            <div role="alert">
                <Show when=move || is_empty.get()><p class="error">{words::template_empty()}</p></Show>
            </div>
            <div class="dialog-actions">
                <button type="button" class="button quiet" on:click=move |_| on_done()>{all_words::cancel()}</button>
                <button type="submit" class="button" data-testid="template-save">{words::template_save()}</button>
            </div>
        </form>
    }
}
