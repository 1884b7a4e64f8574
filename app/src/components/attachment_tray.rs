//! Below the editor: what the text carries, and the ways to add to it.

use companion_core::{Attachment, AttachmentKind};
use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{DataTransfer, File, FileList};

use super::Icon;
use super::attachment_image::AttachmentImage;
use super::attachment_viewer::AttachmentViewer;
use super::recorder::RecorderPanel;
use crate::state::{Stage, use_app};
use crate::text::{attachment_words, words};

/// The tray. Photos may be dropped anywhere on the page, and pasted into the text.
#[component]
pub(crate) fn AttachmentTray() -> impl IntoView {
    let app = use_app();
    let attachments = app.attachments;
    let is_open = RwSignal::new(false);
    let is_dropping = RwSignal::new(false);
    let at = RwSignal::new(None::<usize>);
    Effect::new(move || {
        app.editor.opened.track();
        spawn_local(app.open_attachments());
    });
    listen_to_files(is_dropping);
    let tiles = move || {
        let all = attachments.carried.get().into_iter().enumerate();
        all.map(|(number, attachment)| view! { <li><Tile attachment number at/></li> })
            .collect_view()
    };
    let has_recorder = move || app.recorder.stage.get() != Stage::Idle;

    view! {
        <Show when=move || is_dropping.get()>
            <div class="drop-here" aria-hidden="true"><span>{words::attachments::drop_here()}</span></div>
        </Show>
        <section class="tray" aria-label=words::attachments::list()>
            <TrayMessages/>
            <Show when=has_recorder><RecorderPanel/></Show>
            <Show when=move || is_open.get() && !has_recorder()><Ways is_open/></Show>
            <div class="tray-row">
                <button
                    class="icon-button"
                    data-testid="attach"
                    aria-label=words::attachments::attach_hint()
                    title=words::attachments::attach_hint()
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                >
                    {Icon::Attach.view()}
                </button>
                <ul class="tray-tiles" aria-label=words::attachments::list()>{tiles}</ul>
                <p class="tray-adding" role="status">
                    {move || Some(attachments.adding.get())
                        .filter(|&adding| adding > 0)
                        .map(|adding| words::attachments::adding(f64::from(adding)))}
                </p>
            </div>
        </section>
        <AttachmentViewer list=attachments.carried at editable=true/>
    }
}

/// What went wrong, and the way back from removing.
#[component]
fn TrayMessages() -> impl IntoView {
    let app = use_app();
    let attachments = app.attachments;
    let removed = move || {
        attachments
            .removed
            .get()
            .map(|removed| match removed.kind() {
                AttachmentKind::Photo => words::attachments::removed_photo(),
                AttachmentKind::Recording => words::attachments::removed_recording(),
            })
    };
    view! {
        <div role="alert">
            {move || attachments.trouble.get().map(|text| view! {
                <p class="tray-message trouble-text" data-testid="attachment-trouble">
                    <span>{text}</span>
                    <button class="icon-button" aria-label=words::attachments::close()
                        on:click=move |_| attachments.trouble.set(None)>{Icon::Close.view()}</button>
                </p>
            })}
        </div>
        <div role="status">
            {move || removed().map(|text| view! {
                <p class="tray-message">
                    <span>{text}</span>
                    <button class="button plain strong" data-testid="attachment-undo"
                        on:click=move |_| spawn_local(app.put_back_attachment())>
                        {words::attachments::undo()}
                    </button>
                </p>
            })}
        </div>
    }
}

/// The ways to add something.
#[component]
fn Ways(is_open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let attachments = app.attachments;
    let record = move |_| {
        is_open.set(false);
        spawn_local(app.begin_recording());
    };
    view! {
        <div class="tray-ways">
            <Picker camera=false/>
            <Picker camera=true/>
            <button class="button quiet" data-testid="record-voice" on:click=record>
                {Icon::Microphone.view()} {words::attachments::voice()}
            </button>
            <label class="tray-original">
                <input type="checkbox" data-testid="keep-original"
                    prop:checked=move || attachments.keeps_original.get()
                    on:change:target=move |event| attachments.keeps_original.set(event.target().checked())/>
                <span>
                    {words::attachments::keep_original()}
                    <small>{words::attachments::keep_original_hint()}</small>
                </span>
            </label>
        </div>
    }
}

