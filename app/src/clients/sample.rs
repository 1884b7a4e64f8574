//! What the page can ask of the vault worker about the sample journal.

use companion_protocol::sample::{Picture, Request, Response};
use companion_protocol::vault::{self, Unlocked};

use super::vault::{Answer, VaultClient, fault};

impl VaultClient {
    /// Makes the sample journal in the memory of a worker that serves nothing else, and opens it.
    pub(crate) async fn open_sample(
        self,
        script: String,
        pictures: Vec<Picture>,
    ) -> Answer<Unlocked> {
        let request = vault::Request::Sample(Request::Open { script, pictures });
        match self.ask(request).await? {
            vault::Response::Sample(Response::Opened(unlocked)) => Ok(unlocked),
            _ => Err(fault()),
        }
    }
}
