//! Photos and voice notes below an entry that is read.

use companion_core::{Attachment, AttachmentKind};
use leptos::prelude::*;

use super::attachment_image::AttachmentImage;
use super::attachment_player::AttachmentPlayer;
use super::attachment_viewer::AttachmentViewer;
use crate::state::use_app;
use crate::text::{attachment_words, words};

/// What the entry on screen carries. One photo is shown as it is kept, several as a grid.
#[component]
pub(crate) fn AttachmentGallery() -> impl IntoView {
    let app = use_app();
    let list = Memo::new(move |_| {
        app.reading.with(|reading| {
            let entry = reading.as_ref().map(|reading| &reading.entry);
            entry.map_or_else(Vec::new, |entry| entry.attachments.clone())
        })
    });
    let at = RwSignal::new(None::<usize>);
    let figures = move || {
        let all = list.get();
        let is_photo = |one: &&Attachment| one.kind == AttachmentKind::Photo;
        let is_alone = all.iter().filter(is_photo).count() == 1;
        let figures = all.into_iter().enumerate();
        figures
            .map(|(number, attachment)| {
                view! { <li><Figure attachment number at is_alone/></li> }
            })
            .collect_view()
    };

    view! {
        <Show when=move || !list.with(Vec::is_empty)>
            <ul class="gallery" data-testid="gallery" aria-label=words::attachments::list()>
                {figures}
            </ul>
            <AttachmentViewer list=list at/>
        </Show>
    }
}

#[component]
fn Figure(
    attachment: Attachment,
    number: usize,
    at: RwSignal<Option<usize>>,
    /// Whether it is the entry's only photo.
    is_alone: bool,
) -> impl IntoView {
    let name = attachment_words::name(&attachment);
    let caption = attachment.caption.clone();
    let with_caption = (!caption.is_empty()).then_some(caption);
    let content = match attachment.kind {
        AttachmentKind::Photo => view! {
            <button class="gallery-photo" aria-label=words::attachments::open_photo(name)
                on:click=move |_| at.set(Some(number))>
                <AttachmentImage attachment whole=is_alone text=""/>
            </button>
        }
        .into_any(),
        AttachmentKind::Recording => view! { <AttachmentPlayer attachment/> }.into_any(),
    };
    view! {
        <figure class="gallery-figure" class:alone=is_alone data-testid="attachment">
            {content}
            {with_caption.map(|caption| view! { <figcaption>{caption}</figcaption> })}
        </figure>
    }
}
