//! The way between the panes, and the browser's Back. Addresses never change: the history holds
//! only how many steps deep it is, and which entry a step showed is known to this page alone.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::{App, Pane};
use crate::platform::turn::drawn;
use crate::platform::{focus, listen};

/// What makes a backup, among the settings.
const BACKUP: &str = "backup-create";

impl App {
    /// Begins to follow the browser's Back and Forward.
    pub(crate) fn watch_history(self) {
        mark(0, false);
        listen(&window(), "popstate", move |event| {
            let depth = js_sys::Reflect::get(&event, &"state".into())
                .ok()
                .and_then(|state| state.as_f64())
                .unwrap_or(0.0) as usize;
            // Steps of an earlier unlocking are forgotten: they all lead to the list.
            let pane = depth
                .checked_sub(1)
                .and_then(|at| self.trail.with_value(|trail| trail.get(at).copied()))
                .unwrap_or(Pane::List);
            self.trail.update_value(|trail| trail.truncate(depth));
            if self.is_open() {
                spawn_local(self.arrive(pane));
            }
        });
    }

    /// Goes one step deeper: Back returns here.
    pub(crate) fn go(self, pane: Pane) {
        self.put_toast_away();
        self.trail.update_value(|trail| trail.push(pane));
        mark(self.depth(), true);
        spawn_local(self.arrive(pane));
    }

    /// Goes to the backup among the settings.
    pub(crate) fn go_to_backup(self) {
        if self.pane.get_untracked() != Pane::Settings {
            self.go(Pane::Settings);
        }
        spawn_local(async {
            drawn(BACKUP).await;
            focus(BACKUP);
        });
    }

    /// Goes from the editor to the entry that it saved: back, if that is where it was opened.
    pub(crate) fn finish_at(self, pane: Pane) {
        let came_from_there = self
            .trail
            .with_value(|trail| trail.iter().rev().nth(1) == Some(&pane));
        if came_from_there {
            self.back();
        } else {
            self.trail.update_value(|trail| {
                trail.pop();
                trail.push(pane);
            });
            mark(self.depth(), false);
            spawn_local(self.arrive(pane));
        }
    }

    /// Goes back one step, as the browser's Back does.
    pub(crate) fn back(self) {
        if self.depth() > 0 {
            // Fails only where the page has no history of its own.
            let _ = window().history().and_then(|history| history.back());
        } else {
            spawn_local(self.arrive(Pane::List));
        }
    }

    /// Goes back to a pane on the way here, past everything after it.
    pub(crate) fn back_to(self, pane: Pane) {
        let at = self
            .trail
            .with_value(|trail| trail.iter().rposition(|step| *step == pane));
        match at {
            Some(at) if at + 1 < self.depth() => {
                // Both are small numbers.
                let steps = (self.depth() - 1 - at) as i32;
                // Fails only where the page has no history of its own.
                let _ = window()
                    .history()
                    .and_then(|history| history.go_with_delta(-steps));
            }
            Some(_) => spawn_local(self.arrive(pane)),
            None => self.go(pane),
        }
    }

    /// Forgets the way here, for a locked journal.
    pub(crate) fn forget_trail(self) {
        self.trail.update_value(Vec::clear);
        self.pane.set(Pane::List);
        mark(0, false);
    }

    fn depth(self) -> usize {
        self.trail.with_value(Vec::len)
    }

    async fn arrive(self, pane: Pane) {
        let from = self.pane.get_untracked();
        if from == Pane::Writing && !self.leave_editor().await {
            // What was typed could not be stored: stay, whatever Back has done meanwhile.
            self.trail.update_value(|trail| trail.push(Pane::Writing));
            mark(self.depth(), true);
            return;
        }
        if let Pane::Reading(_) = from {
            self.forget_reflection();
        }
        match pane {
            Pane::Reading(id) => self.show_entry(id).await,
            Pane::Versions(id) => self.show_versions(id).await,
            Pane::Version(id, number) => self.show_version(id, number).await,
            Pane::Trash => self.show_trash().await,
            Pane::Activity => self.show_activity().await,
            // Forward into an editor that was left: its draft is in the list.
            Pane::Writing if !self.editor.is_open() => self.pane.set(Pane::List),
            pane => self.pane.set(pane),
        }
        if !matches!(pane, Pane::Reading(_)) {
            self.reading.set(None);
        }
        self.put_unseen_away(self.pane.get_untracked());
        if pane != Pane::Writing {
            self.editor.close();
            focus("page");
        }
    }

    /// Drops what only panes show that are not shown any more.
    fn put_unseen_away(self, shown: Pane) {
        if !matches!(shown, Pane::Versions(_) | Pane::Version(..)) {
            self.history.close();
        }
        if shown != Pane::Activity {
            self.audit.close();
        }
        if shown != Pane::Trash {
            self.trash.set(Vec::new());
        }
    }
}

/// Writes the depth into the history, as a new step or over the present one.
fn mark(depth: usize, deeper: bool) {
    let Ok(history) = window().history() else {
        return;
    };
    let state = JsValue::from_f64(depth as f64);
    // Both fail only in documents without an address of their own.
    let _ = if deeper {
        history.push_state(&state, "")
    } else {
        history.replace_state_with_url(&state, "", Some("./"))
    };
}
