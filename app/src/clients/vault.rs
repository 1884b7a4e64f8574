//! What the page can ask of the vault worker, one method each.

use std::rc::Rc;

use companion_core::{Draft, EntryId, EntrySummary, Settings};
use companion_protocol::backup::{self, Last, Merged, Report, Restored, Written};
use companion_protocol::device::{self, Cost};
use companion_protocol::vault::{
    Event, Failure, FailureKind, Kdf, Passphrase, Presence, Reading, RecoveryKey, Request,
    Response, Strength, Unlocked, WaysIn,
};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::File;

use super::link::{Conversation, Link, Notice};
use crate::text::words;

struct Vault;

impl Conversation for Vault {
    type Request = Request;
    type Response = Response;
    type Event = Event;
    const SCRIPT: &'static str = "./workers/vault.js";
    const HOLDS_LOCK: bool = true;

    fn is_ready(event: &Event) -> bool {
        matches!(event, Event::Ready)
    }
}

/// The vault worker, as the page sees it.
#[derive(Clone, Copy)]
pub(crate) struct VaultClient(StoredValue<Rc<Link<Vault>>, LocalStorage>);

/// One request and the one answer that fits it.
macro_rules! ask {
    ($client:expr, $request:expr, $answer:pat => $value:expr) => {
        match $client.ask($request).await? {
            $answer => Ok($value),
            _ => Err(fault()),
        }
    };
}

pub(super) type Answer<T> = Result<T, Failure>;

