//! An import: the file that was picked, the dry run, the import itself, and what became of it.

use companion_core::EntryId;
use companion_protocol::Progress;
use companion_protocol::import::{Preview, Receipt, Response};
use companion_protocol::vault::{Failure, FailureKind, Passphrase};
use leptos::prelude::*;
use web_sys::Blob;

use super::App;

/// A file that was picked.
#[derive(Clone, Debug)]
pub(crate) struct Picked {
    /// Its bytes, wherever they are.
    pub(crate) file: Blob,
    /// What it is called.
    pub(crate) name: String,
    /// When it was last changed, in milliseconds since 1970.
    pub(crate) modified_ms: Option<i64>,
}

/// Before the first step.
const NOTHING: Progress = Progress { done: 0, total: 0 };

/// Where an import stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum ImportStage {
    /// Nothing is picked.
    #[default]
    Idle,
    /// The file is being opened.
    Opening,
    /// The file is encrypted.
    NeedsPassword,
    /// The dry run is under way.
    Looking,
    /// What would come.
    Preview(Preview),
    /// The import is under way.
    Bringing,
    /// What came.
    Done(Receipt),
}

/// Everything about imports that is on screen.
#[derive(Clone, Copy)]
pub(crate) struct Importing {
    /// Where it stands.
    pub(crate) stage: RwSignal<ImportStage>,
    /// How far the walk is that is under way. Apart, so that what stands beside it stays while it moves.
    pub(crate) progress: RwSignal<Progress>,
    /// What went wrong.
    pub(crate) failure: RwSignal<Option<Failure>>,
    /// Whether photos stay as they are, with everything that their files tell.
    pub(crate) keeps_originals: RwSignal<bool>,
    /// Earlier imports, the last first.
    pub(crate) receipts: RwSignal<Vec<Receipt>>,
    picked: StoredValue<Option<Picked>, LocalStorage>,
    /// The writer comes back from a report.
    returns: StoredValue<bool>,
    /// The writer wants it to end.
    is_stopping: StoredValue<bool>,
    /// Counts imports: what an earlier one still answers concerns nobody.
    number: StoredValue<u32>,
}

impl Importing {
    pub(super) fn new() -> Self {
        Self {
            stage: RwSignal::new(ImportStage::Idle),
            progress: RwSignal::new(NOTHING),
            failure: RwSignal::new(None),
            keeps_originals: RwSignal::new(false),
            receipts: RwSignal::new(Vec::new()),
            picked: StoredValue::new_local(None),
            returns: StoredValue::new(false),
            is_stopping: StoredValue::new(false),
            number: StoredValue::new(0),
        }
    }

    /// Drops what is on screen, for a locked journal.
    pub(super) fn close(self) {
        self.renew();
        self.receipts.set(Vec::new());
    }

    fn renew(self) -> u32 {
        self.number
            .update_value(|number| *number = number.wrapping_add(1));
        self.stage.set(ImportStage::Idle);
        self.failure.set(None);
        self.keeps_originals.set(false);
        self.picked.set_value(None);
        self.is_stopping.set_value(false);
        self.number.get_value()
    }

    /// Whether the writer has just come back from a report, once.
    pub(crate) fn take_return(self) -> bool {
        let returns = self.returns.get_value();
        self.returns.set_value(false);
        returns
    }

    fn is_current(self, number: u32) -> bool {
        self.number.get_value() == number
    }

    /// Shows that a walk begins.
    fn walk(self, stage: ImportStage, progress: Progress) {
        self.progress.set(progress);
        self.stage.set(stage);
    }

    fn fail(self, number: u32, failure: Failure) {
        if self.is_current(number) {
            self.stage.set(ImportStage::Idle);
            self.failure.set(Some(failure));
        }
    }
}

impl App {
    /// Opens a file that was picked, and looks through it.
    pub(crate) async fn begin_import(self, picked: Picked) {
        let number = self.importing.renew();
        self.importing.picked.set_value(Some(picked));
        self.open_import(number, None).await;
    }

    /// Tries a password on the file that was picked.
    pub(crate) async fn unlock_import(self, password: Passphrase) {
        let number = self.importing.number.get_value();
        self.open_import(number, Some(password)).await;
    }

