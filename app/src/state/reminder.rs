//! Reminders of writing, and the mark on the app's icon.
//!
//! When to remind lies sealed in the journal, so it is known from the first unlocking on for as
//! long as the window is open, also while the journal is locked again. Nothing of it is left
//! readable on the device: the price is that a closed Companion reminds nobody, and the file for
//! calendars is there for that.

use core::time::Duration;

use companion_core::{Day, Reminder, Settings};
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};

use super::{App, Pane, Phase, SaveState};
use crate::platform::notification::Permission;
use crate::platform::{badge, download, has_focus, notification, now, random_bytes};
use crate::text::words::{reminder as words, vault_failure};

/// How often to look at the clock: a minute is not missed.
const LOOK: Duration = Duration::from_secs(20);
/// How long the browser may take to save a small file.
const SAVING: Duration = Duration::from_secs(60);
const CALENDAR_TYPE: &str = "text/calendar;charset=utf-8";
const CALENDAR_NAME: &str = "companion-reminder.ics";
const DAY_MINUTES: i64 = 24 * 60;
const MINUTE_MS: i64 = 60 * 1000;

/// What the page knows of reminders, beside the settings.
#[derive(Clone, Copy)]
pub(crate) struct Reminding {
    /// What the browser and the person allow.
    pub(crate) permission: RwSignal<Permission>,
    /// The day whose reminder was told last, or was passed over because somebody was there.
    told: StoredValue<Option<Day>>,
    /// The last day on which something was written.
    written: StoredValue<Option<Day>>,
}

impl Reminding {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self {
            permission: RwSignal::new(notification::permission()),
            told: StoredValue::new(None),
            written: StoredValue::new(None),
        }
    }
}

impl App {
    /// Begins to look at the clock, and at what the icon says. Called once.
    pub(crate) fn watch_reminder(self) {
        set_interval(move || self.look_at_clock(), LOOK);
        Effect::new(move || {
            let newest = self
                .entries
                .with(|entries| entries.iter().map(|entry| entry.created.local_day()).max());
            // A locked journal shows no entries; what was known of them then holds on.
            if self.is_open() {
                self.reminding.written.set_value(newest);
            }
        });
        // A mark that is there stays while the journal is locked: that is what it is for.
        let is_marked = Memo::new(move |_| {
            let is_sample = self.beginning.in_sample.get();
            let is_open = self.phase.get() == Phase::Open && !is_sample;
            is_open.then(|| {
                self.settings.with(|settings| settings.marks_icon) && self.has_unsaved_writing()
            })
        });
        Effect::new(move |before: Option<bool>| {
            let was_marked = before.unwrap_or_default();
            let Some(is_marked) = is_marked.get() else {
                return was_marked;
            };
            if is_marked || was_marked || before.is_none() {
                badge::mark(is_marked);
            }
            is_marked
        });
    }

    /// The journal has just been opened by somebody who is there: a reminder whose time is now
    /// needs no telling.
    pub(super) fn pass_reminder_over(self) {
        if let Some(day) = self.due_reminder() {
            self.reminding.told.set_value(Some(day));
        }
    }

    /// Wants a reminder, or none any more.
    pub(crate) async fn want_reminder(self, is_wanted: bool) {
        let reminder = is_wanted.then(|| Reminder::new(random_bytes()));
        self.keep_reminder(reminder).await;
    }

    /// Changes the reminder.
    pub(crate) async fn change_reminder(self, change: impl FnOnce(&mut Reminder)) {
        let Some(before) = self.settings.with_untracked(|settings| settings.reminder) else {
            return;
        };
        let mut after = before;
        change(&mut after);
        if (after.at, after.days) != (before.at, before.days) {
            after.changes = before.changes.saturating_add(1);
        }
        if after != before {
            self.keep_reminder(Some(after)).await;
        }
    }

    /// Lets Companion itself remind, or no longer. The browser asks the person where nobody has
    /// been asked.
    pub(crate) async fn notify_of_reminder(self, is_wanted: bool) {
        if is_wanted {
            self.reminding.permission.set(notification::ask().await);
        }
        let is_allowed = self.reminding.permission.get_untracked() == Permission::Granted;
        self.change_reminder(|reminder| reminder.notifies = is_wanted && is_allowed)
            .await;
    }

    /// Marks the icon while unsaved writing waits, or no longer.
    pub(crate) async fn mark_icon(self, marks_icon: bool) {
        let settings = self.settings.get_untracked();
        self.change_settings(Settings {
            marks_icon,
            ..settings
        })
        .await;
    }

    /// Gives the reminder to the browser as a file for calendars, under a name of the person's
    /// choice.
    pub(crate) fn save_calendar_file(self, title: &str) {
        let reminder = self.settings.with_untracked(|settings| settings.reminder);
        let file = reminder.and_then(|reminder| reminder.calendar_file(title, now()));
        let saved = file.and_then(|file| {
            let options = BlobPropertyBag::new();
            options.set_type(CALENDAR_TYPE);
            let parts = Array::of1(&JsValue::from_str(&file));
            let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
            download::offer(&blob, CALENDAR_NAME).ok()
        });
        match saved {
            Some(address) => set_timeout(move || download::forget(&address), SAVING),
            None => self.say(words::file_failed()),
        }
    }

    /// Shown before it is stored, so that the next touch builds on it; taken back where it cannot
    /// be stored.
    async fn keep_reminder(self, reminder: Option<Reminder>) {
        let before = self.settings.get_untracked();
        let after = Settings {
            reminder,
            ..before.clone()
        };
        self.settings.set(after.clone());
        if let Err(failure) = self.vault.write_settings(after).await {
            self.settings.set(before);
            self.say(vault_failure(&failure));
        }
    }

    fn look_at_clock(self) {
        let notifies = self
            .settings
            .with_untracked(|settings| settings.reminder.is_some_and(|reminder| reminder.notifies));
        let Some(day) = self.due_reminder().filter(|_| notifies) else {
            return;
        };
        if self.reminding.told.get_value() == Some(day) {
            return;
        }
        self.reminding.told.set_value(Some(day));
        if self.reminding.written.get_value() == Some(day) {
            return;
        }
        if self.is_open() && has_focus() {
            if self.pane.get_untracked() != Pane::Writing {
                self.say(words::now());
            }
        } else {
            spawn_local(async move {
                notification::show(words::now()).await;
            });
        }
    }

    fn due_reminder(self) -> Option<Day> {
        let reminder = self.settings.with_untracked(|settings| settings.reminder)?;
        let now = now();
        let minute = now.unix_ms / MINUTE_MS + i64::from(now.utc_offset_minutes);
        // Below the minutes of a day.
        reminder.due(now.local_day(), minute.rem_euclid(DAY_MINUTES) as u16)
    }

    fn has_unsaved_writing(self) -> bool {
        let is_unsaved = matches!(
            self.editor.save_state.get(),
            SaveState::Editing | SaveState::DraftSaved | SaveState::Error
        );
        let is_writing = self.pane.get() == Pane::Writing;
        !self.drafts.with(Vec::is_empty) || (is_writing && is_unsaved)
    }
}
