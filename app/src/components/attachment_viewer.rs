//! A photo over the whole page, or a voice note, with what is said about it. The keyboard goes
//! through all of them; Escape closes.

use companion_core::{Attachment, AttachmentKind};
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use super::attachment_image::AttachmentImage;
use super::attachment_player::AttachmentPlayer;
use super::transcribe::Transcribe;
use crate::state::use_app;
use crate::text::{attachment_words, words};

/// Shows one of several attachments; `at` says which, and is nothing while closed.
#[component]
pub(crate) fn AttachmentViewer(
    /// What there is.
    #[prop(into)]
    list: Signal<Vec<Attachment>>,
    /// Which one is shown.
    at: RwSignal<Option<usize>>,
    /// Whether it can be described and removed here.
    #[prop(optional)]
    editable: bool,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let is_open = Memo::new(move |_| at.get().is_some());
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if is_open.get() {
            // Fails only if it is shown already.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let count = move || list.with(Vec::len);
    let has_more = move || count() > 1;
    let step = move |by: usize| {
        at.update(|at| {
            let all = count();
            if let Some(at) = at.as_mut().filter(|_| all > 0) {
                *at = (*at + by) % all;
            }
        });
    };
    let back = move || step(count().saturating_sub(1));
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let target = event.target();
        let is_field = target.is_some_and(|target| {
            use wasm_bindgen::JsCast as _;
            target.is_instance_of::<web_sys::HtmlInputElement>()
                || target.is_instance_of::<web_sys::HtmlMediaElement>()
        });
        match event.key().as_str() {
            _ if is_field => {}
            "ArrowRight" => step(1),
            "ArrowLeft" => back(),
            _ => {}
        }
    };
    // Only another attachment is shown anew: typing a caption leaves the picture alone.
    let shown = Memo::new(move |_| {
        let attachment = list.with(|list| list.get(at.get()?).cloned())?;
        Some((attachment.id, attachment.kind))
    });
    let current = move || list.with_untracked(|list| list.get(at.get_untracked()?).cloned());
    let place = move || {
        let number = at.get()? + 1;
        has_more().then(|| words::attachments::place(number as f64, count() as f64))
    };

    view! {
        <dialog
            class="viewer"
            data-testid="viewer"
            node_ref=dialog
            aria-label=words::attachments::list()
            on:close=move |_| at.set(None)
            on:keydown=on_keydown
        >
            <header class="viewer-bar">
                <p class="viewer-place" aria-live="polite">{place}</p>
                <Show when=has_more>
                    <button class="icon-button" aria-label=words::attachments::previous()
                        title=words::attachments::previous() on:click=move |_| back()>
                        {Icon::Back.view()}
                    </button>
                    <button class="icon-button viewer-next" aria-label=words::attachments::next()
                        title=words::attachments::next() on:click=move |_| step(1)>
                        {Icon::Back.view()}
                    </button>
                </Show>
                <button class="icon-button" aria-label=words::attachments::close() title=words::attachments::close()
                    data-testid="viewer-close" on:click=move |_| at.set(None)>
                    {Icon::Close.view()}
                </button>
            </header>
            {move || {
                shown.get()?;
                let attachment = current()?;
                Some(view! { <Shown attachment at editable/> })
            }}
        </dialog>
    }
}

/// One attachment and what is said about it.
#[component]
fn Shown(attachment: Attachment, at: RwSignal<Option<usize>>, editable: bool) -> impl IntoView {
    let is_photo = attachment.kind == AttachmentKind::Photo;
    let name = attachment_words::name(&attachment);
    let caption = attachment.caption.clone();
    let with_caption = (!editable && !caption.is_empty()).then_some(caption);
    let fields = editable.then({
        let attachment = attachment.clone();
        move || view! { <Fields attachment at/> }
    });
    let picture = if is_photo {
        view! { <AttachmentImage attachment whole=true text=name/> }.into_any()
    } else {
        view! { <AttachmentPlayer attachment/> }.into_any()
    };
    view! {
        <figure class="viewer-figure">
            <div class="viewer-stage">{picture}</div>
            {with_caption.map(|caption| view! { <figcaption>{caption}</figcaption> })}
        </figure>
        {fields}
    }
}

/// What the writer says about an attachment, and the way to remove it.
#[component]
fn Fields(attachment: Attachment, at: RwSignal<Option<usize>>) -> impl IntoView {
    let app = use_app();
    let id = attachment.id;
    let is_photo = attachment.kind == AttachmentKind::Photo;
    let description = RwSignal::new(attachment.description);
    let caption = RwSignal::new(attachment.caption);
    let keep = move |_| {
        let (description, caption) = (description.get_untracked(), caption.get_untracked());
        spawn_local(app.describe_attachment(id, description, caption));
    };
    let remove = move |_| {
        at.set(None);
        spawn_local(app.remove_attachment(id));
    };
    view! {
        <div class="viewer-fields">
            <Show when=move || is_photo>
                <label class="field">
                    <span>{words::attachments::description()}</span>
                    <input type="text" data-testid="attachment-description" maxlength="1000"
                        prop:value=move || description.get()
                        on:input:target=move |event| description.set(event.target().value())
                        on:change=keep/>
                </label>
            </Show>
            <label class="field">
                <span>{words::attachments::caption()}</span>
                <input type="text" data-testid="attachment-caption" maxlength="1000"
                    prop:value=move || caption.get()
                    on:input:target=move |event| caption.set(event.target().value())
                    on:change=keep/>
            </label>
            <Show when=move || !is_photo><Transcribe id at/></Show>
            <button class="button quiet danger" data-testid="attachment-remove" on:click=remove>
                {Icon::Trash.view()} {words::attachments::remove()}
            </button>
        </div>
    }
}
