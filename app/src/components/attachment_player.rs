//! A voice note on the page: a button, and once it is pressed the browser's own player.

use companion_core::{Attachment, AttachmentId};
use leptos::html::Audio;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlMediaElement;

use super::Icon;
use crate::platform::attachment_url::ObjectUrl;
use crate::state::use_app;
use crate::text::{attachment_words, words};

/// Far behind the end of any recording, in seconds.
const BEHIND_THE_END_S: f64 = 1e7;

/// A voice note that can be played.
#[component]
pub(crate) fn AttachmentPlayer(
    /// The voice note.
    attachment: Attachment,
) -> impl IntoView {
    let app = use_app();
    let shown = RwSignal::new_local(None::<Result<ObjectUrl, ()>>);
    let is_opening = RwSignal::new(false);
    let id: AttachmentId = attachment.id;
    let media_type = attachment.media_type.clone();
    let open = move |_| {
        if is_opening.get_untracked() {
            return;
        }
        is_opening.set(true);
        let media_type = media_type.clone();
        spawn_local(async move {
            let parts = app.vault.attachment(id).await.ok();
            let url = parts.and_then(|parts| ObjectUrl::of(&parts, &media_type));
            drop(shown.try_set(Some(url.ok_or(()))));
            is_opening.try_set(false);
        });
    };
    let length = attachment
        .duration_ms
        .map(|duration_ms| attachment_words::clock(f64::from(duration_ms)));
    let name = attachment_words::name(&attachment);

    view! {
        <div class="player" data-testid="player">
            {move || shown.with(|shown| match shown {
                None => view! {
                    <button class="button quiet" data-testid="play"
                        aria-busy=move || is_opening.get().then_some("true") on:click=open.clone()>
                        {Icon::Play.view()}
                        <span class="unseen">{words::attachments::play()}</span>
                        <span>{move || if is_opening.get() { words::attachments::reading() } else { words::attachments::playing() }}</span>
                        <span class="player-length">{length.clone()}</span>
                    </button>
                }.into_any(),
                Some(Ok(url)) => view! { <Sound address=url.address() name=name.clone()/> }.into_any(),
                Some(Err(())) => view! {
                    <p class="attachment-broken">{words::attachments::not_played()}</p>
                }.into_any(),
            })}
        </div>
    }
}

/// The browser's player. Recordings of a browser do not say how long they are: it is made to
/// look at their end first, so that the whole can be sought in.
#[component]
fn Sound(address: String, name: String) -> impl IntoView {
    let player = NodeRef::<Audio>::new();
    let is_measured = StoredValue::new(false);
    let cannot = RwSignal::new(false);
    Effect::new(move || {
        if let Some(player) = player.get() {
            // Fails only for an element that is gone.
            let _ = player.focus();
        }
    });
    let play = |player: &HtmlMediaElement| {
        // A browser that does not want to play by itself waits for the person.
        let _ = player.play();
    };
    let on_metadata = move |_| {
        let Some(player) = player.get_untracked() else {
            return;
        };
        if player.duration().is_finite() {
            is_measured.set_value(true);
            play(&player);
        } else {
            player.set_current_time(BEHIND_THE_END_S);
        }
    };
    let on_seeked = move |_| {
        let Some(player) = player.get_untracked() else {
            return;
        };
        if !is_measured.get_value() {
            is_measured.set_value(true);
            player.set_current_time(0.0);
            play(&player);
        }
    };

    view! {
        <audio
            node_ref=player
            controls=true
            preload="metadata"
            src=address
            aria-label=name
            data-testid="audio"
            on:loadedmetadata=on_metadata
            on:seeked=on_seeked
            on:error=move |_| cannot.set(true)
        ></audio>
        <Show when=move || cannot.get()>
            <p class="attachment-broken" role="alert">{words::attachments::not_played()}</p>
        </Show>
    }
}
