//! Serving the page's requests from the vault. No browser in here: store, clock, randomness
//! and lock come from outside.

use std::rc::Rc;

use companion_core::Settings;
use companion_protocol::problem::Problem;
use companion_protocol::vault::{
    Passphrase, Presence, Reading, RecoveryKey, Request, Response, Strength, Unlocked,
};
use companion_store::Store;
use companion_vault::audit::Attempts;
use companion_vault::search::Search;
use companion_vault::{NewRecoveryKey, Vault, VaultError, reading, wipe_stack};

use super::audit::AuditWork;
use super::environment::Environment;
use super::export::ExportWork;
use super::failure::ServiceError;
use super::host::Host;
use super::keys::{kdf_of, ways_in};
use super::list::{self, Listing};
use super::problem;
use super::sample;
use super::throttle::Throttle;

/// One tab's access to the journal: locked, or unlocked and holding the writer's lock.
pub struct Service<S, E, H: Host> {
    pub(super) store: Rc<S>,
    pub(super) environment: E,
    pub(super) host: Rc<H>,
    /// The backup written for a folder, until it is there.
    pub(super) for_folder: Option<companion_vault::backup::Report>,
    pub(super) vault: Option<Vault<Rc<S>, E>>,
    /// The check of photos and recordings under way.
    pub(super) checking: Option<companion_vault::attachments::AttachmentCheck>,
    /// The list of which the page is reading pages.
    pub(super) listing: Listing,
    /// What searching the unlocked journal needs.
    pub(super) search: Search,
    throttle: Throttle,
    pub(super) audit: AuditWork,
    pub(super) export: Option<ExportWork<H>>,
    /// The import under way.
    pub(super) importing: Option<companion_vault::import::Importing>,
    /// A recovery key that is shown and not in use yet.
    shown: Option<NewRecoveryKey>,
    /// Whether the journal is the sample, of which nothing may be left.
    pub(super) is_sample: bool,
}

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// A service that starts locked.
    pub fn new(store: S, environment: E, host: Rc<H>) -> Self {
        Self {
            store: Rc::new(store),
            environment,
            host,
            for_folder: None,
            vault: None,
            checking: None,
            listing: Listing::default(),
            search: Search::default(),
            throttle: Throttle::default(),
            audit: AuditWork::default(),
            export: None,
            importing: None,
            shown: None,
            is_sample: false,
        }
    }

    /// A service for the sample journal, over a store that forgets.
    pub fn for_sample(store: S, environment: E, host: Rc<H>) -> Self {
        Self {
            is_sample: true,
            ..Self::new(store, environment, host)
        }
    }

    /// Does what the page asks. Never fails silently: every request has its answer.
    pub async fn answer(&mut self, request: Request) -> Response {
        self.answer_with(request, None).await
    }

    /// Does what the page asks with the file that came beside it.
    pub async fn answer_with(&mut self, request: Request, picked: Option<H::File>) -> Response {
        let response = match self.serve(request, picked).await {
            Ok(mut response) => {
                list::shorten(&mut response, self.environment.now().local_day());
                response
            }
            Err(error) => {
                // What this vault knows is no longer what is stored.
                if let ServiceError::Vault(VaultError::TakenOver) = error {
                    self.lock();
                }
                error.into()
            }
        };
        // Here, where everything that has served the request has returned: wiped from within
        // it, what its own frames had no use for would stay.
        if self.vault.is_none() {
            wipe_stack();
        }
        response
    }

    /// Drops all keys and lets other tabs in.
    pub fn lock(&mut self) {
        self.vault = None;
        self.listing = Listing::default();
        self.search = Search::default();
        self.checking = None;
        self.importing = None;
        self.shown = None;
        self.audit = AuditWork::default();
        self.export = None;
        self.for_folder = None;
        // What an export has handed to the page can be read by nobody any more.
        self.host.forget_export();
        wipe_stack();
        self.host.release();
    }

    async fn serve(
        &mut self,
        request: Request,
        picked: Option<H::File>,
    ) -> Result<Response, ServiceError> {
        if self.is_sample && !sample::may_serve(&request) {
            return Err(ServiceError::NotInSample);
        }
        Ok(match request {
            Request::Presence => Response::Presence(self.presence().await?),
            Request::EstimateStrength(passphrase) => {
                Response::Strength(self.estimate(&passphrase).await?)
            }
            Request::Create(passphrase) => Response::Unlocked(self.create(&passphrase).await?),
            Request::Unlock(passphrase) => Response::Unlocked(self.unlock(&passphrase).await?),
            Request::Lock | Request::HandOver => {
                self.lock();
                Response::Done
            }
            Request::TakeOver => {
                self.host.take_over().await?;
                Response::Presence(self.presence().await?)
            }
            Request::List(request) => Response::Page(self.serve_list(request)?),
            Request::ListEntries => Response::Entries(self.unlocked()?.list_entries()),
            Request::ReadEntry(id) => {
                let vault = self.unlocked()?;
                let entry = vault.read_entry(id).await?;
                let html = reading::render(&entry.content);
                let versions = vault.count_versions(id);
                Response::Entry(Reading {
                    entry,
                    html,
                    versions,
                })
            }
            Request::SaveEntry(draft) => Response::Saved(self.unlocked()?.save_entry(draft).await?),
            Request::DeleteEntry(id) => {
                self.unlocked()?.delete_entry(id).await?;
                Response::Done
            }
            Request::UndoDelete(id) => {
                self.unlocked()?.undo_delete(id).await?;
                Response::Done
            }
            Request::OpenDraft(id) => Response::Draft(self.unlocked()?.open_draft(id).await?),
            Request::StoreDraft(draft) => {
                self.unlocked()?.store_draft(draft).await?;
                Response::Done
            }
            Request::DiscardDraft(id) => {
                self.unlocked()?.discard_draft(id).await?;
                Response::Done
            }
            Request::ListDrafts => Response::Drafts(self.unlocked()?.list_drafts().await?),
            Request::ReadSettings => Response::Settings(self.unlocked()?.read_settings().await?),
            Request::WriteSettings(settings) => {
                self.unlocked()?.write_settings(&settings).await?;
                Response::Done
            }
            Request::ChangePassphrase { old, new, kdf } => {
                let host = Rc::clone(&self.host);
                let vault = self.unlocked()?;
                let (old, new, kdf) = (old.expose(), new.expose(), kdf_of(kdf));
                let progress = &mut |done, total| host.derivation(done, total);
                let changed = vault.change_passphrase(old, new, kdf, progress).await;
                self.slowed(changed.map_err(Into::into)).await?;
                Response::Done
            }
            Request::ReadWaysIn => Response::WaysIn(ways_in(self.unlocked()?.ways_in().await?)),
            Request::CreateRecoveryKey(passphrase) => {
                Response::RecoveryKey(self.create_recovery_key(&passphrase).await?)
            }
            Request::ActivateRecoveryKey => {
                let vault = self.vault.as_mut().ok_or(ServiceError::Locked)?;
                let shown = self.shown.as_ref();
                let shown = shown.ok_or(VaultError::RecoveryKeyOutdated)?;
                vault.activate_recovery_key(shown).await?;
                self.shown = None;
                Response::Done
            }
            Request::RemoveRecoveryKey => {
                self.unlocked()?.remove_recovery_key().await?;
                Response::Done
            }
            Request::CheckRecoveryKey(key) => {
                let checked =
                    Vault::<Rc<S>, E>::check_recovery_key(&self.store, key.expose()).await;
                self.slowed(checked.map_err(Into::into)).await?;
                Response::Done
            }
            Request::Recover { key, new } => Response::Unlocked(self.recover(&key, &new).await?),
            Request::Audit(request) => Response::Audit(self.serve_audit(request).await?),
            Request::Backup(request) => Response::Backup(self.serve_backup(request, picked).await?),
            Request::History(request) => Response::History(self.serve_history(request).await?),
            Request::Attachments(request) => {
                Response::Attachments(self.serve_attachments(request, picked).await?)
            }
            Request::Export(request) => Response::Export(self.serve_export(request, picked).await?),
            Request::Import(request) => Response::Import(self.serve_import(request, picked).await?),
            Request::Device(request) => Response::Device(self.serve_device(request).await?),
            Request::Writing(request) => Response::Writing(self.serve_writing(request).await?),
            Request::Marks(request) => Response::Marks(self.serve_marks(request).await?),
            Request::Search(request) => Response::Search(self.serve_search(request).await?),
            Request::Upkeep(request) => Response::Upkeep(self.serve_upkeep(request).await?),
            Request::Sample(request) => Response::Sample(self.serve_sample(request).await?),
        })
    }

    pub(super) fn unlocked(&mut self) -> Result<&mut Vault<Rc<S>, E>, ServiceError> {
        self.vault.as_mut().ok_or(ServiceError::Locked)
    }

    async fn presence(&self) -> Result<Presence, ServiceError> {
        if self.vault.is_some() {
            return Ok(Presence::Unlocked);
        }
        if self.host.is_held_elsewhere().await? {
            return Ok(Presence::OtherTab);
        }
        Ok(match Vault::<Rc<S>, E>::exists(&self.store).await? {
            true => Presence::Locked,
            false => Presence::Absent,
        })
    }

    async fn estimate(&self, passphrase: &Passphrase) -> Result<Strength, ServiceError> {
        let strength = self.environment.estimate(passphrase.expose()).await;
        Ok(strength.map_err(VaultError::from)?)
    }

    async fn create(&mut self, passphrase: &Passphrase) -> Result<Unlocked, ServiceError> {
        self.acquire().await?;
        let host = Rc::clone(&self.host);
        let created = Vault::create(
            Rc::clone(&self.store),
            self.environment.clone(),
            passphrase.expose(),
            &mut |done, total| host.derivation(done, total),
        )
        .await;
        match created {
            Ok(vault) => {
                self.vault = Some(vault);
                Ok(Unlocked {
                    entries: Vec::new(),
                    drafts: Vec::new(),
                    settings: Settings::default(),
                    problems: Vec::new(),
                    has_more: false,
                    remembered: Vec::new(),
                })
            }
            Err(error) => {
                self.lock();
                Err(error.into())
            }
        }
    }

    async fn unlock(&mut self, passphrase: &Passphrase) -> Result<Unlocked, ServiceError> {
        self.acquire().await?;
        let outcome = self.open(passphrase).await;
        if outcome.is_err() {
            self.lock();
        }
        self.slowed(outcome).await
    }

    async fn open(&mut self, passphrase: &Passphrase) -> Result<Unlocked, ServiceError> {
        let host = Rc::clone(&self.host);
        let opened = Vault::unlock(
            Rc::clone(&self.store),
            self.environment.clone(),
            passphrase.expose(),
            &mut |done, total| host.derivation(done, total),
        )
        .await?;
        self.admit(opened).await
    }

    async fn recover(
        &mut self,
        key: &RecoveryKey,
        new: &Passphrase,
    ) -> Result<Unlocked, ServiceError> {
        self.acquire().await?;
        let outcome = self.open_by_recovery_key(key, new).await;
        if outcome.is_err() {
            self.lock();
        }
        self.slowed(outcome).await
    }

    async fn open_by_recovery_key(
        &mut self,
        key: &RecoveryKey,
        new: &Passphrase,
    ) -> Result<Unlocked, ServiceError> {
        let mut opened = Vault::unlock_with_recovery_key(
            Rc::clone(&self.store),
            self.environment.clone(),
            key.expose(),
        )
        .await?;
        let (key, new) = (key.expose(), new.expose());
        let host = Rc::clone(&self.host);
        let progress = &mut |done, total| host.derivation(done, total);
        let set = opened.vault.reset_passphrase(key, new, progress).await;
        let unset = match set {
            Ok(()) => None,
            // Who has the key may read, also on a full disk.
            Err(VaultError::StorageFull | VaultError::Storage(_)) => {
                Some(Problem::PassphraseNotStored)
            }
            Err(error) => return Err(error.into()),
        };
        let mut found = self.admit(opened).await?;
        found.problems.extend(unset);
        Ok(found)
    }

    /// Keeps an unlocked vault, and says what is in it.
    async fn admit(
        &mut self,
        opened: companion_vault::Unlocked<Rc<S>, E>,
    ) -> Result<Unlocked, ServiceError> {
        let found = Unlocked {
            entries: opened.vault.list_entries(),
            drafts: opened.vault.list_drafts().await?,
            settings: opened.vault.read_settings().await?,
            problems: problem::told(&opened.problems),
            has_more: false,
            remembered: Vec::new(),
        };
        // The unlocking is logged before anything is shown; a full disk keeps nobody out.
        self.vault.insert(opened.vault).write_log().await?;
        Ok(found)
    }

    async fn create_recovery_key(
        &mut self,
        passphrase: &Passphrase,
    ) -> Result<RecoveryKey, ServiceError> {
        let host = Rc::clone(&self.host);
        let vault = self.unlocked()?;
        let passphrase = passphrase.expose();
        let progress = &mut |done, total| host.derivation(done, total);
        let made = vault.generate_recovery_key(passphrase, progress).await;
        let made = self.slowed(made.map_err(Into::into)).await?;
        let key = RecoveryKey::new(made.to_text().to_string());
        self.shown = Some(made);
        Ok(key)
    }

    /// Holds back the answer to a wrong guess.
    async fn slowed<T>(&mut self, outcome: Result<T, ServiceError>) -> Result<T, ServiceError> {
        match &outcome {
            Ok(_) => self.throttle.right(),
            Err(ServiceError::Vault(
                VaultError::WrongPassphrase | VaultError::WrongRecoveryKey,
            )) => {
                let now = self.environment.now();
                // Counted where a reload does not forget it; if it cannot be, in memory alone.
                if let Ok(wrong) = Attempts::note(&*self.store, now).await {
                    self.throttle.at_least(wrong.saturating_sub(1));
                }
                self.host.sleep_ms(self.throttle.wrong_ms()).await;
            }
            Err(_) => {}
        }
        outcome
    }

    /// Makes this tab the writer, locked.
    pub(super) async fn acquire(&mut self) -> Result<(), ServiceError> {
        self.vault = None;
        self.search = Search::default();
        if self.host.try_acquire().await? {
            Ok(())
        } else {
            Err(ServiceError::OtherTab)
        }
    }
}
