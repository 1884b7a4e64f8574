//! What stands quietly above the list: what was written on this day in earlier years, and on how
//! many of the last days something was. A day without writing is nobody's fault and not mentioned.

use leptos::prelude::*;

use super::timeline::Card;
use crate::components::Icon;
use crate::platform::now;
use crate::state::{Memory, memories, use_app, written_days};
use crate::text::words;

/// Days that are counted.
const DAYS: usize = 7;
/// Entries of earlier years that are shown.
const MOST: usize = 3;

/// Both, while nothing is looked for.
#[component]
pub(crate) fn AboveList() -> impl IntoView {
    let app = use_app();
    let is_quiet = Memo::new(move |_| app.finding.matches.with(Option::is_some));
    view! {
        <Show when=move || !is_quiet.get()>
            <Streak/>
            <OnThisDay/>
        </Show>
    }
}

#[component]
fn Streak() -> impl IntoView {
    let app = use_app();
    let written = Memo::new(move |_| {
        let wanted = app.finding.above.with(|above| above.streak);
        let days = app
            .entries
            .with(|entries| written_days(entries, now().local_day()));
        (wanted && days > 0).then_some(days)
    });
    let line = move || {
        written.get().map(|days| {
            let text = match days {
                DAYS => words::finding::streak_all().to_owned(),
                _ => words::finding::streak(days),
            };
            view! { <p class="streak" data-testid="streak">{text}</p> }
        })
    };
    view! { {line} }
}

#[component]
fn OnThisDay() -> impl IntoView {
    let app = use_app();
    let remembered = Memo::new(move |_| {
        let today = now().local_day();
        let is_wanted = app
            .finding
            .above
            .with(|above| above.memories && above.put_away_on != Some(today));
        if is_wanted {
            let mut found = app.entries.with(|entries| memories(entries, today));
            let ahead = app
                .finding
                .remembered
                .with(|entries| memories(entries, today));
            for memory in ahead {
                if found.iter().all(|known| known.entry.id != memory.entry.id) {
                    found.push(memory);
                }
            }
            found.truncate(MOST);
            found
        } else {
            Vec::new()
        }
    });
    let put_away = move |_| {
        app.finding
            .set_above(|above| above.put_away_on = Some(now().local_day()));
    };
    let lines = move || {
        let lines = remembered.get().into_iter().map(|Memory { years, entry }| {
            view! {
                <li>
                    <p class="years-ago">{words::finding::years_ago(years)}</p>
                    <Card entry/>
                </li>
            }
        });
        lines.collect_view()
    };
    view! {
        <Show when=move || !remembered.with(Vec::is_empty)>
            <section class="memories" data-testid="on-this-day" aria-labelledby="on-this-day-title">
                <div class="memories-head">
                    <h3 id="on-this-day-title">{words::finding::on_this_day()}</h3>
                    <button class="icon-button" data-testid="put-away" aria-label=words::finding::put_away()
                        title=words::finding::put_away() on:click=put_away>
                        {Icon::Close.view()}
                    </button>
                </div>
                <ul>{lines}</ul>
            </section>
        </Show>
    }
}

/// Whether they are shown at all.
#[component]
pub(crate) fn ListSetting() -> impl IntoView {
    let app = use_app();
    let above = app.finding.above;
    let set_streak = move |event: leptos::ev::Event| {
        app.finding
            .set_above(|above| above.streak = event_target_checked(&event));
    };
    let set_memories = move |event: leptos::ev::Event| {
        app.finding
            .set_above(|above| above.memories = event_target_checked(&event));
    };
    view! {
        <section class="setting" aria-labelledby="list-setting-title">
            <h3 id="list-setting-title">{words::finding::list_setting()}</h3>
            <label class="tick">
                <input type="checkbox" data-testid="show-on-this-day"
                    prop:checked=move || above.with(|above| above.memories) on:change=set_memories/>
                <span>{words::finding::show_on_this_day()}</span>
            </label>
            <label class="tick">
                <input type="checkbox" data-testid="show-streak"
                    prop:checked=move || above.with(|above| above.streak) on:change=set_streak/>
                <span>{words::finding::show_streak()}</span>
            </label>
        </section>
    }
}
