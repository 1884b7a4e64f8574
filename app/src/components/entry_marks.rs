//! What the reading view shows of an entry beside its text, and lets its writer change: mood,
//! tags and the star.

use companion_core::EntryId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{MoodPick, Star};
use crate::state::use_app;
use crate::text::words;

/// Mood and tags.
#[component]
pub(crate) fn EntryMarks(
    /// The entry that is read.
    id: EntryId,
) -> impl IntoView {
    let app = use_app();
    let mood = Memo::new(move |_| {
        app.reading
            .with(|reading| reading.as_ref().and_then(|reading| reading.entry.mood))
    });
    let tags = Memo::new(move |_| {
        app.entries.with(|entries| {
            let line = entries.iter().find(|entry| entry.id == id);
            line.map(|line| line.tags.clone()).unwrap_or_default()
        })
    });
    let chips = move || {
        let chips = tags.get().into_iter().map(|tag| {
            let label = words::finding::only_tag(&tag);
            let name = tag.clone();
            view! {
                <li>
                    <button class="chip tag" data-testid="entry-tag" aria-label=label
                        on:click=move |_| app.show_tag(&name)>
                        "#" {tag}
                    </button>
                </li>
            }
        });
        chips.collect_view()
    };
    view! {
        <div class="entry-marks">
            <MoodPick label=words::finding::mood_was() chosen=mood
                pick=move |mood| spawn_local(app.set_mood(id, mood))/>
            <Show when=move || !tags.with(Vec::is_empty)>
                <ul class="chips">{chips}</ul>
            </Show>
        </div>
    }
}

/// The star of the entry that is read.
#[component]
pub(crate) fn ReadingStar(
    /// The entry.
    id: EntryId,
) -> impl IntoView {
    let app = use_app();
    let is_favourite = Memo::new(move |_| {
        app.reading.with(|reading| {
            reading
                .as_ref()
                .is_some_and(|reading| reading.entry.is_favourite)
        })
    });
    view! { <Star entry=id is_favourite/> }
}

/// How the writer feels, asked while they write.
#[component]
pub(crate) fn EditorMood() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="editor-mood">
            <MoodPick label=words::finding::mood() chosen=app.editor.mood pick=move |mood| app.feel(mood)/>
        </div>
    }
}
