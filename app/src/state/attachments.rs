//! Photos and recordings of the text in the editor.

use core::time::Duration;

use companion_core::{Attachment, AttachmentId, AttachmentKind, EntryId};
use companion_protocol::vault::{Failure, FailureKind};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::{App, SaveState};
use crate::platform::attachment_url;
use crate::text::{attachment_words, words};

/// What was taken off can be put back for this long.
const UNDO_FOR: Duration = Duration::from_secs(20);

/// What the page knows of attachments.
#[derive(Clone, Copy)]
pub(crate) struct Attachments {
    /// What the text in the editor carries.
    pub(crate) carried: RwSignal<Vec<Attachment>>,
    /// Photos that are being made ready.
    pub(crate) adding: RwSignal<u32>,
    /// Why the last one was not kept, in words.
    pub(crate) trouble: RwSignal<Option<String>>,
    /// What was taken off last.
    pub(crate) removed: RwSignal<Option<Removed>>,
    /// Whether photos stay as they are, with everything that their files tell.
    pub(crate) keeps_original: RwSignal<bool>,
    /// The text that they belong to.
    entry: StoredValue<Option<EntryId>>,
    timer: StoredValue<Option<TimeoutHandle>, LocalStorage>,
}

/// An attachment that was taken off and can be put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Removed {
    attachment: Attachment,
    at: u32,
}

impl Removed {
    /// What it is.
    pub(crate) fn kind(&self) -> AttachmentKind {
        self.attachment.kind
    }
}

impl Attachments {
    /// Nothing.
    pub(crate) fn new() -> Self {
        Self {
            carried: RwSignal::new(Vec::new()),
            adding: RwSignal::new(0),
            trouble: RwSignal::new(None),
            removed: RwSignal::new(None),
            keeps_original: RwSignal::new(false),
            entry: StoredValue::new(None),
            timer: StoredValue::new_local(None),
        }
    }

    /// Whether the text in the editor carries any, or is about to.
    pub(crate) fn any(self) -> bool {
        !self.carried.with_untracked(Vec::is_empty) || self.adding.get_untracked() > 0
    }

    /// Drops everything from the page.
    pub(crate) fn close(self) {
        self.carried.set(Vec::new());
        self.trouble.set(None);
        self.removed.set(None);
        self.keeps_original.set(false);
        self.entry.set_value(None);
        self.stop_timer();
        attachment_url::revoke_all();
    }

    fn stop_timer(self) {
        self.timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    }
}

impl App {
    /// Reads what the text that was opened in the editor carries.
    pub(crate) async fn open_attachments(self) {
        let entry = self.editor.id();
        let attachments = self.attachments;
        if attachments.entry.get_value() != entry {
            attachments.carried.set(Vec::new());
            attachments.trouble.set(None);
            attachments.entry.set_value(entry);
        }
        let Some(entry) = entry else { return };
        if let Ok(list) = self.vault.attachments(entry).await {
            self.carry(entry, list);
        }
    }

    /// Attaches photos, one after the other.
    pub(crate) async fn attach_photos(self, files: Vec<File>) {
        let Some(entry) = self.editor.id() else {
            return;
        };
        let attachments = self.attachments;
        attachments.trouble.set(None);
        let keeps_original = attachments.keeps_original.get_untracked();
        attachments
            .adding
            .update(|adding| *adding += files.len() as u32);
        for file in files {
            let added = self.vault.add_photo(entry, file, keeps_original).await;
            attachments
                .adding
                .update(|adding| *adding = adding.saturating_sub(1));
            match added {
                Ok(list) => {
                    self.carry(entry, list);
                    self.announce(words::attachments::added());
                }
                Err(failure) => self.not_attached(&failure),
            }
        }
    }

    /// Writes what an attachment shows, and what is said about it.
    pub(crate) async fn describe_attachment(
        self,
        id: AttachmentId,
        description: String,
        caption: String,
    ) {
        let Some(entry) = self.editor.id() else {
            return;
        };
        let described = self
            .vault
            .describe_attachment(entry, id, description, caption);
        match described.await {
            Ok(list) => self.carry(entry, list),
            Err(failure) => self.not_attached(&failure),
        }
    }

    /// Takes an attachment off; for a while it can be put back.
    pub(crate) async fn remove_attachment(self, id: AttachmentId) {
        let Some(entry) = self.editor.id() else {
            return;
        };
        let found = self.attachments.carried.with_untracked(|list| {
            let at = list.iter().position(|one| one.id == id)?;
            Some((list.get(at)?.clone(), u32::try_from(at).unwrap_or(u32::MAX)))
        });
        let Some((attachment, at)) = found else {
            return;
        };
        match self.vault.remove_attachment(entry, id).await {
            Ok(list) => {
                self.carry(entry, list);
                self.attachments
                    .removed
                    .set(Some(Removed { attachment, at }));
                self.attachments.stop_timer();
                let forget = move || self.forget_removed();
                let timer = set_timeout_with_handle(forget, UNDO_FOR).ok();
                self.attachments.timer.set_value(timer);
            }
            Err(failure) => self.not_attached(&failure),
        }
    }

    /// Puts back what was taken off last.
    pub(crate) async fn put_back_attachment(self) {
        let Some(entry) = self.editor.id() else {
            return;
        };
        let removed = self.attachments.removed.try_update(Option::take).flatten();
        let Some(Removed { attachment, at }) = removed else {
            return;
        };
        self.attachments.stop_timer();
        match self.vault.put_back_attachment(entry, attachment, at).await {
            Ok(list) => {
                self.carry(entry, list);
                self.announce(words::attachments::put_back());
            }
            Err(failure) => self.not_attached(&failure),
        }
    }

    /// What was taken off is not wanted back.
    pub(crate) fn forget_removed(self) {
        self.attachments.stop_timer();
        if self.attachments.removed.get_untracked().is_some() {
            self.attachments.removed.set(None);
            // What stays although nobody wants it goes at the next unlocking.
            spawn_local(async move { drop(self.vault.forget_removed().await) });
        }
    }

    /// Shows what the entry carries now, if it is still the one in the editor. It is stored.
    pub(super) fn carry(self, entry: EntryId, list: Vec<Attachment>) {
        if self.editor.id() != Some(entry) {
            return;
        }
        let has_changed = self.attachments.carried.with_untracked(|old| *old != list);
        self.attachments.entry.set_value(Some(entry));
        self.attachments.carried.set(list);
        if has_changed && !self.editor.is_dirty() {
            self.editor.save_state.set(SaveState::DraftSaved);
        }
    }

    pub(super) fn not_attached(self, failure: &Failure) {
        if failure.kind == FailureKind::TakenOver {
            self.be_taken_over();
            return;
        }
        let text = attachment_words::failure(failure);
        self.attachments.trouble.set(Some(text));
    }
}
