//! The entries by day, newest first: as many as are looked at.

use std::hash::{DefaultHasher, Hash, Hasher};

use companion_core::{Day, EntrySummary};
use leptos::prelude::*;

use crate::components::{ImportedSign, MoodFace, Star, mood_word};
use crate::platform::intl;
use crate::state::{Pane, use_app};
use crate::text::{dates, words};

/// Entries of a day that are drawn together: where a day has more, as after an import, only the
/// last of them are drawn anew when more are wanted.
const TOGETHER: usize = 40;

/// Entries of one day. Equal ones are drawn once: what changed is drawn anew, nothing else.
#[derive(Clone, PartialEq, Eq)]
struct DayOf {
    day: Day,
    /// Whether the day begins with them, and is named above them.
    is_first: bool,
    entries: Vec<EntrySummary>,
}

impl Hash for DayOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.day, self.is_first).hash(state);
        for entry in &self.entries {
            (
                entry.id,
                &entry.title,
                entry.word_count,
                entry.mood,
                entry.damaged,
            )
                .hash(state);
            (&entry.tags, entry.photos, entry.recordings).hash(state);
        }
    }
}

/// What the filter lets through.
#[component]
pub(crate) fn Timeline() -> impl IntoView {
    let app = use_app();
    let days = Memo::new(move |_| {
        app.entries
            .with(|entries| by_day(app.finding.drawn(entries)))
    });
    let has_more = Memo::new(move |_| app.finding.has_more(app.entries.with(Vec::len)));
    view! {
        <For each=move || days.get() key=key let:of_day>
            <section class="day">
                {of_day.is_first.then(|| view! { <h3>{dates::day(of_day.day)}</h3> })}
                <ul>
                    {of_day.entries.into_iter().map(|entry| view! { <li><Card entry/></li> }).collect_view()}
                </ul>
            </section>
        </For>
        <Show when=move || has_more.get()>
            <button class="button quiet" on:click=move |_| app.finding.show_more()>{words::earlier()}</button>
        </Show>
    }
}

fn key(of_day: &DayOf) -> (Day, u64) {
    let mut hasher = DefaultHasher::new();
    of_day.hash(&mut hasher);
    (of_day.day, hasher.finish())
}

/// One entry's line: what it says first, and what it carries.
#[component]
pub(crate) fn Card(
    /// The entry.
    entry: EntrySummary,
) -> impl IntoView {
    let app = use_app();
    let id = entry.id;
    let is_shown = move || app.pane.get() == Pane::Reading(id);
    let open = move |_| {
        if app.pane.get_untracked() != Pane::Reading(id) {
            app.go(Pane::Reading(id));
        }
    };
    let title = if entry.damaged {
        words::damaged_title().to_owned()
    } else if entry.title.is_empty() {
        words::untitled().to_owned()
    } else {
        entry.title.clone()
    };
    let is_damaged = entry.damaged;
    let star = (!is_damaged).then(|| {
        let is_favourite = Memo::new(move |_| app.finding.favourites.with(|all| all.contains(&id)));
        view! { <Star entry=id is_favourite of=title.clone()/> }
    });
    view! {
        <div class="card-line">
            <button
                class="card"
                class:damaged=is_damaged
                data-testid="entry-card"
                data-entry-id=id.to_string()
                aria-current=move || is_shown().then_some("true")
                on:click=open
            >
                <span class="card-title">{title}</span>
                <Detail entry/>
            </button>
            {star}
        </div>
    }
}

#[component]
fn Detail(entry: EntrySummary) -> impl IntoView {
    if entry.damaged {
        return view! { <span class="card-detail">{words::damaged()}</span> }.into_any();
    }
    let EntrySummary {
        created,
        word_count,
        mood,
        photos,
        recordings,
        tags,
        is_imported,
        ..
    } = entry;
    let imported = is_imported.then(|| view! { <ImportedSign/> });
    let mood = mood.map(|mood| {
        view! { <span class="card-sign"><MoodFace mood/><span>{mood_word(mood)}</span></span> }
    });
    let photos = (photos > 0).then(|| {
        view! { <span class="card-sign"><Sign path=PHOTO/><span>{words::finding::photos(photos)}</span></span> }
    });
    let recordings = (recordings > 0).then(|| {
        view! { <span class="card-sign"><Sign path=RECORDING/><span>{words::finding::recordings(recordings)}</span></span> }
    });
    let tags = (!tags.is_empty()).then(|| {
        let signs: Vec<String> = tags.iter().map(|tag| format!("#{tag}")).collect();
        view! { <span class="card-tags" data-testid="card-tags">{signs.join(" ")}</span> }
    });
    view! {
        <span class="card-detail">
            <span>{words::joined(intl::time(created), words::word_count(word_count))}</span>
            {mood}
            {photos}
            {recordings}
            {imported}
        </span>
        {tags}
    }
    .into_any()
}

const PHOTO: &str = "M4 6.5h16v12H4zM4 15.5l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.6v.2";
const RECORDING: &str = "M12 4a2.6 2.6 0 0 1 2.6 2.6v4.8a2.6 2.6 0 0 1-5.2 0V6.6A2.6 2.6 0 0 1 12 4zM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3";

#[component]
fn Sign(path: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=path></path></svg>
    }
}

/// Consecutive entries of one day together.
fn by_day(entries: Vec<EntrySummary>) -> Vec<DayOf> {
    let mut days: Vec<DayOf> = Vec::new();
    for entry in entries {
        let day = entry.created.local_day();
        match days.last_mut() {
            Some(last) if last.day == day && last.entries.len() < TOGETHER => {
                last.entries.push(entry);
            }
            last => {
                let is_first = last.is_none_or(|last| last.day != day);
                days.push(DayOf {
                    day,
                    is_first,
                    entries: vec![entry],
                });
            }
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use companion_core::{EntryId, Timestamp};

    use super::*;

    #[test]
    fn entries_of_one_day_stand_together() {
        let at = |unix_ms| EntrySummary {
            id: EntryId::from_bytes([0; 16]),
            created: Timestamp {
                unix_ms,
                utc_offset_minutes: 0,
            },
            title: String::new(),
            word_count: 0,
            deleted: None,
            damaged: false,
            mood: None,
            is_favourite: false,
            tags: Vec::new(),
            photos: 0,
            recordings: 0,
            is_imported: false,
        };
        let days = by_day(vec![at(86_400_005), at(86_400_001), at(10)]);
        let shape = |days: &[DayOf]| -> Vec<_> {
            let shapes = days.iter();
            shapes
                .map(|it| (it.day.0, it.is_first, it.entries.len()))
                .collect()
        };
        assert_eq!(shape(&days), [(1, true, 2), (0, true, 1)]);
        let many = by_day((0..100).map(|_| at(10)).collect());
        assert_eq!(
            shape(&many),
            [(0, true, 40), (0, false, 40), (0, false, 20)]
        );
    }
}
