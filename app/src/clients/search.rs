//! What the page can ask about searching.

use companion_protocol::search::{Find, Found, Request, Response, Standing, Unmeant};
use companion_protocol::vault;

use super::vault::{Answer, VaultClient, fault};

/// One request and the one answer that fits it.
macro_rules! ask {
    ($client:expr, $request:expr, $answer:pat => $value:expr) => {
        match $client.ask(vault::Request::Search($request)).await? {
            vault::Response::Search($answer) => Ok($value),
            _ => Err(fault()),
        }
    };
}

impl VaultClient {
    /// Which entries answer a query.
    pub(crate) async fn find(self, find: Find) -> Answer<Found> {
        ask!(self, Request::Find(find), Response::Found(found) => found)
    }

    /// Does one small step of keeping the index.
    pub(crate) async fn tend_search(self) -> Answer<Standing> {
        ask!(self, Request::Tend, Response::Standing(standing) => standing)
    }

    /// Which texts the encoder is to read next.
    pub(crate) async fn texts_to_mean(self, encoder: [u8; 32]) -> Answer<Unmeant> {
        ask!(self, Request::TextsToMean { encoder }, Response::Unmeant(unmeant) => unmeant)
    }

    /// What the encoder has made of them.
    pub(crate) async fn learn(self, batch: u32, vectors: Vec<u8>) -> Answer<()> {
        ask!(self, Request::Learn { batch, vectors }, Response::Done => ())
    }

    /// Removes all vectors from the journal.
    pub(crate) async fn forget_meanings(self) -> Answer<()> {
        ask!(self, Request::ForgetMeanings, Response::Done => ())
    }
}
