//! The list, and one entry for reading.

use companion_core::{EntryId, EntrySummary};
use companion_protocol::vault::FailureKind;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, Pane, Undo};
use crate::text::words;

impl App {
    /// Reads the list of entries and of unsaved writing again.
    pub(crate) async fn refresh(self) {
        loop {
            let changes = self.finding.changes.get_value();
            let list = self.vault.list_entries().await;
            if !self.is_open() {
                return;
            }
            match list {
                // What was saved while the pages came may be lacking in them.
                Ok(_) if changes != self.finding.changes.get_value() => {}
                Ok(entries) => break self.entries.set(entries),
                Err(failure) => break self.say(words::vault_failure(&failure)),
            }
        }
        self.refresh_drafts().await;
    }

    /// Reads the rest of a list that unlocking has brought the beginning of, which is on screen
    /// already; what must know the whole list waits for it.
    pub(super) fn read_on(self, has_more: bool) {
        if !has_more {
            return self.look_after();
        }
        spawn_local(async move {
            self.refresh().await;
            self.finding.remembered.set(Vec::new());
            if self.is_open() {
                self.date_again();
                self.look_after();
            }
        });
    }

    /// Takes one entry's line into the list, in its place. Tells whose it is.
    pub(super) fn take_line(self, line: EntrySummary) -> EntryId {
        let id = line.id;
        self.change_lines(|entries| put(entries, line));
        id
    }

    fn change_lines(self, change: impl FnOnce(&mut Vec<EntrySummary>)) {
        let changes = self.finding.changes;
        changes.update_value(|count| *count = count.wrapping_add(1));
        self.entries.update(change);
    }

    /// Shows an entry; the pane changes once it is here, so that nothing flickers.
    pub(crate) async fn show_entry(self, id: EntryId) {
        match self.vault.read_entry(id).await {
            Ok(reading) => {
                self.reading.set(Some(reading));
                self.pane.set(Pane::Reading(id));
            }
            Err(failure)
                if failure.kind == FailureKind::Damaged && self.fall_back_on_versions(id).await =>
            {
                self.reading.set(None);
            }
            Err(failure) => {
                self.reading.set(None);
                self.pane.set(Pane::List);
                self.say(words::vault_failure(&failure));
                if matches!(failure.kind, FailureKind::Damaged | FailureKind::NotFound) {
                    self.refresh().await;
                }
            }
        }
    }

    /// Moves an entry to the trash and offers to bring it back.
    pub(crate) async fn delete(self, id: EntryId) {
        match self.vault.delete_entry(id).await {
            Ok(()) => {
                self.change_lines(|entries| entries.retain(|entry| entry.id != id));
                self.refresh_drafts().await;
                self.back();
                self.say_with_undo(words::deleted(), Undo::Delete(id));
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Brings a deleted entry back.
    pub(crate) async fn undo_delete(self, id: EntryId) {
        match self.vault.undo_delete(id).await {
            Ok(()) => {
                self.toast.set(None);
                self.announce(words::brought_back());
                self.refresh().await;
            }
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }
}

/// Puts a line where it belongs, and takes an older one of the same entry away.
fn put(entries: &mut Vec<EntrySummary>, line: EntrySummary) {
    // As the vault sorts them: newest first.
    let order = |entry: &EntrySummary| (entry.created.unix_ms, *entry.id.as_bytes());
    let known = entries.iter().position(|entry| entry.id == line.id);
    match known.and_then(|at| entries.get_mut(at)) {
        Some(place) if order(place) == order(&line) => *place = line,
        _ => {
            if let Some(at) = known {
                entries.remove(at);
            }
            let at = entries.partition_point(|entry| order(entry) > order(&line));
            entries.insert(at, line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::entry_on;
    use super::*;

    #[test]
    fn a_line_stands_where_the_vault_would_sort_it() {
        let line = |id: u8, day| EntrySummary {
            id: EntryId::from_bytes([id; 16]),
            ..entry_on(day)
        };
        let mut entries = Vec::new();
        let mut put_in = |new: EntrySummary| {
            put(&mut entries, new);
            let lines = entries.iter();
            lines
                .map(|it: &EntrySummary| (it.id.as_bytes()[0], it.created.local_day().0))
                .collect::<Vec<_>>()
        };
        put_in(line(1, 10));
        put_in(line(2, 30));
        assert_eq!(put_in(line(3, 20)), [(2, 30), (3, 20), (1, 10)]);
        assert_eq!(put_in(line(4, 20)), [(2, 30), (4, 20), (3, 20), (1, 10)]);
        assert_eq!(put_in(line(2, 5)), [(4, 20), (3, 20), (1, 10), (2, 5)]);
        let renamed = EntrySummary {
            title: "New".to_owned(),
            ..line(3, 20)
        };
        assert_eq!(put_in(renamed), [(4, 20), (3, 20), (1, 10), (2, 5)]);
        assert_eq!(entries[1].title, "New");
    }
}
