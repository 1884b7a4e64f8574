//! What comes from outside the page: errands of shortcuts and notifications, backups that the
//! system opens with Companion, and what other apps share. It waits while the journal is locked.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::share::Shared;
use super::{App, Pane};
use crate::platform::launch::Launch;
use crate::text::words::share as words;

/// What a shortcut or a notification asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Errand {
    /// An empty page.
    Write,
    /// The search.
    Search,
    /// The calendar.
    Calendar,
}

impl Errand {
    /// The errand in an address such as `?search`, as the manifest's shortcuts have it.
    fn of_query(query: &str) -> Option<Self> {
        query
            .trim_start_matches('?')
            .split('&')
            .find_map(|word| match word.trim_end_matches('=') {
                "new" => Some(Self::Write),
                "search" => Some(Self::Search),
                "calendar" => Some(Self::Calendar),
                _ => None,
            })
    }
}

/// What waits.
#[derive(Clone, Copy)]
pub(crate) struct Arrivals {
    /// What was shared.
    pub(crate) shared: RwSignal<Vec<Shared>, LocalStorage>,
    /// What became of something that did not arrive, in words.
    pub(crate) trouble: RwSignal<Option<String>>,
    /// A file that Companion was opened with.
    pub(crate) backup: RwSignal<Option<File>, LocalStorage>,
    /// Whether drafts are being made of what was shared.
    pub(super) is_drafting: StoredValue<bool>,
    errand: StoredValue<Option<Errand>>,
}

impl Arrivals {
    /// Nothing.
    pub(super) fn new() -> Self {
        Self {
            shared: RwSignal::new_local(Vec::new()),
            trouble: RwSignal::new(None),
            backup: RwSignal::new_local(None),
            is_drafting: StoredValue::new(false),
            errand: StoredValue::new(None),
        }
    }

    /// Says what became of something. What was said before, and not put away, stays.
    pub(super) fn say(self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        self.trouble.update(|trouble| match trouble {
            Some(said) if said.contains(&sentence) => {}
            Some(said) => {
                said.push(' ');
                said.push_str(&sentence);
            }
            None => *trouble = Some(sentence),
        });
    }

    /// The first thing shared that waits.
    pub(super) fn next_shared(self) -> Option<Shared> {
        self.shared
            .with_untracked(|waiting| waiting.first().cloned())
    }

    /// Notes what became of it meanwhile.
    pub(super) fn change_first(self, change: impl FnOnce(&mut Shared)) {
        self.shared.update(|waiting| {
            if let Some(first) = waiting.first_mut() {
                change(first);
            }
        });
    }

    /// The file that Companion was opened with, for the screen that asks what to do with it.
    pub(crate) fn take_backup(self) -> Option<File> {
        let backup = self.backup.get();
        if backup.is_some() {
            self.backup.set(None);
        }
        backup
    }
}

impl App {
    /// Notes what the page was opened for, before the address is tidied.
    pub(crate) fn read_address(self) {
        let query = window().location().search().unwrap_or_default();
        self.arrivals.errand.set_value(Errand::of_query(&query));
    }

    /// Does what the system asks of the page, now or after the next unlocking.
    pub(crate) fn on_launch(self, launch: Launch) {
        match launch {
            Launch::Address(query) => self.run_or_note(Errand::of_query(&query)),
            Launch::Notification => self.run_or_note(Some(Errand::Write)),
            Launch::Unreadable => self.arrivals.say(words::backup_unreadable()),
            Launch::File(file) => {
                self.arrivals.backup.set(Some(file));
                if self.takes_errands() {
                    self.go_to_setting("backup-title");
                }
            }
        }
    }

    /// Does what has waited for the journal to be open. Tells whether there was anything that
    /// takes the screen.
    pub(super) fn run_errands(self, is_screen_taken: bool) -> bool {
        if !self.takes_errands() {
            return false;
        }
        let errand = self
            .arrivals
            .errand
            .try_update_value(Option::take)
            .flatten()
            .filter(|_| !is_screen_taken);
        let has_shared = self.arrivals.next_shared().is_some();
        if has_shared {
            spawn_local(self.draft_shared(!is_screen_taken));
        }
        if self.arrivals.backup.with_untracked(Option::is_some) {
            self.go_to_setting("backup-title");
            return true;
        }
        if let Some(errand) = errand.filter(|_| !has_shared) {
            self.run_errand(errand);
            return true;
        }
        has_shared
    }

    /// Whether the journal is open. The sample is none: what came to it would vanish with it.
    pub(super) fn takes_errands(self) -> bool {
        self.is_open() && !self.is_in_sample()
    }

    fn run_or_note(self, errand: Option<Errand>) {
        match errand {
            Some(errand) if self.takes_errands() => self.run_errand(errand),
            Some(errand) => self.arrivals.errand.set_value(Some(errand)),
            None => {}
        }
    }

    fn run_errand(self, errand: Errand) {
        match errand {
            // Who is writing already goes on.
            Errand::Write if self.pane.get_untracked() == Pane::Writing => {}
            Errand::Write => spawn_local(self.write_new()),
            // The field is not there before the journal is drawn.
            Errand::Search => request_animation_frame(move || self.go_to_search()),
            Errand::Calendar => self.go(Pane::Calendar),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_shortcuts_name_their_errand() {
        for (query, errand) in [
            ("?new", Some(Errand::Write)),
            ("?lang=de&search", Some(Errand::Search)),
            ("?calendar=", Some(Errand::Calendar)),
            ("", None),
            ("?", None),
            ("?shared=1&news", None),
        ] {
            assert_eq!(Errand::of_query(query), errand, "{query}");
        }
    }
}
