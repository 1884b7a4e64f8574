//! Serving the page's requests from the vault. No browser in here: store, clock, randomness
//! and lock come from outside.

use std::rc::Rc;

use companion_core::{Clock, Entropy, Settings};
use companion_protocol::vault::{
    Passphrase, Presence, Reading, Request, Response, Strength, Unlocked,
};
use companion_store::Store;
use companion_vault::{Vault, VaultError, reading, strength};

use super::failure::ServiceError;
use super::host::Host;
use super::throttle::Throttle;

/// One tab's access to the journal: locked, or unlocked and holding the writer's lock.
pub struct Service<S, E, H> {
    store: Rc<S>,
    environment: E,
    host: Rc<H>,
    vault: Option<Vault<Rc<S>, E>>,
    throttle: Throttle,
}

impl<S: Store, E: Clock + Entropy + Clone, H: Host> Service<S, E, H> {
    /// A service that starts locked.
    pub fn new(store: S, environment: E, host: Rc<H>) -> Self {
        Self {
            store: Rc::new(store),
            environment,
            host,
            vault: None,
            throttle: Throttle::default(),
        }
    }

    /// Does what the page asks. Never fails silently: every request has its answer.
    pub async fn answer(&mut self, request: Request) -> Response {
        match self.serve(request).await {
            Ok(response) => response,
            Err(error) => {
                // What this vault knows is no longer what is stored.
                if let ServiceError::Vault(VaultError::TakenOver) = error {
                    self.lock();
                }
                error.into()
            }
        }
    }

    /// Drops all keys and lets other tabs in.
    pub fn lock(&mut self) {
        self.vault = None;
        self.host.release();
    }

    async fn serve(&mut self, request: Request) -> Result<Response, ServiceError> {
        Ok(match request {
            Request::Presence => Response::Presence(self.presence().await?),
            Request::EstimateStrength(passphrase) => Response::Strength(estimate(&passphrase)),
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
            Request::ListEntries => Response::Entries(self.unlocked()?.list_entries()),
            Request::ReadEntry(id) => {
                let entry = self.unlocked()?.read_entry(id).await?;
                let html = reading::render(&entry.content);
                Response::Entry(Reading { entry, html })
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
        })
    }

    fn unlocked(&mut self) -> Result<&mut Vault<Rc<S>, E>, ServiceError> {
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

    async fn create(&mut self, passphrase: &Passphrase) -> Result<Unlocked, ServiceError> {
        self.acquire().await?;
        let created = Vault::create(
            Rc::clone(&self.store),
            self.environment.clone(),
            passphrase.expose(),
            &mut |_, _| {},
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
        match &outcome {
            Ok(_) => self.throttle.right(),
            Err(error) => {
                self.lock();
                if let ServiceError::Vault(VaultError::WrongPassphrase) = error {
                    self.host.sleep_ms(self.throttle.wrong_ms()).await;
                }
            }
        }
        outcome
    }

    async fn open(&mut self, passphrase: &Passphrase) -> Result<Unlocked, ServiceError> {
        let opened = Vault::unlock(
            Rc::clone(&self.store),
            self.environment.clone(),
            passphrase.expose(),
            &mut |_, _| {},
        )
        .await?;
        let found = Unlocked {
            entries: opened.vault.list_entries(),
            drafts: opened.vault.list_drafts().await?,
            settings: opened.vault.read_settings().await?,
            problems: opened.problems.iter().map(ToString::to_string).collect(),
        };
        self.vault = Some(opened.vault);
        Ok(found)
    }

    /// Makes this tab the writer, locked.
    async fn acquire(&mut self) -> Result<(), ServiceError> {
        self.vault = None;
        if self.host.try_acquire().await? {
            Ok(())
        } else {
            Err(ServiceError::OtherTab)
        }
    }
}

fn estimate(passphrase: &Passphrase) -> Strength {
    let strength = strength::estimate(passphrase.expose());
    Strength {
        score: strength.score,
        acceptable: strength.acceptable,
        warning: strength.warning,
        suggestions: strength.suggestions,
    }
}
