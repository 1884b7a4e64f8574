//! A photo on the page: decrypted when it is shown, let go when it is not.

use companion_core::{Attachment, AttachmentId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::attachment_url::ObjectUrl;
use crate::state::{App, use_app};
use crate::text::words;

/// A photo, small or as it is kept.
#[component]
pub(crate) fn AttachmentImage(
    /// The photo.
    attachment: Attachment,
    /// Whether it is shown as it is kept.
    #[prop(optional)]
    whole: bool,
    /// The text that stands in for it; empty where its button is named.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let app = use_app();
    let shown = RwSignal::new_local(None::<Result<ObjectUrl, ()>>);
    let id = attachment.id;
    let media_type = attachment.media_type.clone();
    spawn_local(async move {
        let url = open(app, id, &media_type, whole).await;
        // Gone from the page meanwhile: dropped, and let go.
        drop(shown.try_set(Some(url.ok_or(()))));
    });
    // Whether it is of a kind that this browser does not show, as HEIC is for most.
    let is_foreign = RwSignal::new(false);
    let (width, height) = (attachment.width_px, attachment.height_px);

    view! {
        {move || shown.with(|shown| match shown {
            Some(Ok(_)) if is_foreign.get() => view! {
                <span class="attachment-broken">{words::attachments::not_shown_here()}</span>
            }.into_any(),
            None => view! {
                <span class="attachment-waiting" role="img" aria-label=words::attachments::reading()></span>
            }.into_any(),
            Some(Ok(url)) => view! {
                <img src=url.address() alt=text.clone() width=width height=height decoding="async"
                    on:error=move |_| is_foreign.set(true)/>
            }.into_any(),
            Some(Err(())) => view! {
                <span class="attachment-broken">{words::attachments::not_shown()}</span>
            }.into_any(),
        })}
    }
}

/// The address of a photo's bytes.
async fn open(app: App, id: AttachmentId, media_type: &str, whole: bool) -> Option<ObjectUrl> {
    if !whole && let Ok(Some(preview)) = app.vault.preview(id).await {
        return ObjectUrl::of(&[preview.bytes], &preview.media_type);
    }
    let parts = app.vault.attachment(id).await.ok()?;
    ObjectUrl::of(&parts, media_type)
}