    async fn open_import(self, number: u32, password: Option<Passphrase>) {
        let it = self.importing;
        let Some(picked) = it.picked.get_value() else {
            return;
        };
        it.failure.set(None);
        it.stage.set(ImportStage::Opening);
        let Picked {
            file,
            name,
            modified_ms,
        } = picked;
        let opened = self
            .vault
            .open_import(file, name, modified_ms, password)
            .await;
        if !it.is_current(number) {
            return;
        }
        match opened {
            Ok(response) => self.look(number, response).await,
            Err(failure) => {
                let wants_password = matches!(
                    failure.kind,
                    FailureKind::ImportPasswordNeeded | FailureKind::ImportWrongPassword
                );
                if !wants_password {
                    it.fail(number, failure);
                    return;
                }
                it.stage.set(ImportStage::NeedsPassword);
                if failure.kind == FailureKind::ImportWrongPassword {
                    it.failure.set(Some(failure));
                }
            }
        }
    }

    /// Goes on with the dry run until it is done.
    async fn look(self, number: u32, first: Response) {
        let it = self.importing;
        let mut response = first;
        it.walk(ImportStage::Looking, NOTHING);
        loop {
            match response {
                Response::Looking(progress) => it.progress.set(progress),
                Response::Preview(preview) => {
                    it.stage.set(ImportStage::Preview(preview));
                    return;
                }
                _ => return,
            }
            if it.is_stopping.get_value() {
                self.put_import_away().await;
                return;
            }
            // Whoever waits for it is here.
            self.touch();
            response = match self.vault.look_on().await {
                Ok(response) if it.is_current(number) => response,
                Ok(_) => return,
                Err(failure) => return it.fail(number, failure),
            };
        }
    }

    /// Brings in what the dry run has shown.
    pub(crate) async fn bring_import(self) {
        let it = self.importing;
        let number = it.number.get_value();
        let mut progress = NOTHING;
        if let ImportStage::Preview(preview) = it.stage.get_untracked() {
            progress.total = preview.found;
        }
        it.walk(ImportStage::Bringing, progress);
        let keeps_originals = it.keeps_originals.get_untracked();
        loop {
            self.touch();
            let response = if it.is_stopping.get_value() {
                self.vault.stop_import().await
            } else {
                self.vault.bring_on(keeps_originals).await
            };
            if !it.is_current(number) {
                return;
            }
            match response {
                Ok(Response::Bringing(progress)) => it.progress.set(progress),
                Ok(Response::Done(receipt)) => {
                    self.refresh().await;
                    if !it.is_current(number) {
                        return;
                    }
                    it.picked.set_value(None);
                    it.stage.set(ImportStage::Done(receipt));
                    self.read_receipts().await;
                    return;
                }
                Ok(_) => {
                    it.renew();
                    return;
                }
                Err(failure) => {
                    it.fail(number, failure);
                    // What came before it failed is there, and its receipt.
                    self.refresh().await;
                    self.read_receipts().await;
                    return;
                }
            }
        }
    }

    /// Ends the import after the step that is under way.
    pub(crate) fn stop_import(self) {
        self.importing.is_stopping.set_value(true);
    }

    /// Puts the file away; nothing was changed.
    pub(crate) async fn put_import_away(self) {
        self.importing.returns.set_value(true);
        self.importing.renew();
        // If it fails, the next file takes its place.
        let _ = self.vault.stop_import().await;
    }

    /// Reads what earlier imports have done.
    pub(crate) async fn read_receipts(self) {
        let number = self.importing.number.get_value();
        // They are shown below the import; without them nothing is lacking.
        if let Ok(receipts) = self.vault.import_receipts().await
            && self.importing.is_current(number)
        {
            self.importing.receipts.set(receipts);
        }
    }

    /// Moves everything that an import brought to the trash. Tells how many entries those were.
    pub(crate) async fn undo_import(self, id: EntryId) {
        let it = self.importing;
        let number = it.number.get_value();
        let undone = self.vault.undo_import(id).await;
        if !it.is_current(number) {
            return;
        }
        match undone {
            Ok(undone) => {
                self.refresh().await;
                if !it.is_current(number) {
                    return;
                }
                self.say(crate::text::words::import::undone(undone.moved as f64));
                let is_shown =
                    matches!(it.stage.get_untracked(), ImportStage::Done(shown) if shown.id == id);
                if is_shown {
                    it.stage.set(ImportStage::Done(undone.receipt));
                }
                self.read_receipts().await;
            }
            Err(failure) => it.failure.set(Some(failure)),
        }
    }
}
