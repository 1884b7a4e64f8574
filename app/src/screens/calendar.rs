//! A month, a mark for each day with writing, and the entries of the day that is chosen.

mod grid;
mod marks;

use companion_core::{CivilDay, Day, EntrySummary};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::timeline::Card;
use crate::components::Icon;
use crate::platform::{calendar, intl, now};
use crate::state::{App, use_app};
use crate::text::words;
use grid::Grid;
use marks::{Month, Shade, marks_of};

/// The calendar.
#[component]
pub(crate) fn CalendarPage() -> impl IntoView {
    let app = use_app();
    let month = app.finding.month;
    let shade = RwSignal::new(Shade::Amount);
    let marks = Memo::new(move |_| app.entries.with(|entries| marks_of(entries, month.get())));
    let title = move || Day::from_civil(month.get()).map(calendar::month);
    let sum = move || marks.with(|marks| marks.in_words());
    let years = Memo::new(move |_| {
        let today = now().local_day().civil().map_or(1970, |today| today.year);
        let first = app.entries.with(|entries| {
            let first = entries
                .last()
                .and_then(|entry| entry.created.local_day().civil());
            first.map_or(today, |first| first.year)
        });
        (first.min(month.get().year), today.max(month.get().year))
    });
    let turn = move |months: i32| month.update(|month| *month = month.plus_months(months));
    let go_to_today = move |_| {
        month.set(crate::state::this_month());
        app.finding.day.set(Some(now().local_day()));
    };
    let pick_year = move |event: leptos::ev::Event| {
        if let Ok(year) = event_target_value(&event).parse() {
            month.update(|month| month.year = year);
        }
    };
    view! {
        <div class="bar">
            <button class="button plain back" on:click=move |_| app.back()>
                {Icon::Back.view()} {words::back()}
            </button>
            <span class="bar-space"></span>
            <button class="button plain strong" data-testid="calendar-today" on:click=go_to_today>
                {words::finding::to_today()}
            </button>
        </div>
        <div class="sheet calendar-sheet" data-testid="calendar">
            <div class="month-head">
                <button class="icon-button" data-testid="previous-month" aria-label=words::finding::previous_month()
                    title=words::finding::previous_month() on:click=move |_| turn(-1)>
                    {Icon::Back.view()}
                </button>
                <h2 id="month-title" aria-live="polite">{title}</h2>
                <button class="icon-button next" data-testid="next-month" aria-label=words::finding::next_month()
                    title=words::finding::next_month() on:click=move |_| turn(1)>
                    {Icon::Back.view()}
                </button>
                <select aria-label=words::finding::year() data-testid="calendar-year"
                    prop:value=move || month.get().year.to_string() on:change=pick_year>
                    {move || {
                        let (first, last) = years.get();
                        let shown = month.get_untracked().year;
                        (first..=last).rev().map(|year| view! {
                            <option value=year.to_string() selected=year == shown>{year.to_string()}</option>
                        }).collect_view()
                    }}
                </select>
            </div>
            <Grid marks shade=shade/>
            <div class="month-foot">
                <p class="hint" data-testid="month-sum">{sum}</p>
                <ShadeChoice shade/>
            </div>
            <p class="unseen" id="calendar-keys">{words::finding::calendar_keys()}</p>
            <DayEntries/>
        </div>
    }
}

/// What the marks show.
#[component]
fn ShadeChoice(shade: RwSignal<Shade>) -> impl IntoView {
    let [amount, mood] = words::finding::shades();
    let choices = [
        (Shade::Amount, amount, "shade-amount"),
        (Shade::Mood, mood, "shade-mood"),
    ];
    let inputs = choices.map(|(own, word, id)| {
        view! {
            <input type="radio" name="shade" id=id prop:checked=move || shade.get() == own
                on:change=move |_| shade.set(own)/>
            <label for=id>{word}</label>
        }
    });
    view! {
        <fieldset class="choice">
            <legend class="unseen">{words::finding::shade()}</legend>
            <div class="choices">{inputs.into_iter().collect_view()}</div>
        </fieldset>
    }
}

/// The entries of the chosen day, and a way to begin one.
#[component]
fn DayEntries() -> impl IntoView {
    let app = use_app();
    let chosen = app.finding.day;
    let entries = Memo::new(move |_| {
        let day = chosen.get();
        app.entries.with(|entries| {
            let of_day = entries
                .iter()
                .filter(|entry| Some(entry.created.local_day()) == day);
            of_day.cloned().collect::<Vec<EntrySummary>>()
        })
    });
    let panel =
        move || {
            chosen.get().map(|day| {
            let is_to_come = day > now().local_day();
            let entries = entries.get();
            let is_empty = entries.is_empty();
            let lines = entries.into_iter().map(|entry| view! { <li><Card entry/></li> });
            view! {
                <section class="day-entries" data-testid="day-entries" aria-labelledby="chosen-day">
                    <h3 id="chosen-day">{intl::day(day, false)}</h3>
                    <ul>{lines.collect_view()}</ul>
                    {if is_empty {
                        view! { <p class="hint">{words::finding::no_entries()}</p> }.into_any()
                    } else {
                        view! {
                            <button class="text-link" data-testid="show-in-list"
                                on:click=move |_| app.show_day_in_list(day)>
                                {words::finding::show_in_list()}
                            </button>
                        }.into_any()
                    }}
                    {if is_to_come {
                        view! { <p class="hint">{words::finding::not_yet()}</p> }.into_any()
                    } else {
                        view! {
                            <button class="button soft" data-testid="begin-on-day"
                                on:click=move |_| spawn_local(app.write_on_day(day))>
                                {Icon::Pen.view()} {words::finding::begin_on_day()}
                            </button>
                        }.into_any()
                    }}
                </section>
            }
        })
        };
    view! { {panel} }
}

impl App {
    /// Shows a day in the calendar, and its entries.
    pub(crate) fn choose_day(self, day: Day) {
        if let Some(civil) = day.civil() {
            self.finding.month.set(CivilDay { day: 1, ..civil });
        }
        self.finding.day.set(Some(day));
    }
}

impl Month {
    fn in_words(&self) -> String {
        if self.days.is_empty() {
            return words::finding::month_empty().to_owned();
        }
        let entries: usize = self.days.values().map(|mark| mark.entries).sum();
        let words = self
            .days
            .values()
            .map(|mark| mark.words)
            .fold(0, u32::saturating_add);
        let entries = words::joined(words::finding::entries(entries), words::word_count(words));
        words::joined(words::finding::days_written(self.days.len()), &entries)
    }
}