impl VaultClient {
    /// A client whose worker starts with the first request.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new_local(Link::new()))
    }

    /// Says who hears of events and crashes.
    pub(crate) fn listen(self, listener: impl Fn(Notice<Event>) + 'static) {
        self.0.with_value(|link| link.listen(listener));
    }

    /// Starts the worker, so that the next request need not wait for it.
    pub(crate) fn warm(self) {
        // If it does not start now, the next request tries again and says why.
        let _ = self.0.with_value(Link::start);
    }

    /// Ends the worker at once. What it was doing happens wholly or not at all.
    pub(crate) fn end(self) {
        self.0.with_value(|link| link.stop());
    }

    /// Ends the worker and its memory with it, unless it is at work; a fresh one is started.
    pub(crate) fn renew(self) {
        if self.0.with_value(|link| link.end_if_idle()) {
            self.warm();
        }
    }

    pub(super) fn ask(self, request: Request) -> impl Future<Output = Answer<Response>> {
        self.ask_with(request, None)
    }

    pub(super) fn ask_with(
        self,
        request: Request,
        file: Option<File>,
    ) -> impl Future<Output = Answer<Response>> {
        self.ask_beside(request, file.map(Into::into))
    }

    /// Asks with something else beside the request: a way to a file.
    pub(super) fn ask_beside(
        self,
        request: Request,
        beside: Option<JsValue>,
    ) -> impl Future<Output = Answer<Response>> {
        let answer = self.0.with_value(|link| link.ask(request, beside));
        async move {
            match answer.await {
                Ok(Response::Failed(failure)) => Err(failure),
                Ok(response) => Ok(response),
                Err(_) if self.0.with_value(|link| link.is_missing()) => Err(missing()),
                Err(_) => Err(fault()),
            }
        }
    }

    /// Where the journal stands.
    pub(crate) async fn presence(self) -> Answer<Presence> {
        ask!(self, Request::Presence, Response::Presence(presence) => presence)
    }

    /// How strong a passphrase is.
    pub(crate) async fn estimate_strength(self, passphrase: Passphrase) -> Answer<Strength> {
        ask!(self, Request::EstimateStrength(passphrase), Response::Strength(strength) => strength)
    }

    /// Creates the journal and opens it.
    pub(crate) async fn create(self, passphrase: Passphrase) -> Answer<Unlocked> {
        ask!(self, Request::Create(passphrase), Response::Unlocked(unlocked) => unlocked)
    }

    /// Opens the journal.
    pub(crate) async fn unlock(self, passphrase: Passphrase) -> Answer<Unlocked> {
        ask!(self, Request::Unlock(passphrase), Response::Unlocked(unlocked) => unlocked)
    }

    /// Drops all keys.
    pub(crate) async fn lock(self) -> Answer<()> {
        ask!(self, Request::Lock, Response::Done => ())
    }

    /// One entry, for reading.
    pub(crate) async fn read_entry(self, id: EntryId) -> Answer<Reading> {
        ask!(self, Request::ReadEntry(id), Response::Entry(reading) => reading)
    }

    /// Saves what the editor holds; durable when it returns.
    pub(crate) async fn save_entry(self, draft: Draft) -> Answer<EntrySummary> {
        ask!(self, Request::SaveEntry(draft), Response::Saved(summary) => summary)
    }

    /// Moves an entry to the trash.
    pub(crate) async fn delete_entry(self, id: EntryId) -> Answer<()> {
        ask!(self, Request::DeleteEntry(id), Response::Done => ())
    }

    /// Brings an entry back from the trash.
    pub(crate) async fn undo_delete(self, id: EntryId) -> Answer<()> {
        ask!(self, Request::UndoDelete(id), Response::Done => ())
    }

    /// A draft of a new entry, or of a stored one.
    pub(crate) async fn open_draft(self, id: Option<EntryId>) -> Answer<Draft> {
        ask!(self, Request::OpenDraft(id), Response::Draft(draft) => draft)
    }

    /// Stores the editor's state. The message is posted before this returns.
    pub(crate) fn store_draft(self, draft: Draft) -> impl Future<Output = Answer<()>> {
        let answer = self.ask(Request::StoreDraft(draft));
        async move {
            match answer.await? {
                Response::Done => Ok(()),
                _ => Err(fault()),
            }
        }
    }

    /// Forgets a draft.
    pub(crate) async fn discard_draft(self, id: EntryId) -> Answer<()> {
        ask!(self, Request::DiscardDraft(id), Response::Done => ())
    }

    /// Drafts that were never saved, newest first.
    pub(crate) async fn list_drafts(self) -> Answer<Vec<Draft>> {
        ask!(self, Request::ListDrafts, Response::Drafts(drafts) => drafts)
    }

    /// Stores the journal's settings.
    pub(crate) async fn write_settings(self, settings: Settings) -> Answer<()> {
        ask!(self, Request::WriteSettings(settings), Response::Done => ())
    }

    /// Exchanges the passphrase, or its key derivation.
    pub(crate) async fn change_passphrase(
        self,
        old: Passphrase,
        new: Passphrase,
        kdf: Kdf,
    ) -> Answer<()> {
        let request = Request::ChangePassphrase { old, new, kdf };
        ask!(self, request, Response::Done => ())
    }

    /// By what the journal can be unlocked.
    pub(crate) async fn ways_in(self) -> Answer<WaysIn> {
        ask!(self, Request::ReadWaysIn, Response::WaysIn(ways) => ways)
    }

    /// Makes a recovery key to be shown, which opens nothing yet.
    pub(crate) async fn create_recovery_key(self, passphrase: Passphrase) -> Answer<RecoveryKey> {
        ask!(self, Request::CreateRecoveryKey(passphrase), Response::RecoveryKey(key) => key)
    }

    /// Puts the shown recovery key to use.
    pub(crate) async fn activate_recovery_key(self) -> Answer<()> {
        ask!(self, Request::ActivateRecoveryKey, Response::Done => ())
    }

    /// Lets no recovery key open the journal any more.
    pub(crate) async fn remove_recovery_key(self) -> Answer<()> {
        ask!(self, Request::RemoveRecoveryKey, Response::Done => ())
    }

    /// Whether a recovery key opens the journal; why not, if not.
    pub(crate) async fn check_recovery_key(self, key: RecoveryKey) -> Answer<()> {
        ask!(self, Request::CheckRecoveryKey(key), Response::Done => ())
    }

    /// Opens the journal by its recovery key and sets a new passphrase.
    pub(crate) async fn recover(self, key: RecoveryKey, new: Passphrase) -> Answer<Unlocked> {
        let request = Request::Recover { key, new };
        ask!(self, request, Response::Unlocked(unlocked) => unlocked)
    }

    /// Takes the journal from the tab that holds it.
    pub(crate) async fn take_over(self) -> Answer<Presence> {
        ask!(self, Request::TakeOver, Response::Presence(presence) => presence)
    }

    /// Lets go of the journal for another tab.
    pub(crate) async fn hand_over(self) -> Answer<()> {
        ask!(self, Request::HandOver, Response::Done => ())
    }

    async fn ask_backup(
        self,
        request: backup::Request,
        file: Option<File>,
    ) -> Answer<backup::Response> {
        match self.ask_with(Request::Backup(request), file).await? {
            Response::Backup(response) => Ok(response),
            _ => Err(fault()),
        }
    }

    /// The last backup of this journal.
    pub(crate) async fn last_backup(self) -> Answer<Option<Last>> {
        match self.ask_backup(backup::Request::Status, None).await? {
            backup::Response::Last(last) => Ok(last),
            _ => Err(fault()),
        }
    }

    /// Writes a backup, reads it back and compares.
    pub(crate) async fn write_backup(self) -> Answer<Written> {
        match self.ask_backup(backup::Request::Write, None).await? {
            backup::Response::Written(written) => Ok(written),
            _ => Err(fault()),
        }
    }

    /// Removes the written backup from the private file system.
    pub(crate) async fn forget_backup(self) -> Answer<()> {
        match self.ask_backup(backup::Request::Forget, None).await? {
            backup::Response::Forgotten => Ok(()),
            _ => Err(fault()),
        }
    }

    /// Reads a backup through.
    pub(crate) async fn check_backup(self, file: File, passphrase: Passphrase) -> Answer<Report> {
        let request = backup::Request::Check(passphrase);
        match self.ask_backup(request, Some(file)).await? {
            backup::Response::Checked(report) => Ok(report),
            _ => Err(fault()),
        }
    }

    /// Makes the journal from a backup and opens it.
    pub(crate) async fn restore_backup(
        self,
        file: File,
        passphrase: Passphrase,
    ) -> Answer<Restored> {
        let request = backup::Request::Restore(passphrase);
        match self.ask_backup(request, Some(file)).await? {
            backup::Response::Restored(restored) => Ok(restored),
            _ => Err(fault()),
        }
    }

    /// Brings a backup into the open journal.
    pub(crate) async fn merge_backup(self, file: File, passphrase: Passphrase) -> Answer<Merged> {
        let request = backup::Request::Merge(passphrase);
        match self.ask_backup(request, Some(file)).await? {
            backup::Response::Merged(merged) => Ok(merged),
            _ => Err(fault()),
        }
    }
}

