//! What the page asks the vault worker to do while nobody waits.

use companion_protocol::upkeep::{Checked, Request};
use companion_protocol::vault;

use super::vault::{Answer, VaultClient, fault};

impl VaultClient {
    /// Begins to check all photos and recordings.
    pub(crate) async fn begin_upkeep(self) -> Answer<Checked> {
        self.keep_up(Request::Begin).await
    }

    /// Goes on with it for some milliseconds, and hears what was found anywhere.
    pub(crate) async fn continue_upkeep(self) -> Answer<Checked> {
        self.keep_up(Request::Continue).await
    }

    async fn keep_up(self, request: Request) -> Answer<Checked> {
        match self.ask(vault::Request::Upkeep(request)).await? {
            vault::Response::Upkeep(checked) => Ok(checked),
            _ => Err(fault()),
        }
    }
}
