//! The sample journal: served like any other, but for what would leave something behind.

use companion_protocol::sample::{Picture, Request, Response};
use companion_protocol::vault::{self, Unlocked};
use companion_protocol::{device, import};
use companion_store::Store;
use companion_vault::Vault;
use companion_vault::sample::{self, Script};

use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;

/// Whether the sample may do this. What is not named here is refused until somebody has looked whether it leaves
/// anything outside the worker's memory: a file, a cache, another journal's lock.
pub(super) const fn may_serve(request: &vault::Request) -> bool {
    use vault::Request as Ask;
    matches!(
        request,
        Ask::Sample(_)
            | Ask::Presence
            | Ask::EstimateStrength(_)
            | Ask::Lock
            | Ask::ListEntries
            | Ask::List(_)
            | Ask::ReadEntry(_)
            | Ask::SaveEntry(_)
            | Ask::DeleteEntry(_)
            | Ask::UndoDelete(_)
            | Ask::OpenDraft(_)
            | Ask::StoreDraft(_)
            | Ask::DiscardDraft(_)
            | Ask::ListDrafts
            | Ask::ReadSettings
            | Ask::WriteSettings(_)
            | Ask::ReadWaysIn
            | Ask::Audit(_)
            | Ask::History(_)
            | Ask::Writing(_)
            | Ask::Export(_)
            | Ask::Attachments(_)
            | Ask::Marks(_)
            | Ask::Search(_)
            | Ask::Import(import::Request::Receipts)
            | Ask::Device(device::Request::Measure(_))
    )
}

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Makes the sample and opens it.
    pub(super) async fn serve_sample(
        &mut self,
        request: Request,
    ) -> Result<Response, ServiceError> {
        if !self.is_sample {
            // This store is the writer's own.
            return Err(ServiceError::NotInSample);
        }
        let Request::Open { script, pictures } = request;
        let script = Script::parse(&script)?;
        let pictures: Vec<sample::Picture<'_>> = pictures.iter().map(borrowed).collect();
        let vault = Vault::create_sample(
            self.store.clone(),
            self.environment.clone(),
            &script,
            &pictures,
        )
        .await?;
        let opened = Unlocked {
            entries: vault.list_entries(),
            drafts: Vec::new(),
            settings: vault.read_settings().await?,
            problems: Vec::new(),
            has_more: false,
            remembered: Vec::new(),
        };
        self.vault = Some(vault);
        Ok(Response::Opened(opened))
    }
}

fn borrowed(picture: &Picture) -> sample::Picture<'_> {
    sample::Picture {
        name: &picture.name,
        bytes: &picture.bytes,
    }
}
