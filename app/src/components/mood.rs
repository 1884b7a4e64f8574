//! Moods as faces: lines on a grid of 24, told apart by their shape and named in words.

use companion_core::Mood;
use leptos::prelude::*;

use crate::text::words;

/// What a mood is called.
pub(crate) fn mood_word(mood: Mood) -> &'static str {
    let [awful, low, okay, good, great] = words::finding::moods();
    match mood {
        Mood::Awful => awful,
        Mood::Low => low,
        Mood::Okay => okay,
        Mood::Good => good,
        Mood::Great => great,
    }
}

/// Its number in styles and tests, 1 to 5.
pub(crate) const fn mood_level(mood: Mood) -> &'static str {
    match mood {
        Mood::Awful => "1",
        Mood::Low => "2",
        Mood::Okay => "3",
        Mood::Good => "4",
        Mood::Great => "5",
    }
}

/// Eyes and mouth.
const fn features(mood: Mood) -> (&'static str, &'static str) {
    const OPEN: &str = "M9 9.8v.5M15 9.8v.5";
    match mood {
        Mood::Awful => (
            "M7.8 9l2.4 1.4M16.2 9l-2.4 1.4",
            "M8.2 16.9c.7-2.2 2-3.3 3.8-3.3s3.1 1.1 3.8 3.3",
        ),
        Mood::Low => (OPEN, "M8.8 16.2c.9-1 2-1.5 3.2-1.5s2.3.5 3.2 1.5"),
        Mood::Okay => (OPEN, "M8.8 15.3h6.4"),
        Mood::Good => (OPEN, "M8.4 14.2c.9 1.4 2.1 2.1 3.6 2.1s2.7-.7 3.6-2.1"),
        Mood::Great => (
            "M7.7 10.3c.5-1.2 2.1-1.2 2.6 0M13.7 10.3c.5-1.2 2.1-1.2 2.6 0",
            "M7.8 13.6h8.4c-.4 2.5-2 4-4.2 4s-3.8-1.5-4.2-4z",
        ),
    }
}

/// The face alone. It never carries meaning alone: a word stands beside it or names its button.
#[component]
pub(crate) fn MoodFace(
    /// The mood.
    mood: Mood,
) -> impl IntoView {
    let (eyes, mouth) = features(mood);
    view! {
        <svg class="face" data-mood=mood_level(mood) viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <circle cx="12" cy="12" r="9.2"></circle>
            <path d=eyes></path>
            <path d=mouth></path>
        </svg>
    }
}

/// Five faces, of which one may be chosen by one touch; another touch takes it back.
#[component]
pub(crate) fn MoodPick(
    /// What is asked.
    label: &'static str,
    /// The mood that is chosen.
    #[prop(into)]
    chosen: Signal<Option<Mood>>,
    /// Called with what is chosen from now on.
    pick: impl Fn(Option<Mood>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let faces = Mood::ALL.map(|mood| {
        let is_chosen = move || chosen.get() == Some(mood);
        let touch = move |_| pick((!is_chosen()).then_some(mood));
        view! {
            <button
                type="button"
                class="mood"
                data-mood=mood_level(mood)
                aria-pressed=move || if is_chosen() { "true" } else { "false" }
                aria-label=mood_word(mood)
                title=mood_word(mood)
                on:click=touch
            >
                <MoodFace mood/>
            </button>
        }
    });
    view! {
        <div
            class="mood-pick"
            class:picked=move || chosen.get().is_some()
            role="group"
            aria-label=label
            data-testid="mood-pick"
            data-chosen=move || chosen.get().map(mood_level)
        >
            {faces.into_iter().collect_view()}
            <span class="mood-word" aria-hidden="true">{move || chosen.get().map(mood_word)}</span>
        </div>
    }
}
