//! The month as a grid that the keyboard walks: WAI-ARIA's pattern for choosing a date.

use companion_core::{CivilDay, Day};
use leptos::prelude::*;

use super::marks::{Mark, Month, Shade, weeks};
use crate::components::{MoodFace, mood_word};
use crate::platform::{calendar, focus, intl, is_rtl, now};
use crate::state::{App, use_app};
use crate::text::words;

const DAYS_OF_WEEK: i64 = 7;

/// The days of the month, one of which the keyboard can reach.
#[component]
pub(super) fn Grid(
    /// The month.
    marks: Memo<Month>,
    /// What the marks show.
    #[prop(into)]
    shade: Signal<Shade>,
) -> impl IntoView {
    let app = use_app();
    let first_weekday = calendar::first_weekday();
    let weekdays = move || {
        let order = (0..7).map(|at| (first_weekday - 1 + at) % 7 + 1);
        order
            .map(|day| {
                view! { <th scope="col" abbr=calendar::weekday(day, false)>{calendar::weekday(day, true)}</th> }
            })
            .collect_view()
    };
    // The day that Tab reaches: the chosen one if it is of this month, else today, else the first.
    let reached = Memo::new(move |_| {
        let first = marks.with(|marks| marks.first);
        let chosen = app.finding.day.get().filter(|day| is_of(first, *day));
        let today = Some(now().local_day()).filter(|day| is_of(first, *day));
        chosen.or(today).or(Day::from_civil(first))
    });
    let rows = move || {
        let (first, shade) = (marks.with(|marks| marks.first), shade.get());
        let rows = weeks(first, first_weekday).into_iter().map(|week| {
            let cells = week.map(|day| match day {
                None => view! { <td></td> }.into_any(),
                Some(day) => {
                    let mark = marks.with(|marks| marks.days.get(&day).cloned());
                    let civil = CivilDay { day, ..first };
                    view! { <Cell civil mark shade reached/> }.into_any()
                }
            });
            view! { <tr>{cells.into_iter().collect_view()}</tr> }
        });
        rows.collect_view()
    };
    let walk = move |event: leptos::ev::KeyboardEvent| {
        let from = app.focused_day().or(reached.get_untracked());
        if let Some(day) = from.and_then(|from| target(&event, from, first_weekday)) {
            event.prevent_default();
            app.choose_day(day);
            // The month may be another one by then.
            request_animation_frame(move || focus(&id_of(day)));
        }
    };
    view! {
        <table class="month" role="grid" aria-labelledby="month-title" aria-describedby="calendar-keys" on:keydown=walk>
            <thead><tr>{weekdays}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Cell(
    civil: CivilDay,
    mark: Option<Mark>,
    shade: Shade,
    reached: Memo<Option<Day>>,
) -> impl IntoView {
    let app = use_app();
    let Some(day) = Day::from_civil(civil) else {
        return view! { <td></td> }.into_any();
    };
    let is_chosen = move || app.finding.day.get() == Some(day);
    let today = now().local_day();
    let what = mark
        .as_ref()
        .map_or_else(|| words::finding::no_entries().to_owned(), told);
    let label = words::finding::day_label(intl::day(day, false), what);
    let drawing = mark.map(|mark| match (shade, mark.mood()) {
        (Shade::Mood, Some(mood)) => view! { <MoodFace mood/> }.into_any(),
        (Shade::Mood, None) => view! { <span class="mark" data-amount="0"></span> }.into_any(),
        (Shade::Amount, _) => {
            view! { <span class="mark" data-amount=mark.amount().to_string()></span> }.into_any()
        }
    });
    let is_written = drawing.is_some();
    view! {
        <td aria-selected=move || if is_chosen() { "true" } else { "false" }>
            <button
                class="month-day"
                class:written=is_written
                class:to-come={day > today}
                id=id_of(day)
                data-testid="calendar-day"
                data-day=day.to_iso()
                data-written=is_written.then_some("true")
                tabindex=move || if reached.get() == Some(day) { "0" } else { "-1" }
                aria-current=(day == today).then_some("date")
                aria-label=label
                on:click=move |_| app.choose_day(day)
            >
                <span class="month-number">{civil.day.to_string()}</span>
                {drawing}
            </button>
        </td>
    }
    .into_any()
}

/// What was written on a day.
fn told(mark: &Mark) -> String {
    let amount = words::joined(
        words::finding::entries(mark.entries),
        words::word_count(mark.words),
    );
    match mark.mood() {
        Some(mood) => words::joined(&amount, words::finding::mood_label(mood_word(mood))),
        None => amount,
    }
}

/// Where a key leads.
fn target(event: &web_sys::KeyboardEvent, from: Day, first_weekday: u8) -> Option<Day> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    let forward = if is_rtl() { -1 } else { 1 };
    let into_week = (i64::from(from.weekday()) - i64::from(first_weekday)).rem_euclid(DAYS_OF_WEEK);
    let months = |count: i32| {
        let count = if event.shift_key() { count * 12 } else { count };
        from.civil()
            .and_then(|civil| Day::from_civil(civil.plus_months(count)))
    };
    let days = |count: i64| Some(Day(from.0 + count));
    match event.key().as_str() {
        "ArrowRight" => days(forward),
        "ArrowLeft" => days(-forward),
        "ArrowDown" => days(DAYS_OF_WEEK),
        "ArrowUp" => days(-DAYS_OF_WEEK),
        "Home" => days(-into_week),
        "End" => days(DAYS_OF_WEEK - 1 - into_week),
        "PageDown" => months(1),
        "PageUp" => months(-1),
        _ => None,
    }
}

fn is_of(first: CivilDay, day: Day) -> bool {
    day.civil()
        .is_some_and(|civil| (civil.year, civil.month) == (first.year, first.month))
}

fn id_of(day: Day) -> String {
    format!("day-{}", day.to_iso().unwrap_or_default())
}

impl App {
    /// The day on which the keyboard's focus is.
    fn focused_day(self) -> Option<Day> {
        let element = document().active_element()?;
        Day::from_iso(&element.get_attribute("data-day")?)
    }
}
