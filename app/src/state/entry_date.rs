//! The day and time of what is being written.

use companion_core::{Draft, Timestamp};
use leptos::prelude::*;

use super::App;

impl App {
    /// When a text was begun: as its writer has set it, else as its entry is listed, else when
    /// its first sitting began.
    pub(super) fn date_of(self, draft: &Draft) -> Timestamp {
        let listed = || {
            self.entries.with_untracked(|entries| {
                let entry = entries.iter().find(|entry| entry.id == draft.entry_id);
                entry.map(|entry| entry.created)
            })
        };
        draft.created.or_else(listed).unwrap_or(draft.started)
    }

    /// Gives what is being written another day and time.
    pub(crate) fn date_entry(self, created: Timestamp) {
        self.editor.set_created(created);
        self.changed();
    }
}