impl VaultClient {
    async fn ask_device(self, request: device::Request) -> Answer<device::Response> {
        ask!(self, Request::Device(request), Response::Device(response) => response)
    }

    /// What deriving a key costs on this device.
    pub(crate) async fn measure(self, kdf: Kdf) -> Answer<Cost> {
        match self.ask_device(device::Request::Measure(kdf)).await? {
            device::Response::Measured(cost) => Ok(cost),
            _ => Err(fault()),
        }
    }

    /// Writes a backup that is to be copied into a folder.
    pub(crate) async fn write_backup_for_folder(self) -> Answer<Written> {
        match self.ask_device(device::Request::WriteForFolder).await? {
            device::Response::Written(written) => Ok(written),
            _ => Err(fault()),
        }
    }

    /// The backup written last is in the folder.
    pub(crate) async fn backup_in_folder(self) -> Answer<()> {
        match self.ask_device(device::Request::InFolder).await? {
            device::Response::Noted => Ok(()),
            _ => Err(fault()),
        }
    }
}

/// The worker could not be loaded.
fn missing() -> Failure {
    Failure {
        kind: FailureKind::Incomplete,
        detail: String::new(),
    }
}

/// The worker ended, or answered what was not asked.
pub(super) fn fault() -> Failure {
    Failure {
        kind: FailureKind::Internal,
        detail: words::worker_silent().into(),
    }
}
