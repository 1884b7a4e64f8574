//! Reminders, among the settings: by the calendar, by Companion itself, by a mark on its icon.

use companion_core::MinuteOfDay;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::notification::Permission;
use crate::platform::{badge, calendar};
use crate::state::use_app;
use crate::text::words::reminder as words;

const WEEK: u8 = 7;

/// When to remind, and how.
#[component]
pub(crate) fn ReminderSection() -> impl IntoView {
    let app = use_app();
    let reminder = move || app.settings.with(|settings| settings.reminder);
    let is_on = Memo::new(move |_| reminder().is_some());
    view! {
        <section class="setting" aria-labelledby="reminder-title" data-testid="reminder-settings">
            <h3 id="reminder-title">{words::title()}</h3>
            <p class="hint">{words::lead()}</p>
            <label class="tick">
                <input
                    type="checkbox"
                    data-testid="reminder-on"
                    prop:checked=move || is_on.get()
                    on:change=move |event| spawn_local(app.want_reminder(event_target_checked(&event)))
                />
                <span>{words::wanted()}</span>
            </label>
            <Show when=move || is_on.get()>
                <When/>
                <ByCalendar/>
                <ByCompanion/>
            </Show>
            <OnIcon/>
        </section>
    }
}

#[component]
fn When() -> impl IntoView {
    let app = use_app();
    let at = move || {
        let reminder = app.settings.with(|settings| settings.reminder);
        reminder.map(|reminder| reminder.at.to_clock())
    };
    let choose_time = move |event: leptos::ev::Event| {
        if let Some(at) = MinuteOfDay::from_clock(&event_target_value(&event)) {
            spawn_local(app.change_reminder(move |reminder| reminder.at = at));
        }
    };
    let has = move |weekday: u8| {
        app.settings.with(|settings| {
            settings
                .reminder
                .is_some_and(|reminder| reminder.days.has(weekday))
        })
    };
    let choose_day = move |weekday: u8, event: &leptos::ev::Event| {
        let is_in = event_target_checked(event);
        spawn_local(async move {
            app.change_reminder(|reminder| {
                reminder.days = reminder.days.with(weekday, is_in).unwrap_or(reminder.days);
            })
            .await;
            // The last day stays, and its box says so again.
            app.settings.update(|_| {});
        });
    };
    let first = calendar::first_weekday();
    let days = (0..WEEK).map(move |ahead| {
        let weekday = (first - 1 + ahead) % WEEK + 1;
        let id = format!("reminder-day-{weekday}");
        view! {
            <input
                type="checkbox"
                id=id.clone()
                data-testid=id.clone()
                aria-label=calendar::weekday(weekday, false)
                prop:checked=move || has(weekday)
                on:change=move |event| choose_day(weekday, &event)
            />
            <label for=id aria-hidden="true">{calendar::weekday(weekday, true)}</label>
        }
    });
    view! {
        <div class="row">
            <label for="reminder-time">{words::time()}</label>
            <input
                type="time"
                id="reminder-time"
                data-testid="reminder-time"
                required
                prop:value=at
                on:change=choose_time
            />
        </div>
        <fieldset class="choice">
            <legend>{words::days()}</legend>
            <div class="choices days-of-week">{days.collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn ByCalendar() -> impl IntoView {
    let app = use_app();
    let title = NodeRef::<Input>::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = title.get_untracked().map(|field| field.value());
        let typed = typed.filter(|typed| !typed.trim().is_empty());
        app.save_calendar_file(typed.as_deref().unwrap_or(words::calendar_name()).trim());
    };
    view! {
        <h4>{words::calendar_title()}</h4>
        <p class="hint">{words::calendar_lead()}</p>
        <form class="reminder-file" on:submit=save>
            <label for="reminder-name">{words::calendar_name_label()}</label>
            <input
                type="text"
                id="reminder-name"
                data-testid="reminder-name"
                maxlength="200"
                autocomplete="off"
                node_ref=title
                prop:value=words::calendar_name()
            />
            <button class="button quiet" data-testid="reminder-file">{words::calendar_save()}</button>
        </form>
        <p class="hint">{words::calendar_hint()}</p>
    }
}

#[component]
fn ByCompanion() -> impl IntoView {
    let app = use_app();
    let permission = app.reminding.permission;
    let notifies = move || {
        let reminder = app.settings.with(|settings| settings.reminder);
        reminder.is_some_and(|reminder| reminder.notifies)
            && permission.get() == Permission::Granted
    };
    let choose = move |event: leptos::ev::Event| {
        let is_wanted = event_target_checked(&event);
        spawn_local(async move {
            app.notify_of_reminder(is_wanted).await;
            // What was refused is not ticked.
            app.settings.update(|_| {});
        });
    };
    let state = move || match permission.get() {
        Permission::Unsupported => Some(words::notify_unsupported()),
        Permission::Denied => Some(words::notify_denied()),
        Permission::Open | Permission::Granted => None,
    };
    view! {
        <h4>{words::notify_title()}</h4>
        <label class="tick">
            <input
                type="checkbox"
                data-testid="reminder-notify"
                aria-describedby="reminder-notify-hint"
                disabled=move || permission.get() == Permission::Unsupported
                prop:checked=notifies
                on:change=choose
            />
            <span>{words::notify()}</span>
        </label>
        <p class="hint" role="status" data-testid="reminder-permission">{state}</p>
        <p class="hint" id="reminder-notify-hint">{words::notify_hint()}</p>
    }
}

#[component]
fn OnIcon() -> impl IntoView {
    let app = use_app();
    let can_mark = badge::is_supported();
    view! {
        <h4>{words::mark_title()}</h4>
        <label class="tick">
            <input
                type="checkbox"
                data-testid="mark-icon"
                aria-describedby="mark-hint"
                disabled=!can_mark
                prop:checked=move || app.settings.with(|settings| settings.marks_icon)
                on:change=move |event| spawn_local(app.mark_icon(event_target_checked(&event)))
            />
            <span>{words::mark()}</span>
        </label>
        <p class="hint" id="mark-hint">
            {if can_mark { words::mark_hint() } else { words::mark_unsupported() }}
        </p>
    }
}
