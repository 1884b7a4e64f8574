//! The day and time under which an entry is listed, and a small sheet to change them.

use companion_core::Timestamp;
use leptos::html::Dialog;
use leptos::prelude::*;

use super::Icon;
use crate::platform::{date_input, now, now_ms, time_input, timestamp_of_inputs};
use crate::state::use_app;
use crate::text::words::writing as words;
use crate::text::{dates, words as all_words};

/// Dates up to this far ahead are today for somebody: no question is asked.
const SLACK_MS: f64 = 60.0 * 60_000.0;

/// The entry's day and time above its text; a press opens the sheet.
#[component]
pub(crate) fn EntryDate() -> impl IntoView {
    let app = use_app();
    let editor = app.editor;
    let is_open = RwSignal::new(false);
    let shown = move || editor.created.get().map(dates::moment);
    view! {
        <button
            type="button"
            class="entry-date"
            data-testid="entry-date"
            aria-haspopup="dialog"
            title=words::change_date()
            on:click=move |_| is_open.set(true)
        >
            {Icon::Calendar.view()}
            <span class="unseen">{words::change_date()} ": "</span>
            <span>{shown}</span>
        </button>
        <DateSheet open=is_open/>
    }
}

#[component]
fn DateSheet(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let editor = app.editor;
    let dialog = NodeRef::<Dialog>::new();
    let day = RwSignal::new(String::new());
    let time = RwSignal::new(String::new());
    let asks_about_future = RwSignal::new(false);
    let is_missing = RwSignal::new(false);
    let fill = move |moment: Timestamp| {
        day.set(date_input(moment));
        time.set(time_input(moment));
        asks_about_future.set(false);
        is_missing.set(false);
    };
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if open.get() {
            fill(editor.created.get_untracked().unwrap_or_else(now));
            // Fails only if it is shown already.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let set = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(moment) = timestamp_of_inputs(&day.get_untracked(), &time.get_untracked()) else {
            return is_missing.set(true);
        };
        let is_ahead = moment.unix_ms as f64 > now_ms() + SLACK_MS;
        if is_ahead && !asks_about_future.get_untracked() {
            return asks_about_future.set(true);
        }
        // Closed first: closing gives the focus back to the button.
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
        open.set(false);
        app.date_entry(moment);
        editor.focus();
    };

    view! {
        <dialog
            class="dialog date-sheet"
            data-testid="date-sheet"
            node_ref=dialog
            aria-labelledby="date-title"
            on:close=move |_| open.set(false)
        >
            <form on:submit=set>
                <h2 id="date-title">{words::date()}</h2>
                <div class="date-fields">
                    <label>
                        <span>{words::day()}</span>
                        <input type="date" required=true data-testid="date-day" prop:value=move || day.get()
                            on:input=move |event| {
                                day.set(event_target_value(&event));
                                asks_about_future.set(false);
                            }/>
                    </label>
                    <label>
                        <span>{words::time()}</span>
                        <input type="time" required=true data-testid="date-time" prop:value=move || time.get()
                            on:input=move |event| {
                                time.set(event_target_value(&event));
                                asks_about_future.set(false);
                            }/>
                    </label>
                    <button type="button" class="button plain" on:click=move |_| fill(now())>{words::date_now()}</button>
                </div>
                <div role="alert">
                    <Show when=move || is_missing.get()>
                        <p class="error">{words::date_missing()}</p>
                    </Show>
                    <Show when=move || asks_about_future.get()>
                        <p><strong>{words::future_title()}</strong></p>
                        <p>{words::future()}</p>
                    </Show>
                </div>
                <div class="dialog-actions">
                    <button type="button" class="button quiet" on:click=move |_| open.set(false)>{all_words::cancel()}</button>
                    <button type="submit" class="button" data-testid="date-set">
                        {move || if asks_about_future.get() { words::future_do() } else { words::date_set() }}
                    </button>
                </div>
            </form>
        </dialog>
    }
}