/// A button that opens the device's own picker, or its camera.
#[component]
fn Picker(camera: bool) -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<Input>::new();
    let picked = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let files = input.files().map(photos).unwrap_or_default();
        // The same file may be picked again.
        input.set_value("");
        spawn_local(app.attach_photos(files));
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let (icon, label, test_id) = if camera {
        (Icon::Camera, words::attachments::camera(), "attach-camera")
    } else {
        (Icon::Photo, words::attachments::photo(), "attach-photo")
    };
    view! {
        <button class="button quiet" class:touch-only=camera on:click=open>{icon.view()} {label}</button>
        <input
            type="file"
            class="picker"
            data-testid=test_id
            aria-hidden="true"
            tabindex="-1"
            accept="image/*"
            multiple=!camera
            capture=camera.then_some("environment")
            node_ref=input
            on:change=picked
        />
    }
}

/// One of the things that the text carries.
#[component]
fn Tile(attachment: Attachment, number: usize, at: RwSignal<Option<usize>>) -> impl IntoView {
    let name = attachment_words::name(&attachment);
    let content = match attachment.kind {
        AttachmentKind::Photo => view! { <AttachmentImage attachment text=""/> }.into_any(),
        AttachmentKind::Recording => {
            let length = attachment
                .duration_ms
                .map(|duration_ms| attachment_words::clock(f64::from(duration_ms)));
            view! { {Icon::Microphone.view()} <span>{length}</span> }.into_any()
        }
    };
    view! {
        <button class="tile" data-testid="attachment" aria-label=words::attachments::open_details(name)
            on:click=move |_| at.set(Some(number))>
            {content}
        </button>
    }
}

/// Takes photos that are pasted or dropped, for as long as the editor is open.
fn listen_to_files(is_dropping: RwSignal<bool>) {
    let app = use_app();
    let paste = window_event_listener(ev::paste, move |event| {
        let Some(data) = event.clipboard_data() else {
            return;
        };
        let files = photos_of(&data);
        // What has words, too, is a piece of text whose picture comes along.
        let has_words = data
            .get_data("text/plain")
            .is_ok_and(|text| !text.is_empty());
        if !files.is_empty() && !has_words && !event.default_prevented() {
            event.prevent_default();
            spawn_local(app.attach_photos(files));
        }
    });
    let over = window_event_listener(ev::dragover, move |event| {
        if event.data_transfer().is_some_and(|data| has_files(&data)) {
            event.prevent_default();
            is_dropping.set(true);
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        // Only when the page itself is left.
        if event.related_target().is_none() {
            is_dropping.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |event| {
        is_dropping.set(false);
        let Some(data) = event.data_transfer().filter(has_files) else {
            return;
        };
        // Otherwise the browser leaves the journal and opens the file.
        event.prevent_default();
        spawn_local(app.attach_photos(photos_of(&data)));
    });
    on_cleanup(move || {
        paste.remove();
        over.remove();
        leave.remove();
        drop.remove();
    });
}

fn has_files(data: &DataTransfer) -> bool {
    data.types().iter().any(|kind| kind == "Files")
}

fn photos_of(data: &DataTransfer) -> Vec<File> {
    data.files().map(photos).unwrap_or_default()
}

/// All files that say they are pictures; what they are is looked at in the vault worker.
fn photos(files: FileList) -> Vec<File> {
    (0..files.length())
        .filter_map(|at| files.get(at))
        .filter(|file| file.type_().starts_with("image/") || file.type_().is_empty())
        .collect()
}
